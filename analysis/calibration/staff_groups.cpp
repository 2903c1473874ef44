// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/staff_groups.hpp"

#include <algorithm>
#include <set>

namespace wardwire::analysis {

namespace {

/// What the group of all others is called; a role of that name is one of them.
constexpr const char* others = "other";

struct Cell {
    std::size_t people = 0;
    double messages = 0.0;
    double most = 0.0;  ///< by one person

    void add(const Cell& other) {
        people += other.people;
        messages += other.messages;
        most = std::max(most, other.most);
    }
    bool is_large_enough(const LeastCell& least) const {
        return people >= least.people && messages >= least.events &&
               most <= least.largest_share * messages;
    }
};

/// Messages that each person sent or took.
std::vector<double> dealt_with_by(const EventLog& log, const ChatLog& chat,
                                  const PortalLog& portal) {
    std::vector<double> sent(log.persons.size(), 0.0);
    for (const ChatTurn& turn : chat.turns)
        sent[static_cast<std::size_t>(turn.author)] += turn.messages;
    for (const PortalStay& stay : portal.stays)
        if (stay.person != none && stay.taken_at != no_time)
            ++sent[static_cast<std::size_t>(stay.person)];
    return sent;
}

}  // namespace

StaffGroups group_staff(const EventLog& log, const ChatLog& chat, const PortalLog& portal,
                        const LeastCell& least) {
    const std::vector<double> sent = dealt_with_by(log, chat, portal);
    const std::size_t without_role = log.roles.size();
    const auto role_of = [&](std::size_t person) {
        const std::int16_t role = log.persons[person].role;
        return role == none ? without_role : static_cast<std::size_t>(role);
    };
    const auto is_staff = [&](std::size_t role) {
        return role == without_role || log.roles[role] != "patient";
    };
    std::vector<Cell> cells(without_role + 1);
    for (std::size_t person = 0; person < sent.size(); ++person)
        cells[role_of(person)].add({1, sent[person], sent[person]});

    Cell other;
    std::set<std::size_t> merged;
    const auto merge = [&](std::size_t role) {
        other.add(cells[role]);
        merged.insert(role);
    };
    for (std::size_t role = 0; role < cells.size(); ++role)
        if (is_staff(role) && cells[role].people > 0 &&
            (role == without_role || log.roles[role] == others ||
             !cells[role].is_large_enough(least)))
            merge(role);
    while (!merged.empty() && !other.is_large_enough(least)) {
        std::size_t smallest = cells.size();
        for (std::size_t role = 0; role < without_role; ++role)
            if (is_staff(role) && cells[role].people > 0 && !merged.contains(role) &&
                (smallest == cells.size() || cells[role].people < cells[smallest].people))
                smallest = role;
        if (smallest == cells.size()) break;
        merge(smallest);
    }

    StaffGroups result;
    std::vector<std::int32_t> group_of_role(cells.size(), none);
    for (std::size_t role = 0; role < without_role; ++role) {
        if (!is_staff(role) || cells[role].people == 0) continue;
        if (merged.contains(role)) {
            if (log.roles[role] != others) result.merged.push_back(log.roles[role]);
            continue;
        }
        group_of_role[role] = static_cast<std::int32_t>(result.groups.size());
        result.groups.push_back(
            {log.roles[role], cells[role].people, cells[role].messages, cells[role].most});
    }
    if (!merged.empty()) {
        for (const std::size_t role : merged)
            group_of_role[role] = static_cast<std::int32_t>(result.groups.size());
        result.groups.push_back({others, other.people, other.messages, other.most});
    }
    for (std::size_t person = 0; person < sent.size(); ++person)
        result.group_of.push_back(group_of_role[role_of(person)]);
    return result;
}

}  // namespace wardwire::analysis

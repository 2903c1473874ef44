// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/repeat_contact.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace wardwire::analysis {

RepeatContact repeat_contact(std::span<const Contact> contacts,
                             std::span<const std::size_t> members,
                             std::span<const std::uint32_t> group_of, std::size_t memory) {
    std::unordered_map<std::uint32_t, std::deque<std::uint32_t>> latest;
    const auto remember = [&](std::uint32_t person, std::uint32_t partner) {
        std::deque<std::uint32_t>& known = latest[person];
        known.push_back(partner);
        if (known.size() > memory) known.pop_front();
    };
    RepeatContact found;
    double repeats = 0.0;
    double by_chance = 0.0;
    for (const Contact& contact : contacts) {
        std::deque<std::uint32_t> known;
        for (const std::uint32_t partner : latest[contact.person])
            if (group_of[partner] == contact.group &&
                std::ranges::find(known, partner) == known.end())
                known.push_back(partner);
        const std::size_t choice =
            members[contact.group] - (group_of[contact.person] == contact.group ? 1 : 0);
        if (!known.empty() && choice > 0) {
            ++found.n;
            by_chance +=
                std::min(1.0, static_cast<double>(known.size()) / static_cast<double>(choice));
            if (std::ranges::find(known, contact.partner) != known.end()) ++repeats;
        }
        remember(contact.person, contact.partner);
        remember(contact.partner, contact.person);
    }
    if (found.n == 0) return found;
    found.seen = repeats / static_cast<double>(found.n);
    found.by_chance = by_chance / static_cast<double>(found.n);
    if (found.by_chance < 1.0)
        found.again = std::max(0.0, (found.seen - found.by_chance) / (1.0 - found.by_chance));
    return found;
}

}  // namespace wardwire::analysis

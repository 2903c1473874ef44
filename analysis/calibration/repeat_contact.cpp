// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/repeat_contact.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/calibration/maximum.hpp"

namespace wardwire::analysis {

namespace {

/// The partners of a person's last conversations, in places that are used in turn.
class Memory {
 public:
    void remember(std::uint32_t partner, std::size_t most) {
        if (partners_.size() < most)
            partners_.push_back(partner);
        else
            partners_[met_ % most] = partner;
        ++met_;
    }

    std::size_t met() const { return met_; }

    /// The chance to come to `partner`, going on from a place drawn until somebody of the group is
    /// met. Below 0 when nobody of it is remembered.
    double chance_of(std::uint32_t partner, std::uint32_t group,
                     std::span<const std::uint32_t> group_of) const {
        const std::size_t places = partners_.size();
        std::size_t last = 0;  // place of the group's member that is met before those in hand
        bool is_any = false;
        for (std::size_t place = 0; place < places; ++place)
            if (group_of[partners_[place]] == group) {
                last = place;
                is_any = true;
            }
        if (!is_any) return -1.0;
        std::size_t leading = 0;  // places from which the way leads to the partner
        std::size_t since = places - 1 - last;
        for (const std::uint32_t known : partners_) {
            ++since;
            if (group_of[known] != group) continue;
            if (known == partner) leading += since;
            since = 0;
        }
        return static_cast<double>(leading) / static_cast<double>(places);
    }

 private:
    std::vector<std::uint32_t> partners_;
    std::size_t met_ = 0;
};

}  // namespace

double RepeatContact::log_likelihood(double again) const {
    double sum = 0.0;
    for (const auto& week : choices)
        for (const auto& [lift, count] : week) sum += count * std::log(again * lift + 1.0 - again);
    return sum;
}

double RepeatContact::again(std::span<const double> weights) const {
    std::map<double, double> together;
    for (std::size_t week = 0; week < choices.size(); ++week)
        for (const auto& [lift, count] : choices[week]) together[lift] += weights[week] * count;
    const auto likelihood = [&](double again) {
        double sum = 0.0;
        for (const auto& [lift, count] : together)
            if (count > 0.0) sum += count * std::log(again * lift + 1.0 - again);
        return sum;
    };
    const double most = where_largest(likelihood, 0.0, 1.0);
    return likelihood(most) > 0.0 ? most : 0.0;
}

RepeatContact repeat_contact(std::span<const Contact> contacts,
                             std::span<const std::size_t> members,
                             std::span<const std::uint32_t> group_of, std::size_t weeks,
                             std::size_t memory, std::size_t least_known) {
    std::vector<Memory> memories(group_of.size());
    RepeatContact found;
    found.choices.resize(weeks);
    found.by_chance.resize(group_of.size(), 0.0);
    for (const Contact& contact : contacts) {
        Memory& own = memories[contact.person];
        const std::size_t others =
            members[contact.group] - (group_of[contact.person] == contact.group ? 1 : 0);
        if (contact.is_choice && others > 0 && own.met() >= least_known) {
            const double from_memory = own.chance_of(contact.partner, contact.group, group_of);
            if (from_memory >= 0.0) {
                ++found.choices[contact.week][from_memory * static_cast<double>(others)];
                ++found.n;
            }
            if (from_memory <= 0.0) ++found.by_chance[contact.partner];
        }
        own.remember(contact.partner, memory);
        memories[contact.partner].remember(contact.person, memory);
    }
    return found;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/repeat_contact.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "analysis/calibration/maximum.hpp"
#include "analysis/calibration/partner_choices.hpp"
#include "sim/random/stream.hpp"

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

/// Numbers for pairs of numbers, in the order in which they come.
class PairNumbers {
 public:
    std::uint32_t of(std::uint32_t a, std::uint32_t b) {
        const std::uint64_t key = std::uint64_t{a} << 32 | b;
        return numbers_.try_emplace(key, static_cast<std::uint32_t>(numbers_.size())).first->second;
    }
    std::size_t size() const { return numbers_.size(); }

 private:
    std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
};

/// Of so many people, drawn at random, that there are about `most_choices` or fewer.
PartnerChoices choices_of(std::span<const Contact> contacts, std::span<const std::size_t> members,
                          std::span<const std::uint32_t> group_of, std::size_t memory,
                          std::size_t least_known) {
    constexpr double most_choices = 100'000;
    const sim::Channel chance = sim::Chance(20260109, 0).channel(sim::Purpose{1});
    const double kept = most_choices / static_cast<double>(contacts.size());
    std::vector<Memory> memories(group_of.size());
    PairNumbers pairs;
    PairNumbers circles;
    PartnerChoices choices;
    choices.groups = members.size();
    choices.group_of = group_of;
    for (const Contact& one : contacts) {
        Memory& own = memories[one.person];
        const std::size_t others = members[one.group] - (group_of[one.person] == one.group ? 1 : 0);
        if (!one.is_known && others > 0 && own.met() >= least_known &&
            chance.uniform(one.person) < kept)
            choices.all.push_back({own.chance_of(one.partner, one.group, group_of),
                                   static_cast<double>(others), one.person, one.partner, one.group,
                                   pairs.of(one.person, one.partner),
                                   circles.of(one.person, one.group), one.week, one.is_choice});
        own.remember(one.partner, memory);
        memories[one.partner].remember(one.person, memory);
    }
    choices.pairs = pairs.size();
    choices.circles = circles.size();
    return choices;
}

/// What is fitted. Popularity sums to 1 over each group.
struct ChoiceFit {
    double again = 0.5;
    double circle = 0.0;  ///< concentration; 0: no circles
    std::vector<double> popularity;
};

/// How a choice may have come about: chances that sum to the chance of the choice.
struct Ways {
    double from_memory;
    double known;     ///< of the circle, chosen before
    double stranger;  ///< new in the circle, or anybody

    double rest() const { return known + stranger; }
    double sum() const { return from_memory + rest(); }
};

/// Follows the choices in their order and tells `see` of each the ways, and before which it is not
/// from memory with what chance. What a choice was of is weighed by what came before.
template <class See>
void follow(const PartnerChoices& choices, const ChoiceFit& fit, See&& see) {
    std::vector<double> of_pair(choices.pairs, 0.0);
    std::vector<double> of_circle(choices.circles, 0.0);
    for (const PartnerChoice& one : choices.all) {
        const double again = one.from_memory >= 0.0 ? fit.again : 0.0;
        Ways ways{again * std::max(0.0, one.from_memory), 0.0,
                  (1.0 - again) * choices.chance_by(fit.popularity, one)};
        if (fit.circle > 0.0) {
            const double all = of_circle[one.circle] + fit.circle;
            ways.known = (1.0 - again) * of_pair[one.pair] / all;
            ways.stranger *= fit.circle / all;
            const double rest = ways.rest() / ways.sum();
            of_pair[one.pair] += rest;
            of_circle[one.circle] += rest;
        }
        see(one, ways, 1.0 - again);
    }
}

int step_of(double lift) {
    constexpr double steps = 50.0;
    return lift > 0.0 ? static_cast<int>(std::lround(steps * std::log(lift)))
                      : RepeatContact::impossible;
}

double lift_of(int step) { return step == RepeatContact::impossible ? 0.0 : std::exp(step / 50.0); }

double sum_of_logs(const std::map<int, double>& lifts, double again) {
    double sum = 0.0;
    for (const auto& [step, count] : lifts)
        if (count > 0.0) sum += count * std::log(again * lift_of(step) + 1.0 - again);
    return sum;
}

double likeliest_again(const std::map<int, double>& lifts) {
    const auto likelihood = [&](double again) { return sum_of_logs(lifts, again); };
    const double most = where_largest(likelihood, 0.0, 1.0);
    return likelihood(most) > 0.0 ? most : 0.0;
}

/// Popularity by expectation and maximisation, the chance of memory by largest likelihood.
ChoiceFit fit_without_circles(const PartnerChoices& choices) {
    constexpr int most_rounds = 100;
    constexpr double least_step = 1e-3;
    constexpr double most_again = 1.0 - 1e-6;
    ChoiceFit fit;
    fit.popularity = choices.popularity_of(std::vector<double>(choices.group_of.size(), 0.0));
    for (int round = 0; round < most_rounds; ++round) {
        std::vector<double> by_chance(choices.group_of.size(), 0.0);
        std::map<int, double> lifts;
        follow(choices, fit, [&](const PartnerChoice& one, const Ways& ways, double not_again) {
            by_chance[one.partner] += ways.stranger / ways.sum();
            if (one.is_judged && one.from_memory >= 0.0)
                ++lifts[step_of(one.from_memory * not_again / ways.rest())];
        });
        // Towards 0 expectation and maximisation would creep.
        const double again = likeliest_again(lifts);
        const bool is_still = std::abs(again - fit.again) < least_step;
        fit.again = std::min(again, most_again);
        fit.popularity = choices.popularity_of(by_chance);
        if (is_still) break;
    }
    return fit;
}

double agreement_of(const PartnerChoices& choices) {
    std::vector<double> of_pair(choices.pairs, 0.0);
    std::vector<double> of_circle(choices.circles, 0.0);
    std::vector<double> agreeing(choices.circles, 0.0);  // pairs of choices
    for (const PartnerChoice& one : choices.all) {
        if (!one.is_judged) continue;
        agreeing[one.circle] += of_pair[one.pair]++;
        ++of_circle[one.circle];
    }
    double sum = 0.0;
    double all = 0.0;
    for (std::size_t i = 0; i < of_circle.size(); ++i) {
        if (of_circle[i] < 2.0) continue;
        sum += 2.0 * agreeing[i] / (of_circle[i] - 1.0);
        all += of_circle[i];
    }
    return all > 0.0 ? sum / all : 0.0;
}

RepeatContact explained_by_popularity(const PartnerChoices& choices, std::size_t weeks) {
    RepeatContact found;
    found.choices.resize(weeks);
    found.by_chance.resize(choices.group_of.size(), 0.0);
    follow(choices, fit_without_circles(choices),
           [&](const PartnerChoice& one, const Ways& ways, double not_again) {
               if (!one.is_judged) return;
               ++found.n;
               found.by_chance[one.partner] += ways.stranger / ways.sum();
               found.log_likelihood += std::log(ways.sum() * one.others);
               if (one.from_memory >= 0.0)
                   ++found.choices[one.week][step_of(one.from_memory * not_again / ways.rest())];
           });
    return found;
}

RepeatContact explained_by_circles(const PartnerChoices& choices, std::size_t weeks,
                                   const NearCircles& begin) {
    const OwnCircles circles = find_circles(choices, begin);
    RepeatContact found;
    found.choices.resize(weeks);
    found.by_chance = circles.by_chance;
    follow(choices, {circles.again, circles.circle, circles.popularity},
           [&](const PartnerChoice& one, const Ways& ways, double) {
               if (!one.is_judged) return;
               ++found.n;
               found.log_likelihood += std::log(ways.sum() * one.others);
           });
    const double odds = circles.again / (1.0 - circles.again);
    for (std::size_t i = 0; i < choices.all.size(); ++i) {
        const double share = circles.from_memory[i];
        if (choices.all[i].is_judged && choices.all[i].from_memory >= 0.0)
            ++found.choices[choices.all[i].week][step_of(share / (1.0 - share) / odds)];
    }
    found.again_error = circles.again_error;
    if (found.n > 0.0) found.circle = circles.circle;
    found.circle_error = circles.circle_error;
    return found;
}

}  // namespace

double RepeatContact::again(std::span<const double> weights) const {
    std::map<int, double> together;
    for (std::size_t week = 0; week < choices.size(); ++week)
        for (const auto& [step, count] : choices[week]) together[step] += weights[week] * count;
    return likeliest_again(together);
}

RepeatContact repeat_contact(std::span<const Contact> contacts,
                             std::span<const std::size_t> members,
                             std::span<const std::uint32_t> group_of, std::size_t weeks,
                             std::size_t memory, std::size_t least_known, Others others,
                             const NearCircles& begin) {
    const PartnerChoices choices = choices_of(contacts, members, group_of, memory, least_known);
    RepeatContact found;
    if (others != Others::of_circle) found = explained_by_popularity(choices, weeks);
    if (others != Others::anybody) {
        constexpr double without_circles = 1e4;  // so large a circle is everybody
        RepeatContact circle = explained_by_circles(choices, weeks, begin);
        if (others == Others::of_circle ||
            (circle.circle < without_circles &&
             circle.log_likelihood > found.log_likelihood + much_likelier))
            found = std::move(circle);
    }
    found.agreement = agreement_of(choices);
    return found;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/repeat_contact.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

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

/// A choice, as the fit needs it.
struct Choice {
    double from_memory;  ///< chance if it is from memory; below 0: it cannot be
    double others;       ///< members that could have been chosen
    std::uint32_t person;
    std::uint32_t partner;
    std::uint32_t group;
    std::uint32_t pair;    ///< number of (person, partner)
    std::uint32_t circle;  ///< number of (person, group)
    std::size_t week;
    bool is_judged;
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

struct Choices {
    std::vector<Choice> all;
    std::size_t pairs = 0;
    std::size_t circles = 0;
};

Choices choices_of(std::span<const Contact> contacts, std::span<const std::size_t> members,
                   std::span<const std::uint32_t> group_of, std::size_t memory,
                   std::size_t least_known) {
    std::vector<Memory> memories(group_of.size());
    PairNumbers pairs;
    PairNumbers circles;
    Choices choices;
    for (const Contact& one : contacts) {
        Memory& own = memories[one.person];
        const std::size_t others = members[one.group] - (group_of[one.person] == one.group ? 1 : 0);
        if (one.is_choice && others > 0) {
            const bool is_judged = own.met() >= least_known;
            choices.all.push_back(
                {is_judged ? own.chance_of(one.partner, one.group, group_of) : -1.0,
                 static_cast<double>(others), one.person, one.partner, one.group,
                 pairs.of(one.person, one.partner), circles.of(one.person, one.group), one.week,
                 is_judged});
        }
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
    double circle = 10.0;
    bool has_circles = false;
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

/// Follows the choices in their order and tells `see` of each the ways, before which it is not from
/// memory with what chance, and how many of the person's circle came before.
template <class See>
void follow(const Choices& choices, std::span<const Choice> followed, const ChoiceFit& fit,
            std::span<const std::uint32_t> group_of, See&& see) {
    std::vector<double> of_pair(choices.pairs, 0.0);
    std::vector<double> of_circle(choices.circles, 0.0);
    for (const Choice& one : followed) {
        const double self = group_of[one.person] == one.group ? fit.popularity[one.person] : 0.0;
        const double popularity = fit.popularity[one.partner] / (1.0 - self);
        const double again = one.from_memory >= 0.0 ? fit.again : 0.0;
        const double before = of_circle[one.circle];
        const double all = before + fit.circle;
        Ways ways{again * std::max(0.0, one.from_memory), 0.0, (1.0 - again) * popularity};
        if (fit.has_circles) {
            ways.known = (1.0 - again) * of_pair[one.pair] / all;
            ways.stranger *= fit.circle / all;
            const double rest = ways.rest() / ways.sum();
            of_pair[one.pair] += rest;
            of_circle[one.circle] += rest;
        }
        see(one, ways, 1.0 - again, before);
    }
}

/// The popularity of people who were chosen so often by chance; each once more than that.
std::vector<double> popularity_of(std::span<const double> by_chance,
                                  std::span<const std::uint32_t> group_of, std::size_t groups) {
    std::vector<double> sums(groups, 0.0);
    for (std::size_t i = 0; i < by_chance.size(); ++i)
        if (group_of[i] < groups) sums[group_of[i]] += by_chance[i] + 1.0;
    std::vector<double> popularity(by_chance.size(), 0.0);
    for (std::size_t i = 0; i < by_chance.size(); ++i)
        if (group_of[i] < groups) popularity[i] = (by_chance[i] + 1.0) / sums[group_of[i]];
    return popularity;
}

ChoiceFit fit_choices(const Choices& choices, std::span<const Choice> followed,
                      std::span<const std::uint32_t> group_of, std::size_t groups,
                      bool has_circles) {
    constexpr int most_rounds = 100;
    constexpr double least_step = 1e-3;
    constexpr double most_again = 1.0 - 1e-6;
    ChoiceFit fit{0.5, 10.0, has_circles,
                  popularity_of(std::vector<double>(group_of.size(), 0.0), group_of, groups)};
    for (int round = 0; round < most_rounds; ++round) {
        double judged = 0.0;
        double from_memory = 0.0;
        double strangers = 0.0;
        double looks = 0.0;  // of the circle, each over its size and concentration
        std::vector<double> by_chance(group_of.size(), 0.0);
        follow(choices, followed, fit, group_of,
               [&](const Choice& one, const Ways& ways, double, double before) {
                   const double sum = ways.sum();
                   if (one.from_memory >= 0.0) {
                       ++judged;
                       from_memory += ways.from_memory / sum;
                   }
                   by_chance[one.partner] += ways.stranger / sum;
                   strangers += ways.stranger / sum;
                   looks += ways.rest() / sum / (before + fit.circle);
               });
        const double again = judged > 0.0 ? from_memory / judged : 0.0;
        const double circle = looks > 0.0 ? strangers / looks : fit.circle;
        const bool is_still =
            std::abs(again - fit.again) < least_step &&
            (!has_circles || std::abs(std::log(circle / fit.circle)) < least_step);
        fit.again = std::min(again, most_again);
        fit.circle = circle;
        fit.popularity = popularity_of(by_chance, group_of, groups);
        if (is_still) break;
    }
    return fit;
}

double likelihood_of(const Choices& choices, std::span<const Choice> followed, const ChoiceFit& fit,
                     std::span<const std::uint32_t> group_of) {
    double sum = 0.0;
    follow(choices, followed, fit, group_of,
           [&](const Choice&, const Ways& ways, double, double) { sum += std::log(ways.sum()); });
    return sum;
}

/// The standard error of the logarithm of the concentration, by the curvature of the likelihood.
double error_of_circle(const Choices& choices, std::span<const Choice> followed, ChoiceFit fit,
                       std::span<const std::uint32_t> group_of) {
    constexpr double step = 0.3;
    const double at = likelihood_of(choices, followed, fit, group_of);
    const double concentration = fit.circle;
    double bend = 2.0 * at;
    for (const double way : {-step, step}) {
        fit.circle = concentration * std::exp(way);
        bend -= likelihood_of(choices, followed, fit, group_of);
    }
    return bend > 0.0 ? step / std::sqrt(bend) : std::numeric_limits<double>::infinity();
}

double agreement_of(const Choices& choices) {
    std::vector<double> of_pair(choices.pairs, 0.0);
    std::vector<double> of_circle(choices.circles, 0.0);
    std::vector<double> agreeing(choices.circles, 0.0);  // pairs of choices
    for (const Choice& one : choices.all) {
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

/// The choices by the likeliest account of them.
RepeatContact explained(const Choices& choices, std::span<const std::uint32_t> group_of,
                        std::size_t groups, std::size_t weeks, bool has_circles) {
    constexpr std::size_t most_fitted = 200'000;
    const std::span<const Choice> fitted(choices.all.data(),
                                         std::min(most_fitted, choices.all.size()));
    const ChoiceFit fit = fit_choices(choices, fitted, group_of, groups, has_circles);
    RepeatContact found;
    found.choices.resize(weeks);
    found.by_chance.resize(group_of.size(), 0.0);
    found.agreement = agreement_of(choices);
    follow(choices, choices.all, fit, group_of,
           [&](const Choice& one, const Ways& ways, double not_again, double) {
               if (!one.is_judged) return;
               ++found.n;
               found.by_chance[one.partner] += ways.stranger / ways.sum();
               const double rest = ways.rest() / not_again;
               found.of_others += std::log(rest * one.others);
               if (one.from_memory >= 0.0)
                   ++found.choices[one.week][step_of(one.from_memory / rest)];
           });
    if (has_circles && found.n > 0.0) {
        found.circle = fit.circle;
        found.circle_error = error_of_circle(choices, fitted, fit, group_of);
    }
    return found;
}

}  // namespace

double RepeatContact::log_likelihood() const {
    const std::vector<double> ones(choices.size(), 1.0);
    const double most = again(ones);
    double sum = of_others;
    for (const auto& week : choices) sum += sum_of_logs(week, most);
    return sum;
}

double RepeatContact::again(std::span<const double> weights) const {
    std::map<int, double> together;
    for (std::size_t week = 0; week < choices.size(); ++week)
        for (const auto& [step, count] : choices[week]) together[step] += weights[week] * count;
    const auto likelihood = [&](double again) { return sum_of_logs(together, again); };
    const double most = where_largest(likelihood, 0.0, 1.0);
    return likelihood(most) > 0.0 ? most : 0.0;
}

RepeatContact repeat_contact(std::span<const Contact> contacts,
                             std::span<const std::size_t> members,
                             std::span<const std::uint32_t> group_of, std::size_t weeks,
                             std::size_t memory, std::size_t least_known, Others others) {
    const Choices choices = choices_of(contacts, members, group_of, memory, least_known);
    const auto with = [&](bool has_circles) {
        return explained(choices, group_of, members.size(), weeks, has_circles);
    };
    if (others != Others::likeliest) return with(others == Others::of_circle);
    RepeatContact anybody = with(false);
    RepeatContact circle = with(true);
    return circle.log_likelihood() < anybody.log_likelihood() + much_likelier ? anybody : circle;
}

}  // namespace wardwire::analysis

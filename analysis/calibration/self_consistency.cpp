// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/self_consistency.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace wardwire::analysis {

namespace {

/// Moves what misses its mark by a part of the way, on the scale of the logarithm.
class Step {
 public:
    explicit Step(double share) : share_(share) {}

    /// The factor for something above 0; 1 where nothing can be said.
    double factor(double wanted, double found) const {
        const double missed = wanted / found;
        if (!std::isfinite(missed) || missed <= 0.0) return 1.0;
        return std::pow(std::clamp(missed, 1.0 / longest, longest), share_);
    }

    void number(Estimate& one, double wanted, double found) const {
        scale(one, factor(wanted, found));
    }

    void chance(Estimate& one, double wanted, double found) const {
        for (double* x : {&one.value, &one.limits.lower, &one.limits.upper})
            chance(*x, wanted, found);
        for (double& x : one.draws) chance(x, wanted, found);
    }

    void chance(double& one, double wanted, double found) const {
        const double odds = odds_of(one) * factor(odds_of(wanted), odds_of(found));
        if (std::isfinite(odds)) one = odds / (1.0 + odds);
    }

    /// Shares that keep their sum.
    void shares(std::vector<Estimate>& all, const std::vector<Estimate>& wanted,
                const std::vector<Estimate>& found) const {
        const double before = sum_of(all);
        for (std::size_t i = 0; i < std::min({all.size(), wanted.size(), found.size()}); ++i)
            number(all[i], wanted[i].value, found[i].value);
        const double after = sum_of(all);
        for (Estimate& one : all) scale(one, before / after);
    }

    /// Shares by hour of the week, which move as those of all messages do: these are as well known
    /// and bear less on what is taken for a beginning.
    void hours(std::vector<Estimate>& all, const HoursOfWeek& wanted,
               const HoursOfWeek& found) const {
        const double before = sum_of(all);
        for (std::size_t i = 0; i < std::min(all.size(), wanted.size()); ++i)
            number(all[i], wanted[i], found[i]);
        const double after = sum_of(all);
        for (Estimate& one : all) scale(one, before / after);
    }

    /// The table of messages a turn, so that its mean moves: all but the first kind in proportion.
    void messages(TurnMessages& turns, const TurnMessages& wanted,
                  const TurnMessages& found) const {
        number(turns.mean, wanted.mean.value, found.mean.value);
        std::vector<double>& table = turns.table;
        if (table.size() < 2) return;
        const double more = factor(wanted.mean.value - 1.0, found.mean.value - 1.0);
        double others = 0.0;
        for (std::size_t i = 2; i < table.size(); ++i) others += table[i] *= more;
        table[1] = std::max(0.0, 1.0 - others);
        const double all = std::accumulate(table.begin() + 1, table.end(), 0.0);
        for (double& share : table) share /= all;
    }

 private:
    static constexpr double longest = 4.0;

    static double odds_of(double chance) { return chance / (1.0 - chance); }
    static void scale(Estimate& one, double by) {
        for (double* x : {&one.value, &one.limits.lower, &one.limits.upper}) *x *= by;
        for (double& x : one.draws) x *= by;
    }
    static double sum_of(const std::vector<Estimate>& all) {
        double sum = 0.0;
        for (const Estimate& one : all) sum += one.value;
        return sum;
    }

    double share_;
};

/// Each quantile of the notice delay moves as that of the answers does. They begin as the answers;
/// each step between two has at least eleven of them, and so have the ends.
void move_delays(const Step& step, WaitingTimes& answers, const WaitingTimes& wanted,
                 const WaitingTimes& found) {
    constexpr double least = 11.0;
    constexpr double most_steps = 40.0;
    constexpr double fewest_steps = 5.0;
    const double n = wanted.median_s.n;
    const double steps = std::floor(std::min(most_steps, n / least));
    if (steps < fewest_steps || found.answered.times.empty()) return;
    std::vector<double> moved;
    for (double k = 0.0; k <= steps; ++k) {
        const double level = std::clamp(k / steps, least / n, 1.0 - least / n);
        const double wanted_s = wanted.answered.quantile(level);
        const double now_s =
            answers.delays_s.empty() ? wanted_s : answers.delays_s[static_cast<std::size_t>(k)];
        moved.push_back(now_s * step.factor(wanted_s, found.answered.quantile(level)));
    }
    std::ranges::sort(moved);
    answers.delays_s = std::move(moved);
}

void move_group(const Step& step, GroupCalibration& group, const GroupCalibration& wanted,
                const GroupCalibration& found) {
    // Hours on duty need not be the same in both, so what counts is how many begin.
    step.number(group.starts_per_hour, wanted.starts_per_hour.n, found.starts_per_hour.n);
    // All messages of a person are as well known as what is taken for beginnings, and tell more of
    // how unequal people are.
    step.number(group.activity_size, wanted.messages_size, found.messages_size);
    step.number(group.popularity_size, wanted.popularity_size.value, found.popularity_size.value);
    step.number(group.answers_size, wanted.answers_size.value, found.answers_size.value);
    step.number(group.answered_size, wanted.answered_size.value, found.answered_size.value);
    step.shares(group.to, wanted.to, found.to);
    move_delays(step, group.answers, wanted.answers, found.answers);
    step.chance(group.answers.off_duty, wanted.answers.off_duty.value,
                found.answers.off_duty.value);
}

const GroupCalibration* group_called(const ChatCalibration& calibration, const std::string& name) {
    const auto found = std::ranges::find(
        calibration.groups, name, [](const GroupCalibration& one) { return one.group.name; });
    return found == calibration.groups.end() ? nullptr : &*found;
}

}  // namespace

void move_towards(ChatCalibration& parameters, const ChatCalibration& of_log,
                  const ChatCalibration& of_simulated, double share) {
    const Step step(share);
    for (GroupCalibration& group : parameters.groups) {
        const GroupCalibration* const wanted = group_called(of_log, group.group.name);
        const GroupCalibration* const found = group_called(of_simulated, group.group.name);
        if (wanted != nullptr && found != nullptr) move_group(step, group, *wanted, *found);
    }
    if (parameters.exchange && of_log.exchange && of_simulated.exchange)
        move_delays(step, *parameters.exchange, *of_log.exchange, *of_simulated.exchange);
    if (parameters.gap && of_log.gap && of_simulated.gap)
        move_delays(step, *parameters.gap, *of_log.gap, *of_simulated.gap);
    step.chance(parameters.alike, of_log.alike.value, of_simulated.alike.value);
    step.shares(parameters.users, of_log.users, of_simulated.users);
    const std::size_t turns = std::min({parameters.continuation.size(), of_log.continuation.size(),
                                        of_simulated.continuation.size()});
    for (std::size_t i = 0; i < turns; ++i)
        step.chance(parameters.continuation[i], of_log.continuation[i].value,
                    of_simulated.continuation[i].value);
    step.chance(parameters.again, of_log.again.value, of_simulated.again.value);
    // The larger a circle, the rarer do two choices agree.
    step.number(parameters.circle, of_simulated.agreement, of_log.agreement);
    step.chance(parameters.aside, of_log.aside.value, of_simulated.aside.value);
    step.number(parameters.to_all, of_log.to_all.value, of_simulated.to_all.value);
    step.number(parameters.to_aside, of_log.to_aside.value, of_simulated.to_aside.value);
    step.number(parameters.first_to_repeated, of_log.first_to_repeated.value,
                of_simulated.first_to_repeated.value);
    step.number(parameters.later_to_repeated, of_log.later_to_repeated.value,
                of_simulated.later_to_repeated.value);
    if (of_log.answered_at.size() == of_simulated.answered_at.size())
        for (std::size_t i = 0; i < parameters.answered_at.size(); ++i)
            step.number(parameters.answered_at[i], of_log.answered_at[i].value,
                        of_simulated.answered_at[i].value);
    step.number(parameters.repeated_to_all, of_log.repeated_to_all.value,
                of_simulated.repeated_to_all.value);
    step.chance(parameters.further, of_log.further.value, of_simulated.further.value);
    step.chance(parameters.same, of_log.same.value, of_simulated.same.value);
    step.number(parameters.busyness, of_log.busyness.value, of_simulated.busyness.value);
    step.hours(parameters.profile, of_log.message_profile, of_simulated.message_profile);
    step.messages(parameters.first_turns, of_log.first_turns, of_simulated.first_turns);
    step.messages(parameters.later_turns, of_log.later_turns, of_simulated.later_turns);
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "app/precision.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "app/json_text.hpp"
#include "app/precision_wish.hpp"
#include "app/wording.hpp"

namespace wardwire::app {

namespace {

analysis::StoppingRule rule_of(std::span<const std::string> wishes,
                               std::span<const ChosenOutcome> outcomes) {
    std::vector<analysis::PrecisionGoal> goals;
    for (std::size_t i = 0; i < wishes.size(); ++i)
        goals.push_back(goal_of(read_precision("until", wishes[i]), outcomes[i].measure));
    return analysis::StoppingRule(std::move(goals));
}

std::vector<ChosenOutcome> outcomes_of(std::span<const std::string> wishes,
                                       const sim::ResultLayout& layout) {
    std::vector<ChosenOutcome> outcomes;
    for (const std::string& wish : wishes)
        outcomes.push_back(choose_outcome(read_precision("until", wish).outcome, layout));
    return outcomes;
}

}  // namespace

Precision::Precision(std::span<const std::string> wishes, const sim::ResultLayout& layout,
                     std::size_t budget)
    : outcomes_(outcomes_of(wishes, layout)),
      wishes_(wishes.begin(), wishes.end()),
      rule_(rule_of(wishes, outcomes_)),
      budget_(budget) {}

void Precision::add(std::span<const sim::Observation> observations) {
    std::vector<double> values(outcomes_.size());
    for (const sim::Observation& one : observations) {
        if (is_over()) return;
        std::ranges::transform(outcomes_, values.begin(), [&](const ChosenOutcome& outcome) {
            return outcome.measure.value(one);
        });
        rule_.add(values);
    }
}

std::size_t Precision::predicted() const {
    double needed = static_cast<double>(rule_.replications());
    for (std::size_t g = 0; g < rule_.goals(); ++g) needed = std::max(needed, rule_.predicted(g));
    return static_cast<std::size_t>(std::min(std::ceil(needed), static_cast<double>(budget_)));
}

std::size_t Precision::next_look() const {
    const std::size_t n = rule_.replications();
    // A prediction is about right at best: go two thirds of the way, and at most double.
    const double now = static_cast<double>(n);
    const double needed = static_cast<double>(predicted());
    const double step = std::clamp((needed - now) * 2.0 / 3.0, 0.0, now);
    return std::min(budget_, n + std::max(rule_.at_least_left(), static_cast<std::size_t>(step)));
}

std::string Precision::row(std::size_t goal) const {
    const analysis::Interval interval = rule_.interval(goal);
    const std::string& unit = outcomes_[goal].measure.unit;
    std::string text = printed("  %-40s ", outcomes_[goal].name.c_str());
    if (!interval.half_width) return text + "defined in fewer than three replications\n";
    text += printed("%.4g%s%s ± %.3g", interval.mean, unit == "1" ? "" : " ",
                    unit == "1" ? "" : unit.c_str(), *interval.half_width);
    if (const auto relative = interval.relative_half_width())
        text += printed(" (%.2g %%)", 100.0 * *relative);
    if (rule_.goal(goal).is_met_by(interval)) return text + ", as precise as asked\n";
    const double needed = rule_.predicted(goal);
    return text + (std::isfinite(needed) ? printed(", asks for about %.0f replications\n", needed)
                                         : ", a mean of zero has no relative precision\n");
}

std::string Precision::verdict() const {
    if (is_reached())
        return printed(
            "The precision has held since replication %zu; the %zu after it show that it was no "
            "lucky dip.\n",
            rule_.sufficient(), rule_.replications() - rule_.sufficient());
    const std::string spent = printed("The budget of %zu replications is spent", budget_);
    if (rule_.sufficient() == 0) return spent + "; the precision asked for is not reached.\n";
    return spent + printed(" before the precision, met since replication %zu, was seen to last.\n",
                           rule_.sufficient());
}

std::string Precision::words() const {
    std::string text = "Precision, 95 % confidence\n";
    for (std::size_t g = 0; g < rule_.goals(); ++g) text += row(g);
    return text + verdict();
}

std::string Precision::json() const {
    std::string text = std::string("{\"reached\": ") + (is_reached() ? "true" : "false") +
                       ", \"budget\": " + std::to_string(budget_) +
                       ", \"sufficient\": " + std::to_string(rule_.sufficient()) + ", \"goals\": [";
    for (std::size_t g = 0; g < rule_.goals(); ++g) {
        const analysis::Interval interval = rule_.interval(g);
        text += std::string(g > 0 ? ", " : "") + "{\"until\": " + json_text(wishes_[g]) +
                ", \"mean\": " + json_number(interval.mean) + ", \"half_width\": " +
                (interval.half_width ? json_number(*interval.half_width) : "null") +
                ", \"met\": " + (rule_.goal(g).is_met_by(interval) ? "true" : "false") +
                ", \"predicted_replications\": " + json_number(rule_.predicted(g)) + "}";
    }
    return text + "]}";
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/stopping.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace wardwire::analysis {

double PrecisionGoal::allowed_half_width(double mean) const {
    return of == Of::itself ? error : error / (1.0 + error) * std::abs(mean);
}

bool PrecisionGoal::is_met_by(const Interval& interval) const {
    return interval.half_width && *interval.half_width <= allowed_half_width(interval.mean);
}

StoppingRule::StoppingRule(std::vector<PrecisionGoal> goals, std::size_t fewest)
    : goals_(std::move(goals)),
      fewest_(std::max(fewest, fewest_replications)),
      values_(goals_.size()) {}

std::size_t StoppingRule::look_ahead(std::size_t n) {
    constexpr std::size_t limit = 5;
    return n <= 100 ? limit : (n * limit + 99) / 100;
}

void StoppingRule::add(std::span<const double> values) {
    if (is_over()) return;
    for (std::size_t g = 0; g < goals_.size(); ++g) values_[g].push_back(values[g]);
    ++seen_;
    bool all_met = seen_ >= fewest_;
    for (std::size_t g = 0; all_met && g < goals_.size(); ++g)
        all_met = goals_[g].is_met_by(interval(g));
    if (!all_met)
        sufficient_ = 0;
    else if (sufficient_ == 0)
        sufficient_ = seen_;
}

bool StoppingRule::is_over() const { return at_least_left() == 0; }

std::size_t StoppingRule::at_least_left() const {
    // At the earliest the next replication, or the fewest, is the first to be sufficient.
    const std::size_t from = sufficient_ > 0 ? sufficient_ : std::max(seen_ + 1, fewest_);
    const std::size_t end = from + look_ahead(from);
    return end > seen_ ? end - seen_ : 0;
}

double StoppingRule::predicted(std::size_t goal) const {
    constexpr double never = std::numeric_limits<double>::infinity();
    const Interval now = interval(goal);
    if (!now.half_width) return never;
    const double allowed = goals_[goal].allowed_half_width(now.mean);
    if (*now.half_width <= allowed) return static_cast<double>(seen_);
    if (!(allowed > 0.0)) return never;
    const double ratio = *now.half_width / allowed;
    return std::ceil(static_cast<double>(seen_) * ratio * ratio);
}

Interval StoppingRule::interval(std::size_t goal) const {
    return mean_interval(values_[goal], goals_[goal].confidence);
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/statistics/interval.hpp"

namespace wardwire::analysis {

/// How well a mean is to be known.
struct PrecisionGoal {
    enum class Of : std::uint8_t { the_mean, itself };

    double error;          ///< a share of the mean, or an error in the unit of the outcome
    Of of = Of::the_mean;  ///< what the error is measured against
    double confidence = 0.95;

    /// Whether the interval keeps the goal: half-width <= γ / (1 + γ) · |mean| for an error γ of
    /// the mean (Law 2015, section 9.4.1), half-width <= error otherwise.
    bool is_met_by(const Interval& interval) const;

    /// The half-width that the goal allows at this estimate of the mean.
    double allowed_half_width(double mean) const;
};

/// After how many replications a study may end.
///
/// The rule is sequential (Chow & Robbins 1965): the first number of replications at which every
/// goal is met. So that a lucky dip of the spread does not end a study, the goals must still be met
/// in each of the next replications (Hoad, Robinson & Davies 2010): five of them, and beyond a
/// hundred replications 5 % of what there is. The replications are looked at in their order, so
/// that the answer depends on neither threads nor speed.
class StoppingRule {
 public:
    static constexpr std::size_t fewest_replications = 3;

    explicit StoppingRule(std::vector<PrecisionGoal> goals,
                          std::size_t fewest = fewest_replications);

    /// Takes the next replication: the value of each goal's outcome, NaN where it is undefined.
    /// Values after the end are not looked at.
    void add(std::span<const double> values);

    /// Every goal has been met since `sufficient` replications, and long enough.
    bool is_over() const;
    std::size_t replications() const { return seen_; }

    /// The number of replications since which every goal has been met; 0 while one is not.
    std::size_t sufficient() const { return sufficient_; }

    /// The rule cannot end the study before so many further replications; 0 when it is over.
    std::size_t at_least_left() const;

    /// About how many replications the goal needs in all, by the spread so far: n (h / allowed)².
    /// Infinite when the mean is zero, or unknown.
    double predicted(std::size_t goal) const;

    Interval interval(std::size_t goal) const;
    const PrecisionGoal& goal(std::size_t goal) const { return goals_[goal]; }
    std::size_t goals() const { return goals_.size(); }

    /// How many replications after the n-th must meet the goals too.
    static std::size_t look_ahead(std::size_t n);

 private:
    std::vector<PrecisionGoal> goals_;
    std::size_t fewest_;
    std::size_t seen_ = 0;
    std::size_t sufficient_ = 0;
    std::vector<std::vector<double>> values_;  ///< of each goal's outcome
};

}  // namespace wardwire::analysis

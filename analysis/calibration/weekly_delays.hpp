// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "analysis/calibration/cure_mixture.hpp"
#include "analysis/calibration/estimate.hpp"
#include "analysis/calibration/interval_censoring.hpp"
#include "analysis/calibration/survival_curve.hpp"

namespace wardwire::analysis {

/// Delays by week, on a grid even in the logarithm: thirty steps to a factor of ten, from a second
/// to three years, but that a minute, five, an hour, four, a day and a week are ends of steps. A
/// few hundred numbers a week stand for any number of delays, and a resampled log is a weighted sum
/// of weeks.
class WeeklyDelays {
 public:
    explicit WeeklyDelays(std::size_t weeks) : over_(weeks), open_(weeks) {}

    /// A delay that ended, or had lasted so long when the observation ended. In seconds; what is
    /// below a second counts as one. The resolution is that of the clock by which it was measured.
    void add(std::size_t week, double seconds, bool is_over, double resolution_s = 0.0);

    double n() const { return n_; }  ///< how many ended
    std::size_t weeks() const { return over_.size(); }

    /// The delays of all weeks, each week with its weight, in seconds.
    std::vector<Lifetime> lifetimes(std::span<const double> weights) const;

    /// The same as windows, a clock of that resolution allowed for.
    std::vector<TimeWindow> windows(double resolution_s) const;

 private:
    static constexpr std::size_t bins = 240;
    using Histogram = std::vector<double>;  ///< empty, or one number a bin

    static const std::array<double, bins + 1> edges;  ///< in seconds

    static std::size_t bin_of(double seconds);
    static double middle(std::size_t bin);

    std::vector<Histogram> over_;
    std::vector<Histogram> open_;
    double n_ = 0.0;
};

/// One to three lognormal parts by the Bayesian information criterion.
CureMixture fit_best_mixture(const WeeklyDelays& delays, double resolution_s);

/// The median of the delays that ended, in seconds; its interval by resampling weeks.
Estimate median_delay(const WeeklyDelays& delays, double confidence);

/// The shares that end within each of `waits` seconds, by Kaplan-Meier; intervals likewise.
std::vector<Estimate> over_within(const WeeklyDelays& delays, std::span<const double> waits,
                                  double confidence);

}  // namespace wardwire::analysis

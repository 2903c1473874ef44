// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/time.hpp"

namespace wardwire::sim {

/// Count, mean, variance and extremes of a stream of numbers, in one pass.
///
/// Welford's update (1962); merging after Chan, Golub & LeVeque (1979). Merge in a fixed order:
/// the last bits depend on it (promise D5). An empty tally has the mean NaN.
class Tally {
 public:
    void add(double x) {
        ++count_;
        const double delta = x - mean_;
        mean_ += delta / static_cast<double>(count_);
        squares_ += delta * (x - mean_);
        if (x < least_) least_ = x;
        if (x > greatest_) greatest_ = x;
    }
    /// Durations are tallied in seconds.
    void add(Duration d) { add(in_seconds(d)); }

    void merge(const Tally& other) {
        if (other.count_ == 0) return;
        const double n = static_cast<double>(count_ + other.count_);
        const double delta = other.mean_ - mean_;
        const double weight = static_cast<double>(other.count_) / n;
        squares_ += other.squares_ + delta * delta * weight * static_cast<double>(count_);
        mean_ += delta * weight;
        count_ += other.count_;
        if (other.least_ < least_) least_ = other.least_;
        if (other.greatest_ > greatest_) greatest_ = other.greatest_;
    }

    std::uint64_t count() const { return count_; }
    double mean() const { return count_ > 0 ? mean_ : undefined; }
    double sum() const { return mean_ * static_cast<double>(count_); }
    /// The unbiased sample variance; NaN below two values.
    double variance() const {
        return count_ > 1 ? squares_ / static_cast<double>(count_ - 1) : undefined;
    }
    double standard_deviation() const { return std::sqrt(variance()); }
    double least() const { return count_ > 0 ? least_ : undefined; }
    double greatest() const { return count_ > 0 ? greatest_ : undefined; }

 private:
    static constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

    std::uint64_t count_ = 0;
    double mean_ = 0.0;
    double squares_ = 0.0;
    double least_ = std::numeric_limits<double>::infinity();
    double greatest_ = -std::numeric_limits<double>::infinity();
};

}  // namespace wardwire::sim

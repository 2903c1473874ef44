// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

#include "sim/record/time_average.hpp"
#include "sim/time.hpp"

namespace wardwire::sim {

/// The number and the exact sum of some durations: what a mean needs, in any order of merging.
class DurationSum {
 public:
    void add(Duration d) {
        ++count_;
        sum_ += d.count();
    }
    void merge(const DurationSum& other) {
        count_ += other.count_;
        sum_ += other.sum_;
    }

    std::uint64_t count() const { return count_; }
    double sum_seconds() const { return static_cast<double>(sum_) / 1e6; }
    /// NaN when there are none.
    double mean_seconds() const {
        return count_ > 0 ? sum_seconds() / static_cast<double>(count_)
                          : std::numeric_limits<double>::quiet_NaN();
    }

 private:
    Area sum_ = 0;
    std::uint64_t count_ = 0;
};

}  // namespace wardwire::sim

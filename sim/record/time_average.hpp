// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

#include "sim/time.hpp"

namespace wardwire::sim {

/// A sum of level x time, exact: microseconds times a whole number, in 128 bits.
__extension__ using Area = __int128;

/// The time average and the maximum of a whole-numbered level, such as a queue length.
///
/// The integral is exact, so Little's law can be tested with == on a sample path.
class TimeAverage {
 public:
    /// The level is `level` from `now` on; `now` never goes back.
    void set(Time now, std::int64_t level) {
        area_ += static_cast<Area>(level_) * (now - since_).count();
        since_ = now;
        level_ = level;
        if (level > greatest_) greatest_ = level;
    }
    void change(Time now, std::int64_t by) { set(now, level_ + by); }

    /// Forgets what was before `now`; the level stays.
    void restart(Time now) {
        area_ = 0;
        since_ = start_ = now;
        greatest_ = level_;
    }

    /// Makes it the sum of two levels up to `now`, with the greatest that either had alone. Both
    /// must have begun at the same time.
    void merge(const TimeAverage& other, Time now) {
        set(now, level_);
        area_ += other.area(now);
        level_ += other.level_;
        greatest_ = greatest_ > other.greatest_ ? greatest_ : other.greatest_;
    }

    std::int64_t level() const { return level_; }
    std::int64_t greatest() const { return greatest_; }
    /// Level x microseconds since the start or restart, up to `now`.
    Area area(Time now) const { return area_ + static_cast<Area>(level_) * (now - since_).count(); }
    /// NaN when no time has passed.
    double mean(Time now) const {
        const auto length = (now - start_).count();
        if (length <= 0) return std::numeric_limits<double>::quiet_NaN();
        return static_cast<double>(area(now)) / static_cast<double>(length);
    }

 private:
    Area area_ = 0;
    Time since_ = start_of_time;
    Time start_ = start_of_time;
    std::int64_t level_ = 0;
    std::int64_t greatest_ = 0;
};

}  // namespace wardwire::sim

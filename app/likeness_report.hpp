// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/calibration/log_likeness.hpp"

namespace wardwire::app {

/// A simple model of some of what a log shows, and its distances, to compare with.
struct BaselineLikeness {
    std::string name;
    std::vector<double> distances;  ///< by likeness_metrics(); NaN where it says nothing
};

/// How near a log is to another one, or to simulated ones.
struct LikenessReport {
    std::vector<analysis::Likeness> found;  ///< by likeness_metrics()
    std::vector<analysis::SharesInTime> in_time;
    std::vector<analysis::SharesInTime> in_time_of_other;
    std::vector<BaselineLikeness> baselines;
};

/// A table of distances with their floors and ratios, and a line about all of them; what was done
/// within so much time in either log; the distances of baselines.
std::string likeness_words(const LikenessReport& report);
std::string likeness_json(const LikenessReport& report);

}  // namespace wardwire::app

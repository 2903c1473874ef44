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

/// A table of distances with their floors and ratios, and a line about all of them; the distances
/// of baselines beside.
std::string likeness_words(std::span<const analysis::Likeness> found,
                           std::span<const BaselineLikeness> baselines = {});
std::string likeness_json(std::span<const analysis::Likeness> found,
                          std::span<const BaselineLikeness> baselines = {});

}  // namespace wardwire::app

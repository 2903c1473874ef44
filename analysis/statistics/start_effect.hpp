// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace wardwire::analysis {

/// What the beginning of a window still shows of how the runs were started.
struct StartEffect {
    std::size_t values = 0;         ///< at the beginning, that differ from what follows
    double difference;              ///< of their mean from what follows, as a share of that
    bool is_run_too_short = false;  ///< half of the window differs: the start may reach further
};

/// Looks for an effect of the start in a series of equally long replications: [replication][value].
///
/// The series may have a cycle of so many values, such as the days of a week. It is taken out by
/// the means of the second half; what remains is averaged over the replications, and MSER-5 (White,
/// Cobb & Spratt 2000) says how much to leave out. Since MSER leaves out a little by chance as
/// well, an effect is one only if the mean of what is left out differs from the rest by the paired
/// interval over replications, and by at least `least` of it.
///
/// Nothing too when there are fewer than three replications or less than four cycles of values.
std::optional<StartEffect> start_effect(std::span<const std::vector<double>> series,
                                        std::size_t cycle, double confidence = 0.999,
                                        double least = 0.05);

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "analysis/statistics/interval.hpp"

namespace wardwire::analysis {

/// What a published figure was to the scenario. Only an output can count as validation.
enum class Use : std::uint8_t {
    input,   ///< a parameter was set to it
    tuned,   ///< parameters were changed until the simulation gave it
    output,  ///< the simulation gave it by itself
};

/// How the values of the replications become the number that is compared. The last four pair each
/// replication with the one of the same number in another scenario, under common random numbers.
enum class Statistic : std::uint8_t {
    mean,
    difference,       ///< mean of here - there
    relative_change,  ///< mean of (here - there) / there, a share
    share_down,       ///< share of replications in which here is below there
    share_up,
};

constexpr bool is_paired(Statistic statistic) { return statistic != Statistic::mean; }
/// Whether the statistic is a share, whatever the measure's unit.
constexpr bool is_share(Statistic statistic) {
    return is_paired(statistic) && statistic != Statistic::difference;
}

/// The simulated number of a target with its 95 % interval over replications; `there` is not
/// looked at unless the statistic is paired. Shares of replications have no interval, undefined
/// values are left out.
Interval statistic_of(Statistic statistic, std::span<const double> here,
                      std::span<const double> there);

/// The simulated means that are taken as agreement, both ends included.
struct Accepted {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();

    /// An undefined mean is not within.
    bool contains(double mean) const { return mean >= low && mean <= high; }
};

}  // namespace wardwire::analysis

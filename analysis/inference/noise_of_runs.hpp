// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/inference/simulator.hpp"
#include "analysis/statistics/cholesky.hpp"

namespace wardwire::analysis {

/// What chance makes of the summaries of runs that are equal but for their luck.
struct NoiseOfRuns {
    std::vector<double>
        deviation;  ///< of each summary; NaN where fewer than half of the runs have it
    /// Between the summaries, lower half, shrunk to none by as much as so few runs tell of it.
    Matrix correlation;
};

/// Of runs whose summaries are given. The shrinkage is that of Schäfer & Strimmer (2005, section
/// 2.4), after Ledoit & Wolf (2004).
NoiseOfRuns noise_of(std::span<const std::vector<double>> outputs);

/// Of so many runs at one place, whose luck is counted from the one given. Nothing when
/// interrupted.
std::optional<NoiseOfRuns> noise_of_runs(const Simulator& simulate, const Point& place,
                                         std::size_t runs, std::uint32_t first_luck);

/// An observation with its own noise, as it is compared with simulations: with the noise of both
/// together, and what of it goes together. `volume` is that of a simulation over that of the
/// observation, whose variance is by as much smaller or larger. The observation's part is the
/// larger one of what it tells itself and of what runs tell: few messages tell little of
/// themselves, and real days may differ by more than a scenario has them. No deviation of either is
/// below the least one.
Observed compared(const Observed& seen, double volume, double least, const NoiseOfRuns& runs);

}  // namespace wardwire::analysis

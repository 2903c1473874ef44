// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "analysis/statistics/sample.hpp"
#include "app/theory_case.hpp"

namespace wardwire::app {

struct BatteryRun {
    std::uint64_t seed = 0;
    std::uint32_t length_factor = 1;  ///< on each case's window
    unsigned threads = 0;             ///< 0: all cores
    std::function<void(std::size_t done, std::size_t all)> on_done = [](auto, auto) {};
};

/// What the model says to one row of a case.
struct SimulatedRow {
    const TheoryCase* from = nullptr;
    const TheoryRow* row = nullptr;
    analysis::Sample replications;
};

/// Replications of each case: enough that a mean over them is near normal and its standard error
/// well known, few enough that warm-ups stay cheap.
inline constexpr std::uint32_t battery_replications = 40;

/// Simulates all cases, which must outlive the answer, and returns their rows in order. Equal for
/// equal seeds, whatever the number of threads. `on_done` is called after each replication.
std::vector<SimulatedRow> simulate(std::span<const TheoryCase> cases, const BatteryRun& run);

/// The chance that a table of rows which all agree with theory is rejected.
inline constexpr double battery_false_alarm = 1e-3;

/// The |z| that a row may reach. A z is a t value, for its standard error is estimated; rows of a
/// case depend on each other, for which the limit is safe (Šidák 1967).
double battery_limit(std::size_t rows);

/// How far a row is from theory, in standard errors.
double z_of(const SimulatedRow& simulated, double theory);

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace wardwire::analysis {

/// Which way an outcome gets better.
enum class Better : std::uint8_t { smaller, larger };

/// One system against the best of the others: how much better it is, from `lower` to `upper`,
/// positive when it is better. Zero closes an interval whose side is settled.
struct AgainstBest {
    double difference;  ///< of the means, from the best mean of the others
    double lower;       ///< 0: it is the best, with the stated confidence
    double upper;       ///< 0: it is not better than all others, with the stated confidence
    bool may_be_best;   ///< not shown to be worse than another one

    /// Shown to be at least as good as every other one.
    bool is_best() const { return may_be_best && lower >= 0.0; }
};

/// Multiple comparisons with the best (Hsu 1984; unequal widths after Chang & Hsu 1992): intervals
/// that hold together with `confidence`, one a system, in the order of the systems.
///
/// `systems[i]` holds the outcome of system i in replications 0, 1, ...; systems share replications
/// (common random numbers), and a replication in which any outcome is undefined is left out for
/// all. The widths are Bonferroni's, t(1 - α/(k - 1), n - 1) times the error of each paired
/// difference, so nothing is assumed about how systems depend on each other. Nothing with fewer
/// than two systems or three replications.
std::optional<std::vector<AgainstBest>> compare_with_best(
    std::span<const std::vector<double>> systems, Better better, double confidence = 0.95);

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/selection/selection.hpp"
#include "analysis/statistics/interval.hpp"

/// The cheapest of several systems that meets requirements.
namespace wardwire::analysis {

/// What a trial yields: its cost, and by how much it keeps each requirement (negative: it does not,
/// in this replication). A requirement is met when the mean of its margin is not negative.
struct CostAndMargins {
    double cost;
    std::vector<double> margins;
};

/// Simulates trials and gives what each yields, in their order.
using SimulateService = std::function<std::vector<CostAndMargins>(std::span<const Trial>)>;

struct CheapestGoal {
    double confidence = 0.95;
    std::size_t first_stage = 5;  ///< replications of every system at the beginning; at least three
    std::size_t most = 40;        ///< replications of a system in the search, at most
    std::size_t confirmation = 40;  ///< fresh replications of a system that is to be confirmed
};

/// What the search says of a system.
enum class Standing : std::uint8_t {
    open,
    fails,   ///< it does not meet a requirement
    meets,   ///< it meets them all
    dearer,  ///< it costs more than one that meets them all, and was not looked at further
};

struct SearchedSystem {
    Standing standing = Standing::open;
    std::size_t replications = 0;
    Interval cost;
    std::vector<Interval> margins;

    bool seems_to_meet() const;  ///< by the means alone
};

/// A system that seemed to meet the requirements, looked at again.
struct Confirmation {
    std::size_t system;
    double confidence;                 ///< of each of these limits
    std::vector<double> lower_limits;  ///< of the margins, by the fresh replications alone
    std::vector<double> margins;       ///< their means
    double cost;

    bool holds() const;  ///< no limit is negative
};

struct CheapestFound {
    std::vector<SearchedSystem> systems;
    std::vector<Confirmation> confirmations;  ///< in the order in which they were tried

    /// The system that was confirmed; nothing when none was.
    std::optional<std::size_t> chosen() const;
};

/// Searches for the cheapest system, in two parts that answer for themselves.
///
/// The search simulates every system a little, then twice as much in each step, but no longer what
/// certainly fails or is certainly dearer than one that certainly meets everything. `Standing` is
/// what is certain: all of it holds together with the stated confidence, by one-sided Student
/// limits at an error that is shared out over systems, claims and steps (Bonferroni).
///
/// Then the cheapest system that seems to meet the requirements is simulated afresh. It is chosen
/// when the lower limits of all its margins are not negative; otherwise the next dearer one is
/// tried. The j-th attempt may err with α / 2^j, so whatever the search did, a chosen system
/// misses a requirement with probability 1 - confidence at most (normal margins). Requirements need
/// no correction among each other: all have to be shown.
///
/// Replications are counted from 0 in the search and from `most` in the confirmation. Systems may
/// share their random numbers. Undefined margins are left out; with fewer than three that are
/// defined nothing is certain.
CheapestFound find_cheapest(std::size_t systems, const CheapestGoal& goal,
                            const SimulateService& simulate);

}  // namespace wardwire::analysis

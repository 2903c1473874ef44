// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "analysis/statistics/best.hpp"

/// What the procedures that choose the best of several systems have in common.
namespace wardwire::analysis {

/// One replication of one system, both counted from 0.
struct Trial {
    std::size_t system;
    std::size_t replication;

    bool operator==(const Trial&) const = default;
};

/// Simulates trials and gives the outcome of each, in their order.
using Simulate = std::function<std::vector<double>(std::span<const Trial>)>;

/// What is asked of a procedure.
struct SelectionGoal {
    double indifference;       ///< the smallest difference worth finding, in the outcome's unit
    double confidence = 0.95;  ///< of choosing the best when it leads by the indifference or more
    std::size_t first_stage = 20;     ///< replications of every system at the beginning
    Better better = Better::smaller;  ///< which outcomes are better
    std::size_t most = 100'000;       ///< replications of a system, at most
};

struct Selection {
    std::size_t best = 0;
    bool is_decided = true;                 ///< false: the budget ended before the procedure did
    std::vector<double> means;              ///< of each system, of what was simulated of it
    std::vector<double> standard_errors;    ///< of these means
    std::vector<std::size_t> replications;  ///< of each system
};

/// The outcomes of each system, gathered trial by trial, signed so that larger is better.
class Gathered {
 public:
    Gathered(std::size_t systems, Better better, const Simulate& simulate)
        : sign_(better == Better::larger ? 1.0 : -1.0), simulate_(simulate), values_(systems) {}

    std::size_t systems() const { return values_.size(); }
    std::span<const double> of(std::size_t system) const { return values_[system]; }

    /// Simulates what is missing until each system has the number of replications that it should.
    void extend(std::span<const std::size_t> replications);

    double mean(std::size_t system) const;

    /// What was found, with the best mean of some candidates as the choice.
    Selection choose(std::span<const std::size_t> candidates) const;

 private:
    double sign_;
    const Simulate& simulate_;
    std::vector<std::vector<double>> values_;
};

}  // namespace wardwire::analysis

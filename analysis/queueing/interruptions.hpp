// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/queueing/transform.hpp"

namespace wardwire::analysis {

/// A task S that is interrupted while it is worked on: Poisson interruptions at `rate`, each taking
/// `mean_length` before work goes on. Answers are mean times from the beginning of a task to its
/// end, by what becomes of the interrupted work (Gaver 1962; Jaiswal 1968).
struct Interruptions {
    double rate;
    double mean_length;

    /// Work goes on where it stopped: E[S](1 + νE[D]).
    double completion_when_resumed(double mean_task) const;

    /// And each interruption costs some time to find one's place again, itself undisturbed:
    /// E[S](1 + ν(E[D] + cost)).
    double completion_when_resumed(double mean_task, double restart_cost) const;

    /// Work begins afresh, with a new draw of the task: (1/ν + E[D])(1/E[e^{-νS}] - 1).
    double completion_when_redrawn(const Transform& task) const;

    /// Work begins afresh, with the same task: (1/ν + E[D])(E[e^{νS}] - 1), infinite where the
    /// moment generating function is.
    double completion_when_repeated(const Transform& task) const;

    /// How often a resumed task is interrupted: νE[S] times on average, and never with
    /// probability E[e^{-νS}].
    double mean_count(double mean_task) const { return rate * mean_task; }
    double probability_of_none(const Transform& task) const { return task(rate); }
};

/// M/M/1 whose server breaks down, busy or not, and is repaired, both after exponential times; the
/// work waits and goes on (White & Christie 1958).
struct UnreliableServerQueue {
    double arrival_rate;
    double service_rate;
    double breakdown_rate;
    double repair_rate;

    /// The share of time the server works, η / (ξ + η).
    double availability() const { return repair_rate / (breakdown_rate + repair_rate); }

    /// L = λ / (Aμ - λ) · (1 + μξ / (ξ + η)²); infinite when λ >= Aμ.
    double mean_in_system() const;
    double mean_sojourn() const { return mean_in_system() / arrival_rate; }
};

}  // namespace wardwire::analysis

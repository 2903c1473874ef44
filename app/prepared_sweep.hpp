// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/store/provenance.hpp"
#include "app/experiment.hpp"
#include "models/scenario.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// An experiment whose points have all been read and can all be run.
///
/// Its runs are numbered point by point within each replication, run = replication · points +
/// point, so that a study that is cut short has tried every point about equally often. All points
/// share the seed: replication 3 has the same luck everywhere.
struct PreparedSweep {
    Experiment experiment;
    DesignPoints design;
    std::vector<models::Scenario> scenarios;  ///< one a point
    sim::ResultLayout layout;                 ///< the same for all
    analysis::Provenance provenance;

    std::size_t points() const { return scenarios.size(); }
    std::size_t runs() const { return points() * experiment.replications; }

    /// What each of these runs was of, as columns of the results: the point, the replication and
    /// the factors.
    std::vector<sim::Axis> coordinates(const std::vector<sim::Observation>& observations) const;
};

/// Reads an experiment and every scenario that it makes, by so many threads (0: one a core). What
/// is wrong is a finding, and then there is nothing.
std::optional<PreparedSweep> prepare_sweep(const std::string& path, unsigned threads,
                                           std::vector<models::Finding>& findings);

/// The outcomes to be shown of a sweep: those that the experiment names, or the first of the
/// headline outcomes that is there at every point. Throws UsageError for a name that is none.
std::vector<std::string> shown_outcomes(const PreparedSweep& sweep);

}  // namespace wardwire::app

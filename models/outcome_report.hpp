// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "models/outcomes.hpp"
#include "models/scenario.hpp"
#include "sim/record/results.hpp"

namespace wardwire::models {

/// Levels at equal intervals of the window, row-major, time slowest.
struct LevelSamples {
    std::vector<double> backlog;       ///< [time, pool]
    std::vector<double> in_baskets;    ///< [time, role]
    std::vector<double> open_threads;  ///< [time]
    // Running totals of the window.
    std::vector<double> messages;   ///< [time, channel]
    std::vector<double> use_types;  ///< [time, use type]: messages from patients
    std::vector<double> answers;    ///< [time, role]: to patients

    template <class Archive>
    void persist(Archive& archive) {
        archive(backlog, in_baskets, open_threads, messages, use_types, answers);
    }

    /// Adds the levels of another site at the same times.
    void merge(const LevelSamples& other);
};

/// Levels are sampled hourly, in runs beyond half a year daily.
sim::Duration sampling_interval(const Scenario& scenario);

/// The values of every outcome of one replication, in the order of the layout. The caller fills in
/// which replication it was. Where there are several sites, `outcomes` and `samples` are those of
/// all, and `by_site` those of each; else it is empty.
sim::Observation observe(const Scenario& scenario, const Outcomes& outcomes,
                         const LevelSamples& samples, std::span<const Outcomes> by_site,
                         sim::Time end);

/// The names, units, definitions and dimensions of the outcomes; the same for every replication.
sim::ResultLayout outcome_layout(const Scenario& scenario);

/// The names behind the indices in rows of the message log.
sim::RecordTables record_tables(const Scenario& scenario);

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/store/provenance.hpp"

/// What the writer and the reader of results files agree on.
namespace wardwire::analysis {

inline constexpr std::uint64_t results_version = 1;
inline constexpr const char* version_attribute = "wardwire_results";

/// The datasets of the root that hold one value a replication; every other one there is an axis.
inline constexpr std::array<std::string_view, 5> replication_columns = {
    "replication", "seed", "digest", "events", "status"};

/// The groups of the root.
inline constexpr std::array<std::string_view, 7> result_groups = {
    "metrics", "histograms", "series", "messages", "names", "provenance", "design"};
inline constexpr const char* design_group = "design";  ///< in the results of a sweep alone

/// The values of /status. Only complete replications are written.
inline constexpr std::array<std::string_view, 1> statuses = {"complete"};

template <class Value>
struct ProvenanceField {
    const char* name;
    Value Provenance::*member;
};

inline constexpr std::array provenance_texts = {
    ProvenanceField<std::string>{"title", &Provenance::title},
    ProvenanceField<std::string>{"scenario", &Provenance::scenario_text},
    ProvenanceField<std::string>{"scenario_sha256", &Provenance::scenario_sha256},
    ProvenanceField<std::string>{"program_version", &Provenance::program_version},
    ProvenanceField<std::string>{"program_commit", &Provenance::program_commit},
    ProvenanceField<std::string>{"compiler", &Provenance::compiler},
    ProvenanceField<std::string>{"libraries", &Provenance::libraries},
    ProvenanceField<std::string>{"contract_level", &Provenance::contract_level},
    ProvenanceField<std::string>{"initial_state", &Provenance::initial_state},
    ProvenanceField<std::string>{"start_date", &Provenance::start_date},
    ProvenanceField<std::string>{"time_zone", &Provenance::time_zone},
};

inline constexpr std::array provenance_lengths = {
    ProvenanceField<double>{"warm_up_seconds", &Provenance::warm_up_seconds},
    ProvenanceField<double>{"length_seconds", &Provenance::length_seconds},
};

/// The units of a time axis, as an Axis has them and as CF spells them before "since".
struct TimeUnit {
    std::string_view short_name;
    std::string_view long_name;
};

inline constexpr std::array time_units = {TimeUnit{"s", "seconds"}, TimeUnit{"min", "minutes"},
                                          TimeUnit{"h", "hours"}, TimeUnit{"d", "days"}};

}  // namespace wardwire::analysis

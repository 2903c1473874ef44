// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hdf5.h>

#include <span>
#include <string>
#include <vector>

#include "sim/record/results.hpp"

/// The message log inside a results file: /messages with one dataset a column, and /names with the
/// texts behind its indices. Both functions throw hdf5::Error.
namespace wardwire::analysis {

/// The observations of a results file in the order of their rows.
using Observations = std::span<const sim::Observation* const>;

/// Writes the rows of all observations, one column and one replication at a time. `time_unit` is
/// a CF unit, "seconds since 2026-01-05 00:00:00".
void write_messages(hid_t file, const sim::RecordTables& tables, Observations observations,
                    const std::string& time_unit);

/// Gives the rows back to the observations of their replications, and the names, if there are any.
void read_messages(hid_t file, sim::RecordTables& tables,
                   std::vector<sim::Observation>& observations);

}  // namespace wardwire::analysis

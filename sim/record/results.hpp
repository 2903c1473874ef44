// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wardwire::sim {

/// A named dimension of results: role, pool, use type, bin, time. Either labels or numbers.
struct Axis {
    std::string name;
    std::string description;
    std::vector<std::string> labels;
    std::vector<double> numbers;  ///< used when there are no labels
    std::string unit;             ///< of the numbers

    std::size_t size() const { return labels.empty() ? numbers.size() : labels.size(); }
    bool operator==(const Axis&) const = default;
};

/// What one outcome is: its name, unit, definition and dimensions (indices into the axes, slowest
/// first). Its values lie at `offset`, `size` of them, row-major, in each replication's block.
struct Measure {
    std::string name;
    std::string unit;
    std::string definition;
    std::vector<std::uint32_t> axes;
    std::size_t offset = 0;
    std::size_t size = 1;

    bool operator==(const Measure&) const = default;
};

/// The common shape of all replications of one scenario.
struct ResultLayout {
    std::vector<Axis> axes;
    std::vector<Measure> metrics;     ///< doubles; NaN where undefined
    std::vector<Measure> histograms;  ///< counts; the last axis is the bins
    std::vector<Measure> series;      ///< doubles; the first axis is time

    bool operator==(const ResultLayout&) const = default;
};

/// One row of a message log: a message and one recipient. Times in microseconds of simulated time,
/// -1 where there is none; indices into the tables of names of a RecordTables, -1 for none.
struct MessageRow {
    std::uint64_t conversation = 0;
    std::uint64_t message = 0;
    std::int64_t reply_to = -1;  ///< the message that this one answers, -1 for none
    std::int64_t sent_at = -1;
    std::int64_t delivered_at = -1;
    std::int64_t read_at = -1;
    std::int64_t responded_at = -1;
    std::int64_t closed_at = -1;
    std::int64_t claimed_at = -1;
    std::int32_t sender = -1;      ///< person
    std::int32_t recipient = -1;   ///< person; -1 when addressed to a pool and never claimed
    std::int32_t responder = -1;   ///< person
    std::int32_t claimed_by = -1;  ///< person
    std::int32_t pool = -1;
    std::int32_t use_type = -1;
    std::int16_t hop = 0;               ///< 0 first addressee, 1 after one hand-off, ...
    std::int16_t escalation_level = 0;  ///< how often a deadline has moved it
    std::int8_t channel = 0;            ///< index into RecordTables::channels
    std::int8_t urgency = 0;            ///< 0 routine, 1 urgent
    std::int8_t close_reason = 0;       ///< index into RecordTables::close_reasons
    std::int8_t reserved = 0;
    double handling_seconds = -1.0;  ///< handling requirement at the handler, -1 when unhandled
};

/// The names behind the indices of message rows.
struct RecordTables {
    std::vector<std::string> people;  ///< staff first, then patients
    std::vector<std::string> roles;   ///< role of each person, same order as people
    std::vector<std::string> pools;
    std::vector<std::string> use_types;
    std::vector<std::string> channels;
    std::vector<std::string> close_reasons;
};

/// What one replication yields. A plain value: it can be kept, sent, written and compared.
struct Observation {
    std::uint32_t replication = 0;
    std::uint64_t seed = 0;
    std::uint64_t digest = 0;
    std::uint64_t events = 0;
    std::vector<double> metrics;
    std::vector<std::uint64_t> counts;  ///< all histograms
    std::vector<double> series;
    std::vector<MessageRow> messages;  ///< empty unless recorded
};

}  // namespace wardwire::sim

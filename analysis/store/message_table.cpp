// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/message_table.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include "analysis/store/hdf5_dataset.hpp"
#include "analysis/store/message_columns.hpp"
#include "sim/time.hpp"

namespace wardwire::analysis {
namespace {

using sim::MessageRow;
using sim::Observation;

constexpr std::size_t rows_a_turn = std::size_t{1} << 16;
constexpr double no_time = std::numeric_limits<double>::quiet_NaN();

bool is_seconds_in_file(ColumnKind kind) {
    return kind == ColumnKind::time || kind == ColumnKind::seconds;
}

template <class Value>
double to_seconds(ColumnKind kind, Value value) {
    if (value < Value{0}) return no_time;
    if (kind == ColumnKind::seconds) return static_cast<double>(value);
    return sim::in_seconds(sim::Duration{static_cast<std::int64_t>(value)});
}

template <class Value>
Value from_seconds(ColumnKind kind, double seconds) {
    if (!(seconds >= 0.0)) return static_cast<Value>(-1);
    if (kind == ColumnKind::seconds) return static_cast<Value>(seconds);
    return static_cast<Value>(sim::from_seconds(seconds).count());
}

/// Puts the rows of all replications, one after the other, through `convert` into a new dataset.
template <class Stored, class Convert>
hdf5::Dataset write_column(hid_t group, const std::string& name, Observations observations,
                           std::optional<Stored> fill, Convert&& convert) {
    hsize_t total = 0;
    for (const Observation* observation : observations) total += observation->messages.size();
    auto dataset = hdf5::create_dataset<Stored>(group, name, std::span(&total, 1), fill);
    std::vector<Stored> values;
    hsize_t from = 0;
    for (const Observation* observation : observations) {
        std::span<const MessageRow> rest = observation->messages;
        while (!rest.empty()) {
            const auto turn = rest.first(std::min(rest.size(), rows_a_turn));
            values.clear();
            for (const MessageRow& row : turn) values.push_back(convert(*observation, row));
            hdf5::write_rows<Stored>(dataset, from, values);
            from += turn.size();
            rest = rest.subspan(turn.size());
        }
    }
    return dataset;
}

void expect_named(const MessageColumn& column, const sim::RecordTables& tables,
                  std::int64_t index) {
    const std::size_t names = (tables.*column.names().names).size();
    if (index < static_cast<std::int64_t>(names)) return;
    throw hdf5::Error(std::string(column.name) + " " + std::to_string(index) +
                      " of a message has no name; there are " + std::to_string(names));
}

hdf5::Dataset write_column(hid_t group, const MessageColumn& column,
                           const sim::RecordTables& tables, Observations observations) {
    const std::string name(column.name);
    const auto write_member = [&]<class Value>(Value MessageRow::*member) {
        if (is_seconds_in_file(column.kind)) {
            return write_column<double>(group, name, observations, no_time,
                                        [&](const Observation&, const MessageRow& row) {
                                            return to_seconds(column.kind, row.*member);
                                        });
        }
        if (column.kind == ColumnKind::identity) {
            return write_column<std::int64_t>(group, name, observations, std::nullopt,
                                              [&](const Observation&, const MessageRow& row) {
                                                  return static_cast<std::int64_t>(row.*member);
                                              });
        }
        const bool can_lack = column.kind == ColumnKind::name;
        return write_column<Value>(group, name, observations,
                                   can_lack ? std::optional(static_cast<Value>(-1)) : std::nullopt,
                                   [&](const Observation&, const MessageRow& row) {
                                       if (column.kind == ColumnKind::name) {
                                           expect_named(column, tables,
                                                        static_cast<std::int64_t>(row.*member));
                                       }
                                       return row.*member;
                                   });
    };
    return std::visit(write_member, column.member);
}

void describe(hdf5::Dataset& dataset, const MessageColumn& column, const std::string& time_units) {
    hdf5::write_attribute(dataset.id(), "long_name", column.description);
    if (column.kind == ColumnKind::time) {
        hdf5::write_attribute(dataset.id(), "units", time_units);
    } else if (column.kind == ColumnKind::seconds) {
        hdf5::write_attribute(dataset.id(), "units", "s");
    } else if (column.kind == ColumnKind::name) {
        hdf5::write_attribute(dataset.id(), "names", "/names/" + std::string(column.names().name));
    } else if (column.kind == ColumnKind::priority) {
        hdf5::write_flags(dataset, priorities);
    }
}

void write_names(hid_t file, const sim::RecordTables& tables) {
    hdf5::Group group = hdf5::create_group(file, "names");
    for (const NameTable& table : name_tables) {
        const std::string name(table.name);
        auto scale = hdf5::create_texts(group.id(), name, tables.*table.names);
        hdf5::make_scale(scale, name);
        hdf5::write_attribute(scale.id(), "long_name", table.description);
        if (table.names == &sim::RecordTables::people) {
            auto roles = hdf5::create_texts(group.id(), "person_role", tables.roles);
            hdf5::write_attribute(roles.id(), "long_name", "role of each person");
            hdf5::attach_scale(roles, scale, 0);
            roles.close();
        }
        scale.close();
    }
    group.close();
}

hdf5::Dataset write_row_scale(hid_t group, Observations observations) {
    std::int64_t next = 0;
    auto scale =
        write_column<std::int64_t>(group, "row", observations, std::nullopt,
                                   [&](const Observation&, const MessageRow&) { return next++; });
    hdf5::make_scale(scale, "row");
    hdf5::write_attribute(scale.id(), "long_name", "one message and one recipient");
    return scale;
}

hdf5::Dataset write_replication(hid_t group, Observations observations) {
    auto dataset = write_column<std::int64_t>(
        group, "replication", observations, std::nullopt,
        [](const Observation& observation, const MessageRow&) { return observation.replication; });
    hdf5::write_attribute(dataset.id(), "long_name", "replication in which it was sent");
    return dataset;
}

/// Fills a member of all rows from a column; the values follow the rows of the observations.
template <class Stored, class Assign>
void read_column(hid_t group, const std::string& name, std::vector<Observation>& observations,
                 Assign&& assign) {
    const hdf5::Dataset dataset = hdf5::open_dataset(group, name);
    hsize_t from = 0;
    for (Observation& observation : observations) {
        std::span<MessageRow> rest = observation.messages;
        while (!rest.empty()) {
            const auto turn = rest.first(std::min(rest.size(), rows_a_turn));
            const auto values = hdf5::read_rows<Stored>(dataset, from, turn.size());
            for (std::size_t i = 0; i < turn.size(); ++i) assign(turn[i], values[i]);
            from += turn.size();
            rest = rest.subspan(turn.size());
        }
    }
}

void read_column(hid_t group, const MessageColumn& column, std::vector<Observation>& observations) {
    const std::string name(column.name);
    const auto read_member = [&]<class Value>(Value MessageRow::*member) {
        if (is_seconds_in_file(column.kind)) {
            read_column<double>(group, name, observations, [&](MessageRow& row, double seconds) {
                row.*member = from_seconds<Value>(column.kind, seconds);
            });
        } else if (column.kind == ColumnKind::identity) {
            read_column<std::int64_t>(group, name, observations, [&](MessageRow& row, auto value) {
                row.*member = static_cast<Value>(value);
            });
        } else {
            read_column<Value>(group, name, observations,
                               [&](MessageRow& row, Value value) { row.*member = value; });
        }
    };
    std::visit(read_member, column.member);
}

/// Gives every observation as many rows as the file has for its replication.
void make_rows(hid_t group, std::vector<Observation>& observations) {
    const auto replications = hdf5::read<std::int64_t>(hdf5::open_dataset(group, "replication"));
    auto from = replications.begin();
    for (Observation& observation : observations) {
        const auto index = static_cast<std::int64_t>(observation.replication);
        const auto until = std::find_if(from, replications.end(),
                                        [&](std::int64_t other) { return other != index; });
        observation.messages.resize(static_cast<std::size_t>(until - from));
        from = until;
    }
    if (from != replications.end()) throw hdf5::Error("messages are not in order of replication");
}

}  // namespace

void write_messages(hid_t file, const sim::RecordTables& tables, Observations observations,
                    const std::string& time_unit) {
    write_names(file, tables);
    hdf5::Group group = hdf5::create_group(file, "messages");
    auto row = write_row_scale(group.id(), observations);
    const auto attach_and_close = [&](hdf5::Dataset dataset) {
        hdf5::attach_scale(dataset, row, 0);
        dataset.close();
    };
    attach_and_close(write_replication(group.id(), observations));
    for (const MessageColumn& column : message_columns) {
        if (column.kind == ColumnKind::role) continue;
        auto dataset = write_column(group.id(), column, tables, observations);
        describe(dataset, column, time_unit);
        attach_and_close(std::move(dataset));
    }
    row.close();
    group.close();
}

void read_messages(hid_t file, sim::RecordTables& tables, std::vector<Observation>& observations) {
    if (!hdf5::has_link(file, "messages")) return;
    const hdf5::Group names = hdf5::open_group(file, "names");
    for (const NameTable& table : name_tables) {
        tables.*table.names =
            hdf5::read_texts(hdf5::open_dataset(names.id(), std::string(table.name)));
    }
    tables.roles = hdf5::read_texts(hdf5::open_dataset(names.id(), "person_role"));
    const hdf5::Group group = hdf5::open_group(file, "messages");
    make_rows(group.id(), observations);
    for (const MessageColumn& column : message_columns) {
        if (column.kind != ColumnKind::role) read_column(group.id(), column, observations);
    }
}

}  // namespace wardwire::analysis

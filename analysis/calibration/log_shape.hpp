// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "analysis/calibration/chat_log.hpp"

namespace wardwire::analysis {

/// Counts by place; a place that is missing holds none.
using Histogram = std::vector<double>;

/// Counts by a key that few of many possible ones have.
using SparseCounts = std::map<std::uint64_t, double>;

/// What the distances between logs see of one week, or of several. All are counts, so that weeks
/// can be added, left out and counted twice. Times in seconds lie on a grid, see `time_place`.
struct LogShape {
    double weeks = 0.0;          ///< observed; parts of a week count as parts
    Histogram seen_in_hour;      ///< share of each hour that was observed
    Histogram rows_in_hour;      ///< messages times recipients, hour by hour
    Histogram starts_in_hour;    ///< conversations begun, hour by hour
    Histogram hour_of_week;      ///< messages, by the 168 hours from Monday's midnight on
    Histogram gaps;              ///< between messages, whoever writes them; on the grid
    Histogram recipients;        ///< of a message
    Histogram sent_by;           ///< [member of the staff]: messages
    Histogram answers;           ///< rule D2 within 7 days, by the pair; on the grid
    SparseCounts pairs_of_rows;  ///< roles and sides of two rows in a row between two people
    SparseCounts triples_of_rows;
    Histogram into_talk;   ///< rows, by whole hours since two people's talk began
    Histogram talks;       ///< by how many whole hours they lasted
    Histogram answered;    ///< turns of conversations, by the wait; on the grid
    Histogram unanswered;  ///< by how long nobody had answered; on the grid
    Histogram open;        ///< hours, by how many turns wait for an answer of within a day
    Histogram turns;       ///< conversations, by how many they have of it
    Histogram messages;
    Histogram users;
    SparseCounts role_pairs;  ///< starter to the first recipient
    std::array<SparseCounts, 2>
        kinds;  ///< conversations of either half, by all that they look like

    Histogram patient_hours;  ///< messages of patients, by the hours from Monday's midnight on
    Histogram taken;          ///< stays in pools, by the wait; on the grid
    Histogram not_taken;      ///< by how long nobody had taken them; on the grid
    Histogram in_pools;       ///< hours, by how many messages wait in pools when they begin
    Histogram resolved;       ///< messages of patients, by the time to the last step; on the grid
    Histogram unresolved;     ///< by how long there had been something to do; on the grid
    SparseCounts handoffs;    ///< of messages of patients, from station to station
    Histogram came_back;      ///< messages that never were twice at a station, and that were
    Histogram escalated;      ///< messages that no deadline moved, and that one moved

    /// Adds a week that counts so many times; a time axis only takes whole weeks.
    void add(const LogShape& week, double weight);
};

/// The place of a time on the grid: 500 to a factor of ten of 1 + seconds.
std::size_t time_place(double seconds);
/// log10(1 + seconds) at the lower end of a place.
double decades_at(std::size_t place);

/// The roles and pools by which shapes tell things apart; all others are as one more.
struct SharedNames {
    std::vector<std::string> roles;
    std::vector<std::string> pools;
};

/// Those that both logs have, by name.
SharedNames shared_names(const EventLog& one, const EventLog& other);

/// The shapes of the weeks of a window, the first from the midnight at or before its begin. Answers
/// and gaps count where both ends are in one week; a talk of two people, whose rows are at most 24
/// hours apart, ends with its week; a conversation and a message of a patient belong to the week
/// in which they begin. A message of a patient is at pools and with roles (stations).
std::vector<LogShape> weekly_shapes(const EventLog& log, const ChatLog& chat, const Span& window,
                                    const SharedNames& names);

/// The sum of weeks, each counted so many times.
LogShape sum_of(std::span<const LogShape> weeks, std::span<const double> weights);

/// The sum of weeks, each counted once.
LogShape sum_of(std::span<const LogShape> weeks);

/// Every other of them, or all.
std::vector<LogShape> weeks_of_kind(std::vector<LogShape> weeks, Weeks kind);

}  // namespace wardwire::analysis

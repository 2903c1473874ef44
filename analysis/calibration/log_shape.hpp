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
    Histogram rows_in_hour;      ///< messages times recipients, hour by hour
    Histogram starts_in_hour;    ///< conversations begun, hour by hour
    Histogram hour_of_week;      ///< messages, by the 168 hours from Monday's midnight on
    Histogram gaps;              ///< between messages, whoever writes them; on the grid
    Histogram recipients;        ///< of a message
    Histogram sent_by;           ///< [person]: messages
    Histogram answers;           ///< rule D2 within 7 days, by the pair; on the grid
    SparseCounts pairs_of_rows;  ///< roles and sides of two rows in a row between two people
    SparseCounts triples_of_rows;
    Histogram into_talk;   ///< rows, by whole hours since two people's talk began
    Histogram talks;       ///< by how many whole hours they lasted
    Histogram answered;    ///< turns of conversations, by the wait; on the grid
    Histogram unanswered;  ///< by how long nobody had answered; on the grid
    Histogram turns;       ///< conversations, by how many they have of it
    Histogram messages;
    Histogram users;
    SparseCounts role_pairs;  ///< starter to the first recipient
    std::array<SparseCounts, 2>
        kinds;  ///< conversations of either half, by all that they look like

    /// Adds a week that counts so many times; a time axis only takes whole weeks.
    void add(const LogShape& week, double weight);
};

/// The place of a time on the grid: 500 to a factor of ten of 1 + seconds.
std::size_t time_place(double seconds);
/// log10(1 + seconds) at the lower end of a place.
double decades_at(std::size_t place);

/// The shapes of the weeks of a window, the first from the midnight at or before its begin. Answers
/// and gaps count where both ends are in one week; a talk of two people, whose rows are at most 24
/// hours apart, ends with its week; a conversation belongs to the week of its first message. Roles
/// are numbered by `roles`, all others as one more.
std::vector<LogShape> weekly_shapes(const EventLog& log, const ChatLog& chat, const Span& window,
                                    std::span<const std::string> roles);

/// The sum of weeks, each counted so many times.
LogShape sum_of(std::span<const LogShape> weeks, std::span<const double> weights);

/// Every other of them, or all.
std::vector<LogShape> weeks_of_kind(std::vector<LogShape> weeks, Weeks kind);

/// The roles that both logs have, by name.
std::vector<std::string> shared_roles(const EventLog& one, const EventLog& other);

}  // namespace wardwire::analysis

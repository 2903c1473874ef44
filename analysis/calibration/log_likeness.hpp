// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/calibration/chat_log.hpp"
#include "analysis/calibration/log_calendar.hpp"

namespace wardwire::analysis {

/// A log of chat as the distances between logs see it.
struct LogShape {
    double conversations_a_week = 0.0;
    double messages_a_week = 0.0;
    std::vector<double> in_each_hour;          ///< messages by hour from the first week on
    std::vector<double> hour_of_week;          ///< messages, 168 numbers
    double dispersion = 0.0;                   ///< of starts in an hour, pooled over the week
    std::vector<double> gaps_s;                ///< between neighbouring starts, log10(1 + s)
    std::vector<double> answers_s;             ///< answered turns, log10(1 + s)
    std::vector<double> answered_within;       ///< shares of turns, at answer_waits_s
    std::map<std::string, double> turn_pairs;  ///< roles of neighbouring turns
    std::map<std::string, double> turn_triples;
    std::vector<double> into_conversation_h;   ///< turns, hours since the first message
    std::vector<double> conversation_h;        ///< lengths
    std::vector<double> turns;                 ///< [turns of a conversation]
    std::vector<double> messages;              ///< [messages of a conversation]
    std::vector<double> users;                 ///< [users of a conversation]
    std::map<std::string, double> role_pairs;  ///< starter to first recipient
    std::vector<double> person_rate;           ///< messages a week that each person sent
};

/// The shape of a log, or of every other week of it, the weeks renumbered without gaps. A
/// conversation belongs to the week in which it began.
LogShape shape_of(const EventLog& log, const ChatLog& chat, Weeks weeks = Weeks::all);

/// A distance between two logs.
struct LikenessMetric {
    std::string_view name;
    std::string_view unit;
    std::string_view meaning;
    double (*distance)(const LogShape& one, const LogShape& other);
};

/// All distances, 0 for equal logs; after the definitions of the package log-distance-measures
/// (Chapela-Campa et al. 2025) where it has them, with relative frequencies and normalised mass.
std::vector<LikenessMetric> likeness_metrics();

}  // namespace wardwire::analysis

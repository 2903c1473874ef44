// SPDX-License-Identifier: Apache-2.0
#include "app/log_report.hpp"

#include <array>
#include <cstdio>

#include "analysis/log/time_text.hpp"
#include "app/json_text.hpp"
#include "app/wording.hpp"

namespace wardwire::app {
namespace {

using analysis::EventLog;
using analysis::ImportReport;
using analysis::OddityCount;
using analysis::OddityRule;

/// What is done about an oddity that does not leave the log as it is.
constexpr std::array changing = {analysis::Treatment::dropped, analysis::Treatment::repaired,
                                 analysis::Treatment::set_aside};

std::string places_of(const OddityCount& count, const ImportReport& report) {
    std::string text;
    for (std::size_t i = 0; i < count.places.size(); ++i) {
        const analysis::Place place = count.places[i];
        std::string one;
        if (place.line > 0) {
            if (report.files.size() > 1) one = report.files[place.file] + ":";
            one += std::to_string(place.line);
        }
        if (!count.examples[i].empty()) {
            one += (one.empty() ? "" : " ") + std::string("(") + count.examples[i] + ")";
        }
        if (!one.empty()) text += (text.empty() ? "" : ", ") + one;
    }
    if (!text.empty() && count.count > count.places.size()) text += ", ...";
    return text;
}

void append_oddities(std::string& text, const ImportReport& report, analysis::Treatment treatment) {
    for (const OddityRule& rule : analysis::oddity_rules) {
        const OddityCount& count = report[rule.oddity];
        if (rule.treatment != treatment || count.count == 0) continue;
        std::array<char, 40> left;
        std::snprintf(left.data(), left.size(), "  %-9s %9s  ",
                      std::string(analysis::text_of(treatment)).c_str(),
                      grouped(count.count).c_str());
        text += left.data() + std::string(rule.what) + ": " + std::string(rule.rule) + "\n";
        const std::string places = places_of(count, report);
        const bool has_line = count.places.front().line > 0;
        if (!places.empty()) {
            text += std::string(23, ' ') + (has_line ? "line " : "") + places + "\n";
        }
    }
}

std::string seconds_text(double seconds) {
    std::array<char, 32> text;
    std::snprintf(text.data(), text.size(), seconds < 60.0 ? "%g s" : "%g min",
                  seconds < 60.0 ? seconds : seconds / 60.0);
    return text.data();
}

/// What tables beside the log told; empty when there was none.
std::string side_text(const EventLog& log) {
    std::string text;
    const auto add = [&](std::size_t count, const char* what) {
        if (count > 0) text += (text.empty() ? "" : ", ") + grouped(count) + " " + what;
    };
    add(log.sessions.size(), "times on duty");
    add(log.memberships.size(), "memberships of pools");
    add(log.calendar.size(), "days of the calendar");
    return text.empty() ? text : "  beside it: " + text + "\n";
}

std::string span_json(const analysis::Span& span, const EventLog& log) {
    return "{\"from\": " + json_text(analysis::time_text(span.from, log.zone)) +
           ", \"to\": " + json_text(analysis::time_text(span.to, log.zone)) + "}";
}

std::string oddity_json(const OddityRule& rule, const ImportReport& report) {
    const OddityCount& count = report[rule.oddity];
    std::string places;
    for (std::size_t i = 0; i < count.places.size(); ++i) {
        const analysis::Place place = count.places[i];
        places += i > 0 ? ", {" : "{";
        if (place.line > 0) {
            places += "\"file\": " + json_text(report.files[place.file]) +
                      ", \"line\": " + std::to_string(place.line) + ", ";
        }
        places += "\"example\": " + json_text(count.examples[i]) + "}";
    }
    return "    {\"name\": " + json_text(rule.name) +
           ", \"treatment\": " + json_text(analysis::text_of(rule.treatment)) +
           ", \"count\": " + std::to_string(count.count) + ", \"what\": " + json_text(rule.what) +
           ", \"rule\": " + json_text(rule.rule) + ", \"places\": [" + places + "]}";
}

}  // namespace

std::string repairs_text(const analysis::ImportedLog& imported) {
    const ImportReport& report = imported.report;
    std::string oddities;
    for (const auto treatment : changing) append_oddities(oddities, report, treatment);
    if (oddities.empty()) return oddities;
    return report.files.front() + (report.files.size() > 1 ? ", ...: " : ": ") +
           grouped(report.rows_kept) + " of " + grouped(report.rows_read) + " rows are used\n" +
           oddities;
}

std::string log_report_text(const analysis::ImportedLog& imported) {
    const auto& [log, report] = imported;
    std::string text;
    for (const std::string& file : report.files) text += file + "\n";
    text += "  " + grouped(report.rows_kept) + " of " + grouped(report.rows_read) +
            " rows: " + grouped(static_cast<std::uint64_t>(log.messages)) + " messages in " +
            grouped(static_cast<std::uint64_t>(log.conversations)) + " conversations of " +
            grouped(log.persons.size()) + " people";
    if (!log.pools.empty()) text += " and " + grouped(log.pools.size()) + " pools";
    text += "\n  sent from " + analysis::time_text(log.window.from, log.zone) + " to " +
            analysis::time_text(log.window.to, log.zone) + ", time zone " +
            (log.is_zone_known ? log.zone.name() : "unknown") + ", times to within " +
            seconds_text(log.clock_resolution_seconds) + "\n" + side_text(log);
    std::string oddities;
    for (const auto treatment : changing) append_oddities(oddities, report, treatment);
    append_oddities(oddities, report, analysis::Treatment::noted);
    return text + "\n" + (oddities.empty() ? "  Nothing odd was found.\n" : oddities);
}

std::string log_report_json(const analysis::ImportedLog& imported) {
    const auto& [log, report] = imported;
    const auto field = [](const char* name, const std::string& value) {
        return "  \"" + std::string(name) + "\": " + value;
    };
    std::string files;
    for (const std::string& file : report.files) {
        files += (files.empty() ? "" : ", ") + json_text(file);
    }
    std::string outages;
    for (const analysis::Span& outage : log.outages) {
        outages += (outages.empty() ? "" : ", ") + span_json(outage, log);
    }
    std::string oddities;
    for (const OddityRule& rule : analysis::oddity_rules) {
        if (report[rule.oddity].count == 0) continue;
        oddities += (oddities.empty() ? "\n" : ",\n") + oddity_json(rule, report);
    }
    const std::array fields = {
        field("files", "[" + files + "]"),
        field("rows_read", std::to_string(report.rows_read)),
        field("rows_kept", std::to_string(report.rows_kept)),
        field("messages", std::to_string(log.messages)),
        field("conversations", std::to_string(log.conversations)),
        field("people", std::to_string(log.persons.size())),
        field("pools", std::to_string(log.pools.size())),
        field("broadcasts", std::to_string(log.broadcasts.size())),
        field("time_zone", log.is_zone_known ? json_text(log.zone.name()) : "null"),
        field("clock_resolution_seconds", json_number(log.clock_resolution_seconds)),
        field("window", span_json(log.window, log)),
        field("observed_until", json_text(analysis::time_text(log.observed_until, log.zone))),
        field("outages", "[" + outages + "]"),
        field("times_on_duty", std::to_string(log.sessions.size())),
        field("memberships", std::to_string(log.memberships.size())),
        field("calendar_days", std::to_string(log.calendar.size())),
        field("oddities", "[" + oddities + (oddities.empty() ? "]" : "\n  ]")),
    };
    std::string text = "{\n";
    for (const std::string& one : fields) text += (&one == fields.begin() ? "" : ",\n") + one;
    return text + "\n}\n";
}

}  // namespace wardwire::app

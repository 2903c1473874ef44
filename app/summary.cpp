// SPDX-License-Identifier: Apache-2.0
#include "app/summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "analysis/statistics/interval.hpp"
#include "app/json_text.hpp"
#include "app/outcome_choice.hpp"
#include "sim/digest.hpp"

namespace wardwire::app {

namespace {

using analysis::Interval;
using sim::Measure;
using sim::Observation;
using sim::ResultLayout;

/// A row of the table: an outcome, how it is called for people, and the factor and unit it is
/// shown in.
struct Headline {
    const char* outcome;
    const char* label;
    double factor = 1.0;
    const char* unit = "";
    const char* only = "";  ///< of the last dimension, the one label that is shown
};
struct Section {
    const char* title;
    std::span<const Headline> rows;
};

constexpr std::array response{
    Headline{"first_response_time", "answer to a patient, mean", 1, "h"},
    Headline{"first_response_time_quantiles", "answer to a patient, median", 1, "h", "0.5"},
    Headline{"first_response_time_quantiles", "answer to a patient, 90 % within", 1, "h", "0.9"},
    Headline{"first_response_time_business", "answer to a patient, mean of open hours", 1, "h"},
    Headline{"answered_within", "answered within", 100, "%"},
    Headline{"unanswered_share", "no answer when the run ended", 100, "%"},
    Headline{"handoffs_per_thread", "hand-offs per thread", 1, ""},
    Headline{"response_latency", "reply in chat, mean", 1, "min"},
    Headline{"response_latency_quantiles", "reply in chat, median", 1, "min", "0.5"},
    Headline{"response_latency_quantiles", "reply in chat, 90 % within", 1, "min", "0.9"},
    Headline{"visit_wait", "wait for a visit", 1, "min"},
};
constexpr std::array interruptions{
    Headline{"interruptions_per_hour", "interruptions per hour", 1, "/h"},
    Headline{"minutes_between_interruptions", "time between them", 1, "min"},
    Headline{"longest_focus", "longest focus of a shift", 1, "min"},
};
constexpr std::array backlog{
    Headline{"pool_wait", "wait in", 1, "min"},
    Headline{"pool_backlog", "waiting in", 1, ""},
    Headline{"pool_abandoned_share", "gave up in", 100, "%"},
    Headline{"pool_escalated_share", "escalated from", 100, "%"},
};
constexpr std::array load{
    Headline{"utilisation", "busy", 100, "%"},
    Headline{"messaging_minutes", "messaging per hour", 1, "min"},
    Headline{"overtime", "overtime of all", 1, "h"},
    Headline{"cost", "cost of all", 1, "USD"},
};
constexpr std::array sections{
    Section{"Response", response},
    Section{"Interruptions", interruptions},
    Section{"Backlog", backlog},
    Section{"Load", load},
};

const Measure* find(const ResultLayout& layout, std::string_view name) {
    for (const Measure& measure : layout.metrics)
        if (measure.name == name) return &measure;
    return nullptr;
}

Interval interval_of(std::size_t at, std::span<const Observation> observations) {
    std::vector<double> values;
    for (const Observation& one : observations) values.push_back(one.metrics[at]);
    return analysis::mean_interval(values);
}

std::string axis_label(const sim::Axis& axis, std::size_t index) {
    if (!axis.labels.empty()) return axis.labels[index];
    std::array<char, 32> text{};
    const double number = axis.numbers[index];
    if (axis.unit == "h" && number < 1.0)
        std::snprintf(text.data(), text.size(), "%.0f min", number * 60.0);
    else if (axis.unit == "h" && number >= 24.0)
        std::snprintf(text.data(), text.size(), "%.0f d", number / 24.0);
    else
        std::snprintf(text.data(), text.size(), "%g%s%s", number, axis.unit == "1" ? "" : " ",
                      axis.unit == "1" ? "" : axis.unit.c_str());
    return text.data();
}

/// The labels of one cell of a measure, slowest dimension first.
std::vector<std::string> cell_labels(const ResultLayout& layout, const Measure& measure,
                                     std::size_t cell) {
    std::vector<std::string> labels(measure.axes.size());
    for (std::size_t i = measure.axes.size(); i-- > 0;) {
        const sim::Axis& axis = layout.axes[measure.axes[i]];
        labels[i] = axis_label(axis, cell % axis.size());
        cell /= axis.size();
    }
    return labels;
}

std::string joined(const std::vector<std::string>& parts, const char* separator) {
    std::string text;
    for (const std::string& part : parts) (text += text.empty() ? "" : separator) += part;
    return text;
}

std::string three_digits(double x) {
    std::array<char, 48> text{};
    const double size = std::abs(x);
    const int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
    std::snprintf(text.data(), text.size(), "%.*f", decimals, x);
    return text.data();
}

std::string row(const std::string& label, const Interval& interval, const Headline& headline) {
    std::string half = "";
    if (interval.half_width) {
        half = "± " + three_digits(*interval.half_width * headline.factor);
        if (const auto relative = interval.relative_half_width())
            half += " (" + three_digits(100.0 * *relative) + " %)";
    }
    std::array<char, 256> line{};
    std::snprintf(line.data(), line.size(), "  %-42s %9s %-4s %s\n", label.c_str(),
                  three_digits(interval.mean * headline.factor).c_str(), headline.unit,
                  half.c_str());
    return line.data();
}

std::string section_rows(const Section& section, const ResultLayout& layout,
                         std::span<const Observation> observations) {
    std::string rows;
    for (const Headline& headline : section.rows) {
        const Measure* measure = find(layout, headline.outcome);
        if (measure == nullptr) continue;
        for (std::size_t cell = 0; cell < measure->size; ++cell) {
            const Interval interval = interval_of(measure->offset + cell, observations);
            // What never happened (no chat, no line) or is zero throughout is not news.
            if (std::isnan(interval.mean) || interval.mean == 0.0) continue;
            std::vector<std::string> parts = cell_labels(layout, *measure, cell);
            if (*headline.only != 0) {
                if (parts.back() != headline.only) continue;
                parts.pop_back();
            }
            const bool is_of_role =
                !measure->axes.empty() && layout.axes[measure->axes[0]].name == "role";
            const std::string label = is_of_role
                                          ? joined(parts, ", ") + ": " + headline.label
                                          : std::string(headline.label) +
                                                (parts.empty() ? "" : " " + joined(parts, ", "));
            rows += row(label, interval, headline);
        }
    }
    return rows;
}

}  // namespace

std::string summary_table(const ResultLayout& layout, std::span<const Observation> observations) {
    std::string table;
    for (const Section& section : sections) {
        const std::string rows = section_rows(section, layout, observations);
        if (rows.empty()) continue;
        std::array<char, 128> head{};
        std::snprintf(head.data(), head.size(), "%-44s %9s %-4s %s\n", section.title, "mean", "",
                      table.empty() && observations.size() > 2 ? "95 % interval" : "");
        table += head.data() + rows;
    }
    if (observations.size() < 3)
        table += "No intervals: two replications cannot show their spread; run at least 3.\n";
    return table;
}

std::vector<std::string> headline_outcomes(const ResultLayout& layout) {
    std::vector<std::string> names;
    for (const Section& section : sections)
        for (const Headline& headline : section.rows) {
            const Measure* measure = find(layout, headline.outcome);
            if (measure == nullptr) continue;
            const std::vector<std::string> cells = cell_names(*measure, layout);
            for (std::size_t cell = 0; cell < cells.size(); ++cell)
                if (*headline.only == 0 ||
                    cell_labels(layout, *measure, cell).back() == headline.only)
                    names.push_back(cells[cell]);
        }
    return names;
}

std::string outcomes_csv(const ResultLayout& layout, std::span<const Observation> observations) {
    std::string csv = "outcome,unit,dimensions,mean,half_width,replications\n";
    for (const Measure& measure : layout.metrics)
        for (std::size_t cell = 0; cell < measure.size; ++cell) {
            const Interval interval = interval_of(measure.offset + cell, observations);
            const auto field = [](double x) { return std::isfinite(x) ? json_number(x) : ""; };
            csv += measure.name + "," + measure.unit + "," +
                   joined(cell_labels(layout, measure, cell), " | ") + "," + field(interval.mean) +
                   "," + (interval.half_width ? field(*interval.half_width) : "") + "," +
                   std::to_string(interval.used) + "\n";
        }
    return csv;
}

std::string outcomes_json(const StudyHeading& heading, const ResultLayout& layout,
                          std::span<const Observation> observations) {
    std::string json = "{\n  \"title\": " + json_text(heading.title) +
                       ",\n  \"results\": " + json_text(heading.results_file) +
                       ",\n  \"seed\": " + std::to_string(heading.seed) +
                       ",\n  \"replications\": " + std::to_string(observations.size()) +
                       ",\n  \"digest\": \"" + study_digest(observations) + "\"" +
                       (heading.precision.empty() ? "" : ",\n  \"precision\": ") +
                       heading.precision + ",\n  \"outcomes\": [";
    const char* separator = "\n";
    for (const Measure& measure : layout.metrics)
        for (std::size_t cell = 0; cell < measure.size; ++cell) {
            const Interval interval = interval_of(measure.offset + cell, observations);
            json += separator;
            separator = ",\n";
            json += "    {\"name\": " + json_text(measure.name) +
                    ", \"unit\": " + json_text(measure.unit) + ", \"of\": {";
            const std::vector<std::string> labels = cell_labels(layout, measure, cell);
            for (std::size_t i = 0; i < labels.size(); ++i)
                json += (i > 0 ? ", " : "") + json_text(layout.axes[measure.axes[i]].name) + ": " +
                        json_text(labels[i]);
            json += "}, \"mean\": " + json_number(interval.mean) + ", \"half_width\": " +
                    (interval.half_width ? json_number(*interval.half_width) : "null") +
                    ", \"replications\": " + std::to_string(interval.used) + "}";
        }
    return json + "\n  ]\n}\n";
}

std::string study_digest(std::span<const Observation> observations) {
    sim::Digest digest;
    for (const Observation& one : observations) digest.fold(one.replication, one.digest);
    std::array<char, 20> text{};
    std::snprintf(text.data(), text.size(), "%016llx",
                  static_cast<unsigned long long>(digest.value()));
    return text.data();
}

}  // namespace wardwire::app

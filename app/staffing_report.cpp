// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "app/json_text.hpp"
#include "app/provenance.hpp"
#include "app/staffing.hpp"
#include "app/wording.hpp"

namespace wardwire::app {

namespace {

using analysis::CheapestFound;
using analysis::Confirmation;
using analysis::SearchedSystem;
using analysis::Standing;

constexpr std::string_view standing_word(Standing standing) {
    switch (standing) {
        case Standing::open:
            return "open";
        case Standing::fails:
            return "fails";
        case Standing::meets:
            return "meets";
        case Standing::dearer:
            return "dearer";
    }
    return "";
}

/// "92.3 %" where the bound was written as a percentage, else "3.41 h".
std::string value_text(const ServiceLevel& level, double value) {
    std::array<char, 64> text{};
    const std::string& unit = level.outcome.measure.unit;
    if (level.text.ends_with('%'))
        std::snprintf(text.data(), text.size(), "%.1f %%", 100.0 * value);
    else
        std::snprintf(text.data(), text.size(), "%.4g%s%s", value, unit == "1" ? "" : " ",
                      unit == "1" ? "" : unit.c_str());
    return text.data();
}

std::string number_text(double value) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return text.data();
}

std::string point_words(const Staffing& staffing, std::size_t point) {
    return words_for(staffing.sweep.experiment, staffing.sweep.design.points[point]);
}

std::string cost_heading(const ChosenOutcome& least) {
    const std::string& unit = least.measure.unit;
    return unit == "1" ? least.name : least.name + " (" + unit + ")";
}

/// One staffing of the frontier as a line.
std::string row(const Staffing& staffing, const CheapestFound& found, std::size_t point,
                std::size_t width) {
    const SearchedSystem& system = found.systems[point];
    std::string text = "  " + padded(point_words(staffing, point), width) + "  " +
                       padded(number_text(system.cost.mean), cost_heading(staffing.least).size());
    for (std::size_t m = 0; m < staffing.service.size(); ++m) {
        const ServiceLevel& level = staffing.service[m];
        text += "  " + padded(value_text(level, level.outcome_at(system.margins[m].mean)),
                              level.text.size());
    }
    text += "  " + std::string(standing_word(system.standing));
    return text + (found.chosen() == point ? ", chosen\n" : "\n");
}

std::string table(const Staffing& staffing, const CheapestFound& found) {
    const std::vector<std::size_t> points = frontier(found);
    std::size_t width = 8;
    for (const std::size_t point : points)
        width = std::max(width, point_words(staffing, point).size());
    std::string text = "  " + padded("staffing", width) + "  " + cost_heading(staffing.least);
    for (const ServiceLevel& level : staffing.service) text += "  " + level.text;
    text += "\n";
    for (const std::size_t point : points) text += row(staffing, found, point, width);
    const std::size_t others = found.systems.size() - points.size();
    if (others > 0)
        text += "  and " + std::to_string(others) + " that cost more than one of these and serve " +
                "no better\n";
    return text;
}

/// What fresh replications said of a staffing.
std::string confirmation_words(const Staffing& staffing, const Confirmation& confirmation,
                               std::size_t replications) {
    std::string text = point_words(staffing, confirmation.system) +
                       (confirmation.holds() ? " is confirmed" : " is not confirmed") + " by " +
                       std::to_string(replications) + " fresh replications:\n";
    for (std::size_t m = 0; m < staffing.service.size(); ++m) {
        const ServiceLevel& level = staffing.service[m];
        const bool is_least = level.better == analysis::Better::larger;
        text += "  " + level.text + ": " +
                value_text(level, level.outcome_at(confirmation.margins[m])) +
                (is_least ? ", at least " : ", at most ") +
                value_text(level, level.outcome_at(confirmation.lower_limits[m])) + " with " +
                number_text(100.0 * confirmation.confidence) + " % confidence\n";
    }
    return text;
}

/// Whether something cheaper might do.
std::string cheaper_words(const CheapestFound& found, std::size_t chosen) {
    std::size_t cheaper = 0;
    std::size_t open = 0;
    for (const SearchedSystem& one : found.systems) {
        if (one.cost.mean >= found.systems[chosen].cost.mean) continue;
        ++cheaper;
        if (one.standing != Standing::fails) ++open;
    }
    if (cheaper == 0) return "Nothing cheaper was asked for.\n";
    if (open == 0)
        return "Every cheaper one misses a bound, with 95 % confidence for all of them together.\n";
    return "Of " + std::to_string(cheaper) + " cheaper ones " + std::to_string(open) +
           " may keep the bounds too; more replications would tell.\n";
}

std::string json_of(const Staffing& staffing, const CheapestFound& found, std::size_t point,
                    bool is_on_frontier) {
    const SearchedSystem& system = found.systems[point];
    const Experiment& experiment = staffing.sweep.experiment;
    std::string text = "{\"point\": " + std::to_string(point) + ", \"factors\": {";
    for (std::size_t f = 0; f < experiment.factors.size(); ++f)
        text += (f > 0 ? ", " : "") + json_text(experiment.factors[f].name) + ": " +
                json_text(shown_value(experiment.factors[f],
                                      staffing.sweep.design.points[point].values[f]));
    text += "}, \"cost\": " + json_number(system.cost.mean) + ", \"service\": [";
    for (std::size_t m = 0; m < staffing.service.size(); ++m)
        text += (m > 0 ? ", " : "") +
                json_number(staffing.service[m].outcome_at(system.margins[m].mean));
    return text + "], \"replications\": " + std::to_string(system.replications) +
           ", \"standing\": " + json_text(standing_word(system.standing)) +
           ", \"frontier\": " + (is_on_frontier ? "true" : "false") + "}";
}

std::string json_of(const Staffing& staffing, const Confirmation& confirmation) {
    std::string text = "{\"point\": " + std::to_string(confirmation.system) +
                       ", \"confidence\": " + json_number(confirmation.confidence) +
                       ", \"confirmed\": " + (confirmation.holds() ? "true" : "false") +
                       ", \"cost\": " + json_number(confirmation.cost) + ", \"service\": [";
    for (std::size_t m = 0; m < staffing.service.size(); ++m)
        text += std::string(m > 0 ? ", " : "") + "{\"mean\": " +
                json_number(staffing.service[m].outcome_at(confirmation.margins[m])) +
                ", \"limit\": " +
                json_number(staffing.service[m].outcome_at(confirmation.lower_limits[m])) + "}";
    return text + "]}";
}

}  // namespace

std::string staffing_words(const Staffing& staffing, const CheapestFound& found) {
    const Experiment& experiment = staffing.sweep.experiment;
    std::string text = experiment.title + "\n" + std::to_string(staffing.sweep.points()) +
                       " staffings, at most " +
                       study_line(staffing.sweep.provenance, experiment.replications) + "\n\n" +
                       table(staffing, found) + "\n";
    for (const Confirmation& confirmation : found.confirmations)
        text += confirmation_words(staffing, confirmation, staffing.goal().confirmation);
    if (const auto chosen = found.chosen()) return text + cheaper_words(found, *chosen);
    return text + "No staffing of these is known to keep all bounds.\n";
}

std::string staffing_json(const Staffing& staffing, const CheapestFound& found) {
    const auto chosen = found.chosen();
    const std::vector<std::size_t> best = frontier(found);
    std::string text = "{\n  \"least\": " + json_text(staffing.least.name) +
                       ",\n  \"unit\": " + json_text(staffing.least.measure.unit) +
                       ",\n  \"service\": [";
    for (std::size_t m = 0; m < staffing.service.size(); ++m)
        text += (m > 0 ? ", " : "") + json_text(staffing.service[m].text);
    text += "],\n  \"chosen\": " + (chosen ? std::to_string(*chosen) : std::string("null")) +
            ",\n  \"staffings\": [";
    for (std::size_t p = 0; p < found.systems.size(); ++p)
        text += (p > 0 ? ",\n    " : "\n    ") +
                json_of(staffing, found, p, std::ranges::find(best, p) != best.end());
    text += "\n  ],\n  \"confirmations\": [";
    for (std::size_t c = 0; c < found.confirmations.size(); ++c)
        text += (c > 0 ? ",\n    " : "\n    ") + json_of(staffing, found.confirmations[c]);
    return text + "\n  ]\n}\n";
}

}  // namespace wardwire::app

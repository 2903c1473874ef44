// SPDX-License-Identifier: Apache-2.0
#include "app/log_wishes.hpp"

#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "app/bundled.hpp"
#include "app/scenario_files.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {
namespace {

void check_column(const std::string& name) {
    if (analysis::find_log_column(name)) return;
    std::vector<std::string> names;
    for (const analysis::LogColumn& column : analysis::log_columns) names.emplace_back(column.name);
    throw UsageError("no column of a log is called " + name +
                     models::reading::did_you_mean(name, names));
}

/// Names that columns often have: from a file, or from a bundled set.
void add_names(analysis::ColumnWishes& wishes, const std::string& name) {
    std::optional<std::string> text = file_text(name);
    if (const auto* const bundled = find_in(bundled_columns(), name); bundled && !text) {
        text = std::string(bundled->text);
    }
    std::string known;
    for (const BundledScenario& one : bundled_columns()) known += " " + std::string(one.name);
    if (!text) {
        throw UsageError("--map " + name + " is neither OURS=THEIRS nor a file; bundled are" +
                         known);
    }
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    const auto columns = json.is_object() ? json.find("columns") : json.end();
    if (!json.is_object() || json.value("wardwire_columns", 0) != 1 || columns == json.end() ||
        !columns->is_object()) {
        throw UsageError(name + R"( is not of the form {"wardwire_columns": 1, "columns": {...}})");
    }
    for (const auto& [ours, theirs] : columns->items()) {
        check_column(ours);
        for (const auto& one : theirs) {
            if (!one.is_string()) throw UsageError(name + ": /columns/" + ours + " must be names");
            wishes.also.emplace(one.get<std::string>(), ours);
        }
    }
}

}  // namespace

analysis::LogWishes log_wishes_of(const Arguments& arguments) {
    analysis::LogWishes wishes;
    for (const std::string& text : arguments.texts("map")) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos) {
            add_names(wishes.columns, text);
            continue;
        }
        check_column(text.substr(0, equals));
        wishes.columns.map[text.substr(0, equals)] = text.substr(equals + 1);
    }
    std::istringstream names(arguments.text("columns").value_or(""));
    for (std::string name; std::getline(names, name, ',');) {
        wishes.columns.no_header.push_back(name);
    }
    if (const auto delimiter = arguments.text("delimiter")) {
        const std::string character = *delimiter == "tab" ? "\t" : *delimiter;
        if (character.size() != 1) throw UsageError("--delimiter wants one character, or tab");
        wishes.columns.delimiter = character.front();
    }
    if (const auto zone = arguments.text("time-zone")) {
        wishes.times.zone = analysis::TimeZone::find(*zone);
        if (!wishes.times.zone) {
            throw UsageError("no time zone is called " + *zone +
                             "; write one like America/New_York or -05:00");
        }
    }
    if (const auto dates = arguments.text("dates")) {
        if (*dates != "us" && *dates != "day-first") {
            throw UsageError("--dates needs us (10/31/2026) or day-first (31/10/2026), got \"" +
                             *dates + "\"");
        }
        wishes.times.dates =
            *dates == "us" ? analysis::DateOrder::month_first : analysis::DateOrder::day_first;
    }
    const auto given = [&](const char* option, std::optional<std::filesystem::path>& path) {
        if (const auto text = arguments.text(option)) path = *text;
    };
    given("users", wishes.beside.users);
    given("rosters", wishes.beside.rosters);
    given("pools", wishes.beside.pools);
    given("calendar", wishes.beside.calendar);
    wishes.most_recipients =
        static_cast<std::int32_t>(arguments.number("broadcast", 1, 1'000'000).value_or(20));
    wishes.threads = static_cast<unsigned>(
        arguments.number("threads", 1, 1024).value_or(std::thread::hardware_concurrency()));
    return wishes;
}

}  // namespace wardwire::app

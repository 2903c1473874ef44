// SPDX-License-Identifier: Apache-2.0
#include "app/calibration_report.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "sim/random/special.hpp"

namespace wardwire::app {

namespace {

using analysis::ChatCalibration;
using analysis::Estimate;
using analysis::GroupCalibration;
using sim::number_in_words;
using Json = nlohmann::ordered_json;

/// An estimate under its name.
struct Row {
    std::string name;
    std::string unit;
    Estimate estimate;
};

constexpr std::array wait_words = {"1 min", "5 min", "1 h", "4 h", "1 day"};

void append_group(const GroupCalibration& one, const ChatCalibration& all, std::vector<Row>& rows) {
    const std::string& name = one.group.name;
    rows.push_back({name + ": starts on duty", "/h", one.starts_per_hour});
    if (one.starts_per_hour.value > 0.0) {
        rows.push_back({name + ": size of activity", "", one.activity_size});
        rows.push_back({name + ": start nothing", "", one.never_share});
        for (std::size_t g = 0; g < one.to.size(); ++g)
            rows.push_back({name + " to " + all.groups[g].group.name, "", one.to[g]});
    }
    if (one.answers.law.parts.empty()) return;
    rows.push_back({name + ": median answer", "s", one.answers.median_s});
    for (std::size_t i = 0; i < one.answers.within.size(); ++i)
        rows.push_back({name + ": answered in " + wait_words[i], "", one.answers.within[i]});
    if (!one.duty.is_always())
        rows.push_back({name + ": reached off duty", "", one.answers.off_duty});
}

std::vector<Row> rows_of(const ChatCalibration& found) {
    std::vector<Row> rows;
    for (const GroupCalibration& group : found.groups) append_group(group, found, rows);
    for (std::size_t i = 0; i < found.users.size(); ++i)
        rows.push_back({"conversations of " + std::to_string(i + 2), "", found.users[i]});
    for (std::size_t i = 0; i < found.continuation.size(); ++i)
        rows.push_back({"goes on after turn " + std::to_string(i + 1), "", found.continuation[i]});
    rows.push_back({"messages a turn", "", found.messages_per_turn});
    rows.push_back({"turns to a latest partner", "", found.again});
    rows.push_back({"urgent", "", found.urgent});
    rows.push_back({"growth from week to week", "", found.weekly_growth});
    rows.push_back({"variance of the factor of a day", "", found.busyness});
    return rows;
}

Json json_of(const Estimate& one) {
    const auto finite = [](double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); };
    return {{"value", finite(one.value)},
            {"lower", finite(one.limits.lower)},
            {"upper", finite(one.limits.upper)},
            {"confidence", one.limits.confidence},
            {"n", one.n},
            {"method", one.method},
            {"own_share", one.own_share},
            {"fallback", one.is_fallback}};
}

Json parts_of(const analysis::CureMixture& mixture) {
    Json parts = Json::array();
    for (const analysis::LognormalPart& part : mixture.parts)
        parts.push_back({{"weight", part.weight}, {"mu", part.mu}, {"sigma", part.sigma}});
    return {{"never", mixture.never}, {"lognormal_log_seconds", parts}};
}

}  // namespace

std::vector<std::string> not_identified(const ChatCalibration& found) {
    std::vector<std::string> notes;
    if (!found.has_read_times)
        notes.push_back(
            "Notice delay against handling time: the log does not say when messages were opened. "
            "Only their sum is measured; all of it stands in the notice delay.");
    for (const GroupCalibration& group : found.groups)
        if (group.duty.is_always() && group.shifts.empty())
            notes.push_back(
                "Roster of " + group.group.name +
                ": its messages come around the clock. Who of them is off duty when is "
                "not to be seen; waits for the next shift are part of the notice delay.");
    if (!found.is_zone_known)
        notes.push_back("Hours of the day: the time zone of the log is not known.");
    notes.push_back(
        "Other work: bedside tasks, visits and calls are not in the log. What they do to answers "
        "is "
        "part of the notice delay, and a change of staffing will not show in it.");
    notes.push_back(
        "Demand: what people would have written if answers came sooner, or said on the telephone, "
        "is "
        "not in the log. Growth mixes more users with more messages of each.");
    notes.push_back(
        "Silence: never answered, answered by telephone and answered face to face look alike.");
    if (found.busyness.limits.lower > 0.0)
        notes.push_back(
            "Busy days: their factor is measured, but a scenario has no such factor; "
            "simulated days are more even than real ones.");
    return notes;
}

std::string calibration_words(const ChatCalibration& found) {
    std::array<char, 256> line{};
    std::string text = number_in_words(found.messages) + " messages in " +
                       std::to_string(found.conversations) + " conversations, " +
                       std::to_string(found.weeks) + " weeks\n";
    for (const GroupCalibration& group : found.groups)
        text += "  " + group.group.name + ": " + std::to_string(group.group.people) + " people\n";
    for (const std::string& role : found.merged_roles)
        text += "  " + role + ": too few to be told apart, counted as other\n";
    std::snprintf(line.data(), line.size(), "\n%-38s %10s  %-23s %8s %5s  %s\n", "Estimate",
                  "value", "90 % interval", "n", "own", "method");
    text += line.data();
    for (const Row& row : rows_of(found)) {
        const Estimate& one = row.estimate;
        const std::string limits =
            number_in_words(one.limits.lower) + " to " + number_in_words(one.limits.upper);
        const std::string name = row.name + (row.unit.empty() ? "" : " (" + row.unit + ")");
        std::array<char, 48> value{};
        if (std::isfinite(one.value))
            std::snprintf(value.data(), value.size(), "%10.4g  %-23s", one.value, limits.c_str());
        else
            std::snprintf(value.data(), value.size(), "%10s  %-23s", "-", "no spread seen");
        std::snprintf(line.data(), line.size(), "%-38s %s %8.0f %5.2f  %.*s%s\n", name.c_str(),
                      value.data(), one.n, one.own_share, static_cast<int>(one.method.size()),
                      one.method.data(), one.is_fallback ? " (fallback)" : "");
        text += line.data();
    }
    std::snprintf(line.data(), line.size(),
                  "\nStarts in an hour have %.3g times the variance of Poisson counts; inside half "
                  "hours they pass for Poisson with p = %.2g.\n",
                  found.dispersion, found.poisson.p_value);
    text += line.data();
    text += "\nNot identified by this log:\n";
    for (const std::string& note : not_identified(found)) text += "  " + note + "\n";
    return text;
}

std::string calibration_json(const ChatCalibration& found, const std::string& digest) {
    Json all;
    all["log"] = digest;
    all["weeks"] = found.weeks;
    all["conversations"] = found.conversations;
    all["messages"] = found.messages;
    for (const GroupCalibration& group : found.groups) {
        Json one = {{"people", group.group.people},
                    {"around_the_clock", group.duty.is_always()},
                    {"answers", parts_of(group.answers.law)}};
        if (group.answers.read) one["read"] = parts_of(*group.answers.read);
        if (group.answers.handle) one["handle"] = parts_of(*group.answers.handle);
        all["groups"][group.group.name] = one;
    }
    all["merged_roles"] = found.merged_roles;
    for (const Row& row : rows_of(found)) {
        Json one = json_of(row.estimate);
        if (!row.unit.empty()) one["unit"] = row.unit;
        all["estimates"][row.name] = one;
    }
    for (const Estimate& hour : found.profile) all["profile"].push_back(json_of(hour));
    all["week_factor"] = found.week_factor;
    all["dispersion"] = found.dispersion;
    all["poisson_p_value"] = found.poisson.p_value;
    all["not_identified"] = not_identified(found);
    return all.dump(2) + "\n";
}

}  // namespace wardwire::app

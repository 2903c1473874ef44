// SPDX-License-Identifier: Apache-2.0
#include "app/prepared_forecast.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "analysis/store/sha256.hpp"
#include "app/json_text.hpp"
#include "app/provenance.hpp"
#include "app/scenario_files.hpp"
#include "models/outcome_report.hpp"
#include "models/reading/quantity.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace {

using models::Finding;

/// "draw 17 of posterior.csv", "set 3 drawn from the intervals".
std::string origin(const ForecastWishes& wishes, std::size_t set) {
    const std::string number = std::to_string(set + 1);
    return wishes.draws ? "draw " + number + " of " + *wishes.draws
                        : "set " + number + " drawn from the intervals";
}

std::size_t number_of_periods(const ForecastWishes& wishes) {
    const auto parsed =
        models::reading::parse_quantity(wishes.over, models::reading::Dimension::duration);
    if (const auto* complaint = std::get_if<models::reading::Complaint>(&parsed))
        throw UsageError("--over " + complaint->what);
    const double months = std::get<double>(parsed) / models::reading::seconds_per_month;
    const double periods = std::round(months / wishes.months_each);
    constexpr double most_years = 100.0;
    if (periods < 1.0 || months > 12.0 * most_years)
        throw UsageError("--over must be one period to 100 years, got \"" + wishes.over + "\"");
    return static_cast<std::size_t>(periods);
}

/// What the runs follow from: the scenario as written, the sets of parameters and the periods.
analysis::Provenance provenance_of_forecast(const PreparedForecast& forecast) {
    analysis::Provenance provenance = provenance_of(forecast.scenario);
    std::string sets;
    for (std::size_t s = 0; s < forecast.draws.values.size(); ++s) {
        sets += s == 0 ? "\n" : ",\n";
        const char* separator = "  {";
        for (std::size_t i = 0; i < forecast.draws.pointers.size(); ++i) {
            sets += separator + json_text(forecast.draws.pointers[i]) + ": " +
                    forecast.draws.values[s][i];
            separator = ", ";
        }
        sets += forecast.draws.pointers.empty() ? "  {}" : "}";
    }
    const auto& periods = forecast.by_period.periods();
    provenance.scenario_text = "{\"forecast\": {\"from\": " + json_text(periods.front().name) +
                               ", \"to\": " + json_text(periods.back().name) +
                               ", \"replications\": " + std::to_string(forecast.replications) +
                               "},\n\"sets\": [" + sets +
                               "],\n\"scenario\": " + provenance.scenario_text + "}\n";
    provenance.scenario_sha256 = analysis::sha256_text(provenance.scenario_text);
    provenance.warm_up_seconds = sim::in_seconds(periods.front().from - sim::start_of_time);
    provenance.length_seconds = sim::in_seconds(periods.back().to - sim::start_of_time);
    return provenance;
}

/// The run as a whole, so that what is said of dates holds up to the end of the forecast.
models::Override length_until(const models::Scenario& scenario, const models::Period& last) {
    const sim::Duration length = last.to - sim::start_of_time - scenario.warm_up;
    return {"/horizon/length",
            json_text(std::to_string(length / sim::Duration{sim::days{1}} + 1) + " days")};
}

std::optional<ParameterDraws> draws_for(const ForecastWishes& wishes,
                                        const models::Scenario& scenario,
                                        std::vector<Finding>& findings) {
    if (!wishes.draws) return draw_parameters(scenario, wishes.sets, scenario.seed, findings);
    const auto text = file_text(*wishes.draws);
    if (text) return read_draws(*wishes.draws, *text, findings);
    findings.push_back({*wishes.draws, "", "cannot be read"});
    return std::nullopt;
}

unsigned months_of(const std::string& by) {
    if (by == "month") return 1;
    if (by == "quarter") return 3;
    if (by == "year") return 12;
    const std::vector<std::string> known = {"month", "quarter", "year"};
    throw UsageError("--by must be month, quarter or year, got \"" + by + "\"" +
                     models::reading::did_you_mean(by, known));
}

}  // namespace

ForecastWishes forecast_wishes(const Arguments& arguments) {
    arguments.exclude("resume", "force", "go on with the old forecast, or start over?");
    arguments.exclude("service", "shard", "the search for staff looks at all runs");
    arguments.exclude("draws", "sets", "a file has as many sets as it has lines");
    if (arguments.has("service") != arguments.has("staff-of"))
        throw UsageError("--service and --staff-of need each other: how good, and whose number?");
    if (arguments.has("most") && !arguments.has("service"))
        throw UsageError("--most needs --service: there is no staff to search for");
    ForecastWishes wishes;
    wishes.scenario = arguments.only_operand("SCENARIO");
    wishes.overrides = overrides_of(arguments);
    if (const auto seed = arguments.number("seed", 0, (1ULL << 53) - 1))
        wishes.overrides.push_back({"/seed", std::to_string(*seed)});
    wishes.over = arguments.text("over").value_or(wishes.over);
    wishes.months_each = months_of(arguments.text("by").value_or("quarter"));
    wishes.draws = arguments.text("draws");
    wishes.sets = arguments.number("sets", 2, 100'000).value_or(wishes.sets);
    if (const auto n = arguments.number("replications", 1, 1'000'000))
        wishes.replications = static_cast<std::uint32_t>(*n);
    for (const char* option : {"service", "staff-of", "most"})
        wishes.staff += (wishes.staff.empty() ? "" : ", ") + arguments.text(option).value_or("");
    return wishes;
}

std::optional<std::vector<models::Scenario>> scenarios_of_sets(
    const ForecastWishes& wishes, const ParameterDraws& draws,
    const std::vector<models::Override>& changes, std::vector<Finding>& findings) {
    std::vector<models::Scenario> scenarios;
    for (std::size_t set = 0; set < draws.values.size(); ++set) {
        std::vector<models::Override> overrides = wishes.overrides;
        for (auto& more : {draws.overrides(set), changes})
            for (const models::Override& change : more) {
                std::erase_if(overrides, [&](const models::Override& one) {
                    return one.overlay.empty() && one.pointer == change.pointer;
                });
                overrides.push_back(change);
            }
        models::ReadResult read = read_and_validate(wishes.scenario, overrides);
        if (!read.scenario) {
            for (Finding& finding : read.findings)
                if (finding.severity == Finding::Severity::error) {
                    if (!draws.pointers.empty()) finding.what += " (" + origin(wishes, set) + ")";
                    findings.push_back(std::move(finding));
                }
            return std::nullopt;
        }
        scenarios.push_back(std::move(*read.scenario));
    }
    return scenarios;
}

std::optional<PreparedForecast> prepare_forecast(const ForecastWishes& given,
                                                 std::vector<Finding>& findings) {
    ForecastWishes wishes = given;
    for (const models::Override& one : wishes.overrides)
        if (one.pointer == "/horizon/length")
            throw UsageError("--over says how long a forecast is; leave out -p /horizon/length");
    const std::size_t count = number_of_periods(wishes);
    models::ReadResult written = read_and_validate(wishes.scenario, wishes.overrides);
    if (!written.scenario) {
        std::ranges::move(written.findings, std::back_inserter(findings));
        return std::nullopt;
    }
    auto periods = calendar_periods(*written.scenario, wishes.months_each, count);
    wishes.overrides.push_back(length_until(*written.scenario, periods.back()));
    const std::size_t before = findings.size();
    auto draws = draws_for(wishes, *written.scenario, findings);
    if (!draws || findings.size() > before) return std::nullopt;
    auto scenarios = scenarios_of_sets(wishes, *draws, {}, findings);
    if (!scenarios) return std::nullopt;

    models::Scenario scenario = std::move(*written.scenario);
    constexpr std::uint32_t usual_replications = 4;  // of each of several sets
    const std::uint32_t replications = wishes.replications.value_or(
        scenarios->size() > 1 ? usual_replications : scenario.replications);
    ByPeriod by_period(scenarios->front(), std::move(periods));
    for (std::size_t set = 1; set < scenarios->size(); ++set)
        if (ByPeriod((*scenarios)[set], by_period.periods()).layout() != by_period.layout())
            findings.push_back({wishes.scenario, "",
                                "has outcomes of other dimensions in " + origin(wishes, set) +
                                    "; one file cannot hold both"});
    if (findings.size() > before) return std::nullopt;
    PreparedForecast forecast{std::move(wishes),
                              std::move(scenario),
                              std::move(*draws),
                              std::move(*scenarios),
                              replications,
                              std::move(by_period),
                              {}};
    forecast.provenance = provenance_of_forecast(forecast);
    return forecast;
}

}  // namespace wardwire::app

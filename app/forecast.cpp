// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>

#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/forecast_report.hpp"
#include "app/forecast_runs.hpp"
#include "app/interrupt.hpp"
#include "app/invocation.hpp"
#include "app/scenario_files.hpp"
#include "app/service_level.hpp"
#include "models/reading/json_text.hpp"

namespace wardwire::app {

namespace {

/// The service that the staff is asked for.
struct StaffWish {
    ServiceLevel level;
    std::string pointer;
    std::uint32_t start;
    std::uint32_t most;
};

/// Volume, the answer and the work, as far as they are there.
std::vector<std::string> usual_outcomes(const sim::ResultLayout& layout) {
    std::vector<std::string> names;
    for (const char* name : {"messages_from_patients", "first_response_time_business",
                             "conversations_started", "utilisation"})
        for (const sim::Measure& measure : layout.metrics)
            if (measure.name == name)
                for (std::string& cell : cell_names(measure, layout))
                    names.push_back(std::move(cell));
    return names;
}

std::vector<ChosenOutcome> chosen_outcomes(const Arguments& arguments,
                                           const PreparedForecast& forecast) {
    const sim::ResultLayout& layout = forecast.by_period.layout_of_one();
    std::vector<std::string> names = arguments.texts("outcome");
    if (names.empty()) names = usual_outcomes(layout);
    std::vector<ChosenOutcome> outcomes;
    for (const std::string& name : names) outcomes.push_back(choose_outcome(name, layout));
    return outcomes;
}

/// Of what nobody asked for, this is left out.
bool is_nowhere_but_zero(const OutcomeForecast& outcome) {
    return std::ranges::all_of(outcome.periods, [](const PeriodForecast& one) {
        return one.low == 0.0 && one.high == 0.0;
    });
}

/// The number of people that the scenario says at the pointer; at least one.
std::uint32_t count_at(const std::string& pointer, const models::Scenario& scenario) {
    using models::reading::Json;
    const Json document = Json::parse(scenario.resolved_json);
    const Json* count = models::reading::find_pointer(document, pointer);
    if (count != nullptr && count->is_object()) count = models::reading::find_step(*count, "value");
    if (pointer.ends_with("/count") && count != nullptr && count->is_number_unsigned())
        return std::max(1U, count->get<std::uint32_t>());
    throw UsageError(
        "--staff-of takes the pointer to the number of people of a role, such as "
        "/roles/nurse/count, got \"" +
        pointer + "\"");
}

/// The scenarios with a staffing. Throws UsageError with the findings when they cannot be run.
std::vector<models::Scenario> staffed(const StaffWish& wish, const PreparedForecast& forecast,
                                      const StaffByPeriod& staffing) {
    const auto changes = staffing_overrides(wish.pointer, staffing, forecast.by_period.periods(),
                                            forecast.scenario.calendar.start_day);
    std::vector<models::Finding> findings;
    auto scenarios = scenarios_of_sets(forecast.wishes, forecast.draws, changes, findings);
    if (!scenarios) throw UsageError(models::format_findings(findings));
    return std::move(*scenarios);
}

std::optional<StaffWish> staff_wish(const Arguments& arguments, const PreparedForecast& forecast) {
    const auto text = arguments.text("service");
    if (!text) return std::nullopt;
    std::vector<models::Finding> findings;
    auto levels = read_service_levels({*text}, forecast.by_period.layout_of_one(), "", findings);
    if (levels.empty()) throw UsageError("--service " + findings.front().what);
    StaffWish wish{std::move(levels.front()), *arguments.text("staff-of"), 1, 1};
    wish.start = count_at(wish.pointer, forecast.scenario);
    constexpr std::uint32_t usual_most = 4;  // times as many as are written
    wish.most = static_cast<std::uint32_t>(
        arguments.number("most", wish.start, 1'000'000).value_or(usual_most * wish.start));
    staffed(wish, forecast, StaffByPeriod(forecast.by_period.periods().size(), wish.start));
    return wish;
}

/// The mean outcome of the service under a staffing, simulated.
Trial trial_of(const StaffWish& wish, const PreparedForecast& forecast, ForecastRuns& runs) {
    return [&](const StaffByPeriod& staffing) -> std::optional<std::vector<analysis::Interval>> {
        const auto seen = runs.under(words_for(staffing), staffed(wish, forecast, staffing));
        if (!seen) return std::nullopt;
        std::vector<analysis::Interval> means;
        for (const PeriodForecast& one : forecast_of(wish.level.outcome, forecast, *seen).periods)
            means.push_back(one.spread.mean);
        return means;
    };
}

int report_interruption(const ForecastRuns& runs, const std::string& command_line) {
    std::fprintf(stderr, "Interrupted: %zu runs are finished and kept.\nGo on with: %s --resume\n",
                 runs.finished(), as_typed(command_line).c_str());
    return exit_interrupted;
}

int run_forecast(const Arguments& arguments, const PreparedForecast& forecast) {
    const std::vector<ChosenOutcome> outcomes = chosen_outcomes(arguments, forecast);
    const std::optional<StaffWish> wish = staff_wish(arguments, forecast);
    const std::string& scenario = forecast.wishes.scenario;
    const OutputFile output{
        arguments.text("output").value_or(scenario_name(scenario) + "_forecast.h5"),
        arguments.has("force"), arguments.has("resume"), !wish};
    const Shard shard = shard_of(arguments);
    const std::string command_line =
        "wardwire forecast " + scenario + " -o " + output.path.string() +
        arguments.spelled_without({"output", "force", "resume", "threads", "quiet", "json"});
    const InterruptGuard interrupt;
    ForecastRuns runs(forecast, output, {threads_of(arguments), arguments.has("quiet"), shard},
                      interrupt.token());
    const auto as_written = runs.under("as written", forecast.scenarios);
    if (!as_written) return report_interruption(runs, command_line);
    std::optional<StaffQuestion> staff;
    if (wish) {
        auto found = forecast_staff({wish->level.better, wish->level.bound},
                                    forecast.by_period.periods().size(), wish->start, wish->most,
                                    trial_of(*wish, forecast, runs));
        if (!found) return report_interruption(runs, command_line);
        staff = {wish->level.text, wish->pointer, std::move(*found)};
    }
    runs.write(command_line);
    if (shard.of > 1) {
        std::printf("Part %s, %zu of %zu runs: %s\n", text_of(shard).c_str(), runs.finished(),
                    forecast.runs(), output.path.c_str());
        return exit_ok;
    }

    std::vector<OutcomeForecast> forecasts;
    for (const ChosenOutcome& outcome : outcomes) {
        forecasts.push_back(forecast_of(outcome, forecast, *as_written));
        if (!arguments.has("outcome") && is_nowhere_but_zero(forecasts.back()))
            forecasts.pop_back();
    }
    if (arguments.has("json"))
        std::fputs(forecast_json(forecast, forecasts, staff).c_str(), stdout);
    else if (!arguments.has("quiet"))
        std::printf("%s\n%zu runs in %.1f s. Results: %s\n",
                    forecast_words(forecast, forecasts, staff).c_str(), runs.finished(),
                    runs.wall_s(), output.path.c_str());
    return !staff || staff->found.is_kept ? exit_ok : exit_condition_failed;
}

}  // namespace

int forecast_command(const Arguments& arguments) {
    const ForecastWishes wishes = forecast_wishes(arguments);
    std::vector<models::Finding> findings;
    const auto forecast = prepare_forecast(wishes, findings);
    std::fputs(models::format_findings(findings).c_str(), stderr);
    return forecast ? run_forecast(arguments, *forecast) : exit_usage;
}

}  // namespace wardwire::app

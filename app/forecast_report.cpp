// SPDX-License-Identifier: Apache-2.0
#include "app/forecast_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdarg>
#include <cstdio>

#include "app/json_text.hpp"
#include "app/wording.hpp"

namespace wardwire::app {

namespace {

std::string row(const std::string& period, const PeriodForecast& one, bool has_sets) {
    const analysis::Interval& mean = one.spread.mean;
    const std::string half = mean.half_width ? printed("± %.3g", *mean.half_width) : "";
    std::string text = printed("  %-10s %10.4g %-*s %10.4g to %-10.4g", period.c_str(), mean.mean,
                               half.empty() ? 10 : 11, half.c_str(), one.low, one.high);
    if (!has_sets) return text + "\n";
    const double share = one.spread.share_of_parameters();
    return text + (std::isnan(share) ? "     -" : printed(" %4.0f %%", 100.0 * share)) +
           (one.spread.is_parameters_set_to_zero ? " *\n" : "\n");
}

std::string heading(const PreparedForecast& forecast) {
    const auto& periods = forecast.by_period.periods();
    std::string text = forecast.scenario.title + "\n" + std::to_string(periods.size()) +
                       (periods.size() == 1 ? " period: " : " periods, ") + periods.front().name +
                       (periods.size() == 1 ? "" : " to " + periods.back().name) + "; ";
    if (forecast.sets() == 1)
        text += "no parameter is uncertain; ";
    else
        text += std::to_string(forecast.sets()) + " sets of " +
                std::to_string(forecast.draws.pointers.size()) +
                (forecast.draws.pointers.size() == 1 ? " parameter, " : " parameters, each ");
    return text + std::to_string(forecast.replications) +
           (forecast.replications == 1 ? " replication" : " replications") + ", seed " +
           std::to_string(forecast.scenario.seed) + "\n";
}

std::string legend(const PreparedForecast& forecast, std::span<const OutcomeForecast> outcomes) {
    std::string text =
        "\nmean: of all that was simulated, ± its 95 % confidence band.\n"
        "95 of 100: between these lies one practice in one period, 95 times of 100 (prediction "
        "band).\n";
    if (forecast.sets() == 1) return text;
    text +=
        "parameters: their part in the variance of one practice; the rest is luck, which the same "
        "parameters have too.\n";
    const bool has_zero = std::ranges::any_of(outcomes, [](const OutcomeForecast& outcome) {
        return std::ranges::any_of(outcome.periods, [](const PeriodForecast& one) {
            return one.spread.is_parameters_set_to_zero;
        });
    });
    if (has_zero) text += "*: the estimate was below zero, which is chance, and counts as zero.\n";
    if (forecast.replications == 1) text += "-: one replication of each cannot tell them apart.\n";
    return text;
}

std::string staff_words(const StaffQuestion& staff, const std::vector<models::Period>& periods) {
    const StaffForecast& found = staff.found;
    std::string text =
        "\n" + staff.pointer + " for " + staff.service + "\n" +
        printed("  %-10s %10s %10s   %s\n", "", "all along", "plan", "the outcome under the plan");
    for (std::size_t p = 0; p < periods.size(); ++p) {
        const std::string needed = found.needed[p]
                                       ? std::to_string(*found.needed[p])
                                       : "> " + std::to_string(found.tried.rbegin()->first);
        text += printed("  %-10s %10s", periods[p].name.c_str(), needed.c_str());
        if (!found.plan.empty()) {
            const analysis::Interval& mean = found.confirmed[p];
            text += printed(" %10u   %.4g", found.plan[p], mean.mean) +
                    (mean.half_width ? printed(" ± %.2g", *mean.half_width) : "");
        }
        text += "\n";
    }
    text +=
        "all along: the smallest number of people with which, had they been there from the first "
        "period on,\nthe whole 95 % interval of the mean keeps to the limit in this period, and "
        "with every larger number tried.\n";
    if (found.plan.empty())
        return text + "No plan: in some period not even the most that were tried do.\n";
    return text + (found.is_kept ? "plan: period by period, simulated as such; it keeps to the "
                                   "limit in every period.\n"
                                 : "plan: period by period, simulated as such; it does NOT keep to "
                                   "the limit in every period.\n");
}

std::string json_interval(const analysis::Interval& mean) {
    return "\"mean\": " + json_number(mean.mean) +
           ", \"half_width\": " + (mean.half_width ? json_number(*mean.half_width) : "null");
}

std::string json_period(const std::string& name, const PeriodForecast& one) {
    const auto truth = [](bool is) { return is ? "true" : "false"; };
    return "{\"period\": " + json_text(name) + ", " + json_interval(one.spread.mean) +
           ", \"prediction\": [" + json_number(one.low) + ", " + json_number(one.high) +
           "], \"variance_of_parameters\": " + json_number(one.spread.parameters) +
           ", \"variance_of_luck\": " + json_number(one.spread.luck) +
           ", \"set_to_zero\": " + truth(one.spread.is_parameters_set_to_zero) + "}";
}

std::string json_staff(const StaffQuestion& staff, const std::vector<models::Period>& periods) {
    const StaffForecast& found = staff.found;
    std::string text = ",\n  \"staff\": {\"service\": " + json_text(staff.service) +
                       ", \"pointer\": " + json_text(staff.pointer) +
                       ", \"is_kept\": " + (found.is_kept ? "true" : "false") + ", \"periods\": [";
    for (std::size_t p = 0; p < periods.size(); ++p) {
        text += std::string(p == 0 ? "\n" : ",\n") +
                "    {\"period\": " + json_text(periods[p].name) +
                ", \"needed\": " + (found.needed[p] ? std::to_string(*found.needed[p]) : "null");
        if (!found.plan.empty())
            text += ", \"plan\": " + std::to_string(found.plan[p]) + ", " +
                    json_interval(found.confirmed[p]);
        text += "}";
    }
    return text + "]}";
}

}  // namespace

OutcomeForecast forecast_of(const ChosenOutcome& outcome, const PreparedForecast& forecast,
                            std::span<const sim::Observation> runs) {
    OutcomeForecast result{outcome.name, outcome.measure.unit, {}};
    const std::size_t sets = forecast.sets();
    for (std::size_t p = 0; p < forecast.by_period.periods().size(); ++p) {
        std::vector<double> values(runs.size());  // [set][replication]
        for (std::size_t i = 0; i < runs.size(); ++i)
            values[i % sets * forecast.replications + i / sets] =
                outcome.measure.value(forecast.by_period.part(runs[i], p));
        result.periods.push_back({analysis::variance_components(values, forecast.replications),
                                  analysis::sample_quantile(values, 0.025),
                                  analysis::sample_quantile(values, 0.975)});
    }
    return result;
}

std::string forecast_words(const PreparedForecast& forecast,
                           std::span<const OutcomeForecast> outcomes,
                           const std::optional<StaffQuestion>& staff) {
    const auto& periods = forecast.by_period.periods();
    std::string text = heading(forecast);
    for (const OutcomeForecast& outcome : outcomes) {
        const std::string name =
            outcome.outcome + (outcome.unit == "1" ? "" : " (" + outcome.unit + ")");
        text += "\n" + name + "\n" +
                printed("  %-10s %10s %-10s %24s%s\n", "", "mean", "", "95 of 100         ",
                        forecast.sets() > 1 ? " parameters" : "");
        for (std::size_t p = 0; p < periods.size(); ++p)
            text += row(periods[p].name, outcome.periods[p], forecast.sets() > 1);
    }
    text += legend(forecast, outcomes);
    if (staff) text += staff_words(*staff, periods);
    return text;
}

std::string forecast_json(const PreparedForecast& forecast,
                          std::span<const OutcomeForecast> outcomes,
                          const std::optional<StaffQuestion>& staff) {
    const auto& periods = forecast.by_period.periods();
    std::string text = "{\n  \"title\": " + json_text(forecast.scenario.title) +
                       ",\n  \"seed\": " + std::to_string(forecast.scenario.seed) +
                       ",\n  \"sets\": " + std::to_string(forecast.sets()) +
                       ",\n  \"replications\": " + std::to_string(forecast.replications) +
                       ",\n  \"outcomes\": [";
    for (std::size_t o = 0; o < outcomes.size(); ++o) {
        text += std::string(o == 0 ? "\n" : ",\n") +
                "    {\"outcome\": " + json_text(outcomes[o].outcome) +
                ", \"unit\": " + json_text(outcomes[o].unit) + ", \"periods\": [";
        for (std::size_t p = 0; p < periods.size(); ++p)
            text += (p == 0 ? "\n      " : ",\n      ") +
                    json_period(periods[p].name, outcomes[o].periods[p]);
        text += "]}";
    }
    text += "]";
    if (staff) text += json_staff(*staff, periods);
    return text + "\n}\n";
}

}  // namespace wardwire::app

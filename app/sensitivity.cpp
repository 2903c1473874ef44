// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

#include "analysis/sensitivity/elementary_effects.hpp"
#include "analysis/sensitivity/noise.hpp"
#include "analysis/sensitivity/sobol_indices.hpp"
#include "analysis/statistics/sample.hpp"
#include "analysis/store/results_file.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/experiment.hpp"
#include "app/json_text.hpp"
#include "app/outcome_choice.hpp"

namespace wardwire::app {

namespace {

/// What is said of one factor: a size with limits, by which factors are ranked, and one more
/// number.
struct FactorRow {
    std::string name;
    double size;  ///< μ* or the total index
    double lower;
    double upper;
    double second;         ///< σ or the first-order index
    std::size_t rank = 1;  ///< one more than the factors that are larger for certain
};

/// The outcome at each point in each replication.
std::vector<std::vector<double>> values_by_point(const analysis::Results& results,
                                                 const ChosenOutcome& outcome) {
    const auto point = std::ranges::find(results.design, "point", &sim::Axis::name);
    std::vector<std::vector<double>> values;
    for (std::size_t run = 0; run < results.observations.size(); ++run) {
        const auto at = static_cast<std::size_t>(point->numbers[run]);
        if (at >= values.size()) values.resize(at + 1);
        values[at].push_back(outcome.measure.value(results.observations[run]));
    }
    return values;
}

std::vector<FactorRow> morris_rows(const Experiment& experiment, const std::vector<double>& means) {
    const auto effects = analysis::elementary_effects(
        analysis::morris_trajectories(experiment.design.points, experiment.factors.size(),
                                      experiment.seed.value_or(1)),
        means);
    std::vector<FactorRow> rows;
    for (std::size_t f = 0; f < effects.size(); ++f) {
        const analysis::Interval& size = effects[f].size;
        const double half = size.half_width.value_or(std::abs(size.mean));
        rows.push_back({experiment.factors[f].name, size.mean, size.mean - half, size.mean + half,
                        effects[f].deviation});
    }
    return rows;
}

std::vector<FactorRow> sobol_rows(const Experiment& experiment, const std::vector<double>& means) {
    const auto indices = analysis::sobol_indices(experiment.factors.size(), means);
    std::vector<FactorRow> rows;
    for (std::size_t f = 0; f < indices.size(); ++f)
        rows.push_back({experiment.factors[f].name, indices[f].total, indices[f].total_limits.lower,
                        indices[f].total_limits.upper, indices[f].first});
    return rows;
}

/// Largest first; a factor is below another only when their limits leave no doubt.
void rank(std::vector<FactorRow>& rows) {
    std::ranges::stable_sort(rows, std::greater<>{}, &FactorRow::size);
    for (FactorRow& row : rows)
        row.rank = 1 + static_cast<std::size_t>(std::ranges::count_if(
                           rows, [&](const FactorRow& one) { return one.lower > row.upper; }));
}

void print(const ChosenOutcome& outcome, const std::vector<FactorRow>& rows, bool is_morris,
           double noise_share) {
    std::printf("%s\n  %-4s %-28s %10s   %-23s %10s\n", outcome.name.c_str(), "rank", "factor",
                is_morris ? "mu*" : "total", "95 % limits", is_morris ? "sigma" : "first");
    for (const FactorRow& row : rows)
        std::printf("  %-4zu %-28s %10.4g   %10.4g  %10.4g  %10.4g\n", row.rank, row.name.c_str(),
                    row.size, row.lower, row.upper, row.second);
    std::printf("Factors of one rank are not told apart: their limits overlap.\n");
    if (std::isnan(noise_share))
        std::printf(
            "How much of this is chance cannot be said: it takes two replications of each "
            "point,\nand an outcome that is not the same everywhere.\n");
    else
        std::printf("Chance: %.2g %% of the variance between the points.\n", 100.0 * noise_share);
}

std::string json_of(const ChosenOutcome& outcome, const std::vector<FactorRow>& rows,
                    bool is_morris, double noise_share) {
    std::string text = "{\"outcome\": " + json_text(outcome.name) + ", \"method\": \"" +
                       (is_morris ? "morris" : "sobol") +
                       "\", \"noise_share\": " + json_number(noise_share) + ", \"factors\": [";
    for (std::size_t i = 0; i < rows.size(); ++i)
        text += std::string(i > 0 ? "," : "") + "\n    {\"factor\": " + json_text(rows[i].name) +
                ", \"rank\": " + std::to_string(rows[i].rank) + ", \"" +
                (is_morris ? "mean_size" : "total") + "\": " + json_number(rows[i].size) +
                ", \"lower\": " + json_number(rows[i].lower) +
                ", \"upper\": " + json_number(rows[i].upper) + ", \"" +
                (is_morris ? "deviation" : "first") + "\": " + json_number(rows[i].second) + "}";
    return text + "]}";
}

}  // namespace

int sensitivity_command(const Arguments& arguments) {
    const std::string& path = arguments.only_operand("RESULTS");
    const analysis::Results results = analysis::read_results(path);
    const auto experiment = experiment_of(results.provenance.scenario_text);
    const bool is_morris = experiment && experiment->design.kind == DesignKind::morris;
    if (!is_morris && !(experiment && experiment->design.kind == DesignKind::saltelli)) {
        std::fprintf(stderr, "%s is of no sweep over a morris or saltelli design\n", path.c_str());
        return exit_input;
    }
    const std::size_t factors = experiment->factors.size();
    const std::size_t points = experiment->design.points * (factors + (is_morris ? 1 : 2));
    if (results.observations.size() != points * experiment->replications) {
        std::fprintf(stderr, "%s has %zu of %zu runs; `merge` puts parts together\n", path.c_str(),
                     results.observations.size(), points * experiment->replications);
        return exit_input;
    }
    const auto names = arguments.texts("outcome");
    if (names.empty()) throw UsageError("--outcome says what the factors may have an effect on");
    std::string json;
    for (const std::string& name : names) {
        const ChosenOutcome outcome = choose_outcome(name, results.layout);
        const auto values = values_by_point(results, outcome);
        std::vector<double> means;
        for (const auto& at_point : values) means.push_back(analysis::summarise(at_point).mean);
        std::vector<FactorRow> rows =
            is_morris ? morris_rows(*experiment, means) : sobol_rows(*experiment, means);
        rank(rows);
        const double noise = analysis::noise_share(values);
        if (arguments.has("json"))
            json += (json.empty() ? "\n  " : ",\n  ") + json_of(outcome, rows, is_morris, noise);
        else
            print(outcome, rows, is_morris, noise);
    }
    if (!json.empty()) std::printf("{\"outcomes\": [%s\n]}\n", json.c_str());
    return exit_ok;
}

}  // namespace wardwire::app

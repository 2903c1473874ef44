// SPDX-License-Identifier: Apache-2.0
#include "app/theory_battery.hpp"

#include <algorithm>

#include "analysis/statistics/multiplicity.hpp"
#include "models/outcome_report.hpp"
#include "models/site.hpp"
#include "sim/contract.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {
namespace {

/// Where the row's value lies among the metrics of a replication.
std::size_t position_of(const TheoryRow& row, const sim::ResultLayout& layout) {
    const auto measure = std::ranges::find(layout.metrics, row.outcome, &sim::Measure::name);
    WARDWIRE_EXPECT(measure != layout.metrics.end(), "a theory row names an outcome");
    if (row.element.empty()) return measure->offset;
    const std::vector<std::string>& labels = layout.axes[measure->axes.front()].labels;
    const auto label = std::ranges::find(labels, row.element);
    WARDWIRE_EXPECT(label != labels.end(), "a theory row names an element of its outcome");
    return measure->offset + static_cast<std::size_t>(label - labels.begin());
}

struct Prepared {
    models::Scenario scenario;
    std::vector<std::size_t> positions;  ///< of the rows
};

Prepared prepare(const TheoryCase& theory_case, std::uint32_t length_factor) {
    Prepared prepared{read_theory_scenario(theory_case), {}};
    prepared.scenario.length *= length_factor;
    const sim::ResultLayout layout = models::outcome_layout(prepared.scenario);
    for (const TheoryRow& row : theory_case.rows)
        prepared.positions.push_back(position_of(row, layout));
    return prepared;
}

}  // namespace

std::vector<SimulatedRow> simulate(std::span<const TheoryCase> cases, const BatteryRun& run) {
    std::vector<Prepared> prepared;
    for (const TheoryCase& one : cases) prepared.push_back(prepare(one, run.length_factor));

    const std::size_t count = cases.size() * battery_replications;
    std::size_t done = 0;
    const auto one_run = [&](std::size_t index) {
        const Prepared& job = prepared[index / battery_replications];
        // A number of its own for each, so that cases do not share the chance of their arrivals.
        const auto replication = static_cast<std::uint32_t>(index);
        const sim::Observation observation =
            models::Site(job.scenario, {run.seed, replication, 0.0}).run();
        std::vector<double> values;
        for (const std::size_t position : job.positions)
            values.push_back(observation.metrics[position]);
        return values;
    };
    const auto values =
        sim::replicate(count, {run.threads, {}}, one_run,
                       [&](std::size_t, const auto&) { run.on_done(++done, count); });

    std::vector<SimulatedRow> rows;
    for (std::size_t c = 0; c < cases.size(); ++c)
        for (std::size_t row = 0; row < cases[c].rows.size(); ++row) {
            std::vector<double> sample;
            for (std::size_t r = 0; r < battery_replications; ++r)
                sample.push_back(values[c * battery_replications + r][row]);
            rows.push_back({&cases[c], &cases[c].rows[row], analysis::summarise(sample)});
        }
    return rows;
}

double battery_limit(std::size_t rows) {
    return analysis::t_limit(rows, battery_false_alarm, battery_replications - 1.0);
}

double z_of(const SimulatedRow& simulated, double theory) {
    return (simulated.replications.mean - theory) / simulated.replications.standard_error();
}

}  // namespace wardwire::app

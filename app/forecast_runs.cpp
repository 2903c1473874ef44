// SPDX-License-Identifier: Apache-2.0
#include "app/forecast_runs.hpp"

#include <chrono>
#include <numeric>
#include <utility>

#include "analysis/store/results_file.hpp"
#include "analysis/store/run_circumstances.hpp"
#include "app/earlier_results.hpp"
#include "app/machine.hpp"
#include "app/progress.hpp"
#include "app/replication.hpp"
#include "models/outcome_report.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

namespace {

std::vector<std::uint32_t> all_runs(const PreparedForecast& forecast) {
    std::vector<std::uint32_t> runs(forecast.runs());
    std::iota(runs.begin(), runs.end(), 0U);
    return runs;
}

/// Makes sure of the output, and reads what is there to be added to.
std::map<std::uint32_t, sim::Observation> earlier_runs(const PreparedForecast& forecast,
                                                       const OutputFile& output) {
    prepare_output(output);
    std::map<std::uint32_t, sim::Observation> runs;
    for (auto& one : earlier_replications(output, forecast.provenance, all_runs(forecast))) {
        const std::uint32_t number = one.replication;
        runs.emplace(number, std::move(one));
    }
    return runs;
}

}  // namespace

sim::Observation simulate_periods(const ByPeriod& by_period, const models::Scenario& scenario,
                                  std::uint32_t replication) {
    return by_period.joined(simulate_windows(counted_in(scenario, by_period.periods()),
                                             {scenario.seed, replication, 0.0}));
}

ForecastRuns::ForecastRuns(const PreparedForecast& forecast, const OutputFile& output,
                           Manner manner, std::stop_token stop)
    : forecast_(forecast),
      output_(output),
      manner_(manner),
      stop_(std::move(stop)),
      finished_(earlier_runs(forecast, output)),
      journal_(open_journal(output.path, forecast.provenance, forecast.by_period.layout())) {
    output_.may_replace = output_.may_replace || !finished_.empty();
    std::vector<sim::Observation> journalled;
    recover(journal_, manner_.is_quiet, journalled);
    for (sim::Observation& one : journalled) {
        const std::uint32_t number = one.replication;
        finished_.emplace(number, std::move(one));
    }
}

std::uint32_t ForecastRuns::number_of(std::size_t staffing, std::size_t run) const {
    return static_cast<std::uint32_t>(staffing * forecast_.runs() + run);
}

std::optional<std::vector<sim::Observation>> ForecastRuns::under(
    const std::string& staffing, const std::vector<models::Scenario>& scenarios) {
    const std::size_t index = staffings_.size();
    staffings_.push_back(staffing);
    const std::vector<std::uint32_t> wanted = in_shard(manner_.shard, all_runs(forecast_));
    std::vector<std::uint32_t> to_do = wanted;
    std::erase_if(to_do,
                  [&](std::uint32_t run) { return finished_.contains(number_of(index, run)); });
    Progress progress(to_do.size(), forecast_.by_period.layout(),
                      manner_.is_quiet ? Progress::Manner::quiet : Progress::Manner::shown);
    const auto started = std::chrono::steady_clock::now();
    const auto sets = static_cast<std::uint32_t>(forecast_.sets());
    const auto one_run = [&](std::size_t i) {
        sim::Observation seen =
            simulate_periods(forecast_.by_period, scenarios[to_do[i] % sets], to_do[i] / sets);
        seen.replication = number_of(index, to_do[i]);
        return seen;
    };
    auto fresh = sim::replicate(to_do.size(), {manner_.threads, stop_}, one_run,
                                [&](std::size_t, const sim::Observation& observation) {
                                    journal_.append(observation);
                                    progress.done(observation);
                                });
    wall_s_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    const bool is_complete = fresh.size() == to_do.size();
    for (sim::Observation& one : fresh) {
        events_ += one.events;
        const std::uint32_t number = one.replication;
        finished_.emplace(number, std::move(one));
    }
    if (!is_complete) return std::nullopt;
    std::vector<sim::Observation> runs;
    for (const std::uint32_t run : wanted) runs.push_back(finished_.at(number_of(index, run)));
    return runs;
}

/// What each run was of, as columns of the results.
std::vector<sim::Axis> ForecastRuns::coordinates() const {
    sim::Axis set{"set", "set of parameters, from 0", {}, {}, "1"};
    sim::Axis replication{"replication", "index of the replication of the set", {}, {}, "1"};
    sim::Axis staff{"staff", "the staff that was tried", {}, {}, ""};
    std::vector<std::size_t> sets;
    for (const auto& [number, one] : finished_) {
        const std::size_t run = number % forecast_.runs();
        sets.push_back(run % forecast_.sets());
        set.numbers.push_back(static_cast<double>(sets.back()));
        replication.numbers.push_back(static_cast<double>(run / forecast_.sets()));
        staff.labels.push_back(staffings_[number / forecast_.runs()]);
    }
    std::vector<sim::Axis> columns{std::move(set), std::move(replication)};
    if (staffings_.size() > 1) columns.push_back(std::move(staff));
    for (sim::Axis& column : forecast_.draws.columns(sets)) columns.push_back(std::move(column));
    return columns;
}

void ForecastRuns::write(const std::string& command_line) {
    const std::vector<sim::Axis> design = coordinates();
    std::vector<sim::Observation> all;
    for (const auto& [number, one] : finished_) all.push_back(one);
    analysis::write_results(
        output_.path, forecast_.provenance, forecast_.by_period.layout(),
        models::record_tables(forecast_.scenarios.front()), all,
        output_.may_replace ? analysis::Overwrite::allow : analysis::Overwrite::refuse, design,
        thread_count(manner_.threads));
    journal_.remove();
    analysis::write_circumstances(output_.path, {command_line, machine(), started_at_,
                                                 thread_count(manner_.threads), wall_s_, events_});
}

}  // namespace wardwire::app

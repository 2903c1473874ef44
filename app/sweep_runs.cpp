// SPDX-License-Identifier: Apache-2.0
#include "app/sweep_runs.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <numeric>

#include "analysis/store/results_file.hpp"
#include "analysis/store/run_circumstances.hpp"
#include "app/earlier_results.hpp"
#include "app/exit_code.hpp"
#include "app/invocation.hpp"
#include "app/machine.hpp"
#include "app/progress.hpp"
#include "app/replication.hpp"
#include "models/outcome_report.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

namespace {

/// Makes sure of the output, and reads what is there to be added to.
std::vector<sim::Observation> earlier_runs(const PreparedSweep& sweep, const OutputFile& output,
                                           bool searches) {
    prepare_output(output);
    std::vector<std::uint32_t> wanted(sweep.runs() * (searches ? 2 : 1));
    std::iota(wanted.begin(), wanted.end(), 0U);
    return earlier_replications(output, sweep.provenance, wanted);
}

}  // namespace

SweepRuns::SweepRuns(const PreparedSweep& sweep, const OutputFile& output, Manner manner)
    : sweep_(sweep),
      output_(output),
      manner_(manner),
      finished_(earlier_runs(sweep, output, manner.searches)),
      journal_(open_journal(output.path, sweep.provenance, sweep.layout)) {
    output_.may_replace = output_.may_replace || !finished_.empty();
    recover(journal_, manner_.is_quiet, finished_);
}

const sim::Observation& SweepRuns::at(std::uint32_t run) const {
    return *std::ranges::lower_bound(finished_, run, {}, &sim::Observation::replication);
}

bool SweepRuns::simulate(std::vector<std::uint32_t> runs) {
    asked_.insert(asked_.end(), runs.begin(), runs.end());
    std::erase_if(runs, [&](std::uint32_t run) {
        return std::ranges::binary_search(finished_, run, {}, &sim::Observation::replication);
    });
    Progress progress(runs.size(), sweep_.layout,
                      manner_.is_quiet ? Progress::Manner::quiet : Progress::Manner::shown);
    using Clock = std::chrono::steady_clock;
    const auto started = Clock::now();
    std::vector<Clock::duration> lengths(runs.size());
    const auto one_run = [&](std::size_t i) {
        const auto begun = Clock::now();
        const auto points = static_cast<std::uint32_t>(sweep_.points());
        const models::Scenario& scenario = sweep_.scenarios[runs[i] % points];
        sim::Observation seen =
            simulate_replication(scenario, {scenario.seed, runs[i] / points, 0.0});
        seen.replication = runs[i];
        lengths[i] = Clock::now() - begun;
        return seen;
    };
    auto fresh = sim::replicate(runs.size(), {manner_.threads, manner_.stop}, one_run,
                                [&](std::size_t, const sim::Observation& observation) {
                                    journal_.append(observation);
                                    progress.done(observation);
                                });
    wall_s_ += std::chrono::duration<double>(Clock::now() - started).count();
    for (const Clock::duration length : lengths)
        simulating_s_ += std::chrono::duration<double>(length).count();
    const bool is_complete = fresh.size() == runs.size();
    for (sim::Observation& one : fresh) {
        events_ += one.events;
        finished_.push_back(std::move(one));
    }
    std::ranges::sort(finished_, {}, &sim::Observation::replication);
    return is_complete;
}

std::vector<sim::Observation> SweepRuns::write(const std::string& command_line) {
    if (manner_.searches) {
        std::ranges::sort(asked_);
        std::erase_if(finished_, [&](const sim::Observation& one) {
            return !std::ranges::binary_search(asked_, one.replication);
        });
    }
    analysis::write_results(
        output_.path, sweep_.provenance, sweep_.layout,
        models::record_tables(sweep_.scenarios.front()), finished_,
        output_.may_replace ? analysis::Overwrite::allow : analysis::Overwrite::refuse,
        sweep_.coordinates(finished_), thread_count(manner_.threads));
    journal_.remove();
    analysis::write_circumstances(output_.path, {command_line, machine(), started_at_,
                                                 thread_count(manner_.threads), wall_s_, events_});
    return std::move(finished_);
}

int SweepRuns::report_interruption(const std::string& command_line) const {
    std::fprintf(stderr, "Interrupted: %zu runs are finished and kept.\nGo on with: %s --resume\n",
                 finished_.size(), as_typed(command_line).c_str());
    return exit_interrupted;
}

}  // namespace wardwire::app

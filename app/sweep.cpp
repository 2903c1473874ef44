// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <thread>

#include "analysis/statistics/interval.hpp"
#include "analysis/store/results_file.hpp"
#include "analysis/store/run_circumstances.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/interrupt.hpp"
#include "app/invocation.hpp"
#include "app/machine.hpp"
#include "app/outcome_choice.hpp"
#include "app/output_file.hpp"
#include "app/prepared_sweep.hpp"
#include "app/progress.hpp"
#include "app/provenance.hpp"
#include "app/replication.hpp"
#include "app/scenario_files.hpp"
#include "app/summary.hpp"
#include "models/outcome_report.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

namespace {

/// All runs of an experiment, and where they go.
class Sweep {
 public:
    Sweep(const Arguments& arguments, std::string path, PreparedSweep prepared)
        : path_(std::move(path)),
          prepared_(std::move(prepared)),
          outcomes_(shown_outcomes(prepared_)),
          output_{arguments.text("output").value_or(scenario_name(path_) + ".h5"),
                  arguments.has("force"), arguments.has("resume")},
          shard_(shard_of(arguments)),
          threads_(static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0))),
          is_quiet_(arguments.has("quiet")),
          prints_csv_(arguments.has("csv")) {}

    int run() {
        prepare_output(output_);
        auto journal = open_journal(output_.path, prepared_.provenance, prepared_.layout);
        finished_ = recovered(journal, is_quiet_);
        if (!simulate(journal)) return report_interruption();
        std::ranges::sort(finished_, {}, &sim::Observation::replication);
        analysis::write_results(
            output_.path, prepared_.provenance, prepared_.layout,
            models::record_tables(prepared_.scenarios.front()), finished_,
            output_.may_replace ? analysis::Overwrite::allow : analysis::Overwrite::refuse,
            prepared_.coordinates(finished_));
        journal.remove();
        analysis::write_circumstances(
            output_.path,
            {command_line(), machine(), started_at_,
             threads_ > 0 ? threads_ : std::thread::hardware_concurrency(), wall_s_, events_});
        if (prints_csv_) print_csv();
        if (!is_quiet_ && !prints_csv_) print();
        return exit_ok;
    }

 private:
    std::string command_line() const {
        std::string text = "wardwire sweep " + path_ + " -o " + output_.path.string();
        return shard_.of > 1 ? text + " --shard " + text_of(shard_) : text;
    }

    std::vector<std::uint32_t> wanted() const {
        std::vector<std::uint32_t> runs(prepared_.runs());
        std::iota(runs.begin(), runs.end(), 0U);
        return in_shard(shard_, std::move(runs));
    }

    bool simulate(analysis::Journal& journal) {
        std::vector<bool> is_done(prepared_.runs(), false);
        for (const sim::Observation& one : finished_) is_done[one.replication] = true;
        std::vector<std::uint32_t> to_do = wanted();
        std::erase_if(to_do, [&](std::uint32_t run) { return is_done[run]; });
        const InterruptGuard interrupt;
        Progress progress(to_do.size(), prepared_.layout,
                          is_quiet_ ? Progress::Manner::quiet : Progress::Manner::shown);
        const auto started = std::chrono::steady_clock::now();
        const auto one_run = [&](std::size_t i) {
            const auto points = static_cast<std::uint32_t>(prepared_.points());
            const models::Scenario& scenario = prepared_.scenarios[to_do[i] % points];
            sim::Observation seen =
                simulate_replication(scenario, {scenario.seed, to_do[i] / points, 0.0});
            seen.replication = to_do[i];
            return seen;
        };
        auto fresh = sim::replicate(to_do.size(), {threads_, interrupt.token()}, one_run,
                                    [&](std::size_t, const sim::Observation& observation) {
                                        journal.append(observation);
                                        progress.done(observation);
                                    });
        wall_s_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        const bool is_complete = fresh.size() == to_do.size();
        for (sim::Observation& one : fresh) {
            events_ += one.events;
            finished_.push_back(std::move(one));
        }
        return is_complete;
    }

    int report_interruption() const {
        std::fprintf(stderr,
                     "Interrupted: %zu of %zu runs are finished and kept.\nGo on with: %s "
                     "--resume\n",
                     finished_.size(), wanted().size(), as_typed(command_line()).c_str());
        return exit_interrupted;
    }

    /// The values of an outcome at a point, in order of its replications.
    std::vector<double> values_at(std::size_t point, const ChosenOutcome& outcome) const {
        std::vector<double> values;
        for (const sim::Observation& one : finished_)
            if (one.replication % prepared_.points() == point)
                values.push_back(outcome.measure.value(one));
        return values;
    }

    void print() const {
        std::printf("%s\n%zu points, %u replications each, %s", prepared_.experiment.title.c_str(),
                    prepared_.points(), prepared_.experiment.replications,
                    study_line(prepared_.provenance, finished_.size()).c_str());
        if (!prepared_.design.note.empty()) std::printf("; %s", prepared_.design.note.c_str());
        std::printf("\n\n");
        constexpr std::size_t most_rows = 40;
        for (const std::string& name : outcomes_) {
            const ChosenOutcome outcome = choose_outcome(name, prepared_.layout);
            std::printf(
                "%s%s\n", name.c_str(),
                outcome.measure.unit == "1" ? "" : (" (" + outcome.measure.unit + ")").c_str());
            for (std::size_t p = 0; p < std::min(prepared_.points(), most_rows); ++p) {
                const analysis::Interval mean = analysis::mean_interval(values_at(p, outcome));
                std::printf("  %-56s %10.4g", words(p).c_str(), mean.mean);
                if (mean.half_width) std::printf(" ± %.2g", *mean.half_width);
                std::printf("\n");
            }
            if (prepared_.points() > most_rows)
                std::printf("  and %zu further points; --csv prints all\n",
                            prepared_.points() - most_rows);
        }
        std::printf("\n%zu runs in %.1f s. Results: %s\n", finished_.size(), wall_s_,
                    output_.path.c_str());
    }

    std::string words(std::size_t point) const {
        return words_for(prepared_.experiment, prepared_.design.points[point]);
    }

    void print_csv() const {
        std::printf("point");
        for (const Factor& factor : prepared_.experiment.factors)
            std::printf(",%s", factor.name.c_str());
        std::printf(",outcome,unit,mean,half_width,replications\n");
        for (const std::string& name : outcomes_) {
            const ChosenOutcome outcome = choose_outcome(name, prepared_.layout);
            for (std::size_t p = 0; p < prepared_.points(); ++p) {
                const analysis::Interval mean = analysis::mean_interval(values_at(p, outcome));
                std::printf("%zu", p);
                for (const std::string& value : prepared_.design.points[p].values)
                    std::printf(",%s", value.c_str());
                std::printf(",\"%s\",%s,%.17g,", name.c_str(), outcome.measure.unit.c_str(),
                            mean.mean);
                if (mean.half_width) std::printf("%.17g", *mean.half_width);
                std::printf(",%zu\n", mean.used);
            }
        }
    }

    std::string path_;
    PreparedSweep prepared_;
    std::vector<std::string> outcomes_;
    OutputFile output_;
    Shard shard_;
    unsigned threads_;
    bool is_quiet_;
    bool prints_csv_;
    std::vector<sim::Observation> finished_;
    std::string started_at_ = now_iso();
    std::uint64_t events_ = 0;
    double wall_s_ = 0.0;
};

}  // namespace

int sweep_command(const Arguments& arguments) {
    arguments.exclude("resume", "force", "go on with the old study, or start over?");
    const std::string& path = arguments.only_operand("EXPERIMENT");
    std::vector<models::Finding> findings;
    auto prepared = prepare_sweep(path, findings);
    std::fputs(models::format_findings(findings).c_str(), stderr);
    if (!prepared) return exit_usage;
    return Sweep(arguments, path, std::move(*prepared)).run();
}

}  // namespace wardwire::app

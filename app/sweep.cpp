// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "analysis/statistics/interval.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/interrupt.hpp"
#include "app/machine.hpp"
#include "app/outcome_choice.hpp"
#include "app/output_file.hpp"
#include "app/prepared_sweep.hpp"
#include "app/provenance.hpp"
#include "app/scenario_files.hpp"
#include "app/sweep_runs.hpp"

namespace wardwire::app {

namespace {

/// All runs of an experiment, and where they go.
class Sweep {
 public:
    using Clock = std::chrono::steady_clock;

    Sweep(const Arguments& arguments, std::string path, PreparedSweep prepared,
          Clock::time_point begun, std::stop_token stop)
        : begun_(begun),
          path_(std::move(path)),
          prepared_(std::move(prepared)),
          outcomes_(shown_outcomes(prepared_)),
          output_{arguments.text("output").value_or(scenario_name(path_) + ".h5"),
                  arguments.has("force"), arguments.has("resume"), true},
          shard_(shard_of(arguments)),
          is_quiet_(arguments.has("quiet")),
          prints_csv_(arguments.has("csv")),
          threads_(threads_of(arguments)),
          runs_(prepared_, output_, {threads_, is_quiet_, stop}) {}

    int run() {
        if (!runs_.simulate(wanted())) return runs_.report_interruption(command_line());
        finished_ = runs_.write(command_line());
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
        const double core_seconds =
            std::chrono::duration<double>(Clock::now() - begun_).count() * thread_count(threads_);
        std::printf("\n%zu runs in %.1f s; of the time of %u cores %.0f %% was simulation.\n",
                    finished_.size(), runs_.wall_seconds(), thread_count(threads_),
                    100.0 * runs_.simulating_seconds() / core_seconds);
        std::printf("Results: %s\n", output_.path.c_str());
    }

    std::string words(std::size_t point) const {
        return words_for(prepared_.experiment, prepared_.design.points[point]);
    }

    /// A number as it is, anything else in quotes.
    std::string csv_value(std::size_t point, std::size_t f) const {
        const Factor& factor = prepared_.experiment.factors[f];
        const std::string& value = prepared_.design.points[point].values[f];
        const bool is_number = value.find_first_not_of("+-.0123456789eE") == std::string::npos;
        const std::string shown = shown_value(factor, value);
        return is_number && factor.names.empty() ? shown : '"' + shown + '"';
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
                for (std::size_t f = 0; f < prepared_.experiment.factors.size(); ++f)
                    std::printf(",%s", csv_value(p, f).c_str());
                std::printf(",\"%s\",%s,%.17g,", name.c_str(), outcome.measure.unit.c_str(),
                            mean.mean);
                if (mean.half_width) std::printf("%.17g", *mean.half_width);
                std::printf(",%zu\n", mean.used);
            }
        }
    }

    Clock::time_point begun_;
    std::string path_;
    PreparedSweep prepared_;
    std::vector<std::string> outcomes_;
    OutputFile output_;
    Shard shard_;
    bool is_quiet_;
    bool prints_csv_;
    unsigned threads_;
    SweepRuns runs_;
    std::vector<sim::Observation> finished_;
};

}  // namespace

int sweep_command(const Arguments& arguments) {
    arguments.exclude("resume", "force", "go on with the old study, or start over?");
    const std::string& path = arguments.only_operand("EXPERIMENT");
    const InterruptGuard interrupt;
    std::vector<models::Finding> findings;
    const auto begun = std::chrono::steady_clock::now();
    auto prepared = prepare_sweep(path, threads_of(arguments), findings);
    std::fputs(models::format_findings(findings).c_str(), stderr);
    if (!prepared) return exit_usage;
    return Sweep(arguments, path, std::move(*prepared), begun, interrupt.token()).run();
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <thread>

#include "analysis/store/observation_bytes.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/prepared_sweep.hpp"
#include "app/provenance.hpp"
#include "app/replication.hpp"
#include "app/scenario_files.hpp"

namespace wardwire::app {

namespace {

/// What one run takes on one core.
struct Cost {
    double seconds = 0.0;
    double bytes = 0.0;  ///< in the journal; the results file is smaller
    double events = 0.0;
};

Cost cost_of_one(const models::Scenario& scenario) {
    const auto started = std::chrono::steady_clock::now();
    const sim::Observation seen = simulate_replication(scenario, {scenario.seed, 0, 0.0});
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - started;
    return {passed.count(), static_cast<double>(analysis::to_bytes(seen).size()),
            static_cast<double>(seen.events)};
}

/// Runs the first replication of some scenarios, at most three spread over all of them.
Cost mean_cost(const std::vector<models::Scenario>& scenarios) {
    const std::size_t last = scenarios.size() - 1;
    std::vector<std::size_t> tried{0, last / 2, last};
    tried.erase(std::unique(tried.begin(), tried.end()), tried.end());
    Cost sum;
    for (const std::size_t i : tried) {
        const Cost one = cost_of_one(scenarios[i]);
        sum.seconds += one.seconds;
        sum.bytes += one.bytes;
        sum.events += one.events;
    }
    const double count = static_cast<double>(tried.size());
    return {sum.seconds / count, sum.bytes / count, sum.events / count};
}

std::string rough_time(double seconds) {
    std::array<char, 48> text{};
    if (seconds < 120.0)
        std::snprintf(text.data(), text.size(), "%.2g s", seconds);
    else if (seconds < 7200.0)
        std::snprintf(text.data(), text.size(), "%.0f min", seconds / 60.0);
    else
        std::snprintf(text.data(), text.size(), "%.1f h", seconds / 3600.0);
    return text.data();
}

void print_cost(const std::vector<models::Scenario>& scenarios, std::size_t runs,
                const Arguments& arguments) {
    const Cost cost = mean_cost(scenarios);
    const double all = static_cast<double>(runs);
    const double threads = static_cast<double>(
        arguments.number("threads", 1, 1024).value_or(std::thread::hardware_concurrency()));
    std::printf("  events     about %.2g in all\n", cost.events * all);
    std::printf("  time       about %s on %.0f cores; a run takes %s\n",
                rough_time(cost.seconds * all / std::min(threads, all)).c_str(), threads,
                rough_time(cost.seconds).c_str());
    std::printf("  disk       up to %.2g MB while it runs; the results are smaller\n",
                cost.bytes * all / 1e6);
    std::printf("Estimated from %s that took place just now; nothing was written.\n",
                scenarios.size() > 2 ? "three runs" : "a run or two");
}

int plan_sweep(const std::string& path, const Arguments& arguments) {
    std::vector<models::Finding> findings;
    const auto sweep = prepare_sweep(path, findings);
    std::fputs(models::format_findings(findings).c_str(), stderr);
    if (!sweep) return exit_usage;
    std::printf("%s\n  points     %zu", sweep->experiment.title.c_str(), sweep->points());
    if (sweep->design.left_out > 0)
        std::printf(", %zu left out by constraints", sweep->design.left_out);
    if (!sweep->design.note.empty()) std::printf(" (%s)", sweep->design.note.c_str());
    std::printf(
        "\n  runs       %zu: %u replications of each point\n  seed       %llu, shared by "
        "all points: they have the same luck\n",
        sweep->runs(), sweep->experiment.replications,
        static_cast<unsigned long long>(sweep->provenance.seed));
    constexpr std::size_t shown = 5;
    for (std::size_t p = 0; p < std::min(shown, sweep->points()); ++p)
        std::printf("  point %-4zu %s\n", p,
                    words_for(sweep->experiment, sweep->design.points[p]).c_str());
    if (sweep->points() > shown) std::printf("  ...\n");
    print_cost(sweep->scenarios, sweep->runs(), arguments);
    return exit_ok;
}

int plan_run(const std::string& path, const Arguments& arguments) {
    models::ReadResult read = read_and_validate(path, overrides_of(arguments));
    std::fputs(models::format_findings(read.findings).c_str(), stderr);
    if (!read.scenario) return exit_usage;
    const std::size_t runs = read.scenario->replications;
    std::printf("%s\n  runs       %s\n", read.scenario->title.c_str(),
                study_line(provenance_of(*read.scenario), runs).c_str());
    print_cost({std::move(*read.scenario)}, runs, arguments);
    return exit_ok;
}

}  // namespace

int plan_command(const Arguments& arguments) {
    const std::string& path = arguments.only_operand("SCENARIO or EXPERIMENT");
    const auto text = load_scenario_text(path);
    const bool is_experiment = text && text->find("\"wardwire_experiment\"") != std::string::npos;
    return is_experiment ? plan_sweep(path, arguments) : plan_run(path, arguments);
}

}  // namespace wardwire::app

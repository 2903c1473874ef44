// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "analysis/store/store_error.hpp"
#include "app/bench/contest.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/json_text.hpp"
#include "app/machine.hpp"
#include "app/version.hpp"

namespace wardwire::app {

namespace {

struct MeasuredContest {
    bench::Contest contest;
    bench::Outcome outcome;
};

std::vector<bench::Contest> contests_named(const std::string& beginning) {
    std::vector<bench::Contest> named;
    for (auto list :
         {bench::pending_set_contests(), bench::model_contests(), bench::process_contests(),
          bench::federation_contests(), bench::replication_contests(), bench::ward_contests()})
        for (bench::Contest& contest : list)
            if (contest.name.starts_with(beginning)) named.push_back(std::move(contest));
    return named;
}

std::string verdict(const std::vector<MeasuredContest>& all) {
    std::size_t goals = 0, met = 0;
    for (const auto& [contest, outcome] : all) {
        if (!bench::has_goal(contest)) continue;
        ++goals;
        met += bench::is_met(contest, outcome) ? 1U : 0U;
    }
    return std::to_string(met) + " of " + std::to_string(goals) + " goals met";
}

std::string goal_json(double goal) { return goal > 0 ? json_number(goal) : "null"; }

void print_json(const std::vector<MeasuredContest>& all, int turns) {
    std::printf(
        "{\n  \"machine\": %s,\n  \"compiler\": %s,\n  \"commit\": %s,\n  \"turns\": %d,\n"
        "  \"work\": [\n",
        json_text(machine()).c_str(), json_text(compiler()).c_str(), json_text(commit()).c_str(),
        turns);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& [contest, outcome] = all[i];
        std::printf(
            "    {\"name\": %s, \"unit\": %s, \"per_second\": %s, "
            "\"reference_per_second\": %s, \"ratio\": %s, \"goal_per_second\": %s, "
            "\"goal_ratio\": %s, \"met\": %s}%s\n",
            json_text(contest.name).c_str(), json_text(contest.unit).c_str(),
            json_number(outcome.ours_per_second).c_str(),
            json_number(outcome.reference_per_second).c_str(), json_number(outcome.ratio).c_str(),
            goal_json(contest.goal_per_second).c_str(), goal_json(contest.goal_ratio).c_str(),
            !bench::has_goal(contest)         ? "null"
            : bench::is_met(contest, outcome) ? "true"
                                              : "false",
            i + 1 < all.size() ? "," : "");
    }
    std::printf("  ]\n}\n");
}

/// Appends a row for each work, so that a table of all days grows. The first row of a new file
/// names the columns.
void keep(const std::filesystem::path& path, const std::vector<MeasuredContest>& all) {
    const bool is_new = !std::filesystem::exists(path);
    std::ofstream file(path, std::ios::app);
    if (is_new)
        file << "date,commit,machine,compiler,work,unit,per_second,reference_per_second,ratio,"
                "goal_per_second,goal_ratio\n";
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    const std::chrono::year_month_day date{today};
    char day[16];
    std::snprintf(day, sizeof day, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    char numbers[160];
    for (const auto& [contest, outcome] : all) {
        std::snprintf(numbers, sizeof numbers, "%.4g,%.4g,%.3f,%.4g,%.3f", outcome.ours_per_second,
                      outcome.reference_per_second, outcome.ratio, contest.goal_per_second,
                      contest.goal_ratio);
        file << day << ',' << commit() << ",\"" << machine() << "\",\"" << compiler() << "\",\""
             << contest.name << "\"," << contest.unit << ',' << numbers << '\n';
    }
    file.flush();
    if (!file) throw analysis::StoreError(path, std::strerror(errno));
}

/// Runs a kernel for very long; memory that grows after the first tenth is a leak.
int soak(std::uint64_t millions) {
    constexpr std::size_t allowed_bytes = 1 << 20;
    std::printf("%12s %14s %12s\n", "events", "resident MiB", "pending");
    const auto points = bench::soak(millions * 1'000'000);
    for (const bench::SoakPoint& point : points)
        std::printf("%12" PRIu64 " %14.2f %12zu\n", point.events,
                    static_cast<double>(point.resident_bytes) / (1 << 20), point.pending);
    const std::size_t first = points.front().resident_bytes;
    const std::size_t last = points.back().resident_bytes;
    const bool is_flat = last <= first + allowed_bytes;
    std::printf("%s\n", is_flat ? "Memory is flat." : "Memory grows.");
    return is_flat ? exit_ok : exit_condition_failed;
}

}  // namespace

int bench_command(const Arguments& arguments) {
    if (!arguments.operands().empty()) throw UsageError("bench takes no operands");
    if (const auto millions = arguments.number("soak", 1, 1'000'000)) return soak(*millions);
    const int turns = static_cast<int>(arguments.number("turns", 1, 1000).value_or(5));
    const std::string beginning = arguments.text("only").value_or("");
    const std::vector<bench::Contest> contests = contests_named(beginning);
    if (contests.empty()) throw UsageError("no work begins with \"" + beginning + "\"");
    const bool as_json = arguments.has("json");
    if (!as_json)
        std::printf("%s, %s\nmedians of %d turns\n\n%s\n", machine().c_str(), compiler().c_str(),
                    turns, bench::heading().c_str());
    std::vector<MeasuredContest> all;
    for (const bench::Contest& contest : contests) {
        all.push_back({contest, bench::measure(contest, turns)});
        if (as_json) continue;
        std::printf("%s\n", bench::row(contest, all.back().outcome).c_str());
        std::fflush(stdout);
    }
    if (as_json)
        print_json(all, turns);
    else
        std::printf("\n%s\n", verdict(all).c_str());
    if (const auto history = arguments.text("history")) keep(*history, all);
    return exit_ok;
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "analysis/calibration/log_likeness.hpp"
#include "analysis/statistics/order_statistics.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/log_input.hpp"

namespace wardwire::app {

namespace {

/// One distance between two logs, beside that between the halves of the first.
struct Distance {
    analysis::LikenessMetric metric;
    double distance;
    double floor;

    double ratio() const { return distance / floor; }
};

std::vector<Distance> measure(const LogInput& one, const LogInput& other, analysis::Weeks weeks) {
    const auto shape = [](const LogInput& log, analysis::Weeks which) {
        return analysis::shape_of(log.imported.log, log.chat, which);
    };
    const analysis::LogShape first = shape(one, weeks);
    const analysis::LogShape second = shape(other, weeks);
    const analysis::LogShape odd = shape(one, analysis::Weeks::odd);
    const analysis::LogShape even = shape(one, analysis::Weeks::even);
    std::vector<Distance> all;
    for (const analysis::LikenessMetric& metric : analysis::likeness_metrics())
        all.push_back({metric, metric.distance(first, second), metric.distance(odd, even)});
    return all;
}

/// Roles that only one of the logs has are "other" in both: a calibration merges small roles.
void merge_unshared_roles(analysis::EventLog& log, const analysis::EventLog& beside) {
    for (std::string& role : log.roles)
        if (std::ranges::find(beside.roles, role) == beside.roles.end()) role = "other";
}

std::vector<double> ratios(const std::vector<Distance>& distances) {
    std::vector<double> all;
    for (const Distance& one : distances)
        if (std::isfinite(one.ratio())) all.push_back(one.ratio());
    return all;
}

void print_words(const std::vector<Distance>& distances) {
    std::printf("%-30s %10s %10s %7s\n", "Distance", "between", "floor", "ratio");
    for (const Distance& one : distances) {
        const std::string name =
            std::string(one.metric.name) +
            (one.metric.unit.empty() ? "" : " (" + std::string(one.metric.unit) + ")");
        std::printf("%-30s", name.c_str());
        for (const double x : {one.distance, one.floor})
            std::isfinite(x) ? std::printf(" %10.3g", x) : std::printf(" %10s", "-");
        std::isfinite(one.ratio()) ? std::printf(" %7.2f\n", one.ratio())
                                   : std::printf(" %7s\n", "-");
    }
    const std::vector<double> all = ratios(distances);
    if (all.empty()) return;
    std::printf(
        "\nMedian ratio %.2f, largest %.2f. The floor is how far odd and even weeks of the "
        "first log are apart:\na ratio of 1 is as near as the log is to itself.\n",
        analysis::sample_quantile(all, 0.5), std::ranges::max(all));
}

void print_json(const std::vector<Distance>& distances) {
    const auto finite = [](double x) {
        return std::isfinite(x) ? nlohmann::ordered_json(x) : nlohmann::ordered_json(nullptr);
    };
    nlohmann::ordered_json all;
    for (const Distance& one : distances)
        all["distances"][one.metric.name] = {{"unit", one.metric.unit},
                                             {"meaning", one.metric.meaning},
                                             {"distance", finite(one.distance)},
                                             {"floor", finite(one.floor)},
                                             {"ratio", finite(one.ratio())}};
    const std::vector<double> known = ratios(distances);
    if (!known.empty()) {
        all["median_ratio"] = analysis::sample_quantile(known, 0.5);
        all["largest_ratio"] = std::ranges::max(known);
    }
    std::printf("%s\n", all.dump(2).c_str());
}

}  // namespace

int compare_logs_command(const Arguments& arguments) {
    if (arguments.operands().size() != 2) throw UsageError("needs two logs, A and B");
    const analysis::Weeks weeks = weeks_of(arguments);
    LogInput one = read_log_input({arguments.operands()[0]}, arguments);
    LogInput other = read_log_input({arguments.operands()[1]}, arguments, SideTablesOf::another);
    merge_unshared_roles(one.imported.log, other.imported.log);
    merge_unshared_roles(other.imported.log, one.imported.log);
    const std::vector<Distance> distances = measure(one, other, weeks);
    arguments.has("json") ? print_json(distances) : print_words(distances);
    return exit_ok;
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "app/likeness_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "analysis/calibration/chat_calibration.hpp"

namespace wardwire::app {

namespace {

using Json = nlohmann::ordered_json;

std::vector<double> known_ratios(std::span<const analysis::Likeness> found) {
    std::vector<double> all;
    for (const analysis::Likeness& one : found)
        if (std::isfinite(one.ratio())) all.push_back(one.ratio());
    return all;
}

/// A number in so many places, or a dash.
std::string number_in_places(double x, int places, const char* format) {
    std::array<char, 64> text{};
    if (std::isfinite(x)) {
        std::snprintf(text.data(), text.size(), format, places, x);
    } else {
        std::snprintf(text.data(), text.size(), "%*s", places, "-");
    }
    return text.data();
}

std::string likeness_line(const analysis::LikenessMetric& metric, const analysis::Likeness& one) {
    std::array<char, 64> text{};
    const std::string name = std::string(metric.name) +
                             (metric.unit.empty() ? "" : " (" + std::string(metric.unit) + ")");
    std::snprintf(text.data(), text.size(), "%-33s", name.c_str());
    std::string line = text.data() + number_in_places(one.distance, 10, " %*.3g") +
                       number_in_places(one.floor, 10, " %*.3g") +
                       number_in_places(one.ratio(), 7, " %*.2f");
    if (std::isfinite(one.ratio()) && std::isfinite(one.ratio_limits.upper)) {
        std::snprintf(text.data(), text.size(), "  %.2f to %.2f", one.ratio_limits.lower,
                      one.ratio_limits.upper);
        line += text.data();
    }
    return line + "\n";
}

/// What the baselines say at all, a line for each distance.
std::string baseline_lines(const LikenessReport& report) {
    const auto metrics = analysis::likeness_metrics();
    std::string text = "\nSimple models instead, by distance (this calibration first)\n";
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        std::string line;
        for (const BaselineLikeness& one : report.baselines)
            if (std::isfinite(one.distances[i]))
                line += "  " + one.name + number_in_places(one.distances[i], 0, " %*.3g");
        if (!line.empty())
            text += std::string(metrics[i].name) + ":" +
                    number_in_places(report.found[i].distance, 0, " %*.3g") + line + "\n";
    }
    return text;
}

constexpr std::array<const char*, analysis::answer_waits_s.size()> wait_names = {
    "1 min", "5 min", "1 h", "4 h", "1 day"};

/// The shares of the same kind in another log, if it has any.
const analysis::SharesInTime* same_kind(std::span<const analysis::SharesInTime> others,
                                        const analysis::SharesInTime& one) {
    const auto found = std::ranges::find(others, one.what, &analysis::SharesInTime::what);
    return found == others.end() ? nullptr : &*found;
}

std::string in_time_lines(const analysis::SharesInTime& one,
                          std::span<const analysis::SharesInTime> others) {
    const analysis::SharesInTime* const other = same_kind(others, one);
    std::array<char, 128> text{};
    std::snprintf(text.data(), text.size(), "\n%-33s %9s  %-17s  %9s\n",
                  (std::string(one.what) + " within").c_str(), "first", "90 % interval", "other");
    std::string lines = text.data();
    for (std::size_t i = 0; i < wait_names.size(); ++i) {
        std::snprintf(text.data(), text.size(), "%-33s %7.1f %%  %5.1f to %5.1f %%  ",
                      wait_names[i], 100.0 * one.share[i], 100.0 * one.limits[i].lower,
                      100.0 * one.limits[i].upper);
        lines += text.data();
        lines += other ? number_in_places(100.0 * other->share[i], 9, " %*.1f") + " %\n" : " -\n";
    }
    return lines;
}

Json number_or_null(double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); }

Json in_time_json(const analysis::SharesInTime& one,
                  std::span<const analysis::SharesInTime> others) {
    const analysis::SharesInTime* const other = same_kind(others, one);
    Json all;
    for (std::size_t i = 0; i < wait_names.size(); ++i)
        all[wait_names[i]] = {{"share", one.share[i]},
                              {"lower", one.limits[i].lower},
                              {"upper", one.limits[i].upper},
                              {"other", other ? Json(other->share[i]) : Json(nullptr)}};
    return all;
}

}  // namespace

std::string likeness_words(const LikenessReport& report) {
    const auto metrics = analysis::likeness_metrics();
    std::array<char, 256> text{};
    std::snprintf(text.data(), text.size(), "%-33s %10s %10s %7s  %s\n", "Distance", "between",
                  "floor", "ratio", "90 % interval");
    std::string all = text.data();
    for (std::size_t i = 0; i < metrics.size(); ++i)
        all += likeness_line(metrics[i], report.found[i]);
    const std::vector<double> ratios = known_ratios(report.found);
    if (!ratios.empty()) {
        std::snprintf(text.data(), text.size(),
                      "\nMedian ratio %.2f, largest %.2f. The floor is how far halves of the first "
                      "log are apart:\na ratio of 1 is as near as the log is to itself.\n",
                      analysis::sample_quantile(ratios, 0.5), std::ranges::max(ratios));
        all += text.data();
    }
    for (const analysis::SharesInTime& one : report.in_time)
        all += in_time_lines(one, report.in_time_of_other);
    return report.baselines.empty() ? all : all + baseline_lines(report);
}

std::string likeness_json(const LikenessReport& report) {
    const auto metrics = analysis::likeness_metrics();
    Json all;
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        const analysis::Likeness& one = report.found[i];
        Json& entry = all["distances"][metrics[i].name];
        entry = {{"unit", metrics[i].unit},
                 {"meaning", metrics[i].meaning},
                 {"distance", number_or_null(one.distance)},
                 {"floor", number_or_null(one.floor)},
                 {"ratio", number_or_null(one.ratio())},
                 {"ratio_lower", number_or_null(one.ratio_limits.lower)},
                 {"ratio_upper", number_or_null(one.ratio_limits.upper)}};
        for (const BaselineLikeness& baseline : report.baselines)
            if (std::isfinite(baseline.distances[i]))
                entry["baselines"][baseline.name] = baseline.distances[i];
    }
    const std::vector<double> ratios = known_ratios(report.found);
    if (!ratios.empty()) {
        all["median_ratio"] = analysis::sample_quantile(ratios, 0.5);
        all["largest_ratio"] = std::ranges::max(ratios);
    }
    for (const analysis::SharesInTime& one : report.in_time)
        all["in_time"][one.what] = in_time_json(one, report.in_time_of_other);
    return all.dump(2) + "\n";
}

}  // namespace wardwire::app

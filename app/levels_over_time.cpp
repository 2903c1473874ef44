// SPDX-License-Identifier: Apache-2.0
#include "app/levels_over_time.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/statistics/batch_means.hpp"
#include "analysis/statistics/start_effect.hpp"
#include "app/outcome_choice.hpp"
#include "app/wording.hpp"
#include "models/over_time.hpp"

namespace wardwire::app {

namespace {

constexpr std::size_t days_a_week = 7;

/// Levels that are sampled, and what they are called in a sentence.
struct Level {
    const char* series;
    const char* words;
};
constexpr std::array levels{Level{"open_threads", "open threads"},
                            Level{"backlog", "messages and calls in the lines"},
                            Level{"in_baskets", "work in the in-baskets"}};

const sim::Measure* find_series(const sim::ResultLayout& layout, std::string_view name) {
    const auto found = std::ranges::find(layout.series, name, &sim::Measure::name);
    return found == layout.series.end() ? nullptr : &*found;
}

/// Day by day the mean of some cells of a series, added up; whole days only.
std::vector<double> by_day(const sim::Measure& measure, const sim::ResultLayout& layout,
                           const sim::Observation& seen, std::size_t cell, std::size_t cells) {
    const sim::Axis& time = layout.axes[measure.axes.front()];
    if (time.size() < 2) return {};
    const auto per_day =
        static_cast<std::size_t>(std::lround(24.0 / (time.numbers[1] - time.numbers[0])));
    const std::size_t width = measure.size / time.size();
    std::vector<double> days(time.size() / per_day, 0.0);
    for (std::size_t sample = 0; sample < days.size() * per_day; ++sample)
        for (std::size_t c = cell; c < cell + cells; ++c)
            days[sample / per_day] +=
                seen.series[measure.offset + sample * width + c] / static_cast<double>(per_day);
    return days;
}

std::optional<analysis::StartEffect> effect_in(const sim::Measure& measure,
                                               const sim::ResultLayout& layout,
                                               std::span<const sim::Observation> observations) {
    const std::size_t cells = measure.size / layout.axes[measure.axes.front()].size();
    std::vector<std::vector<double>> days;
    for (const sim::Observation& one : observations)
        days.push_back(by_day(measure, layout, one, 0, cells));
    return analysis::start_effect(days, days_a_week);
}

/// A batch is whole weeks, of which there are about twenty batches; none for less than ten weeks.
std::size_t batch_days(std::size_t days) {
    constexpr std::size_t batches = 20;
    if (days < 10 * days_a_week) return 0;
    return std::max<std::size_t>(1, days / batches / days_a_week) * days_a_week;
}

}  // namespace

std::string warm_up_warning(const models::Scenario& scenario, const sim::ResultLayout& layout,
                            std::span<const sim::Observation> observations) {
    if (models::milestones(scenario).size() > 1) return {};
    std::optional<analysis::StartEffect> longest;
    const char* what = "";
    for (const Level& level : levels) {
        const sim::Measure* measure = find_series(layout, level.series);
        if (measure == nullptr) continue;
        const auto effect = effect_in(*measure, layout, observations);
        if (!effect || (longest && longest->values >= effect->values)) continue;
        longest = effect;
        what = level.words;
    }
    if (!longest) return {};
    const double days = static_cast<double>(longest->values);
    const double before = sim::in_hours(scenario.warm_up) / 24.0;
    return printed(
               "Warning: the warm-up is too short. In the first %.0f days of the window, %s "
               "are %.0f %% %s than later (MSER-5).\n",
               days, what, 100.0 * std::abs(longest->difference),
               longest->difference < 0.0 ? "fewer" : "more") +
           (longest->is_run_too_short
                ? "The window is too short to show where that ends; make it longer: "
                  "/horizon/length.\n"
                : printed("A warm-up of %.0f days would do: -p /horizon/warm_up='%.0f days'\n",
                          before + days, before + days));
}

std::string steady_state_words(const sim::ResultLayout& layout,
                               std::span<const sim::Observation> observations) {
    if (observations.size() != 1) return {};
    std::string rows;
    for (const Level& level : levels) {
        const sim::Measure* measure = find_series(layout, level.series);
        if (measure == nullptr) continue;
        sim::Measure cells = *measure;  // as named without the time
        cells.axes.erase(cells.axes.begin());
        cells.size /= layout.axes[measure->axes.front()].size();
        const std::vector<std::string> names = cell_names(cells, layout);
        for (std::size_t cell = 0; cell < names.size(); ++cell) {
            const std::vector<double> days =
                by_day(*measure, layout, observations.front(), cell, 1);
            const std::size_t batch = batch_days(days.size());
            if (batch == 0) return {};
            const auto interval =
                analysis::steady_state_interval(days, analysis::variance_by_batches(days, batch));
            if (rows.empty())
                rows = printed(
                    "Steady state of this one run, 95 %% interval by %zu batches of %zu "
                    "days\n",
                    days.size() / batch, batch);
            rows += printed("  %-46s %10.4g ± %.2g\n", names[cell].c_str(), interval.mean,
                            interval.half_width.value_or(0.0));
        }
    }
    return rows;
}

}  // namespace wardwire::app

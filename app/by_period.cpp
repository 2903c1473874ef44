// SPDX-License-Identifier: Apache-2.0
#include "app/by_period.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <optional>
#include <utility>

#include "models/outcome_report.hpp"
#include "sim/digest.hpp"

namespace wardwire::app {

namespace {

using std::chrono::year_month_day;

std::string name_of(year_month_day first, unsigned months) {
    const int year = static_cast<int>(first.year());
    const unsigned month = static_cast<unsigned>(first.month());
    std::array<char, 32> text{};
    if (months == 12)
        std::snprintf(text.data(), text.size(), "%04d", year);
    else if (months == 3)
        std::snprintf(text.data(), text.size(), "%04d-Q%u", year, (month + 2) / 3);
    else
        std::snprintf(text.data(), text.size(), "%04d-%02u", year, month);
    return text.data();
}

/// Which measures of a layout have the same dimensions in all the others.
std::vector<std::size_t> shared_measures(const std::vector<sim::ResultLayout>& layouts) {
    const auto is_shared = [&](std::uint32_t axis) {
        return std::ranges::all_of(layouts, [&](const sim::ResultLayout& other) {
            return other.axes[axis] == layouts.front().axes[axis];
        });
    };
    std::vector<std::size_t> shared;
    for (std::size_t m = 0; m < layouts.front().metrics.size(); ++m)
        if (std::ranges::all_of(layouts.front().metrics[m].axes, is_shared)) shared.push_back(m);
    return shared;
}

/// A layout of some of the metrics and the dimensions that they have.
sim::ResultLayout reduced(const sim::ResultLayout& full, const std::vector<std::size_t>& kept) {
    sim::ResultLayout layout;
    std::vector<std::optional<std::uint32_t>> places(full.axes.size());
    std::size_t offset = 0;
    for (const std::size_t m : kept) {
        sim::Measure& measure = layout.metrics.emplace_back(full.metrics[m]);
        measure.offset = std::exchange(offset, offset + measure.size);
        for (std::uint32_t& axis : measure.axes) {
            if (!places[axis]) {
                places[axis] = static_cast<std::uint32_t>(layout.axes.size());
                layout.axes.push_back(full.axes[axis]);
            }
            axis = *places[axis];
        }
    }
    return layout;
}

/// The layout with a further dimension in front of each measure's.
sim::ResultLayout with_front(sim::ResultLayout layout, sim::Axis axis) {
    const auto front = static_cast<std::uint32_t>(layout.axes.size());
    for (sim::Measure& measure : layout.metrics) {
        measure.axes.insert(measure.axes.begin(), front);
        measure.offset *= axis.size();
        measure.size *= axis.size();
    }
    layout.axes.push_back(std::move(axis));
    return layout;
}

}  // namespace

std::vector<models::Period> calendar_periods(const models::Scenario& scenario, unsigned months,
                                             std::size_t count) {
    const auto midnight = [&](std::chrono::sys_days day) {
        return sim::start_of_time + (day.time_since_epoch().count() - scenario.calendar.start_day) *
                                        sim::Duration{sim::days{1}};
    };
    const sim::Time ready = sim::start_of_time + scenario.warm_up;
    const year_month_day start{std::chrono::sys_days{
        std::chrono::days{scenario.calendar.start_day + scenario.calendar.day(ready)}}};
    year_month_day first = start.year() / 1 / 1;
    while (midnight(first) < ready) first += std::chrono::months{months};
    std::vector<models::Period> periods;
    for (; periods.size() < count; first += std::chrono::months{months})
        periods.push_back({name_of(first, months), midnight(first),
                           midnight(first + std::chrono::months{months})});
    return periods;
}

models::Scenario counted_in(const models::Scenario& scenario, const models::Period& period) {
    models::Scenario counted = scenario;
    counted.warm_up = period.from - sim::start_of_time;
    counted.length = period.to - period.from;
    return counted;
}

ByPeriod::ByPeriod(const models::Scenario& scenario, std::vector<models::Period> periods)
    : periods_(std::move(periods)) {
    std::vector<sim::ResultLayout> layouts;
    sim::Axis axis{"period", "calendar period of the forecast", {}, {}, ""};
    for (const models::Period& period : periods_) {
        layouts.push_back(models::outcome_layout(counted_in(scenario, period)));
        axis.labels.push_back(period.name);
    }
    const std::vector<std::size_t> kept = shared_measures(layouts);
    for (const sim::ResultLayout& layout : layouts) {
        std::vector<std::size_t>& offsets = offsets_.emplace_back();
        for (const std::size_t m : kept) offsets.push_back(layout.metrics[m].offset);
    }
    one_ = reduced(layouts.front(), kept);
    whole_ = with_front(one_, std::move(axis));
}

sim::Observation ByPeriod::joined(std::span<const sim::Observation> seen) const {
    sim::Observation whole;
    whole.seed = seen.front().seed;
    sim::Digest digest;
    for (const sim::Observation& one : seen) {
        digest.fold(one.digest);
        whole.events += one.events;
    }
    whole.digest = digest.value();
    for (std::size_t m = 0; m < one_.metrics.size(); ++m)
        for (std::size_t p = 0; p < seen.size(); ++p) {
            const auto* from = seen[p].metrics.data() + offsets_[p][m];
            whole.metrics.insert(whole.metrics.end(), from, from + one_.metrics[m].size);
        }
    return whole;
}

sim::Observation ByPeriod::part(const sim::Observation& whole, std::size_t period) const {
    sim::Observation one;
    one.replication = whole.replication;
    one.seed = whole.seed;
    for (std::size_t m = 0; m < whole_.metrics.size(); ++m) {
        const std::size_t size = one_.metrics[m].size;
        const auto* from = whole.metrics.data() + whole_.metrics[m].offset + period * size;
        one.metrics.insert(one.metrics.end(), from, from + size);
    }
    return one;
}

}  // namespace wardwire::app

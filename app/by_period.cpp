// SPDX-License-Identifier: Apache-2.0
#include "app/by_period.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <optional>
#include <utility>

#include "models/outcome_report.hpp"

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

void set_window(models::Scenario& scenario, const models::Period& period, sim::Time end) {
    scenario.warm_up = period.from - sim::start_of_time;
    scenario.length = period.to - period.from;
    scenario.follow_on = end - period.to;
    for (models::SiteKind& kind : scenario.site_kinds) set_window(kind.scenario, period, end);
}

using Layouts = std::vector<sim::ResultLayout>;
using Kind = std::vector<sim::Measure> sim::ResultLayout::*;

/// Which measures of a kind have the same dimensions in all layouts.
std::vector<std::size_t> shared_measures(const Layouts& layouts, Kind kind) {
    const auto is_shared = [&](std::uint32_t axis) {
        return std::ranges::all_of(layouts, [&](const sim::ResultLayout& other) {
            return other.axes[axis] == layouts.front().axes[axis];
        });
    };
    std::vector<std::size_t> shared;
    const std::vector<sim::Measure>& measures = layouts.front().*kind;
    for (std::size_t m = 0; m < measures.size(); ++m)
        if (std::ranges::all_of(measures[m].axes, is_shared)) shared.push_back(m);
    return shared;
}

/// Builds the layout of some measures of another, with the dimensions that they have.
class Reduction {
 public:
    explicit Reduction(const sim::ResultLayout& full) : full_(full), places_(full.axes.size()) {}

    void keep(Kind kind, const std::vector<std::size_t>& kept) {
        std::size_t offset = 0;
        for (const std::size_t m : kept) {
            sim::Measure& measure = (layout_.*kind).emplace_back((full_.*kind)[m]);
            measure.offset = std::exchange(offset, offset + measure.size);
            for (std::uint32_t& axis : measure.axes) axis = place_of(axis);
        }
    }
    sim::ResultLayout take() { return std::move(layout_); }

 private:
    std::uint32_t place_of(std::uint32_t axis) {
        if (!places_[axis]) {
            places_[axis] = static_cast<std::uint32_t>(layout_.axes.size());
            layout_.axes.push_back(full_.axes[axis]);
        }
        return *places_[axis];
    }

    const sim::ResultLayout& full_;
    std::vector<std::optional<std::uint32_t>> places_;
    sim::ResultLayout layout_;
};

/// The layout with a further dimension in front of each measure's.
sim::ResultLayout with_front(sim::ResultLayout layout, sim::Axis axis) {
    const auto front = static_cast<std::uint32_t>(layout.axes.size());
    for (const Kind kind : {&sim::ResultLayout::metrics, &sim::ResultLayout::histograms})
        for (sim::Measure& measure : layout.*kind) {
            measure.axes.insert(measure.axes.begin(), front);
            measure.offset *= axis.size();
            measure.size *= axis.size();
        }
    layout.axes.push_back(std::move(axis));
    return layout;
}

/// Appends the values of each measure, period by period.
template <class Value>
void append_measures(std::vector<Value>& whole, const std::vector<sim::Measure>& measures,
                     std::span<const sim::Observation> seen,
                     const std::vector<std::vector<std::size_t>>& offsets,
                     std::vector<Value> sim::Observation::*values) {
    for (std::size_t m = 0; m < measures.size(); ++m)
        for (std::size_t p = 0; p < seen.size(); ++p) {
            const Value* from = (seen[p].*values).data() + offsets[p][m];
            whole.insert(whole.end(), from, from + measures[m].size);
        }
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

std::vector<models::Scenario> counted_in(const models::Scenario& scenario,
                                         std::span<const models::Period> periods) {
    std::vector<models::Scenario> windows;
    for (const models::Period& period : periods) {
        models::Scenario& counted = windows.emplace_back(scenario);
        set_window(counted, period, periods.back().to);
    }
    return windows;
}

ByPeriod::ByPeriod(const models::Scenario& scenario, std::vector<models::Period> periods)
    : periods_(std::move(periods)) {
    std::vector<sim::ResultLayout> layouts;
    sim::Axis axis{"period", "calendar period of the forecast", {}, {}, ""};
    for (const models::Period& period : periods_) axis.labels.push_back(period.name);
    for (const models::Scenario& counted : counted_in(scenario, periods_))
        layouts.push_back(models::outcome_layout(counted));
    Reduction reduction(layouts.front());
    const auto keep = [&](Kind kind, Offsets& offsets) {
        const std::vector<std::size_t> kept = shared_measures(layouts, kind);
        for (const sim::ResultLayout& layout : layouts) {
            std::vector<std::size_t>& list = offsets.emplace_back();
            for (const std::size_t m : kept) list.push_back((layout.*kind)[m].offset);
        }
        reduction.keep(kind, kept);
    };
    keep(&sim::ResultLayout::metrics, metrics_);
    keep(&sim::ResultLayout::histograms, histograms_);
    one_ = reduction.take();
    whole_ = with_front(one_, std::move(axis));
}

sim::Observation ByPeriod::joined(std::span<const sim::Observation> seen) const {
    sim::Observation whole;
    whole.seed = seen.front().seed;
    whole.digest = seen.back().digest;
    whole.events = seen.back().events;
    append_measures(whole.metrics, one_.metrics, seen, metrics_, &sim::Observation::metrics);
    append_measures(whole.counts, one_.histograms, seen, histograms_, &sim::Observation::counts);
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

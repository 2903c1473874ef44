// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "app/by_period.hpp"
#include "app/replication.hpp"
#include "app/scenario_files.hpp"
#include "models/outcome_report.hpp"

using namespace wardwire;
using namespace wardwire::app;

namespace {

models::Scenario clinic(const std::string& start, const std::string& warm_up) {
    return *read_and_validate("solo_inbox",
                              {{"/calendar/start", start}, {"/horizon/warm_up", warm_up}})
                .scenario;
}

std::vector<std::string> names(const std::vector<models::Period>& periods) {
    std::vector<std::string> list;
    for (const models::Period& one : periods) list.push_back(one.name);
    return list;
}

TEST_CASE("periods are the whole calendar periods after the warm-up") {
    using Names = std::vector<std::string>;
    const auto scenario = clinic("2026-01-05", "2 weeks");
    CHECK(names(calendar_periods(scenario, 1, 3)) == Names{"2026-02", "2026-03", "2026-04"});
    CHECK(names(calendar_periods(scenario, 3, 4)) ==
          Names{"2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"});
    CHECK(names(calendar_periods(scenario, 12, 2)) == Names{"2027", "2028"});
    const auto february = calendar_periods(scenario, 1, 1).front();
    CHECK(february.from == sim::start_of_time + sim::days{27});
    CHECK(february.to - february.from == sim::days{28});
    // A warm-up that ends with a month begins with the next; one that takes an hour more does not.
    CHECK(names(calendar_periods(clinic("2026-01-05", "27 days"), 1, 1)) == Names{"2026-02"});
    CHECK(names(calendar_periods(clinic("2026-01-05", "27 days 1 h"), 1, 1)) == Names{"2026-03"});
}

std::size_t layout_size(const std::vector<sim::Measure>& measures) {
    std::size_t size = 0;
    for (const sim::Measure& measure : measures) size += measure.size;
    return size;
}

/// Undefined is equal to undefined.
bool are_equal(const std::vector<double>& some, const std::vector<double>& others) {
    return std::ranges::equal(some, others, [](double a, double b) {
        return a == b || (std::isnan(a) && std::isnan(b));
    });
}

TEST_CASE("one path yields in each window what a run of that window alone yields") {
    for (const char* name : {"regional_pool", "ward_secure_chat", "portal_growth", "covering"}) {
        INFO(name);
        const auto scenario = *read_and_validate(name, {{"/calendar/start", "2026-01-19"},
                                                        {"/horizon/warm_up", "1 day"}})
                                   .scenario;
        const auto windows = counted_in(scenario, calendar_periods(scenario, 1, 3));
        const std::vector<sim::Observation> seen = simulate_windows(windows, {1, 2, 0.0});
        REQUIRE(seen.size() == 3);
        for (std::size_t w = 0; w < windows.size(); ++w) {
            INFO("window " << w);
            const sim::Observation alone = simulate_replication(windows[w], {1, 2, 0.0});
            CHECK(are_equal(seen[w].metrics, alone.metrics));
            CHECK(seen[w].counts == alone.counts);
            CHECK(are_equal(seen[w].series, alone.series));
        }
    }
}

TEST_CASE("what was seen in each period is put together and comes apart again") {
    const auto scenario = clinic("2026-01-19", "1 day");
    const ByPeriod by_period(scenario, calendar_periods(scenario, 1, 2));
    const auto windows = counted_in(scenario, by_period.periods());
    const std::vector<sim::Observation> seen = simulate_windows(windows, {1, 0, 0.0});
    const sim::Observation whole = by_period.joined(seen);
    CHECK(whole.events == seen[1].events);
    CHECK(whole.metrics.size() == 2 * layout_size(by_period.layout_of_one().metrics));
    CHECK(whole.counts.size() == 2 * layout_size(by_period.layout_of_one().histograms));

    const auto& layout = by_period.layout();
    const auto measure_of = [](const sim::ResultLayout& of, const char* name) {
        return std::ranges::find(of.metrics, name, &sim::Measure::name);
    };
    const auto busy = measure_of(layout, "utilisation");
    REQUIRE(busy != layout.metrics.end());
    CHECK(layout.axes[busy->axes[0]].labels == std::vector<std::string>{"2026-02", "2026-03"});
    CHECK(layout.axes[busy->axes[1]].name == "role");
    CHECK(measure_of(layout, "messages_by_month") == layout.metrics.end());
    CHECK(layout.series.empty());

    // Each period has what a run of that period alone reports, wherever it lies there.
    for (std::size_t p = 0; p < 2; ++p) {
        const auto alone = models::outcome_layout(windows[p]);
        const sim::Observation part = by_period.part(whole, p);
        for (const char* name : {"first_response_time", "utilisation", "cost"}) {
            const auto there = measure_of(alone, name);
            const auto here = measure_of(by_period.layout_of_one(), name);
            for (std::size_t i = 0; i < there->size; ++i)
                CHECK(part.metrics[here->offset + i] == seen[p].metrics[there->offset + i]);
        }
    }
}

}  // namespace

// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "app/staff_forecast.hpp"

using namespace wardwire;
using namespace wardwire::app;

namespace {

using Means = std::vector<analysis::Interval>;

constexpr Bound at_most_one{analysis::Better::smaller, 1.0};

/// A wait of load over people, known to ± 0.05, and twice that after a period with a worse one.
Trial wait_under(const std::vector<double>& load, int& trials) {
    return [load, &trials](const StaffByPeriod& staffing) -> std::optional<Means> {
        ++trials;
        Means means;
        for (std::size_t p = 0; p < load.size(); ++p) {
            const bool is_burdened = p > 0 && staffing[p] > staffing[p - 1];
            means.push_back({load[p] / staffing[p] * (is_burdened ? 2.0 : 1.0), 0.05, 9});
        }
        return means;
    };
}

TEST_CASE("the staff needed is the smallest whose whole interval keeps to the limit") {
    int trials = 0;
    const auto found = forecast_staff(at_most_one, 3, 3, 12, wait_under({1.9, 3.79, 3.81}, trials));
    REQUIRE(found);
    // 1.9 / 2 + 0.05 is the limit, 3.81 / 4 + 0.05 beyond it.
    CHECK(*found->needed[0] == 2);
    CHECK(*found->needed[1] == 4);
    CHECK(*found->needed[2] == 5);
    CHECK(found->tried.begin()->first == 1);
    CHECK(found->tried.rbegin()->first == 5);
}

TEST_CASE("a plan that inherits a burden is given more until it keeps to the limit") {
    int trials = 0;
    const auto found = forecast_staff(at_most_one, 2, 2, 12, wait_under({1.5, 2.5}, trials));
    CHECK(*found->needed[1] == 3);
    CHECK(found->is_kept);
    CHECK(found->plan ==
          StaffByPeriod{2, 6});  // 2 · 2.5 / 6 + 0.05 keeps to it, 2 · 2.5 / 5 does not
    CHECK(found->confirmed[1].mean == Approx(5.0 / 6.0));
}

TEST_CASE("where the most do not do there is no plan, and it is not kept") {
    int trials = 0;
    const auto found = forecast_staff(at_most_one, 2, 2, 4, wait_under({1.5, 9.0}, trials));
    CHECK(*found->needed[0] == 2);
    CHECK_FALSE(found->needed[1]);
    CHECK(found->plan.empty());
    CHECK_FALSE(found->is_kept);
    const Trial interrupted = [](const StaffByPeriod&) { return std::optional<Means>(); };
    CHECK_FALSE(forecast_staff(at_most_one, 2, 2, 4, interrupted));
}

TEST_CASE("a start that nobody is served by is not followed downwards") {
    int trials = 0;
    const auto found = forecast_staff(at_most_one, 1, 3, 9, wait_under({4.5}, trials));
    CHECK(*found->needed[0] == 5);
    CHECK(trials == 4);  // with 3, 4 and 5 all along, and the plan
}

TEST_CASE("a mean without an interval keeps to no limit") {
    CHECK_FALSE(at_most_one.is_kept({0.5, {}, 2}));
    CHECK(at_most_one.is_kept({0.5, 0.2, 9}));
    const Bound at_least{analysis::Better::larger, 0.4};
    CHECK_FALSE(at_least.is_kept({0.5, 0.2, 9}));
    CHECK(at_least.is_kept({0.65, 0.2, 9}));
}

TEST_CASE("a staffing is the count and the dates at which it changes") {
    const sim::Time start = sim::start_of_time;
    const std::vector<models::Period> quarters = {{"2026-Q2", start + sim::days{90}, {}},
                                                  {"2026-Q3", start + sim::days{181}, {}},
                                                  {"2026-Q4", start + sim::days{273}, {}}};
    constexpr std::int64_t first_of_2026 = 20454;
    const auto plan = staffing_overrides("/roles/nurse/count", {2, 2, 3}, quarters, first_of_2026);
    CHECK(plan[0].pointer == "/roles/nurse/count");
    CHECK(plan[0].text == "2");
    CHECK(plan[1].pointer == "/roles/nurse/plan");
    CHECK(plan[1].text == R"([{"from": "2026-10-01", "count": 3}])");
    CHECK(staffing_overrides("/roles/nurse/count", {3, 3, 3}, quarters, 0)[1].text == "[]");
    CHECK(words_for({2, 2, 3}) == "2, 2, 3");
    CHECK(words_for({4, 4}) == "4");
}

}  // namespace

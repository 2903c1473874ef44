// SPDX-License-Identifier: Apache-2.0
// The laws that hold in every run, on the sample path of every bundled scenario.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "models/health_system.hpp"
#include "models/outcome_report.hpp"
#include "models/scenario_reader.hpp"
#include "models/validation.hpp"
#include "sim/federation.hpp"
#include "tests/support/rearranged_ward.hpp"
#include "tests/support/source_folder.hpp"

namespace wardwire::test {
namespace {

std::vector<std::string> bundled_names() {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(source_folder() / "scenarios"))
        if (file.path().extension() == ".json") names.push_back(file.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// A bundled scenario from its start, for the days of its warm-up and `length` after.
models::Scenario bundled(const std::string& name, const std::string& length) {
    const auto path = source_folder() / "scenarios" / (name + ".json");
    const std::vector<models::Override> changes{{"/horizon/warm_up", "1 day"},
                                                {"/horizon/length", length}};
    const auto read = models::read_scenario(path.string(), changes, wardwire::test::text_of);
    INFO(models::format_findings(read.findings));
    REQUIRE(read.scenario);
    return *read.scenario;
}

/// A run's outcomes by their names.
struct Path {
    sim::ResultLayout layout;
    sim::Observation observation;

    std::vector<double> operator[](const std::string& name) const {
        for (const sim::Measure& measure : layout.metrics) {
            if (measure.name != name) continue;
            const auto begin =
                observation.metrics.begin() + static_cast<std::ptrdiff_t>(measure.offset);
            return {begin, begin + static_cast<std::ptrdiff_t>(measure.size)};
        }
        FAIL("there is no outcome " << name);
        return {};
    }
};

/// A run ends the program when a message is lost, within a site or between two, when created is
/// not closed + abandoned + open, or when Little's law fails for a pool or a role.
Path run(const models::Scenario& scenario, double recorded_share = 0.0) {
    models::HealthSystem system(scenario, {7, 0, recorded_share});
    sim::Federation<models::Site> federation(system.kernels());
    system.start();
    federation.run_until(system.end());
    return {models::outcome_layout(scenario), system.finish()};
}

std::uint32_t people_in(const models::Scenario& scenario, std::size_t role) {
    if (scenario.site_kinds.empty()) return scenario.roles[role].count;
    std::uint32_t count = 0;
    for (const models::SiteKind& kind : scenario.site_kinds)
        count += kind.count * kind.scenario.roles[role].count;
    return count;
}

}  // namespace

TEST_CASE("in every bundled scenario books balance and nobody is busier than staffed") {
    const auto names = bundled_names();
    REQUIRE(names.size() >= 9);
    for (const std::string& name : names) {
        INFO(name);
        const models::Scenario scenario = bundled(name, "6 days");
        const Path path = run(scenario);
        const auto staffed_h = path["staffed_hours"];
        const auto overtime_h = path["overtime"];
        const auto shares = path["activity_share"];
        REQUIRE(std::accumulate(staffed_h.begin(), staffed_h.end(), 0.0) > 0.0);
        for (std::size_t role = 0; role < scenario.roles.size(); ++role) {
            INFO(scenario.roles[role].name);
            const double most_h = sim::in_hours(scenario.length) * people_in(scenario, role);
            CHECK(staffed_h[role] <= most_h * (1.0 + 1e-12));
            CHECK(overtime_h[role] <= staffed_h[role]);
            if (staffed_h[role] == 0.0) continue;
            double sum = 0.0;
            for (std::size_t k = 0; k < models::activity_count; ++k) {
                const double share = shares[role * models::activity_count + k];
                CHECK(share >= 0.0);
                sum += share;
            }
            CHECK(sum == Approx(1.0).epsilon(1e-9));
        }
    }
}

TEST_CASE("in every bundled scenario each message's life is in order") {
    for (const std::string& name : bundled_names()) {
        INFO(name);
        const Path path = run(bundled(name, "1 day"), 1.0);
        REQUIRE(!path.observation.messages.empty());
        bool in_order = true;
        for (const sim::MessageRow& row : path.observation.messages) {
            in_order = in_order && row.sent_at <= row.delivered_at;
            in_order = in_order && (row.read_at < 0 || row.delivered_at <= row.read_at);
            in_order = in_order && (row.responded_at < 0 || row.read_at <= row.responded_at);
            in_order = in_order && (row.closed_at < 0 || row.sent_at <= row.closed_at);
            in_order = in_order && (row.responder >= 0) == (row.responded_at >= 0);
        }
        CHECK(in_order);
    }
}

TEST_CASE("in every bundled scenario of one site the order of the roles changes nothing") {
    int compared = 0;
    for (const std::string& name : bundled_names()) {
        INFO(name);
        const models::Scenario scenario = bundled(name, "3 days");
        if (!scenario.site_kinds.empty()) continue;
        std::vector<std::size_t> backwards(scenario.roles.size());
        std::iota(backwards.rbegin(), backwards.rend(), std::size_t{0});
        const models::Scenario turned = rearranged(scenario, backwards);
        const Path a = run(scenario), b = run(turned);
        const auto before = values_by_name(a.layout, a.observation);
        const auto after = values_by_name(b.layout, b.observation);
        REQUIRE(before.size() == after.size());
        for (const auto& [outcome, value] : before) {
            INFO(outcome);
            if (std::isnan(value)) {
                CHECK(std::isnan(after.at(outcome)));
            } else {
                CHECK(after.at(outcome) == Approx(value).epsilon(1e-9));
            }
        }
        ++compared;
    }
    CHECK(compared >= 6);
}

}  // namespace wardwire::test

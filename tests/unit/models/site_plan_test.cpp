// SPDX-License-Identifier: Apache-2.0
// Sites from templates: how staff is dealt out.
#include <catch2/catch.hpp>
#include <numeric>

#include "models/site_plan.hpp"
#include "models/structure.hpp"

namespace wardwire::models {
namespace {

/// Kinds of clinics with so many nurses and physicians in all of them.
Scenario clinics(std::uint32_t count, std::uint32_t nurses, std::uint32_t physicians,
                 sim::Distribution size) {
    Scenario scenario;
    for (const char* name : {"nurse", "physician"}) scenario.roles.emplace_back().name = name;
    scenario.site_kinds.push_back(
        {"clinic", count, scenario, std::move(size), {nurses, physicians}});
    return scenario;
}

std::vector<std::uint32_t> counts_of(const std::vector<SitePlan>& sites, std::size_t role) {
    std::vector<std::uint32_t> counts;
    for (const SitePlan& site : sites) counts.push_back(site.staff[role]);
    return counts;
}

}  // namespace

TEST_CASE("staff is dealt out in proportion to the sizes of sites, and nobody is left over") {
    // The quantiles of this law in the middle of four quarters are 1, 3, 5 and 7.
    const Scenario scenario = clinics(4, 33, 1, sim::Uniform{0.0, 8.0});
    const auto sites = sites_of(scenario);
    // 33/16 of 1, 3, 5 and 7: 2.06, 6.19, 10.31 and 14.44; the one left goes to the largest
    // remainder.
    CHECK(counts_of(sites, 0) == std::vector<std::uint32_t>{2, 6, 10, 15});
    CHECK(counts_of(sites, 1) == std::vector<std::uint32_t>{0, 0, 0, 1});
    CHECK(sites[3].place.first_staff == 18);
    CHECK(sites[0].place.staff_of_all == 34);
}

TEST_CASE("every number of people is dealt out exactly, whatever the law") {
    for (const std::uint32_t people : {0U, 1U, 110U, 1863U, 3462U}) {
        const auto sites =
            sites_of(clinics(263, people, 7, sim::Lognormal::from_moments(1.0, 0.8)));
        const auto counts = counts_of(sites, 0);
        CHECK(std::accumulate(counts.begin(), counts.end(), 0U) == people);
        CHECK(std::is_sorted(counts.begin(), counts.end()));
    }
}

TEST_CASE("a saved state fits only sites of the same sizes") {
    CHECK(structure_of(clinics(4, 33, 1, sim::Uniform{0.0, 8.0})) !=
          structure_of(clinics(4, 33, 1, sim::Uniform{4.0, 8.0})));
}

}  // namespace wardwire::models

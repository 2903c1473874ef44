// SPDX-License-Identifier: Apache-2.0
#include "models/site_plan.hpp"

#include <numeric>

#include "models/draws.hpp"

namespace wardwire::models {

namespace {

std::uint32_t staff_of(const Scenario& scenario) {
    return std::accumulate(scenario.roles.begin(), scenario.roles.end(), 0U,
                           [](std::uint32_t sum, const RoleSpec& r) { return sum + r.count; });
}

/// The output function of SplitMix64 (Steele, Lea & Flood 2014): every bit of the result depends
/// on every bit of the argument.
constexpr std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
    return x ^ x >> 31;
}

sim::Entity scope_of(const SiteKind& kind, std::uint32_t number) {
    return mixed(mixed(entity_base(kind.name) | 1U) + number);
}

}  // namespace

std::string site_name(const SiteKind& kind, std::uint32_t number) {
    return kind.count == 1 ? kind.name : kind.name + " " + std::to_string(number + 1);
}

std::vector<SitePlan> sites_of(const Scenario& scenario) {
    std::vector<SitePlan> sites;
    SitePlace next;
    const auto add = [&](std::string name, const Scenario& at, sim::Entity scope) {
        next.id = SiteId{sites.size()};
        next.scope = scope;
        sites.push_back({std::move(name), &at, next});
        next.first_staff += staff_of(at);
        next.first_patient += at.patients ? at.patients->count : 0;
    };
    if (scenario.site_kinds.empty()) add("", scenario, 0);
    for (const SiteKind& kind : scenario.site_kinds)
        for (std::uint32_t k = 0; k < kind.count; ++k)
            add(site_name(kind, k), kind.scenario, scope_of(kind, k));
    for (SitePlan& site : sites) site.place.staff_of_all = next.first_staff;
    return sites;
}

sim::Links links_from(const Scenario& scenario, SiteId site) {
    sim::Links links;
    std::uint32_t count = 0;
    for (const SiteKind& kind : scenario.site_kinds) count += kind.count;
    const auto add = [&](const SiteRange& from, const SiteRange& to, sim::Duration latency) {
        if (!from.contains(site)) return;
        if (to.count == count) return links.add_to_all(latency);
        for (std::uint32_t k = to.first; k < to.first + to.count; ++k)
            if (k != site.index()) links.add(k, latency);
    };
    for (const SiteLink& link : scenario.links) add(link.to, link.from, link.latency);
    for (const SiteLink& link : scenario.links) add(link.from, link.to, link.latency);
    return links;
}

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
#include "models/site_plan.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "models/draws.hpp"

namespace wardwire::models {

namespace {

std::vector<std::uint32_t> staff_of(const Scenario& scenario) {
    std::vector<std::uint32_t> staff;
    for (const RoleSpec& role : scenario.roles) staff.push_back(most_members(role));
    return staff;
}

/// The sizes of a kind's sites, from the smallest to the largest: the law's quantiles in the middle
/// of equal parts, so that no chance decides how large a system is.
std::vector<double> sizes_of(const SiteKind& kind) {
    std::vector<double> sizes;
    for (std::uint32_t k = 0; k < kind.count; ++k)
        sizes.push_back(kind.size->quantile((k + 0.5) / kind.count));
    return sizes;
}

/// Deals out a number of people in proportion, by the largest remainders (Hamilton's method;
/// Balinski & Young 2001, chapter 3); of equal ones the last, which is the larger site, comes
/// first.
std::vector<std::uint32_t> dealt(std::uint32_t people, const std::vector<double>& sizes) {
    const double all = std::accumulate(sizes.begin(), sizes.end(), 0.0);
    std::vector<std::uint32_t> parts;
    std::vector<std::pair<double, std::size_t>> remainders;
    std::uint32_t left = people;
    for (std::size_t k = 0; k < sizes.size(); ++k) {
        const double exact = people * sizes[k] / all;
        parts.push_back(static_cast<std::uint32_t>(exact));
        remainders.emplace_back(exact - parts.back(), k);
        left -= parts.back();
    }
    std::sort(remainders.rbegin(), remainders.rend());
    for (std::uint32_t n = 0; n < left; ++n) ++parts[remainders[n].second];
    return parts;
}

/// The staff of each site of a kind, by role.
std::vector<std::vector<std::uint32_t>> staff_of_sites(const SiteKind& kind) {
    std::vector<std::vector<std::uint32_t>> staff(kind.count, staff_of(kind.scenario));
    if (!kind.size) return staff;
    const std::vector<double> sizes = sizes_of(kind);
    for (std::size_t role = 0; role < kind.staff_of_all.size(); ++role) {
        const std::vector<std::uint32_t> parts = dealt(kind.staff_of_all[role], sizes);
        for (std::size_t k = 0; k < parts.size(); ++k) staff[k][role] = parts[k];
    }
    return staff;
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
    const auto add = [&](std::string name, const Scenario& at, std::vector<std::uint32_t> staff,
                         sim::Entity scope) {
        next.id = SiteId{sites.size()};
        next.scope = scope;
        const std::uint32_t people = std::accumulate(staff.begin(), staff.end(), 0U);
        sites.push_back({std::move(name), &at, std::move(staff), next});
        next.first_staff += people;
        next.first_patient += at.patients ? at.patients->count : 0;
    };
    if (scenario.site_kinds.empty()) add("", scenario, staff_of(scenario), 0);
    for (const SiteKind& kind : scenario.site_kinds) {
        std::vector<std::vector<std::uint32_t>> staff = staff_of_sites(kind);
        for (std::uint32_t k = 0; k < kind.count; ++k)
            add(site_name(kind, k), kind.scenario, std::move(staff[k]), scope_of(kind, k));
    }
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

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/scenario.hpp"
#include "sim/parcel.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::models {

/// A site's place among the sites of a scenario: its number, which part of chance is its own, and
/// where its people stand in the records of all sites together.
struct SitePlace {
    SiteId id{0};
    sim::Entity scope = 0;  ///< 0 for the only site of a scenario
    std::uint32_t first_staff = 0;
    std::uint32_t first_patient = 0;
    std::uint32_t staff_of_all = 0;  ///< of all sites

    /// The number by which draws know something that has the number `local` among its like here.
    /// Sites are told apart by 64 random bits, so that what a site draws does not depend on which
    /// other sites there are (D4), and an address means the same at every site.
    sim::Entity entity(sim::Entity local) const { return scope ^ local; }
};

class StaffDirectory;

struct SitePlan {
    std::string name;  ///< "hub", "clinic 3"; empty for the only site of a scenario
    const Scenario* scenario = nullptr;
    std::vector<std::uint32_t> staff;  ///< by role
    SitePlace place;
    const StaffDirectory* directory = nullptr;  ///< of the whole system, where there is one
};

/// The sites of a scenario, kinds in their order; the scenario itself when it has no kinds. The
/// plans point into the scenario.
std::vector<SitePlan> sites_of(const Scenario& scenario);

/// The name of a kind's n-th site, from 0.
std::string site_name(const SiteKind& kind, std::uint32_t number);

/// The links that lead out of a site. A link serves both ways; where another link is written for
/// the way back, that one holds.
sim::Links links_from(const Scenario& scenario, SiteId site);

}  // namespace wardwire::models

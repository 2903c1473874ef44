// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/health_system.hpp"
#include "sim/federation.hpp"
#include "tests/support/ward.hpp"

namespace wardwire::test {

/// Wards that are linked: site k is ward k. Their roles, pools and use types must be alike.
class LinkedWards {
 public:
    explicit LinkedWards(std::vector<Ward> wards, sim::Duration latency)
        : wards_(std::move(wards)) {
        const auto count = static_cast<std::uint32_t>(wards_.size());
        links.push_back({{0, count}, {0, count}, latency});
    }

    Ward& operator[](std::size_t site) { return wards_[site]; }

    models::Scenario scenario() {
        for (Ward& ward : wards_) ward.complete();
        models::Scenario all = wards_.front().scenario;
        all.links = links;
        for (std::size_t k = 0; k < wards_.size(); ++k)
            all.site_kinds.push_back(
                {std::string("site ") + static_cast<char>('a' + k), 1, wards_[k].scenario});
        return all;
    }

    Course run(std::uint64_t seed = 1) {
        const models::Scenario all = scenario();
        models::HealthSystem system(all, {seed, 0, 1.0});
        sim::Federation<models::Site> federation(system.kernels());
        for (std::size_t k = 0; k < wards_.size(); ++k) wards_[k].feed(system[models::SiteId{k}]);
        system.start();
        federation.run_until(system.end());
        sim::Observation observation = system.finish();
        return {std::move(observation), models::outcome_layout(all),
                models::Outcomes(models::OutcomeSizes(all))};
    }

    std::vector<models::SiteLink> links;

 private:
    std::vector<Ward> wards_;
};

/// A pool, or somebody of a role, at another site.
inline models::Target at_site(models::Target target, std::size_t site) {
    target.site = models::SiteId{site};
    return target;
}

}  // namespace wardwire::test

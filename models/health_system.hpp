// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <vector>

#include "models/scenario.hpp"
#include "models/site.hpp"
#include "models/site_plan.hpp"
#include "models/staff_directory.hpp"
#include "sim/record/results.hpp"

namespace wardwire::models {

/// One replication of a scenario of one site or of several: a kernel for each, which somebody else
/// advances.
///
///     HealthSystem system(scenario, run);
///     sim::Federation<Site> federation(system.kernels());
///     system.start();
///     federation.run_until(system.end());
///     const sim::Observation observation = system.finish();
class HealthSystem {
 public:
    /// Refers to the scenario, which must outlive it.
    HealthSystem(const Scenario& scenario, const RunSpec& run);
    HealthSystem(const HealthSystem&) = delete;
    HealthSystem& operator=(const HealthSystem&) = delete;

    /// In the order of sites_of(), which is that of their indices.
    std::vector<sim::Kernel<Site>*> kernels();
    std::size_t size() const { return sites_.size(); }
    Site& operator[](SiteId id) { return sites_[id.index()]; }

    void start();
    /// For a restored one: the window of this scenario begins when its warm-up ends, now or later.
    void begin_window();
    sim::Time end() const { return sites_.front().end(); }

    /// Closes the books and reports what all sites together have seen, and each. Breaks a contract
    /// when a message was lost, within a site or between two. What was sent must have been
    /// delivered.
    sim::Observation finish();

    /// The fingerprint of all events: of one kernel its own, of several that of their federation.
    std::uint64_t digest() const;

    /// Everything that changes while the sites run. Parcels must have been delivered before.
    template <class Archive>
    void persist(Archive& archive) {
        for (Site& site : sites_) archive(site);
    }

 private:
    void expect_nothing_lost() const;

    const Scenario& scenario_;
    RunSpec run_;
    StaffDirectory directory_;
    std::deque<Site> sites_;
};

}  // namespace wardwire::models

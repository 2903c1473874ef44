// SPDX-License-Identifier: Apache-2.0
#include "models/health_system.hpp"

#include <utility>

#include "sim/digest.hpp"

namespace wardwire::models {

HealthSystem::HealthSystem(const Scenario& scenario, const RunSpec& run)
    : scenario_(scenario), run_(run) {
    std::vector<SitePlan> plans = sites_of(scenario);
    directory_ = StaffDirectory(plans);
    for (SitePlan& plan : plans) {
        plan.directory = &directory_;
        Site& site = sites_.emplace_back(plan, run);
        site.kernel.links() = links_from(scenario, plan.place.id);
    }
}

std::vector<sim::Kernel<Site>*> HealthSystem::kernels() {
    std::vector<sim::Kernel<Site>*> kernels;
    for (Site& site : sites_) kernels.push_back(&site.kernel);
    return kernels;
}

void HealthSystem::start() {
    for (Site& site : sites_) site.start();
}

void HealthSystem::begin_window() {
    for (Site& site : sites_) site.begin_window(sim::start_of_time + scenario_.warm_up);
}

sim::Observation HealthSystem::finish() {
    for (Site& site : sites_) site.close_books();
    expect_nothing_lost();
    Outcomes all = sites_.front().outcomes;
    LevelSamples samples = sites_.front().samples();
    for (std::size_t i = 1; i < sites_.size(); ++i) {
        all.merge(sites_[i].outcomes, end());
        samples.merge(sites_[i].samples());
    }
    std::vector<Outcomes> by_site;
    if (!scenario_.site_kinds.empty())
        for (Site& site : sites_) by_site.push_back(std::move(site.outcomes));
    sim::Observation observation = observe(scenario_, all, samples, by_site, end());
    observation.replication = run_.replication;
    observation.seed = run_.seed;
    observation.digest = digest();
    for (Site& site : sites_) {
        observation.events += site.kernel.events_executed();
        const std::vector<sim::MessageRow> rows = site.log.take();
        observation.messages.insert(observation.messages.end(), rows.begin(), rows.end());
    }
    return observation;
}

std::uint64_t HealthSystem::digest() const {
    if (sites_.size() == 1) return sites_.front().kernel.digest();
    sim::Digest all;
    for (const Site& site : sites_) all.fold(site.kernel.index(), site.kernel.digest());
    return all.value();
}

/// Every parcel that was sent has come or is on its way, and every thread or turn that is
/// elsewhere is a guest somewhere or in a parcel.
void HealthSystem::expect_nothing_lost() const {
    std::uint64_t sent = 0, received = 0, under_way = 0, of_chat = 0;
    std::uint64_t threads_elsewhere = 0, guests = 0, turns_elsewhere = 0, guest_turns = 0;
    for (const Site& site : sites_) {
        for (std::size_t kind = 0; kind < std::variant_size_v<Parcel>; ++kind) {
            sent += site.parcels(kind).sent;
            received += site.parcels(kind).received;
        }
        under_way += site.parcels_under_way();
        of_chat += site.chat_parcels_under_way();
        threads_elsewhere += site.portal.threads_elsewhere();
        guests += site.portal.guests();
        turns_elsewhere += site.chat.turns_elsewhere();
        guest_turns += site.chat.guest_turns();
    }
    const auto situation = sites_.front().kernel.situation();
    WARDWIRE_EXPECT(sent == received + under_way, "no parcel is lost between sites", situation);
    WARDWIRE_EXPECT(threads_elsewhere == guests + under_way - of_chat,
                    "a thread that has left is a guest or on its way", situation);
    WARDWIRE_EXPECT(turns_elsewhere == guest_turns + of_chat,
                    "a turn that has left is being read or on its way", situation);
}

}  // namespace wardwire::models

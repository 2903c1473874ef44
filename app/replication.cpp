// SPDX-License-Identifier: Apache-2.0
#include "app/replication.hpp"

#include <algorithm>
#include <string_view>

#include "analysis/store/store_error.hpp"
#include "app/provenance.hpp"
#include "models/health_system.hpp"
#include "models/structure.hpp"
#include "sim/archive.hpp"
#include "sim/contract.hpp"
#include "sim/federation.hpp"
#include "sim/parallel/federation.hpp"

namespace wardwire::app {

namespace {

std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

/// "it has role nurse: 2 members, this scenario role nurse: 3 members".
std::string difference(std::string_view saved, std::string_view wanted) {
    const auto or_none = [](std::string_view line) {
        return line.empty() ? std::string("nothing there") : std::string(line);
    };
    while (!saved.empty() || !wanted.empty()) {
        const std::string_view theirs = take_line(saved);
        const std::string_view ours = take_line(wanted);
        if (theirs != ours) return "it has " + or_none(theirs) + ", the scenario " + or_none(ours);
    }
    return {};
}

void prepare(models::HealthSystem& system, const Manner& manner) {
    for (sim::Kernel<models::Site>* kernel : system.kernels()) kernel->use(manner.pending_set);
    for (std::size_t k = 0; manner.watch && k < system.size(); ++k)
        manner.watch(system[models::SiteId{k}]);
}

void start(models::HealthSystem& system, const Manner& manner) {
    prepare(system, manner);
    for (sim::Kernel<models::Site>* kernel : system.kernels())
        kernel->shuffle_ties(manner.tie_seed);
    system.start();
}

}  // namespace

sim::Observation simulate_replication(const models::Scenario& scenario, const models::RunSpec& run,
                                      const std::optional<analysis::SavedState>& state,
                                      const Manner& manner, sim::FederationReport* report) {
    if (manner.saved_at) {
        Manner rest = manner;
        rest.saved_at.reset();
        return simulate_replication(
            scenario, run, simulate_until(scenario, run, *manner.saved_at, manner), rest, report);
    }
    models::RunSpec spec = run;
    if (state) spec.population = state->replication;
    models::HealthSystem system(scenario, spec);
    sim::Federation<models::Site> federation(system.kernels());
    if (state) {
        prepare(system, manner);
        sim::Loader loader(state->bytes);
        loader(system);
        WARDWIRE_EXPECT(loader.is_complete(), "a state that fits its scenario can be restored");
    } else {
        start(system, manner);
    }
    const sim::FederationReport how = sim::run_until(federation, system.end(), manner.federation);
    if (report != nullptr) *report = how;
    return system.finish();
}

std::vector<sim::Observation> simulate_windows(std::span<const models::Scenario> scenarios,
                                               const models::RunSpec& run) {
    std::vector<sim::Observation> seen;
    std::vector<std::byte> state;
    for (const models::Scenario& scenario : scenarios) {
        models::HealthSystem system(scenario, run);
        sim::Federation<models::Site> federation(system.kernels());
        if (seen.empty()) {
            start(system, {});
        } else {
            prepare(system, {});
            sim::Loader loader(state);
            loader(system);
            system.begin_window();
        }
        // What happens at the very end belongs to this window and to the next one.
        sim::run_until(federation, system.end() - sim::Duration{1}, Manner{}.federation);
        sim::Saver saver;
        saver(system);
        state = std::move(saver).finish();
        sim::run_until(federation, system.end(), Manner{}.federation);
        seen.push_back(system.finish());
    }
    return seen;
}

analysis::SavedState simulate_until(const models::Scenario& scenario, const models::RunSpec& run,
                                    sim::Time until, const Manner& manner) {
    models::HealthSystem system(scenario, run);
    sim::Federation<models::Site> federation(system.kernels());
    start(system, manner);
    sim::run_until(federation, until, manner.federation);
    sim::Saver saver;
    saver(system);
    const analysis::Provenance provenance = provenance_of(scenario);
    return {analysis::state_program(provenance),
            provenance.scenario_sha256,
            models::structure_of(scenario),
            run.seed,
            run.replication,
            until.time_since_epoch().count(),
            std::move(saver).finish()};
}

analysis::SavedState state_for(const models::Scenario& scenario,
                               const std::filesystem::path& path) {
    analysis::SavedState state =
        analysis::read_state(path, analysis::state_program(provenance_of(scenario)));
    const std::string differs = difference(state.structure, models::structure_of(scenario));
    if (!differs.empty()) throw analysis::StoreError(path, "does not fit the scenario: " + differs);
    if (state.seed != scenario.seed)
        throw analysis::StoreError(path, "was saved under seed " + std::to_string(state.seed) +
                                             "; add --seed " + std::to_string(state.seed));
    const sim::Time end = sim::start_of_time + scenario.warm_up + scenario.length;
    if (sim::Time{sim::Duration{state.time_us}} > end)
        throw analysis::StoreError(path, "was saved after the end of this scenario's window");
    if (!sim::Loader(state.bytes).is_sound())
        throw analysis::StoreError(path, "is damaged: the checksum of its bytes does not fit");
    return state;
}

}  // namespace wardwire::app

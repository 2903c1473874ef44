// SPDX-License-Identifier: Apache-2.0
#include "app/replication.hpp"

#include <algorithm>
#include <string_view>

#include "analysis/store/store_error.hpp"
#include "app/provenance.hpp"
#include "models/structure.hpp"
#include "sim/archive.hpp"
#include "sim/contract.hpp"

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

}  // namespace

sim::Observation simulate_replication(const models::Scenario& scenario, const models::RunSpec& run,
                                      const std::optional<analysis::SavedState>& state,
                                      const Manner& manner) {
    if (manner.saved_at) {
        Manner rest = manner;
        rest.saved_at.reset();
        return simulate_replication(scenario, run,
                                    simulate_until(scenario, run, *manner.saved_at, manner), rest);
    }
    models::RunSpec spec = run;
    if (state) spec.population = state->replication;
    models::Site site(scenario, spec);
    site.kernel.use(manner.pending_set);
    if (manner.watch) manner.watch(site);
    if (state) {
        sim::Loader loader(state->bytes);
        loader(site);
        WARDWIRE_EXPECT(loader.is_complete(), "a state that fits its scenario can be restored");
    } else {
        site.kernel.shuffle_ties(manner.tie_seed);
        site.start();
    }
    site.kernel.run_until(site.end());
    return site.finish();
}

analysis::SavedState simulate_until(const models::Scenario& scenario, const models::RunSpec& run,
                                    sim::Time until, const Manner& manner) {
    models::Site site(scenario, run);
    site.kernel.use(manner.pending_set);
    site.kernel.shuffle_ties(manner.tie_seed);
    if (manner.watch) manner.watch(site);
    site.start();
    site.kernel.run_until(until);
    sim::Saver saver;
    saver(site);
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

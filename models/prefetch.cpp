// SPDX-License-Identifier: Apache-2.0
#include <variant>

#include "models/site.hpp"
#include "sim/prefetch.hpp"

namespace wardwire::models {

void Site::prefetch() const {
    sim::prefetch(&tasks);
    sim::prefetch(&outcomes.window_starts);
    sim::prefetch(&outcomes.roles);
    sim::prefetch(&workforce);
    sim::prefetch(&load);
    sim::prefetch(&chat);
    sim::prefetch(&primary_work);
}

/// First the person whose event it is, then what he or she has in hand and the role's records. What
/// this leaves out is only slower.
void Site::prefetch(const SiteEvent& event, unsigned step) const {
    const auto whose = [](const auto& happening) {
        if constexpr (requires { happening.staff; })
            return happening.staff;
        else
            return StaffId{};
    };
    const StaffId id = std::visit(whose, event);
    if (!id.is_valid()) return;
    const Staff& person = workforce[id];
    if (step == 0) {
        sim::prefetch(&person);
        load.prefetch(id);
        primary_work.prefetch(id);
        tasks.prefetch_next();
    } else {
        constexpr std::size_t most_used = 512;  // bytes: histograms follow
        sim::prefetch(&outcomes.roles[person.role.index()], most_used);
        person.agenda.prefetch_keys();
        if (person.current.is_valid()) sim::prefetch(&tasks[person.current]);
    }
}

}  // namespace wardwire::models

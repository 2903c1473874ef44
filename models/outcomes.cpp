// SPDX-License-Identifier: Apache-2.0
#include "models/outcomes.hpp"

#include <algorithm>
#include <utility>

namespace wardwire::models {

Outcomes::Outcomes(std::size_t role_count, std::size_t pool_count, std::size_t use_type_count)
    : response_by_use_type(use_type_count), roles(role_count), pools(pool_count) {}

void Outcomes::restart(sim::Time now) {
    Outcomes fresh(roles.size(), pools.size(), response_by_use_type.size());
    fresh.window_starts = now;
    fresh.threads.open_at_start = threads.open_at_start + threads.started - threads.closed;
    fresh.conversations.open_at_start =
        conversations.open_at_start + conversations.started - conversations.closed;
    for (std::size_t i = 0; i < pools.size(); ++i) {
        fresh.pools[i].queue = pools[i].queue;
        fresh.pools[i].queue.restart(now);
        fresh.pools[i].waiting_at_start = static_cast<std::uint64_t>(pools[i].queue.level());
    }
    *this = std::move(fresh);
}

sim::Duration within_window(const Outcomes& outcomes, sim::Time from, sim::Time to) {
    return std::max(sim::Duration::zero(), to - std::max(from, outcomes.window_starts));
}

}  // namespace wardwire::models

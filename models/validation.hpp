// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "models/finding.hpp"
#include "models/offered_load.hpp"
#include "models/scenario.hpp"

namespace wardwire::models {

/// How much work comes to a pool or to a role, on average over the week.
struct PoolLoad {
    std::string name;            ///< "pool:triage" or "role:nurse"
    double arrivals_per_hour;    ///< messages; for a role every piece of work
    double work_hours_per_hour;  ///< that they bring
    double staffed;              ///< people on duty for it, mean over the week
    double utilisation;          ///< work over staff; infinite when there is work and nobody
};

/// The loads of all pools, then of all roles. Means of rates and laws, without chance: messages
/// follow the routing and the forwarding; of a pool's messages each member does the share of his
/// time on duty. Interruptions, escalation, overflow and callers who give up are left out. Of a
/// scenario of one site, or of a site with the messages that come to it.
std::vector<PoolLoad> pool_loads(const Scenario& scenario);
std::vector<PoolLoad> pool_loads(const Scenario& scenario, const MessageFlow& flow);

/// What is doubtful in a scenario that could be read, in this order: targets without people, growth
/// that cannot be, messages without a rule or that nobody resolves, overload, now or later, roles
/// and pools that nothing reaches, hours without cover. Of several sites each kind is looked at
/// with what comes to it from the others, and what goes without a link to another site is told,
/// too. Errors forbid to run; the file of the findings is the scenario's name.
std::vector<Finding> validate(const Scenario& scenario);

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/offered_load.hpp"
#include "models/scenario.hpp"

namespace wardwire::models {

/// A way that a message may go, from one place to another or from its patient to the first.
struct Route {
    std::size_t home = 0;   ///< the patient's group of sites
    std::size_t from = 0;   ///< the group that it leaves
    std::size_t to = 0;     ///< the group that it comes to
    std::size_t place = 0;  ///< there
    SiteId site;            ///< the site it comes to, where the target names one
    std::string where;      ///< says so: a JSON pointer in what holds at `from`
};

/// All ways that messages may go, whatever the chances: by the rules, by forwarding, overflow and
/// deadlines.
struct MessageRoutes {
    std::vector<Route> routes;
    std::vector<std::vector<bool>> reached;  ///< [group][place]: whether messages come there
};

MessageRoutes message_routes(const std::vector<SiteGroup>& groups);

}  // namespace wardwire::models

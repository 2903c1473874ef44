// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/events.hpp"

namespace wardwire::models {

class Site;

/// Whom or what an event concerns, from the general to the particular, so that the beginning of the
/// text selects: "nurse 2", "patient 17 thread 3 round 1", "nurse 2 conversation 5 turn 1",
/// "line front desk call 12", "pool triage", "site". People and threads are numbered from 1, as in
/// the message log.
///
/// Ask before the site has handled the event: afterwards its task may be gone.
std::string entity_of(const SiteEvent& event, const Site& site);

/// The name of the event's type.
const char* kind_of(const SiteEvent& event);

}  // namespace wardwire::models

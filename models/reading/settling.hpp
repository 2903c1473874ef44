// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reading/description.hpp"

/// What concerns several fields of one object: contradictions, sums, and what follows from other
/// fields. Called when all fields of the object have been read.
namespace wardwire::models::reading {

void settle(CalendarAndHours& site, const FieldReader& fields, const Place& place);
void settle(RosterSpec& roster, const FieldReader& fields, const Place& place);
void settle(RoleSpec& role, const FieldReader& fields, const Place& place);
void settle(VisitSpec& visits, const FieldReader& fields, const Place& place);
void settle(PoolSpec& pool, const FieldReader& fields, const Place& place);
void settle(PatientSpec& patients, const FieldReader& fields, const Place& place);
void settle(Population& population, const FieldReader& fields, const Place& place);
void settle(AdoptionSpec& adoption, const FieldReader& fields, const Place& place);
void settle(Invitation& invitation, const FieldReader& fields, const Place& place);
void settle(UseType& type, const FieldReader& fields, const Place& place);
void settle(PortalSpec& portal, const FieldReader& fields, const Place& place);
void settle(ChatEffects& effects, const FieldReader& fields, const Place& place);
void settle(ChatMargins& margins, const FieldReader& fields, const Place& place);
void settle(ChatSpec& chat, const FieldReader& fields, const Place& place);
void settle(SiteLink& link, const FieldReader& fields, const Place& place);
void settle(Horizon& horizon, const FieldReader& fields, const Place& place);
void settle(Scenario& scenario, const FieldReader& fields, const Place& place);

}  // namespace wardwire::models::reading

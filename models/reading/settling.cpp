// SPDX-License-Identifier: Apache-2.0
#include "models/reading/settling.hpp"

#include <algorithm>
#include <cmath>

#include "models/reading/balancing.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

std::string name_of(const SiteRange& range, const Place& place) {
    for (const SiteName& site : place.names().sites)
        if (site.range.first == range.first && site.range.count == range.count)
            return in_quotes(site.name);
    return "any";
}

bool is_to_primary(const Target& target) { return target.kind == Target::Kind::primary; }

/// Whether anything goes to the primary clinicians; `where` is set to the first that does.
bool uses_primary(const Scenario& scenario, std::string& where) {
    const auto any_level = [](const std::vector<EscalationLevel>& levels) {
        return std::any_of(levels.begin(), levels.end(),
                           [](const EscalationLevel& level) { return is_to_primary(level.to); });
    };
    for (const RoleSpec& role : scenario.roles) {
        where = "/roles" + pointer_step(role.name);
        if (role.forwards_to && is_to_primary(*role.forwards_to)) return true;
        if (any_level(role.escalation)) return true;
        if (role.covering && is_to_primary(role.covering->to)) return true;
    }
    for (const PoolSpec& pool : scenario.pools) {
        where = "/pools" + pointer_step(pool.name);
        if (pool.overflow_to && is_to_primary(*pool.overflow_to)) return true;
        if (any_level(pool.escalation)) return true;
    }
    where = "/portal/routing";
    return scenario.portal &&
           std::any_of(scenario.portal->routing.begin(), scenario.portal->routing.end(),
                       [](const RoutingRule& rule) { return is_to_primary(rule.to); });
}

/// A factor on a rate leaves the mean as it is.
void check_factor(const sim::Distribution& law, const std::string& instead, const Place& place) {
    const double mean = law.mean();
    if (!(std::abs(mean - 1.0) <= 1e-3)) {
        place.report("must have mean 1, and has " + format_quantity(mean, Dimension::number) +
                     "; " + instead);
    }
    if (law.lower() < 0.0) place.report("can be negative, and a factor on a rate cannot");
}

}  // namespace

void settle(CalendarAndHours& site, const FieldReader&, const Place& place) {
    std::vector<std::int64_t>& holidays = site.calendar.holidays;
    std::sort(holidays.begin(), holidays.end());
    if (std::adjacent_find(holidays.begin(), holidays.end()) != holidays.end()) {
        (place / "holidays").report("names a day a second time");
    }
    // From here on days are counted from the first day of the run; earlier ones do not concern it.
    for (std::int64_t& day : holidays) day -= site.calendar.start_day;
    std::erase_if(holidays, [](std::int64_t day) { return day < 0; });
}

void settle(RosterSpec& roster, const FieldReader& fields, const Place& place) {
    if (fields.has("shifts") && fields.has("rotation")) {
        place.report(
            "has both \"shifts\" and \"rotation\"; the first is for weeks that are all "
            "alike, the second for several weeks; keep one");
    }
    const bool has_shifts = fields.has("shifts") || fields.has("rotation");
    for (const char* key : {"full_time_share", "absence", "at_shift_end"}) {
        if (!has_shifts && fields.has(key)) {
            (place / key).report("has no effect without \"shifts\" or \"rotation\"");
        }
    }
    const bool is_empty = std::all_of(roster.rotation.begin(), roster.rotation.end(),
                                      [](const std::vector<Shift>& week) { return week.empty(); });
    if (is_empty && fields.has("rotation") && place.finding_count() == 0)
        (place / "rotation").report("has no shift in any week: nobody of this role ever comes");
    if (is_empty) roster.rotation.clear();
}

void settle(VisitSpec& visits, const FieldReader& fields, const Place& place) {
    if (fields.has("slot") && visits.slot < sim::seconds{1}) {
        (place / "slot").report("must be at least 1 s");
    }
    if (fields.has("steps") && visits.interruptible != Interruptible::between_steps) {
        (place / "steps").report("has no effect unless interruptible is between_steps");
    }
}

void settle(RoleSpec& role, const FieldReader& fields, const Place& place) {
    check_dates(role.plan, place / "plan");
    if (fields.has("covering") && role.roster.rotation.empty())
        (place / "covering").report("has no effect: without shifts nobody is ever off duty");
}

void settle(PoolSpec& pool, const FieldReader& fields, const Place& place) {
    if (fields.has("batch") && pool.claim != PoolSpec::Claim::pull)
        (place / "batch").report("has no effect unless claim is pull");
    if (fields.has("overflow_above") != fields.has("overflow_to")) {
        place.report(fields.has("overflow_to")
                         ? "has \"overflow_to\" and needs \"overflow_above\": "
                           "from how many messages on"
                         : "has \"overflow_above\" and needs "
                           "\"overflow_to\": where the others go");
    }
}

void settle(PatientSpec& patients, const FieldReader& fields, const Place& place) {
    const auto check = [&](const char* key, const sim::Distribution& law) {
        if (fields.has(key))
            check_factor(law, "how much patients write is said by \"threads\"", place / key);
    };
    check("intensity", patients.intensity);
    check("site_effect", patients.site_effect);
    check("panel_effect", patients.panel_effect);
    if (fields.has("panel_effect") && !fields.has("primary"))
        (place / "panel_effect").report("needs \"primary\" in /patients: whose panels");
    for (const char* key : {"invitation", "responsiveness"})
        if (fields.has("adoption", key) && !fields.has("primary"))
            (place / "adoption" / key)
                .report("needs \"primary\" in /patients: whose invitation, whose answers");
    check_panel(patients, place / "panel");
}

void settle(ChatEffects& effects, const FieldReader&, const Place& place) {
    const std::string elsewhere = "how often people begin is said by \"starts\"";
    const auto check_each = [&](const std::vector<sim::Distribution>& by_role,
                                const std::string& said, const Place& at) {
        for (const sim::Distribution& law : by_role) {
            const std::size_t before = place.finding_count();
            check_factor(law, said, at);
            if (place.finding_count() > before) break;
        }
    };
    check_each(effects.person, elsewhere + " of each role", place / "person");
    check_each(effects.popularity, "to whom people write is said by \"to\"", place / "popularity");
    const std::string chance = "how often turns are answered is said by \"continuation\"";
    check_each(effects.answers, chance, place / "answers");
    check_each(effects.answered, chance, place / "answered");
    check_factor(effects.unit, elsewhere, place / "unit");
    check_factor(effects.site, elsewhere, place / "site");
    check_factor(effects.day, elsewhere, place / "day");
}

void settle(UseType& type, const FieldReader& fields, const Place& place) {
    if (!fields.has("to_visit") || !fields.has("to_call")) return;
    const std::vector<std::string>& roles = place.names().roles;
    for (std::size_t r = 0; r < type.to_call_probability.size(); ++r)
        if (type.to_visit_probability[r] + type.to_call_probability[r] > 1.0)
            (place / "to_call")
                .report("and \"to_visit\" come to more than 100 % for the role " +
                        in_quotes(roles[r]));
}

void settle(PortalSpec& portal, const FieldReader& fields, const Place& place) {
    for (const UseType& type : portal.use_types) {
        const bool calls =
            std::any_of(type.to_call_probability.begin(), type.to_call_probability.end(),
                        [](double p) { return p > 0.0; });
        if (fields.has("line") || (!calls && type.replaces_call_probability == 0.0)) continue;
        (place / "use_types" / type.name / (calls ? "to_call" : "replaces_call"))
            .report("needs \"line\" in /portal: which telephone line");
    }
    if (!portal.use_types.empty()) {
        std::vector<double> shares;
        for (const UseType& type : portal.use_types) shares.push_back(type.share);
        check_sum(shares, "the shares of the use types", place / "use_types");
        for (const UseType& type : portal.use_types)
            if (type.recognised_probability < 1.0 && type.share >= 1.0)
                (place / "use_types" / type.name / "recognised")
                    .report("has no effect: no message is of another type to be taken for");
    }
}

void settle(ChatMargins& margins, const FieldReader& fields, const Place& place) {
    if (fields.has("sent")) check_sum(margins.sent, "the shares", place / "sent");
    if (fields.has("received")) check_sum(margins.received, "the shares", place / "received");
}

void settle(ChatSpec& chat, const FieldReader& fields, const Place& place) {
    if (chat.margins && place.finding_count() == 0)
        balance(chat.to, *chat.margins, place / "margins");
    if (fields.has("users") && !chat.users_probability.empty()) {
        check_sum(chat.users_probability, "the shares", place / "users");
    }
    if (!fields.has("starts") || !fields.has("to")) return;
    const std::vector<std::string>& roles = place.names().roles;
    for (std::size_t role = 0; role < roles.size(); ++role) {
        if (role >= chat.starts_per_second.size() || role >= chat.to.size()) break;
        const std::vector<double>& row = chat.to[role];
        const bool has_receiver =
            std::any_of(row.begin(), row.end(), [](double s) { return s > 0; });
        if (chat.starts_per_second[role] > 0.0 && !has_receiver) {
            (place / "to")
                .report("needs the shares of " + in_quotes(roles[role]) +
                        ", who begins conversations");
        }
    }
    if (fields.has("messages_per_turn") && chat.messages_per_turn.lower() < 1.0) {
        (place / "messages_per_turn").report("can be below 1, and a turn has at least one message");
    }
}

void settle(Horizon& horizon, const FieldReader&, const Place& place) {
    if (horizon.length <= sim::Duration::zero()) (place / "length").report("must be above 0");
}

void settle(SiteLink& link, const FieldReader& fields, const Place& place) {
    const bool has_ends = link.from.count > 0 && link.to.count > 0;
    const std::string between =
        has_ends ? " from " + name_of(link.from, place) + " to " + name_of(link.to, place) : "";
    if (fields.has("latency") && link.latency <= sim::Duration::zero()) {
        (place / "latency")
            .report("must be above 0: over the link" + between +
                    " nothing would be before anything else; write \"1 s\" for hardly any time");
    }
    if (has_ends && link.from.count == 1 && link.to.count == 1 && link.from.first == link.to.first)
        place.report("leads" + between + ", and a site needs no link to itself");
}

void settle(Scenario& scenario, const FieldReader& fields, const Place& place) {
    for (const RoleSpec& role : scenario.roles) {
        const bool is_primary = scenario.patients && scenario.patients->primary.is_valid() &&
                                &role == &scenario.roles[scenario.patients->primary.index()];
        if (is_primary && role.covering && is_to_primary(role.covering->to))
            (place / "roles" / role.name / "covering" / "to")
                .report("leads back to the primary clinician who is away");
    }
    if (scenario.chat && scenario.chat->affinity.elsewhere_probability > 0.0 &&
        place.names().sites.empty())
        (place / "chat" / "affinity" / "elsewhere")
            .report("needs \"sites\" where colleagues are, and \"links\" to them");
    if (scenario.chat && scenario.chat->affinity.circle &&
        !(scenario.chat->affinity.circle->mean() > 0.0))
        (place / "chat" / "affinity" / "circle").report("must have a mean above 0");
    for (const SiteKind& kind : scenario.site_kinds)
        if (patient_cells(kind.scenario) != patient_cells(scenario) ||
            patient_groups(kind.scenario) != patient_groups(scenario))
            (place / "sites" / kind.name / "patients" / "population")
                .report(
                    "must leave the attributes, their values and the groups of the scenario as "
                    "they are; a value that a site does not have gets the share 0 there");
    if (!fields.has("sites") && fields.has("links"))
        (place / "links").report("needs \"sites\" to lead from and to");
    if (scenario.portal && !scenario.patients) {
        (place / "portal").report("needs \"patients\": somebody who writes");
    }
    if (scenario.patients && !scenario.portal) {
        (place / "patients").report("needs \"portal\": where their messages go");
    }
    std::string where;
    if (scenario.patients && !fields.has("patients", "primary") && uses_primary(scenario, where)) {
        (place / "patients")
            .report("needs \"primary\", the role of the primary clinicians: " + where +
                    " sends to them");
    }
}

}  // namespace wardwire::models::reading

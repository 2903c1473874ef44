// SPDX-License-Identifier: Apache-2.0
#include "models/structure.hpp"

#include "models/outcome_report.hpp"
#include "models/site_plan.hpp"

namespace wardwire::models {

namespace {

std::string counted(std::size_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string line_of(const RoleSpec& role) {
    return "role " + role.name + ": " + counted(most_members(role), "member") + ", " +
           counted(role.tasks.size(), "recurring task") + (role.visits ? ", visits" : "") + "\n";
}

/// What a site has, apart from the run.
std::string structure_of_site(const Scenario& scenario) {
    std::string text;
    for (const RoleSpec& role : scenario.roles) text += line_of(role);
    for (const PoolSpec& pool : scenario.pools) text += "pool " + pool.name + "\n";
    for (const TelephoneLine& line : scenario.telephone) text += "line " + line.name + "\n";
    if (scenario.patients) text += counted(scenario.patients->count, "patient") + "\n";
    for (const std::string& cell : patient_cells(scenario)) text += "patients " + cell + "\n";
    if (scenario.portal)
        for (const UseType& type : scenario.portal->use_types)
            text += "use type " + type.name + "\n";
    if (scenario.chat) text += "chat\n";
    return text;
}

/// The people of sites that differ in size: " of 10, 12, 40".
std::string staff_dealt_to(const SiteKind& kind) {
    std::string text;
    if (!kind.size) return text;
    Scenario alone;
    alone.site_kinds = {kind};
    for (const SitePlan& site : sites_of(alone))
        for (const std::uint32_t people : site.staff)
            text += (text.empty() ? " of " : ", ") + std::to_string(people);
    return text;
}

}  // namespace

std::string structure_of(const Scenario& scenario) {
    std::string text;
    text += "start: day " + std::to_string(scenario.calendar.start_day) + "\n";
    text += "warm-up: " + std::to_string(scenario.warm_up.count()) + " us\n";
    text += "levels sampled every " + std::to_string(sampling_interval(scenario).count()) + " us\n";
    if (scenario.site_kinds.empty()) return text + structure_of_site(scenario);
    for (const SiteKind& kind : scenario.site_kinds)
        text += counted(kind.count, "site") + " " + kind.name + staff_dealt_to(kind) + "\n" +
                structure_of_site(kind.scenario);
    return text;
}

}  // namespace wardwire::models

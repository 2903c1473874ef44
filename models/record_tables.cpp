// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "models/outcome_report.hpp"
#include "models/site_plan.hpp"

namespace wardwire::models {

sim::RecordTables record_tables(const Scenario& scenario) {
    sim::RecordTables tables;
    const std::vector<SitePlan> sites = sites_of(scenario);
    const auto add_people = [&tables](const std::string& site, const std::string& role,
                                      std::uint32_t number) {
        for (std::uint32_t k = 0; k < number; ++k) {
            tables.people.push_back((site.empty() ? "" : site + " ") + role + " " +
                                    std::to_string(k + 1));
            tables.roles.push_back(role);
        }
    };
    for (const SitePlan& site : sites)
        for (std::size_t r = 0; r < site.staff.size(); ++r)
            add_people(site.name, site.scenario->roles[r].name, site.staff[r]);
    for (const SitePlan& site : sites)
        if (site.scenario->patients)
            add_people(site.name, "patient", site.scenario->patients->count);
    for (const PoolSpec& pool : scenario.pools) tables.pools.push_back(pool.name);
    for (const TelephoneLine& line : scenario.telephone) tables.pools.push_back(line.name);
    if (scenario.portal)
        for (const UseType& type : scenario.portal->use_types)
            tables.use_types.push_back(type.name);
    tables.channels = {"portal", "chat", "telephone"};
    tables.close_reasons = {"open",      "answered", "no_reply", "forwarded",
                            "escalated", "read",     "covered"};
    return tables;
}

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
// The wards and teams of the sites that have several: what their members do, wherever the message
// came from.
#include "models/report_sections.hpp"

namespace wardwire::models {

void report_units(ReportBuilder& build, const Observed& seen) {
    std::vector<UnitOutcomes> units;
    if (seen.by_site.empty()) units = seen.outcomes.units;
    for (const Outcomes& site : seen.by_site)
        units.insert(units.end(), site.units.begin(), site.units.end());
    if (units.empty()) return;
    const auto by_unit = [&](const char* name, const char* unit, const char* what, auto&& of) {
        build.metric(name, unit, {Dimension::unit}, what, each(units, of));
    };
    by_unit("messages_sent_by_unit", "1", "Messages and answers that members of the unit send.",
            [](const UnitOutcomes& u) { return count(u.sent); });
    by_unit("messages_received_by_unit", "1",
            "Messages that members of the unit get, into in-baskets or from a pool.",
            [](const UnitOutcomes& u) { return count(u.received); });
    by_unit("read_delay_by_unit", "min",
            "Mean time from a message's arrival in the in-basket or pool to its reading, by the "
            "unit of who reads.",
            [](const UnitOutcomes& u) { return to_minutes(u.read_delay.mean_seconds()); });
    by_unit("interruptions_by_unit", "1", "Interruptions of members of the unit, by any cause.",
            [](const UnitOutcomes& u) { return count(u.interruptions); });
    by_unit("messaging_hours_by_unit", "h", "Time of members of the unit with messages.",
            [](const UnitOutcomes& u) { return hours(u.messaging_microseconds); });
}

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
#include "models/outcome_reference.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "models/outcome_report.hpp"
#include "models/report_builder.hpp"

namespace wardwire::models {

namespace {

constexpr std::string_view introduction = R"(# Outcomes

What a replication yields, by the names that results files, tables and experiments use. [The
model](../explanation/model.md) says what happens behind them. This page is made from the
program's own list.

- **Window.** Outcomes are counted from the end of the warm-up to the end of the run. Answers
  belong to the messages that were *sent* in the window; work, waits and interruptions to the
  time in which they happened. People, lines and threads go into the window as the warm-up left
  them.
- **Censoring.** A message that is still open when the run ends has no answer. It counts in
  `messages_from_patients` and `open_share`, and as not answered in `answered_within`; it is in
  no mean or quantile of response times, which are therefore too short where `open_share` is
  large.
- **Clocks.** Times are wall-clock times unless the definition says otherwise. The site's
  business clock runs while `/calendar/open` is open.
- **Undefined.** The mean or share of nothing is NaN.
- **Active day.** A calendar day of the window on which a person sends a message, or gets one.
- **Sum of a role.** Hours and counts are of all members of a role together. What is "per hour on
  duty" is per person-hour.

)";

std::string join(const std::vector<std::string>& list, std::string_view between) {
    std::string joined;
    for (const std::string& one : list) {
        if (!joined.empty()) joined += between;
        joined += one;
    }
    return joined;
}

/// A number without zeros at its end.
std::string plain(double number) {
    std::string text = std::to_string(number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

/// What a dimension runs over, in words where the scenario decides.
std::string values_of(const sim::Axis& axis, Dimension dimension) {
    switch (dimension) {
        case Dimension::role:
        case Dimension::pool:
        case Dimension::use_type:
        case Dimension::receiver_role:
        case Dimension::unit:
        case Dimension::site:
            return "as the scenario names them";
        case Dimension::week:
            return "of seven days from the start of the window; the last may be cut short";
        case Dimension::month:
            return "such as 2026-01, as far as it lies in the window";
        case Dimension::year:
            return "such as 2026, as far as it lies in the window";
        case Dimension::patient_group:
            return "the values of the attribute that `/patients/population/group_by` names; `all` "
                   "without it";
        case Dimension::patient_cell:
            return "every combination of values of `/patients/population/attributes`";
        case Dimension::hour:
            return "0 to 23";
        case Dimension::time:
            return "every hour; every day in runs beyond half a year";
        case Dimension::duration_bin:
            return "below 1 s, then eight equal parts of every doubling; the last bin is open";
        case Dimension::count_bin:
            return "each number below 128, then eight equal parts of every doubling; the last bin "
                   "is open";
        case Dimension::weekday:
        case Dimension::setting:
        case Dimension::urgency:
        case Dimension::activity:
        case Dimension::cause:
        case Dimension::channel:
        case Dimension::limit:
        case Dimension::quantile:
        case Dimension::message_share:
            break;
    }
    std::vector<std::string> values;
    for (const std::string& label : axis.labels) values.push_back("`" + label + "`");
    for (const double number : axis.numbers) values.push_back(plain(number));
    return join(values, ", ") + (axis.unit.empty() || axis.unit == "1" ? "" : " " + axis.unit);
}

std::string table(std::string_view heading, const std::vector<sim::Measure>& measures,
                  const sim::ResultLayout& layout) {
    std::string text = "## " + std::string(heading) +
                       "\n\n| Name | Unit | Dimensions | Definition |\n|---|---|---|---|\n";
    for (const sim::Measure& measure : measures) {
        std::vector<std::string> axes;
        for (const std::uint32_t axis : measure.axes) axes.push_back(layout.axes[axis].name);
        text += "| `" + measure.name + "` | " + measure.unit + " | " + join(axes, ", ") + " | " +
                measure.definition + " |\n";
    }
    return text + "\n";
}

}  // namespace

std::string outcome_reference() {
    Scenario scenario;
    scenario.roles.emplace_back();
    scenario.pools.emplace_back();
    scenario.portal.emplace().use_types.emplace_back();
    scenario.units = 2;
    scenario.site_kinds.push_back({"", 1, scenario});
    const sim::ResultLayout layout = outcome_layout(scenario);

    std::string page(introduction);
    page += "## Dimensions\n\n| Name | What it is | Values |\n|---|---|---|\n";
    for (std::size_t i = 0; i < layout.axes.size(); ++i) {
        const sim::Axis& axis = layout.axes[i];
        page += "| `" + axis.name + "` | " + axis.description + " | " +
                values_of(axis, static_cast<Dimension>(i)) + " |\n";
    }
    page += "\n" + table("Metrics", layout.metrics, layout);
    page += table("Histograms", layout.histograms, layout);
    page += table("Series", layout.series, layout);
    page.pop_back();
    return page;
}

}  // namespace wardwire::models

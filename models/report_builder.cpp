// SPDX-License-Identifier: Apache-2.0
#include "models/report_builder.hpp"

#include <cstdlib>
#include <limits>
#include <utility>

#include "models/outcome_report.hpp"
#include "models/periods.hpp"
#include "models/site_plan.hpp"
#include "sim/contract.hpp"

namespace wardwire::models {

namespace {

template <class List>
std::vector<std::string> names_of(const List& list) {
    std::vector<std::string> names;
    for (const auto& element : list) names.push_back(element.name);
    return names;
}

template <class At>
std::vector<double> numbers(std::size_t count, At&& at) {
    std::vector<double> list;
    for (std::size_t i = 0; i < count; ++i) list.push_back(at(i));
    return list;
}

std::vector<sim::Axis> period_axes(const Scenario& scenario) {
    const std::vector<Period> years = years_of(scenario);
    const auto week_at = [](std::size_t i) { return static_cast<double>(i); };
    const auto year_at = [&](std::size_t i) { return std::strtod(years[i].name.c_str(), nullptr); };
    return {{"week",
             "week of the window, from 0",
             {},
             numbers(weeks_of(scenario).size(), week_at),
             "1"},
            {"month", "month of the calendar", names_of(months_of(scenario)), {}, ""},
            {"year", "year of the calendar", {}, numbers(years.size(), year_at), "1"}};
}

std::vector<sim::Axis> patient_axes(const Scenario& scenario) {
    return {
        {"patient_group", "group of patients", patient_groups(scenario), {}, ""},
        {"patient_cell", "values of the patients' attributes", patient_cells(scenario), {}, ""},
        {"message_share",
         "threads as a share of threads and visits of the primary clinician with other patients",
         {"0-10 %", "10-20 %", "20-50 %", "50-100 %"},
         {},
         ""}};
}

/// "unit 2", or "hospital 3 unit 2" where there are several sites.
std::vector<std::string> unit_names(const Scenario& scenario) {
    std::vector<std::string> names;
    for (const SitePlan& site : sites_of(scenario)) {
        if (site.scenario->units < 2) continue;
        for (std::uint32_t unit = 1; unit <= site.scenario->units; ++unit)
            names.push_back((site.name.empty() ? "" : site.name + " ") + "unit " +
                            std::to_string(unit));
    }
    return names;
}

}  // namespace

ReportBuilder::ReportBuilder(const Scenario& scenario) {
    std::vector<std::string> pools = names_of(scenario.pools);
    for (const TelephoneLine& line : scenario.telephone) pools.push_back(line.name);
    const double step_h = sim::in_hours(sampling_interval(scenario));
    const auto steps = static_cast<std::size_t>((scenario.length.count() - 1) /
                                                sampling_interval(scenario).count()) +
                       1;
    const double start_h = sim::in_hours(scenario.warm_up);
    layout.axes = {
        {"role", "role of the staff member", names_of(scenario.roles), {}, ""},
        {"pool", "pool, or telephone line", pools, {}, ""},
        {"use_type",
         "what a portal message is about",
         scenario.portal ? names_of(scenario.portal->use_types) : std::vector<std::string>{},
         {},
         ""},
        {"urgency", "true urgency of a message", {"routine", "urgent"}, {}, ""},
        {"activity",
         "what a person on duty does",
         {"free", "visits", "tasks", "telephone", "portal_reading", "portal_replying",
          "chat_reading", "chat_writing", "switching", "resuming"},
         {},
         ""},
        {"cause", "what breaks in", {"task", "telephone", "portal", "chat"}, {}, ""},
        {"channel", "how a message comes", {"portal", "chat", "telephone"}, {}, ""},
        {"hour",
         "hour of day, from its start",
         {},
         numbers(24, [](std::size_t i) { return static_cast<double>(i); }),
         "h"},
        {"limit",
         "time limit",
         {},
         numbers(ResponseOutcomes::limits.size(),
                 [](std::size_t i) { return sim::in_hours(ResponseOutcomes::limits[i]); }),
         "h"},
        {"quantile", "probability", {}, {quantiles.begin(), quantiles.end()}, "1"},
        {"time",
         "time since the start of the run",
         {},
         numbers(steps, [&](std::size_t i) { return start_h + step_h * static_cast<double>(i); }),
         "h"},
        {"duration_bin",
         "lower edge of the bin",
         {},
         numbers(sim::DurationHistogram::bins, sim::DurationHistogram::edge_seconds),
         "s"},
        {"weekday",
         "day of the week",
         {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
         {},
         ""},
        {"receiver_role", "role of who gets the message", names_of(scenario.roles), {}, ""},
        {"count_bin",
         "least number of the bin",
         {},
         numbers(sim::CountHistogram::bins,
                 [](std::size_t i) { return static_cast<double>(sim::CountHistogram::least(i)); }),
         "1"},
    };
    for (sim::Axis& axis : period_axes(scenario)) layout.axes.push_back(std::move(axis));
    for (sim::Axis& axis : patient_axes(scenario)) layout.axes.push_back(std::move(axis));
    layout.axes.push_back(
        {"unit", "ward or team of a site that has several", unit_names(scenario), {}, ""});
    if (scenario.site_kinds.empty()) return;
    layout.axes.push_back({"site", "hospital or clinic", names_of(sites_of(scenario)), {}, ""});
    layout.axes.push_back(
        {"setting", "kind of site", {"inpatient", "outpatient", "emergency"}, {}, ""});
}

sim::Measure ReportBuilder::measure(const std::string& name, const char* unit,
                                    const std::vector<Dimension>& axes,
                                    const std::string& definition, std::size_t offset) const {
    sim::Measure measure{name, unit, definition, {}, offset, 1};
    for (const Dimension axis : axes) {
        measure.axes.push_back(static_cast<std::uint32_t>(axis));
        measure.size *= layout.axes[static_cast<std::size_t>(axis)].size();
    }
    return measure;
}

void ReportBuilder::scalar(const std::string& name, const char* unit, const std::string& definition,
                           double value) {
    metric(name, unit, {}, definition, {value});
}

void ReportBuilder::metric(const std::string& name, const char* unit,
                           const std::vector<Dimension>& axes, const std::string& definition,
                           const std::vector<double>& values) {
    layout.metrics.push_back(measure(name, unit, axes, definition, observation.metrics.size()));
    WARDWIRE_EXPECT(values.size() == layout.metrics.back().size,
                    "a metric has one value for each element of its axes");
    observation.metrics.insert(observation.metrics.end(), values.begin(), values.end());
}

void ReportBuilder::histogram(const std::string& name, std::vector<Dimension> axes,
                              const std::string& definition,
                              const std::vector<const sim::DurationHistogram*>& values) {
    axes.push_back(Dimension::duration_bin);
    counts(name, axes, definition, values);
}

void ReportBuilder::histogram(const std::string& name, std::vector<Dimension> axes,
                              const std::string& definition,
                              const std::vector<const sim::CountHistogram*>& values) {
    axes.push_back(Dimension::count_bin);
    counts(name, axes, definition, values);
}

template <class Histogram>
void ReportBuilder::counts(const std::string& name, const std::vector<Dimension>& axes,
                           const std::string& definition,
                           const std::vector<const Histogram*>& values) {
    layout.histograms.push_back(measure(name, "1", axes, definition, observation.counts.size()));
    for (const Histogram* one : values)
        observation.counts.insert(observation.counts.end(), one->counts().begin(),
                                  one->counts().end());
}

void ReportBuilder::series(const std::string& name, const std::vector<Dimension>& axes,
                           const std::string& definition, const std::vector<double>& values) {
    const std::size_t offset =
        layout.series.empty() ? 0 : layout.series.back().offset + layout.series.back().size;
    layout.series.push_back(measure(name, "1", axes, definition, offset));
    observation.series.insert(observation.series.end(), values.begin(), values.end());
}

double ReportBuilder::quantile(const sim::DurationHistogram& histogram, double p) {
    const std::uint64_t total = histogram.total();
    if (total == 0) return std::numeric_limits<double>::quiet_NaN();
    const double wanted = p * static_cast<double>(total);
    double below = 0.0;
    for (std::size_t bin = 0; bin < sim::DurationHistogram::bins; ++bin) {
        const auto here = static_cast<double>(histogram.counts()[bin]);
        if (here > 0.0 && below + here >= wanted) {
            const double low = sim::DurationHistogram::edge_seconds(bin);
            const double high = sim::DurationHistogram::edge_seconds(bin + 1);
            return low + (high - low) * (wanted - below) / here;
        }
        below += here;
    }
    return sim::DurationHistogram::edge_seconds(sim::DurationHistogram::bins - 1);
}

}  // namespace wardwire::models

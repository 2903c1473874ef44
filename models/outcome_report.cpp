// SPDX-License-Identifier: Apache-2.0
// The outcomes by name: what each is, in which unit, over which dimensions. The names are an
// interface; docs/reference/outcomes.md lists them.
#include "models/outcome_report.hpp"

#include <utility>

#include "models/report_sections.hpp"
#include "models/site_plan.hpp"

namespace wardwire::models {

namespace {

void report_levels(ReportBuilder& build, const LevelSamples& samples) {
    build.series("backlog", {Dimension::time, Dimension::pool}, "Number waiting in the line.",
                 samples.backlog);
    build.series("in_baskets", {Dimension::time, Dimension::role},
                 "Messages and tasks waiting for the members of the role.", samples.in_baskets);
    build.series("open_threads", {Dimension::time}, "Open portal threads.", samples.open_threads);
}

ReportBuilder report(const Observed& seen) {
    ReportBuilder build(seen.scenario);
    report_response(build, seen);
    report_patients(build, seen);
    report_interruptions(build, seen);
    report_load(build, seen);
    report_message_load(build, seen);
    report_pools(build, seen);
    report_volume(build, seen);
    report_volume_over_time(build, seen);
    report_levels(build, seen.samples);
    report_units(build, seen);
    if (!seen.by_site.empty()) report_sites(build, seen);
    return build;
}

}  // namespace

sim::Observation observe(const Scenario& scenario, const Outcomes& outcomes,
                         const LevelSamples& samples, std::span<const Outcomes> by_site,
                         sim::Time end) {
    return std::move(report({scenario, outcomes, samples, by_site, end}).observation);
}

sim::ResultLayout outcome_layout(const Scenario& scenario) {
    const Outcomes none{OutcomeSizes(scenario)};
    std::vector<Outcomes> by_site;
    if (!scenario.site_kinds.empty())
        for (const SitePlan& site : sites_of(scenario))
            by_site.emplace_back(OutcomeSizes(*site.scenario));
    return std::move(report({scenario, none, {}, by_site, sim::start_of_time}).layout);
}

}  // namespace wardwire::models

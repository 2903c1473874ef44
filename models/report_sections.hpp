// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "models/outcome_report.hpp"
#include "models/outcomes.hpp"
#include "models/report_builder.hpp"
#include "models/scenario.hpp"

/// The sections of a report, each in a file of its own name, and what they have in common.
namespace wardwire::models {

/// What a report is made from.
struct Observed {
    const Scenario& scenario;
    const Outcomes& outcomes;
    const LevelSamples& samples;
    std::span<const Outcomes> by_site;  ///< empty where there is one site
    sim::Time end;
};

void report_response(ReportBuilder& build, const Observed& seen);
void report_patients(ReportBuilder& build, const Observed& seen);
void report_interruptions(ReportBuilder& build, const Observed& seen);
void report_load(ReportBuilder& build, const Observed& seen);
void report_message_load(ReportBuilder& build, const Observed& seen);
void report_pools(ReportBuilder& build, const Observed& seen);
void report_volume(ReportBuilder& build, const Observed& seen);
void report_volume_over_time(ReportBuilder& build, const Observed& seen);
void report_units(ReportBuilder& build, const Observed& seen);
void report_sites(ReportBuilder& build, const Observed& seen);

using Values = std::vector<double>;

inline double to_hours(double seconds) { return seconds / 3600.0; }
inline double to_minutes(double seconds) { return seconds / 60.0; }
inline double hours(std::int64_t microseconds) { return static_cast<double>(microseconds) / 3.6e9; }
inline double count(std::uint64_t n) { return static_cast<double>(n); }

/// NaN of nothing.
inline double ratio(double part, double whole) {
    return whole > 0.0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
}
inline double share(std::uint64_t part, std::uint64_t whole) {
    return ratio(count(part), count(whole));
}

inline std::int64_t in(const RoleOutcomes& role, Activity activity) {
    return role.microseconds[static_cast<std::size_t>(activity)];
}

/// One value for each element of a list.
template <class List, class Of>
Values each(const List& list, Of&& of) {
    Values values;
    for (const auto& element : list) values.push_back(of(element));
    return values;
}

/// A metric with a value for each role.
template <class Of>
void by_role(ReportBuilder& build, const Observed& seen, const char* name, const char* unit,
             const char* what, Of&& of) {
    build.metric(name, unit, {Dimension::role}, what, each(seen.outcomes.roles, of));
}

}  // namespace wardwire::models

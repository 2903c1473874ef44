// SPDX-License-Identifier: Apache-2.0
// How many messages there are from week to week, month to month and year to year.
#include <algorithm>

#include "models/periods.hpp"
#include "models/report_sections.hpp"
#include "models/site_plan.hpp"

namespace wardwire::models {

namespace {

/// Running totals at the sampling times of the window, and at its end.
struct Totals {
    const Values& sampled;  ///< [time, kind]; empty where only the layout is wanted
    Values at_end;          ///< [kind]
};

/// By period and kind: what the totals rose by. A period begins with the first sample in it.
Values by_period(const Observed& seen, const Totals& totals, const std::vector<Period>& periods) {
    const sim::Duration interval = sampling_interval(seen.scenario);
    const std::size_t kinds = totals.at_end.size();
    const auto total_at = [&](sim::Time time, std::size_t kind) {
        const sim::Duration into_window = time - sim::start_of_time - seen.scenario.warm_up;
        const auto sample =
            static_cast<std::size_t>((into_window + interval - sim::Duration{1}) / interval);
        const std::size_t place = sample * kinds + kind;
        return place < totals.sampled.size() ? totals.sampled[place] : totals.at_end[kind];
    };
    Values counts;
    counts.reserve(periods.size() * kinds);
    for (const Period& period : periods)
        for (std::size_t kind = 0; kind < kinds; ++kind)
            counts.push_back(total_at(period.to, kind) - total_at(period.from, kind));
    return counts;
}

/// The last weeks over the first: 52 of each in a window of two years, 4 of each in one of 8 weeks.
Values growth(const Observed& seen, const Totals& totals) {
    const std::int64_t weeks = seen.scenario.length / sim::weeks{1};
    const std::int64_t compared = weeks >= 104 ? 52 : weeks >= 8 ? 4 : 0;
    const sim::Duration span = compared * sim::Duration{sim::weeks{1}};
    const sim::Time start = sim::start_of_time + seen.scenario.warm_up;
    const sim::Time end = start + weeks * sim::Duration{sim::weeks{1}};
    const std::size_t kinds = totals.at_end.size();
    const Values counts =
        by_period(seen, totals, {{"", start, start + span}, {"", end - span, end}});
    Values ratios;
    for (std::size_t kind = 0; kind < kinds; ++kind)
        ratios.push_back(ratio(counts[kinds + kind], counts[kind]));
    return ratios;
}

/// By year and role, of all sites.
Values member_years(const Observed& seen) {
    const std::vector<SitePlan> sites = sites_of(seen.scenario);
    Values years;
    for (const Period& year : years_of(seen.scenario))
        for (std::size_t role = 0; role < seen.scenario.roles.size(); ++role) {
            double sum = 0.0;
            for (const SitePlan& site : sites)
                sum += member_years(*site.scenario, site.scenario->roles[role], site.staff[role],
                                    year);
            years.push_back(sum);
        }
    return years;
}

Values weekend_share(const Outcomes& outcomes) {
    return each(outcomes.messages_by_hour_of_week, [](const auto& by_hour) {
        constexpr std::size_t saturday = 120;
        std::uint64_t all = 0;
        std::uint64_t weekend = 0;
        for (std::size_t hour = 0; hour < by_hour.size(); ++hour) {
            all += by_hour[hour];
            weekend += hour >= saturday ? by_hour[hour] : 0;
        }
        return share(weekend, all);
    });
}

void report_channels(ReportBuilder& build, const Observed& seen) {
    const Totals totals{seen.samples.messages, each(seen.outcomes.messages, count)};
    const std::string what = "Messages from patients, chat messages and calls, ";
    build.metric("messages_by_week", "1", {Dimension::week, Dimension::channel},
                 what + "by week of the window.", by_period(seen, totals, weeks_of(seen.scenario)));
    build.metric("messages_by_month", "1", {Dimension::month, Dimension::channel},
                 what + "by calendar month.", by_period(seen, totals, months_of(seen.scenario)));
    build.metric("messages_by_year", "1", {Dimension::year, Dimension::channel},
                 what + "by calendar year.", by_period(seen, totals, years_of(seen.scenario)));
    build.metric("weekend_share", "1", {Dimension::channel},
                 "Share of these messages that come on a Saturday or Sunday.",
                 weekend_share(seen.outcomes));
    build.metric("growth", "1", {Dimension::channel},
                 "Messages of the last 52 whole weeks of the window over those of the first 52; in "
                 "windows below two years of the last four over the first four, which seasons may "
                 "tell apart; undefined below eight weeks.",
                 growth(seen, totals));
}

}  // namespace

void report_volume_over_time(ReportBuilder& build, const Observed& seen) {
    report_channels(build, seen);
    const Totals asked{
        seen.samples.use_types,
        each(seen.outcomes.response_by_use_type, [](const auto& g) { return count(g.messages); })};
    build.metric("messages_from_patients_by_month", "1", {Dimension::month, Dimension::use_type},
                 "Messages from patients, by calendar month.",
                 by_period(seen, asked, months_of(seen.scenario)));
    build.metric("growth_by_use_type", "1", {Dimension::use_type},
                 "Messages from patients: last weeks over first weeks, as `growth`.",
                 growth(seen, asked));

    const Totals answers{
        seen.samples.answers, each(seen.outcomes.roles, [](const auto& r) {
            return count(r.messages_sent[static_cast<std::size_t>(Channel::portal)]);
        })};
    Values per_year = by_period(seen, answers, years_of(seen.scenario));
    build.metric("answers_by_year", "1", {Dimension::year, Dimension::role},
                 "Answers to patients, by calendar year.", per_year);
    const Values years = member_years(seen);
    for (std::size_t i = 0; i < per_year.size(); ++i) per_year[i] = ratio(per_year[i], years[i]);
    build.metric("answers_per_member_year", "1", {Dimension::year, Dimension::role},
                 "Answers to patients in a calendar year, over the years that members of the role "
                 "are there in it, by the staff plan.",
                 per_year);
    build.metric("growth_of_answers", "1", {Dimension::role},
                 "Answers to patients: last weeks over first weeks, as `growth`.",
                 growth(seen, answers));
}

}  // namespace wardwire::models

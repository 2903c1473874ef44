// SPDX-License-Identifier: Apache-2.0
// Where there are several sites: each, and those of a setting together. Messages belong to the
// patient's site, whoever works on them; work to where it is done.
#include <algorithm>
#include <array>
#include <limits>

#include "models/report_sections.hpp"
#include "models/site_plan.hpp"

namespace wardwire::models {

namespace {

using O = Outcomes;

template <class Of>
void by_site(ReportBuilder& build, const Observed& seen, const char* name, const char* unit,
             const char* what, Of&& of) {
    build.metric(name, unit, {Dimension::site}, what, each(seen.by_site, of));
}

double all_staffed_hours(const Outcomes& outcomes) {
    double sum = 0.0;
    for (const RoleOutcomes& r : outcomes.roles) sum += staffed_hours(r);
    return sum;
}

double of_groups(const Outcomes& outcomes, std::uint64_t GroupOutcomes::*of) {
    double sum = 0.0;
    for (const GroupOutcomes& group : outcomes.patients.groups) sum += count(group.*of);
    return sum;
}

/// [site, use type]
Values threads_by_site(const Observed& seen) {
    Values values;
    for (const Outcomes& site : seen.by_site) {
        Values threads(site.sizes.use_types, 0.0);
        for (const GroupOutcomes& group : site.patients.groups)
            for (std::size_t type = 0; type < threads.size(); ++type)
                threads[type] += count(group.threads[type]);
        values.insert(values.end(), threads.begin(), threads.end());
    }
    return values;
}

/// What the sites of one setting have seen, as far as it is reported.
struct OfSetting {
    ResponseOutcomes response;
    std::vector<sim::CountHistogram> sent_per_day;      ///< by role
    std::vector<sim::CountHistogram> received_per_day;  ///< by role
    Values chat_sent;                                   ///< by role
    Values chat_of_two;                                 ///< by role of sender and receiver
};

std::vector<OfSetting> by_setting(const Observed& seen) {
    const std::size_t roles = seen.outcomes.roles.size();
    std::vector<OfSetting> settings(setting_count, {{},
                                                    std::vector<sim::CountHistogram>(roles),
                                                    std::vector<sim::CountHistogram>(roles),
                                                    Values(roles),
                                                    Values(roles * roles)});
    constexpr auto chat = static_cast<std::size_t>(Channel::chat);
    const std::vector<SitePlan> sites = sites_of(seen.scenario);
    for (std::size_t i = 0; i < sites.size(); ++i) {
        OfSetting& setting = settings[static_cast<std::size_t>(sites[i].scenario->setting)];
        const Outcomes& site = seen.by_site[i];
        setting.response.merge(site.response);
        for (std::size_t r = 0; r < roles; ++r) {
            setting.sent_per_day[r].merge(site.load[r].sent_per_day);
            setting.received_per_day[r].merge(site.load[r].received_per_day);
            setting.chat_sent[r] += count(site.roles[r].messages_sent[chat]);
        }
        for (std::size_t pair = 0; pair < setting.chat_of_two.size(); ++pair)
            setting.chat_of_two[pair] += count(site.chat_of_two_by_role_pair[pair]);
    }
    return settings;
}

Values quantiles(const std::vector<OfSetting>& settings,
                 std::vector<sim::CountHistogram> OfSetting::*of) {
    Values values;
    for (const OfSetting& setting : settings)
        for (const sim::CountHistogram& role : setting.*of)
            for (const double p : ReportBuilder::quantiles) values.push_back(role.quantile(p));
    return values;
}

Values values(const std::vector<OfSetting>& settings, Values OfSetting::*of) {
    Values values;
    for (const OfSetting& setting : settings)
        values.insert(values.end(), (setting.*of).begin(), (setting.*of).end());
    return values;
}

void report_chat_of_settings(ReportBuilder& build, const std::vector<OfSetting>& settings) {
    build.metric("chat_messages_sent_by_setting", "1", {Dimension::setting, Dimension::role},
                 "Chat messages that members of the role send at such sites.",
                 values(settings, &OfSetting::chat_sent));
    build.metric("chat_of_two_by_setting", "1",
                 {Dimension::setting, Dimension::role, Dimension::receiver_role},
                 "Chat messages in conversations of two users from members of a role to members of "
                 "a role, by the setting of the receiver's site.",
                 values(settings, &OfSetting::chat_of_two));
}

/// Of the numbers above 0: the least number that at least the share `p` of them do not exceed.
double quantile_above_zero(const sim::CountHistogram& histogram, double p) {
    const auto& counts = histogram.counts();
    double left = p * count(histogram.total() - counts[0]);
    if (left <= 0.0) return std::numeric_limits<double>::quiet_NaN();
    std::size_t bin = 1;
    while (bin + 1 < counts.size() && left > count(counts[bin])) left -= count(counts[bin++]);
    return count(sim::CountHistogram::least(bin));
}

void report_days_with_messages(ReportBuilder& build, const std::vector<OfSetting>& settings) {
    const auto quantiles_of = [&](std::vector<sim::CountHistogram> OfSetting::*of) {
        Values values;
        for (const OfSetting& setting : settings)
            for (const sim::CountHistogram& role : setting.*of)
                for (const double p : ReportBuilder::quantiles)
                    values.push_back(quantile_above_zero(role, p));
        return values;
    };
    const std::vector<Dimension> axes = {Dimension::setting, Dimension::role, Dimension::quantile};
    build.metric("messages_sent_per_sending_day_quantiles_by_setting", "1", axes,
                 "Messages and answers that a person sends on a day on which any are sent: the "
                 "least number that the share does not exceed; exact below 128.",
                 quantiles_of(&OfSetting::sent_per_day));
    build.metric("messages_received_per_receiving_day_quantiles_by_setting", "1", axes,
                 "Messages that a person gets on a day on which any come, into the in-basket or "
                 "from a pool: the least number that the share does not exceed; exact below 128.",
                 quantiles_of(&OfSetting::received_per_day));
}

void report_settings(ReportBuilder& build, const Observed& seen) {
    const std::vector<OfSetting> settings = by_setting(seen);
    build.metric("first_response_time_by_setting", "h", {Dimension::setting},
                 "Mean time from a message of the patients of such sites to the answer, on the "
                 "wall clock.",
                 each(settings, [](const auto& s) { return to_hours(s.response.wall.mean()); }));
    build.metric(
        "answered_within_by_setting", "1", {Dimension::setting, Dimension::limit},
        "Share of the messages of the patients of such sites answered within the limit, on "
        "the wall clock; those still open count as not answered.",
        [&settings] {
            Values values;
            for (const OfSetting& s : settings)
                for (const std::uint64_t n : s.response.within)
                    values.push_back(share(n, s.response.messages));
            return values;
        }());
    const std::vector<Dimension> axes = {Dimension::setting, Dimension::role, Dimension::quantile};
    build.metric("messages_sent_per_active_day_quantiles_by_setting", "1", axes,
                 "Messages and answers that a person sends on an active day: the least number that "
                 "the share does not exceed; exact below 128.",
                 quantiles(settings, &OfSetting::sent_per_day));
    build.metric("messages_received_per_active_day_quantiles_by_setting", "1", axes,
                 "Messages that a person gets on an active day, into the in-basket or from a pool: "
                 "the least number that the share does not exceed; exact below 128.",
                 quantiles(settings, &OfSetting::received_per_day));
    report_days_with_messages(build, settings);
    report_chat_of_settings(build, settings);
}

}  // namespace

void report_sites(ReportBuilder& build, const Observed& seen) {
    by_site(build, seen, "messages_from_patients_by_site", "1",
            "Messages that the site's patients sent in the window.",
            [](const O& o) { return count(o.response.messages); });
    build.metric("messages_by_site", "1", {Dimension::site, Dimension::channel},
                 "Messages from the site's patients, chat messages of its staff and calls to it.",
                 [&seen] {
                     Values values;
                     for (const O& o : seen.by_site)
                         for (const std::uint64_t n : o.messages) values.push_back(count(n));
                     return values;
                 }());
    by_site(build, seen, "patients_by_site", "1", "Patients of the site.",
            [](const O& o) { return of_groups(o, &GroupOutcomes::patients); });
    by_site(build, seen, "portal_messages_by_site", "1",
            "Messages that the site's patients sent and got in the window.", [](const O& o) {
                double all = 0.0;
                for (const GroupOutcomes& g : o.patients.groups) all += count(g.messages.sum());
                return all;
            });
    by_site(build, seen, "calls_not_made_by_site", "1",
            "Calls to the site that would have come in the window, and did not because a message "
            "took their place.",
            [](const O& o) { return count(o.patients.calls_not_made); });
    build.metric("threads_started_by_site", "1", {Dimension::site, Dimension::use_type},
                 "Threads that the site's patients began in the window.", threads_by_site(seen));
    by_site(build, seen, "first_response_time_by_site", "h",
            "Mean time from a message of the site's patients to the answer, on the wall clock.",
            [](const O& o) { return to_hours(o.response.wall.mean()); });
    by_site(build, seen, "answered_within_day_by_site", "1",
            "Share of the messages of the site's patients answered within 24 h.",
            [](const O& o) { return share(o.response.within[2], o.response.messages); });
    by_site(build, seen, "resolved_for_others_by_site", "1",
            "Messages of other sites' patients that were answered or closed here.",
            [](const O& o) { return count(o.resolved_for_others); });
    by_site(build, seen, "interruptions_per_hour_by_site", "1/h",
            "Interruptions of work in hand, per person and hour on duty, of all roles.",
            [](const O& o) {
                double all = 0.0;
                for (const RoleOutcomes& r : o.roles)
                    for (const std::uint64_t n : r.interruptions) all += count(n);
                return ratio(all, all_staffed_hours(o));
            });
    by_site(build, seen, "utilisation_by_site", "1", "Share of the time on duty that is not free.",
            [](const O& o) {
                double free = 0.0;
                for (const RoleOutcomes& r : o.roles) free += hours(in(r, Activity::free));
                return 1.0 - ratio(free, all_staffed_hours(o));
            });
    report_settings(build, seen);
}

}  // namespace wardwire::models

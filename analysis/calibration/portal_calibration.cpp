// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/portal_calibration.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "analysis/calibration/portal_parts.hpp"
#include "analysis/calibration/rates.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/calibration/weekly_delays.hpp"
#include "analysis/log/event_log.hpp"
#include "analysis/statistics/order_statistics.hpp"

namespace wardwire::analysis {

namespace {

Estimate share_estimate(double hits, double n, double confidence, std::string_view method) {
    return {n > 0.0 ? hits / n : 0.0, share_limits(hits, n, confidence), n, method};
}

/// Threads by patient, when they begin, and how often they go on.
void estimate_patients(const PortalView& view, PortalCalibration& found) {
    std::map<std::int32_t, double> threads;
    std::set<std::int32_t> known;
    std::vector<RateCell> cells(hours_a_week);
    std::vector<double> weekly(view.calendar.weeks(), 0.0);
    for (std::size_t h = 0; h < hours_a_week; ++h) {
        const std::size_t weekend = h < 120 ? 0 : 24;  // workdays are alike, and so are weekends
        cells[h] = {0.0, view.calendar.exposure_hours()[h], weekend + h % 24};
    }
    for (const PortalMessage& one : view.portal.messages) {
        if (!known.insert(one.thread).second) continue;
        ++threads[one.patient];
        ++cells[view.calendar.hour_of(one.sent_at)].count;
        ++weekly[view.calendar.week_of(one.sent_at)];
    }
    std::vector<ExposedCount> counts;
    for (const auto& [patient, count] : threads) counts.push_back({count});
    found.patients_seen = threads.size();
    const CountLaw law = fit_law_above_zero(counts);
    const double unseen = std::exp(log_count_chance(0.0, law.rate, law.size));
    found.patients = static_cast<double>(threads.size()) / (1.0 - unseen);
    HoursOfWeek counted{};
    for (std::size_t h = 0; h < hours_a_week; ++h) counted[h] = cells[h].count;
    const std::vector<double> exposure = observed_volume(view.calendar, counted, Holidays::counted);
    const auto rate = [&](std::span<const double> weights) {
        double sum = 0.0;
        double weeks = 0.0;
        for (std::size_t week = 0; week < weekly.size(); ++week) {
            sum += weights[week] * weekly[week];
            weeks += weights[week] * exposure[week];
        }
        return std::vector<double>{sum / weeks / found.patients};
    };
    found.threads_per_week =
        estimate_by_clusters(weekly.size(), rate, Scale::log, view.confidence)[0];
    found.threads_per_week.n = static_cast<double>(known.size());
    found.threads_per_week.method = "threads over weeks and patients, unseen ones included";
    std::vector<WeekCount> weeks;
    for (std::size_t week = 0; week < weekly.size(); ++week)
        weeks.push_back({weekly[week], exposure[week]});
    found.growth = weekly_growth(weeks, view.confidence);
    const auto size = [&](std::span<const double> weights) {
        for (std::size_t i = 0; i < counts.size(); ++i) counts[i].weight = weights[i];
        return std::vector<double>{fit_law_above_zero(counts).size};
    };
    constexpr std::size_t resamples = 20;  // each is a fit
    found.intensity_size =
        estimate_by_clusters(counts.size(), size, Scale::log, view.confidence, resamples)[0];
    found.intensity_size.method = "negative binomial of those who wrote";
    found.profile = shrunk_rates(cells, view.confidence);
    double sum = 0.0;
    for (const Estimate& one : found.profile) sum += one.value;
    for (Estimate& one : found.profile) one.value *= hours_a_week / sum;
}

/// How patients go on after an answer.
void estimate_rounds(const PortalView& view, PortalCalibration& found) {
    std::map<std::int32_t, std::vector<const PortalMessage*>> threads;
    for (const PortalMessage& one : view.portal.messages) threads[one.thread].push_back(&one);
    WeeklyDelays delays(view.calendar.weeks());
    std::vector<double> waits;
    const auto answered_at = [&](const PortalMessage& one) {
        const PortalStay& last = view.portal.stays_of(one).back();
        return last.end == StayEnd::answered ? last.done_at : no_time;
    };
    for (const auto& [thread, messages] : threads)
        for (std::size_t i = 0; i + 1 < messages.size(); ++i) {
            const Instant answer = answered_at(*messages[i]);
            if (answer == no_time || messages[i + 1]->sent_at < answer) continue;
            waits.push_back(static_cast<double>(messages[i + 1]->sent_at - answer) /
                            microseconds_a_second);
            delays.add(view.calendar.week_of(answer), waits.back(), true);
        }
    found.reply_delay = fit_best_mixture(delays, view.log.clock_resolution_seconds);
    // An answer tells whether the patient goes on when 99 of 100 next messages would have come.
    const double patience_s = waits.empty() ? 0.0 : sample_quantile(waits, 0.99);
    std::vector<TurnCount> turns;
    for (const auto& [thread, messages] : threads) {
        TurnCount count{0, false};
        const auto is_answered = [&](const auto* one) { return answered_at(*one) != no_time; };
        for (std::size_t i = 0; i < messages.size(); ++i) {
            const Instant answer = answered_at(*messages[i]);
            if (answer == no_time) continue;
            ++count.turns;
            const double age_s =
                static_cast<double>(view.log.observed_until - answer) / microseconds_a_second;
            if (age_s <= patience_s) break;
            count.is_over = i + 1 == messages.size();
            if (!count.is_over &&
                std::none_of(messages.begin() + static_cast<std::ptrdiff_t>(i + 1), messages.end(),
                             is_answered))
                ++count.turns;  // it went on, and has no further answer
        }
        if (count.turns > 0) turns.push_back(count);
    }
    if (!turns.empty()) found.follow_up = continuation_chances(turns, 6);
}

/// The topics of a log; those of too few messages, and messages without one, are "other".
class Topics {
 public:
    Topics(const PortalView& view, double least_messages)
        : place_(view.log.topics.size() + 1, none) {
        std::vector<double> messages(place_.size(), 0.0);
        for (const PortalMessage& one : view.portal.messages) ++messages[index_of(one)];
        bool has_rest = messages.back() > 0.0;
        for (std::size_t topic = 0; topic + 1 < place_.size(); ++topic) {
            const bool is_kept = messages[topic] >= least_messages && messages[topic] > 0.0;
            has_rest |= !is_kept && messages[topic] > 0.0;
            if (!is_kept) continue;
            place_[topic] = static_cast<std::int32_t>(names.size());
            names.push_back(view.log.topics[topic]);
        }
        if (has_rest) names.emplace_back("other");
    }

    std::size_t of(const PortalMessage& one) const {
        const std::int32_t place = place_[index_of(one)];
        return place == none ? names.size() - 1 : at(place);
    }

    std::vector<std::string> names;

 private:
    std::size_t index_of(const PortalMessage& one) const {
        return one.topic == none ? place_.size() - 1 : static_cast<std::size_t>(one.topic);
    }

    std::vector<std::int32_t> place_;  ///< by topic of the log, and behind them for none
};

/// What is done with messages of each topic.
void estimate_topics(const PortalView& view, double least_messages, PortalCalibration& found) {
    const Topics topics(view, least_messages);
    struct Counts {
        double threads = 0.0, messages = 0.0, urgent = 0.0, resolved = 0.0, no_reply = 0.0;
        std::vector<double> in_hand, kept_in_hand, first;
    };
    const std::size_t groups = view.staff.groups.size();
    std::vector<Counts> counts(topics.names.size());
    for (Counts& one : counts) {
        one.in_hand.resize(groups);
        one.kept_in_hand.resize(groups);
        one.first.resize(found.stations.size());
    }
    std::set<std::int32_t> known;
    for (const PortalMessage& one : view.portal.messages) {
        Counts& count = counts[topics.of(one)];
        ++count.messages;
        count.urgent += one.is_urgent ? 1.0 : 0.0;
        count.threads += known.insert(one.thread).second ? 1.0 : 0.0;
        for (const PortalStay& stay : view.portal.stays_of(one)) {
            const std::int32_t group = view.group_of(stay.person);
            if (group == none || stay.end == StayEnd::open || stay.end == StayEnd::escalated)
                continue;
            ++count.in_hand[at(group)];
            if (stay.end == StayEnd::forwarded) continue;
            ++count.kept_in_hand[at(group)];
            ++count.resolved;
            count.no_reply += stay.end == StayEnd::no_reply ? 1.0 : 0.0;
        }
        const std::optional<std::size_t> first = view.station_of(view.portal.stays_of(one).front());
        if (first) ++count.first[*first];
    }
    double as_routed = 0.0;
    double routed = 0.0;
    for (std::size_t topic = 0; topic < counts.size(); ++topic) {
        PortalTopic& one = found.topics.emplace_back();
        one.name = topics.names[topic];
        const Counts& count = counts[topic];
        const auto share = [&](double hits, double n, std::string_view method) {
            return share_estimate(hits, n, view.confidence, method);
        };
        one.share = share(count.threads, static_cast<double>(known.size()), "share of threads");
        one.urgent = share(count.urgent, count.messages, "share of messages flagged urgent");
        one.no_reply = share(count.no_reply, count.resolved, "closed without an answer");
        for (std::size_t g = 0; g < groups; ++g)
            one.resolved.push_back(
                share(count.kept_in_hand[g], count.in_hand[g], "not handed on, of those in hand"));
        const auto most = std::ranges::max_element(count.first);
        one.first_station = static_cast<std::size_t>(most - count.first.begin());
        as_routed += *most;
        routed += std::accumulate(count.first.begin(), count.first.end(), 0.0);
    }
    found.as_routed = share_estimate(as_routed, routed, view.confidence,
                                     "first station is that of most of the topic");
}

/// Whom the table of pools names.
void list_members(const PortalView& view, PortalCalibration& found) {
    for (const PoolMembership& one : view.log.memberships) {
        const std::int32_t group = view.group_of(one.person);
        if (group == none) continue;
        std::vector<double>& listed = found.stations[at(one.pool)].listed;
        listed.resize(view.staff.groups.size(), 0.0);
        ++listed[at(group)];
    }
}

/// When an answer closes a thread by itself, closings come at the same time after it.
void find_closing(const PortalView& view, PortalCalibration& found) {
    constexpr double minute_s = 60.0;
    std::vector<double> waits;
    for (const PortalMessage& one : view.portal.messages) {
        const PortalStay& last = view.portal.stays_of(one).back();
        if (last.end == StayEnd::answered && one.closed_at != no_time)
            waits.push_back(static_cast<double>(one.closed_at - last.done_at) /
                            microseconds_a_second);
    }
    std::erase_if(waits, [](double wait) { return wait < minute_s; });  // closed by answering
    if (!waits.empty()) found.closing = find_atoms(waits, minute_s);
}

}  // namespace

std::optional<PortalCalibration> calibrate_portal(const EventLog& log, const ChatLog& chat,
                                                  const PortalLog& portal, const LeastCell& least,
                                                  double confidence) {
    std::set<std::int32_t> patients;
    for (const PortalMessage& one : portal.messages) patients.insert(one.patient);
    const StaffGroups staff = group_staff(log, chat, portal, least);
    if (patients.size() < least.people || staff.groups.empty()) return std::nullopt;
    const LogCalendar calendar(log);
    std::vector<DutyHours> hours(staff.groups.size());
    if (log.is_zone_known) hours = find_duty_hours(staff_acts(chat, portal), staff, calendar);
    const StaffDuty duty(log, calendar, staff, std::move(hours));
    const PortalView view{log, portal, calendar, staff, duty, confidence};
    PortalCalibration found;
    found.pools = log.pools.size();
    for (const std::string& pool : log.pools) found.stations.emplace_back().name = pool;
    for (const StaffGroup& group : staff.groups) found.stations.emplace_back().name = group.name;
    estimate_patients(view, found);
    estimate_rounds(view, found);
    estimate_topics(view, least.events, found);
    estimate_stations(view, found);
    estimate_claims(view, least, found);
    estimate_work(view, found);
    const auto has_resolved = [](const PortalWork& work) { return work.in_hand_s.n > 0.0; };
    if (std::ranges::none_of(found.work, has_resolved)) return std::nullopt;
    list_members(view, found);
    find_closing(view, found);
    return found;
}

}  // namespace wardwire::analysis

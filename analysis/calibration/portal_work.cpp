// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>

#include "analysis/calibration/portal_parts.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/calibration/weekly_delays.hpp"
#include "analysis/log/event_log.hpp"
#include "analysis/statistics/order_statistics.hpp"
#include "sim/random/special.hpp"

namespace wardwire::analysis {

namespace {

double seconds_between(Instant from, Instant to) {
    return static_cast<double>(to - from) / microseconds_a_second;
}

/// What is counted at one station.
struct StationCounts {
    explicit StationCounts(std::size_t weeks, std::size_t groups, std::size_t stations)
        : waits(weeks), takers(groups, 0.0), forwarded(stations, 0.0), escalated(stations, 0.0) {}

    WeeklyDelays waits;
    std::vector<double> takers;
    std::vector<double> forwarded;  ///< by station where it went next
    std::vector<double> escalated;
    std::vector<double> wall_s;  ///< waits of the escalated
    std::vector<double> business_s;
    double stays = 0.0;
};

/// The time that most of the escalated had waited, on the clock that shows it best.
PortalDeadline deadline_of(const StationCounts& counts, double confidence) {
    constexpr double resolution_s = 60.0;
    constexpr double least_share = 0.2;
    PortalDeadline found;
    double most = 0.0;
    for (const bool is_business : {false, true}) {
        const auto& waits = is_business ? counts.business_s : counts.wall_s;
        for (const Atom& atom : find_atoms(waits, resolution_s, least_share)) {
            if (atom.share <= most) continue;
            most = atom.share;
            found.after_s = atom.value;
            found.is_business = is_business;
        }
    }
    const auto n = static_cast<double>(counts.wall_s.size());
    found.share = {most, share_limits(most * n, n, confidence), n,
                   "a time at which escalated messages heap up"};
    if (most <= 0.0) {
        found.after_s = sample_quantile(counts.wall_s, 0.5);
        found.share.is_fallback = true;
        found.share.method = "median wait of escalated messages";
    }
    found.to = static_cast<std::size_t>(std::ranges::max_element(counts.escalated) -
                                        counts.escalated.begin());
    return found;
}

/// Who works a pool: the group that takes most of it. The clock of a station is that group's.
std::size_t group_of_station(const PortalCalibration& found, std::size_t station) {
    if (station >= found.pools) return station - found.pools;
    const auto& takers = found.stations[station].takers;
    return static_cast<std::size_t>(std::ranges::max_element(takers, {}, &Estimate::value) -
                                    takers.begin());
}

std::vector<StationCounts> count_stations(const PortalView& view, std::size_t stations) {
    const std::size_t groups = view.staff.groups.size();
    std::vector<StationCounts> all(stations,
                                   StationCounts(view.calendar.weeks(), groups, stations));
    for (const PortalMessage& one : view.portal.messages) {
        const auto stays = view.portal.stays_of(one);
        for (std::size_t i = 0; i < stays.size(); ++i) {
            const auto station = view.station_of(stays[i]);
            if (!station) continue;
            StationCounts& counts = all[*station];
            ++counts.stays;
            const bool is_taken = stays[i].taken_at != no_time;
            const Instant until = is_taken                      ? stays[i].taken_at
                                  : stays[i].done_at != no_time ? stays[i].done_at
                                                                : view.log.observed_until;
            counts.waits.add(view.calendar.week_of(stays[i].arrived_at),
                             seconds_between(stays[i].arrived_at, until), is_taken);
            const std::int32_t taker = view.group_of(stays[i].person);
            if (taker != none && is_taken) ++counts.takers[at(taker)];
            const auto next = i + 1 < stays.size() ? view.station_of(stays[i + 1]) : std::nullopt;
            if (!next) continue;
            if (stays[i].end == StayEnd::forwarded) ++counts.forwarded[*next];
            if (stays[i].end == StayEnd::escalated) ++counts.escalated[*next];
        }
    }
    return all;
}

/// The station at which most messages begin; its hours are when the site is open.
std::size_t first_station(const PortalCalibration& found) {
    return std::ranges::max_element(found.topics, {},
                                    [](const PortalTopic& topic) { return topic.share.value; })
        ->first_station;
}

/// Waits of what left a station by a deadline, on the wall and on a business clock: that of the
/// pool, or of the site when a message was with one person.
void add_deadline_waits(const PortalView& view, const PortalCalibration& found,
                        std::vector<StationCounts>& all) {
    for (const PortalStay& stay : view.portal.stays) {
        const auto station = view.station_of(stay);
        if (!station || stay.end != StayEnd::escalated || stay.done_at == no_time) continue;
        const std::size_t clock = *station < found.pools ? *station : first_station(found);
        const DutyHours& hours = view.duty.hours(group_of_station(found, clock));
        const TimeZone& zone = view.log.zone;
        all[*station].wall_s.push_back(seconds_between(stay.arrived_at, stay.done_at));
        all[*station].business_s.push_back(seconds_an_hour *
                                           (hours.hours_before(zone.local_time(stay.done_at)) -
                                            hours.hours_before(zone.local_time(stay.arrived_at))));
    }
}

/// Whether hand-offs of a patient's messages go to the person that they went to before, and the
/// stops of every message.
void estimate_handoffs(const PortalView& view, PortalCalibration& found) {
    std::vector<Stop> stops;
    std::map<std::int32_t, std::int32_t> last_person;  // by patient
    std::vector<double> known(view.staff.groups.size(), 0.0);
    double same = 0.0;
    double n = 0.0;
    for (std::size_t i = 0; i < view.portal.messages.size(); ++i) {
        const PortalMessage& one = view.portal.messages[i];
        for (const PortalStay& stay : view.portal.stays_of(one)) {
            const auto station = view.station_of(stay);
            if (!station) continue;
            stops.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(*station)});
            if (stay.pool != none || stay.taken_at == no_time) continue;
            const auto [last, is_first] = last_person.try_emplace(one.patient, stay.person);
            ++known[at(view.group_of(stay.person))];
            if (is_first) continue;
            ++n;
            same += last->second == stay.person ? 1.0 : 0.0;
            last->second = stay.person;
        }
    }
    found.handoffs = count_handoffs(stops);
    found.same_person = {n > 0.0 ? same / n : 0.0, share_limits(same, n, view.confidence), n,
                         "of a patient's messages to a person, as the one before"};
    constexpr double is_their_own = 0.8;
    if (n > 0.0 && found.same_person.value >= is_their_own)
        found.primary = static_cast<std::int32_t>(std::ranges::max_element(known) - known.begin());
}

/// Mean and spread of the time in hand of some messages; the longest hundredth is left out, because
/// it was not in hand all the time. What this takes off the moments is made up for as in a
/// lognormal law of the same quartiles: below the quantile of rank p lies a share Phi(z_p - k s) of
/// its k-th moment (Johnson, Kotz & Balakrishnan 1994, chapter 14).
struct InHand {
    std::vector<double> sum;  ///< by week
    std::vector<double> squares;
    std::vector<double> n;

    explicit InHand(std::size_t weeks) : sum(weeks), squares(weeks), n(weeks) {}

    void fill(std::vector<std::pair<std::size_t, double>> times) {
        constexpr double quartiles_apart = 1.349;  // in standard deviations of a normal law
        constexpr double shortest_s = 1e-3;
        constexpr double widest = 1.0;  // beyond, a long time is no sign of long work
        std::ranges::sort(times, {}, [](const auto& one) { return one.second; });
        const std::size_t all = times.size();
        const auto log_of = [&](std::size_t i) {
            return std::log(std::max(shortest_s, times[i].second));
        };
        const double sigma =
            std::min(widest, (log_of(3 * all / 4) - log_of(all / 4)) / quartiles_apart);
        times.resize(all - all / 100);
        const double kept = static_cast<double>(times.size()) / static_cast<double>(all);
        const auto share_of_moment = [&](double power) {
            return kept == 1.0 ? 1.0
                               : sim::standard_normal_cdf(sim::standard_normal_quantile(kept) -
                                                          power * sigma) /
                                     kept;
        };
        const double of_mean = share_of_moment(1.0);
        const double of_square = share_of_moment(2.0);
        for (const auto& [week, time] : times) {
            sum[week] += time / of_mean;
            squares[week] += time * time / of_square;
            ++n[week];
        }
    }
    double all(const std::vector<double>& parts) const {
        return std::accumulate(parts.begin(), parts.end(), 0.0);
    }
    double sd() const {
        const double mean = all(sum) / all(n);
        return std::sqrt(std::max(0.0, all(squares) / all(n) - mean * mean));
    }
    Estimate mean(double confidence, std::string_view method) const {
        const auto value = [&](std::span<const double> weights) {
            double total = 0.0;
            double count = 0.0;
            for (std::size_t week = 0; week < n.size(); ++week) {
                total += weights[week] * sum[week];
                count += weights[week] * n[week];
            }
            return std::vector<double>{total / count};
        };
        Estimate found = estimate_by_clusters(n.size(), value, Scale::log, confidence)[0];
        found.n = all(n);
        found.method = method;
        return found;
    }
};

/// Messages that somebody of one group took.
struct TakenByGroup {
    explicit TakenByGroup(std::size_t weeks) : alone(weeks), any(weeks) {}

    WeeklyDelays alone;  ///< waits on duty with nothing else waiting or in hand at the station
    WeeklyDelays any;
    std::vector<std::pair<std::size_t, double>> resolved_s;  ///< week, time in hand
    std::vector<std::pair<std::size_t, double>> handed_on_s;
    double asked_off_duty = 0.0;
    double taken_off_duty = 0.0;
};

/// Stays by station or person and arrival, so that it is known what else was waiting.
std::vector<const PortalStay*> by_line(const PortalView& view) {
    std::vector<const PortalStay*> stays;
    for (const PortalStay& one : view.portal.stays)
        if (view.group_of(one.person) != none && one.taken_at != no_time && one.done_at != no_time)
            stays.push_back(&one);
    const auto key = [](const PortalStay* one) {
        const bool is_pool = one->pool != none;
        return std::tuple(is_pool, is_pool ? one->pool : one->person, one->arrived_at);
    };
    std::ranges::stable_sort(stays, {}, key);
    return stays;
}

std::vector<TakenByGroup> gather_taken(const PortalView& view) {
    std::vector<TakenByGroup> all(view.staff.groups.size(), TakenByGroup(view.calendar.weeks()));
    const PortalStay* last = nullptr;
    Instant busy_until = no_time;
    for (const PortalStay* one : by_line(view)) {
        const bool is_same_line = last != nullptr && last->pool == one->pool &&
                                  (one->pool != none || last->person == one->person);
        if (!is_same_line) busy_until = no_time;
        const bool is_alone = busy_until <= one->arrived_at;
        busy_until = std::max(busy_until, one->done_at);
        last = one;
        TakenByGroup& taken = all[at(view.group_of(one->person))];
        const std::size_t week = view.calendar.week_of(one->arrived_at);
        const auto worked_s = [&](Instant from, Instant to) {
            return seconds_an_hour * (view.duty.hours_before(one->person, to) -
                                      view.duty.hours_before(one->person, from));
        };
        const double waited_s = worked_s(one->arrived_at, one->taken_at);
        if (view.duty.is_on(one->person, one->arrived_at)) {
            taken.any.add(week, waited_s, true);
            if (is_alone) taken.alone.add(week, waited_s, true);
        } else {
            ++taken.asked_off_duty;
            if (waited_s <= 0.0 && !view.duty.is_on(one->person, one->taken_at))
                ++taken.taken_off_duty;
        }
        const double in_hand_s = seconds_between(one->taken_at, one->done_at);
        const bool is_resolved = one->end == StayEnd::answered || one->end == StayEnd::no_reply;
        if (is_resolved) taken.resolved_s.emplace_back(week, in_hand_s);
        if (one->end == StayEnd::forwarded) taken.handed_on_s.emplace_back(week, in_hand_s);
    }
    return all;
}

}  // namespace

void estimate_stations(const PortalView& view, PortalCalibration& found) {
    std::vector<StationCounts> all = count_stations(view, found.stations.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const StationCounts& counts = all[i];
        PortalStation& one = found.stations[i];
        double taken = 0.0;
        for (const double takers : counts.takers) taken += takers;
        for (const double takers : counts.takers)
            one.takers.push_back({taken > 0.0 ? takers / taken : 0.0,
                                  share_limits(takers, taken, view.confidence), taken,
                                  "share of messages taken"});
        if (counts.waits.n() <= 0.0) continue;
        one.median_s = median_delay(counts.waits, view.confidence);
        one.within = over_within(counts.waits, answer_waits_s, view.confidence);
        const double forwarded = *std::ranges::max_element(counts.forwarded);
        if (forwarded > 0.0)
            one.hands_on_to = static_cast<std::size_t>(std::ranges::max_element(counts.forwarded) -
                                                       counts.forwarded.begin());
    }
    add_deadline_waits(view, found, all);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto escalated = static_cast<double>(all[i].wall_s.size());
        found.stations[i].escalated = {all[i].stays > 0.0 ? escalated / all[i].stays : 0.0,
                                       share_limits(escalated, all[i].stays, view.confidence),
                                       all[i].stays, "share that leaves by a deadline"};
        if (escalated > 0.0) found.stations[i].deadline = deadline_of(all[i], view.confidence);
    }
    estimate_handoffs(view, found);
}

void estimate_work(const PortalView& view, PortalCalibration& found) {
    constexpr double enough = 50.0;
    constexpr std::size_t enough_handed_on = 20;
    const std::size_t weeks = view.calendar.weeks();
    for (const TakenByGroup& taken : gather_taken(view)) {
        PortalWork& work = found.work.emplace_back();
        if (taken.any.n() > 0.0) {
            const bool is_thin = taken.alone.n() < enough;
            const WeeklyDelays& waits = is_thin ? taken.any : taken.alone;
            work.notice = fit_best_mixture(waits, view.log.clock_resolution_seconds);
            work.notice_median = median_delay(waits, view.confidence);
            work.notice_median.method = is_thin ? "median on duty, all messages"
                                                : "median on duty with nothing else waiting";
            work.notice_median.is_fallback = is_thin;
        }
        work.off_duty = {
            taken.asked_off_duty > 0.0 ? taken.taken_off_duty / taken.asked_off_duty : 0.0,
            share_limits(taken.taken_off_duty, taken.asked_off_duty, view.confidence),
            taken.asked_off_duty, "share of messages that come off duty"};
        if (taken.resolved_s.size() > 1) {
            InHand resolved(weeks);
            resolved.fill(taken.resolved_s);
            work.in_hand_s = resolved.mean(view.confidence, "mean time from taking to answering");
            work.in_hand_sd_s = resolved.sd();
        }
        if (taken.handed_on_s.size() < enough_handed_on) continue;
        InHand handed_on(weeks);
        handed_on.fill(taken.handed_on_s);
        work.reading_s = handed_on.mean(view.confidence, "mean time from taking to handing on");
        work.reading_sd_s = handed_on.sd();
    }
}

}  // namespace wardwire::analysis

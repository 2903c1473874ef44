// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <queue>
#include <unordered_map>

#include "analysis/calibration/portal_parts.hpp"
#include "analysis/calibration/weekly_delays.hpp"

namespace wardwire::analysis {

namespace {

constexpr std::array<double, 1> an_hour_s = {3600.0};

/// Messages that came to one pool, and who is in it.
class PoolBook {
 public:
    PoolBook(const PortalView& view, std::int32_t pool) : view_(view) {
        for (const PoolMembership& one : view.log.memberships)
            if (one.pool == pool) member_of(one.person);
        for (const PortalMessage& message : view.portal.messages)
            for (const PortalStay& stay : view.portal.stays_of(message))
                if (stay.pool == pool) add(message, stay);
        for (std::vector<Instant>& times : taken_at_) std::ranges::sort(times);
    }

    const std::vector<PoolClaim>& claims() const { return claims_; }
    std::size_t members() const { return persons_.size(); }

    double largest_share() const {
        std::size_t most = 0;
        for (const std::vector<Instant>& times : taken_at_) most = std::max(most, times.size());
        return static_cast<double>(most) / static_cast<double>(claims_.size());
    }

    /// The roster says who is on duty; without one it is who takes messages both before and after,
    /// at most six hours away, half of a long shift.
    void present(Instant at, std::vector<std::uint32_t>& members) const {
        members.clear();
        for (std::uint32_t member = 0; member < persons_.size(); ++member)
            if (view_.duty.is_on(persons_[member], at) &&
                (is_rostered(member) || is_seen(member, at)))
                members.push_back(member);
    }

    /// The waits of messages by the hour of the day in which they come, four hours together, and by
    /// how many others wait.
    void add_waits(std::vector<WeeklyDelays>& by_hour, std::vector<WeeklyDelays>& by_queue) {
        std::ranges::sort(arrivals_, {}, &Arrival::at);
        std::priority_queue<Instant, std::vector<Instant>, std::greater<>> waiting;  // until when
        for (const Arrival& one : arrivals_) {
            while (!waiting.empty() && waiting.top() <= one.at) waiting.pop();
            const std::size_t week = view_.calendar.week_of(one.at);
            const double waited_s = static_cast<double>(one.until - one.at) / microseconds_a_second;
            const std::size_t step = static_cast<std::size_t>(
                std::ranges::upper_bound(queue_steps, waiting.size()) - queue_steps.begin() - 1);
            by_queue[step].add(week, waited_s, one.is_taken);
            if (view_.log.is_zone_known)
                by_hour[view_.calendar.hour_of(one.at) % 24 / 4].add(week, waited_s, one.is_taken);
            waiting.push(one.until);
        }
    }

 private:
    struct Arrival {
        Instant at;
        Instant until;  ///< taken, moved on, or the end of observation
        bool is_taken;
    };

    std::uint32_t member_of(std::int32_t person) {
        const auto [found, is_new] =
            member_of_.try_emplace(person, static_cast<std::uint32_t>(persons_.size()));
        if (is_new) {
            persons_.push_back(person);
            taken_at_.emplace_back();
        }
        return found->second;
    }

    void add(const PortalMessage& message, const PortalStay& stay) {
        const bool is_taken = stay.taken_at != no_time && stay.person != none;
        const Instant end = std::max(view_.log.observed_until, stay.arrived_at);
        const Instant moved_at = stay.done_at == no_time ? end : stay.done_at;
        arrivals_.push_back({stay.arrived_at, is_taken ? stay.taken_at : moved_at, is_taken});
        if (!is_taken) return;
        const std::uint32_t member = member_of(stay.person);
        taken_at_[member].push_back(stay.taken_at);
        claims_.push_back({stay.arrived_at, stay.taken_at, moved_at, member, message.thread,
                           message.patient, view_.calendar.week_of(stay.arrived_at),
                           stay.end == StayEnd::answered});
    }

    bool is_rostered(std::uint32_t member) const {
        const std::int32_t group = view_.group_of(persons_[member]);
        return group != none && view_.duty.is_rostered(static_cast<std::size_t>(group));
    }

    bool is_seen(std::uint32_t member, Instant at) const {
        constexpr Instant six_hours = 6 * 3'600'000'000;
        const std::vector<Instant>& times = taken_at_[member];
        const auto next = std::ranges::lower_bound(times, at);
        return next != times.begin() && next != times.end() && *next <= at + six_hours &&
               *(next - 1) >= at - six_hours;
    }

    const PortalView& view_;
    std::unordered_map<std::int32_t, std::uint32_t> member_of_;  ///< by person
    std::vector<std::int32_t> persons_;                          ///< by member
    std::vector<std::vector<Instant>> taken_at_;                 ///< by member
    std::vector<PoolClaim> claims_;
    std::vector<Arrival> arrivals_;
};

template <std::size_t cells>
void fill_within(const std::vector<WeeklyDelays>& waits, const LeastCell& least, double confidence,
                 std::array<Estimate, cells>& within) {
    for (std::size_t i = 0; i < cells; ++i)
        if (waits[i].n() >= least.events)
            within[i] = over_within(waits[i], an_hour_s, confidence).front();
}

}  // namespace

void estimate_claims(const PortalView& view, const LeastCell& least, PortalCalibration& found) {
    const std::size_t weeks = view.calendar.weeks();
    for (std::size_t pool = 0; pool < found.pools; ++pool) {
        PoolBook book(view, static_cast<std::int32_t>(pool));
        if (book.members() < least.people ||
            static_cast<double>(book.claims().size()) < least.events)
            continue;
        PoolClaims& claims = found.stations[pool].claims;
        claims.rules = compare_claim_rules(
            book.claims(), book.members(), weeks,
            [&](Instant at, std::vector<std::uint32_t>& members) { book.present(at, members); },
            least.events, view.confidence);
        if (book.largest_share() <= least.largest_share)
            claims.gini = gini_of_claims(book.claims(), book.members(), weeks, view.confidence);
        std::vector<WeeklyDelays> by_hour(claims.by_hour.size(), WeeklyDelays(weeks));
        std::vector<WeeklyDelays> by_queue(claims.by_queue.size(), WeeklyDelays(weeks));
        book.add_waits(by_hour, by_queue);
        fill_within(by_hour, least, view.confidence, claims.by_hour);
        fill_within(by_queue, least, view.confidence, claims.by_queue);
    }
}

}  // namespace wardwire::analysis

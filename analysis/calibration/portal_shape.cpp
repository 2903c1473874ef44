// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analysis/calibration/handoffs.hpp"
#include "analysis/calibration/portal_log.hpp"
#include "analysis/calibration/shape_parts.hpp"

namespace wardwire::analysis {

namespace {

/// Adds messages of patients to the shapes of weeks.
class PortalShaper {
 public:
    PortalShaper(const EventLog& log, const PortalLog& portal, const WeekGrid& grid,
                 const SharedNames& names)
        : log_(log),
          portal_(portal),
          grid_(grid),
          pools_(names.pools.size() + 1),
          roles_(names.roles.size() + 1),
          pool_number_(numbers_among(names.pools, log.pools)),
          role_number_(numbers_among(names.roles, log.roles)) {}

    void add_to(std::vector<LogShape>& weeks) const {
        OpenSpans in_pools(grid_);
        std::vector<std::vector<Stop>> stops(weeks.size());
        for (std::uint32_t i = 0; i < portal_.messages.size(); ++i) {
            const PortalMessage& message = portal_.messages[i];
            const auto stays = portal_.stays_of(message);
            for (const PortalStay& stay : stays)
                if (stay.pool != none) in_pools.add(stay.arrived_at, left_at(stay));
            if (!grid_.is_inside(message.sent_at)) continue;
            const std::size_t week = grid_.week_of(message.sent_at);
            for (const PortalStay& stay : stays) stops[week].push_back({i, station_of(stay)});
            add_message(message, stays, weeks[week]);
        }
        in_pools.count_levels(weeks, &LogShape::in_pools);
        for (std::size_t week = 0; week < weeks.size(); ++week)
            add_handoffs(count_handoffs(stops[week]), weeks[week]);
    }

 private:
    /// When a message was taken from its pool, or went elsewhere without.
    Instant left_at(const PortalStay& stay) const {
        if (stay.taken_at != no_time) return stay.taken_at;
        return stay.done_at != no_time ? stay.done_at : log_.observed_until;
    }

    std::uint32_t station_of(const PortalStay& stay) const {
        if (stay.pool != none) return static_cast<std::uint32_t>(pool_number_[at(stay.pool)]);
        const std::int16_t role =
            stay.person == none ? std::int16_t{none} : log_.persons[at(stay.person)].role;
        return static_cast<std::uint32_t>(pools_ +
                                          (role == none ? roles_ - 1 : role_number_[at(role)]));
    }

    void add_message(const PortalMessage& message, std::span<const PortalStay> stays,
                     LogShape& shape) const {
        ++shape.patient_hours[at(log_.zone.hour_of_week(message.sent_at))];
        for (const PortalStay& stay : stays)
            if (stay.pool != none)
                count_at(stay.taken_at != no_time ? shape.taken : shape.not_taken,
                         time_place(in_seconds(left_at(stay) - stay.arrived_at)));
        const bool was_escalated = std::ranges::any_of(
            stays, [](const PortalStay& stay) { return stay.end == StayEnd::escalated; });
        count_at(shape.escalated, was_escalated ? 1 : 0);
        const PortalStay& last = stays.back();
        const bool is_resolved = last.done_at != no_time &&
                                 (last.end == StayEnd::answered || last.end == StayEnd::no_reply);
        const Instant end = is_resolved ? last.done_at : log_.observed_until;
        count_at(is_resolved ? shape.resolved : shape.unresolved,
                 time_place(in_seconds(end - message.sent_at)));
    }

    void add_handoffs(const Handoffs& found, LogShape& shape) const {
        for (const auto& [ends, count] : found.between)
            shape.handoffs[std::uint64_t{ends.first} << 32 | ends.second] = count;
        const auto messages = static_cast<double>(found.per_case.size());
        const double came_back = found.returning_share * messages;
        shape.came_back = {messages - came_back, came_back};
    }

    const EventLog& log_;
    const PortalLog& portal_;
    const WeekGrid& grid_;
    std::uint64_t pools_;
    std::uint64_t roles_;
    std::vector<std::uint64_t> pool_number_;
    std::vector<std::uint64_t> role_number_;
};

}  // namespace

double WeekGrid::seen(std::size_t hour, std::span<const Span> outages) const {
    const Instant begin_of_hour = begin + static_cast<Instant>(hour) * an_hour;
    const Instant from = std::max(window.from, begin_of_hour);
    const Instant to = std::min(window.to, begin_of_hour + an_hour);
    Instant length = std::max<Instant>(0, to - from);
    for (const Span& outage : outages)
        length -= std::max<Instant>(0, std::min(to, outage.to) - std::max(from, outage.from));
    return static_cast<double>(length) / an_hour;
}

void OpenSpans::count_levels(std::vector<LogShape>& weeks, Histogram LogShape::*levels) const {
    double open = 0.0;
    for (std::size_t hour = 0; hour < grid_.hours(); ++hour) {
        open += change_[hour];
        LogShape& shape = weeks[hour / hours_a_week];
        if (shape.seen_in_hour[hour % hours_a_week] >= 1.0)
            count_at(shape.*levels, static_cast<std::size_t>(open));
    }
}

std::size_t OpenSpans::first_hour_from(Instant at) const {
    if (at <= grid_.begin) return 0;
    return std::min(
        static_cast<std::size_t>((at - grid_.begin + WeekGrid::an_hour - 1) / WeekGrid::an_hour),
        grid_.hours());
}

/// The number of each name among those known; how many are known, if it is not.
std::vector<std::uint64_t> numbers_among(const std::vector<std::string>& known,
                                         const std::vector<std::string>& names) {
    std::vector<std::uint64_t> numbers;
    for (const std::string& name : names)
        numbers.push_back(
            static_cast<std::uint64_t>(std::ranges::find(known, name) - known.begin()));
    return numbers;
}

void add_messages_of_patients(const EventLog& log, const WeekGrid& grid, const SharedNames& names,
                              std::vector<LogShape>& weeks) {
    const PortalLog portal = gather_portal(log);
    if (!portal.messages.empty()) PortalShaper(log, portal, grid, names).add_to(weeks);
}

}  // namespace wardwire::analysis

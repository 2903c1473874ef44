// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/further_estimates.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "analysis/calibration/competing_risks.hpp"
#include "analysis/calibration/further_parts.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/calibration/weekly_delays.hpp"

namespace wardwire::analysis {

namespace {

constexpr std::array end_words = {"answered", "closed unanswered", "handed on", "escalated"};
constexpr std::array<double, 3> horizons_s = {3600.0, 86400.0, 604800.0};
constexpr std::array horizon_words = {"1 h", "1 day", "7 days"};

/// How waits of one kind ended, week by week, on the grid of WeeklyDelays.
class WeeklyEndings {
 public:
    explicit WeeklyEndings(std::size_t weeks)
        : ended_(end_words.size(), WeeklyDelays(weeks)), open_(weeks) {}

    /// `end` is a place in end_words, or their number of a wait that was open when it was last
    /// seen.
    void add(std::size_t week, Instant length, std::size_t end, std::int32_t writer) {
        const double seconds = static_cast<double>(length) / microseconds_a_second;
        const bool is_over = end < end_words.size();
        (is_over ? ended_[end] : open_).add(week, seconds, is_over);
        writers_.insert(writer);
        ++n_;
    }

    /// Shares that each end has brought about, by each horizon in turn.
    std::vector<double> shares(std::span<const double> weights) const {
        std::vector<Ending> endings;
        for (const Lifetime& one : open_.lifetimes(weights))
            endings.push_back({one.time, std::nullopt, one.weight});
        for (std::size_t end = 0; end < ended_.size(); ++end)
            for (const Lifetime& one : ended_[end].lifetimes(weights))
                endings.push_back({one.time, end, one.weight});
        const CumulativeIncidence incidence = aalen_johansen(std::move(endings), ended_.size());
        std::vector<double> shares;
        for (std::size_t end = 0; end < ended_.size(); ++end)
            for (const double horizon_s : horizons_s)
                shares.push_back(incidence.by(end, horizon_s));
        return shares;
    }

    /// Ends that came too rarely to be told of compete all the same. Where all that end do so in
    /// one way there is nothing to compete.
    void tell(const std::string& where, const LeastCell& least, double confidence,
              std::vector<FurtherEstimate>& rows) const {
        const auto kinds = std::ranges::count_if(
            ended_, [](const WeeklyDelays& of_end) { return of_end.n() > 0.0; });
        if (writers_.size() < least.people || kinds < 2) return;
        auto found = estimate_by_clusters(
            open_.weeks(), [&](std::span<const double> weights) { return shares(weights); },
            Scale::logit, confidence);
        for (std::size_t i = 0; i < found.size(); ++i) {
            const std::size_t end = i / horizons_s.size();
            if (ended_[end].n() < least.events) continue;
            Estimate& one = found[i];
            one.n = n_;
            one.method = "Aalen-Johansen, weeks resampled";
            // A share of 0 or 1 has no spread to resample.
            if (one.value <= 0.0 || one.value >= 1.0)
                one.limits = share_limits(one.value * n_, n_, confidence);
            rows.push_back(
                {where + ": " + end_words[end] + " by " + horizon_words[i % horizons_s.size()], "",
                 std::move(one)});
        }
    }

 private:
    std::vector<WeeklyDelays> ended_;  ///< by place in end_words
    WeeklyDelays open_;
    std::unordered_set<std::int32_t> writers_;
    double n_ = 0.0;
};

/// Waits of patients' messages at each pool, then at the people of each group.
void tell_ends_of_stays(const FurtherView& view, std::vector<FurtherEstimate>& rows) {
    const std::size_t pools = view.log.pools.size();
    std::vector<WeeklyEndings> stations(pools + view.staff.groups.size(),
                                        WeeklyEndings(view.calendar.weeks()));
    for (const PortalMessage& message : view.portal.messages)
        for (const PortalStay& stay : view.portal.stays_of(message)) {
            const std::int32_t group = stay.pool == none ? view.group_of(stay.person) : none;
            if (stay.pool == none && group == none) continue;
            const std::size_t station = stay.pool == none ? pools + at(group) : at(stay.pool);
            // Stays end as StayEnd has it, in the order of end_words but for those that are open.
            const bool is_over = stay.end != StayEnd::open && stay.done_at != no_time;
            const Instant until = is_over ? stay.done_at : view.log.observed_until;
            stations[station].add(
                view.calendar.week_of(stay.arrived_at), until - stay.arrived_at,
                is_over ? static_cast<std::size_t>(stay.end) - 1 : end_words.size(),
                message.patient);
        }
    for (std::size_t i = 0; i < stations.size(); ++i) {
        const std::string& name = i < pools ? view.log.pools[i] : view.staff.groups[i - pools].name;
        stations[i].tell("messages at " + name, view.least, view.confidence, rows);
    }
}

/// Waits of messages between colleagues: answered by anyone, or closed by all who got them.
void tell_ends_of_chat(const FurtherView& view, std::vector<FurtherEstimate>& rows) {
    const EventLog& log = view.log;
    if (log.closed_at.empty() || log.responded_at.empty()) return;
    WeeklyEndings endings(view.calendar.weeks());
    for_each_message(view, [&](std::span<const std::uint32_t> message) {
        Instant answered = no_time;
        Instant closed = log.closed_at[message[0]];
        for (const std::uint32_t row : message) {
            const Instant response = log.responded_at[row];
            if (response != no_time && (answered == no_time || response < answered))
                answered = response;
            const Instant close = log.closed_at[row];
            closed = close == no_time || closed == no_time ? no_time : std::max(closed, close);
        }
        const Instant sent = log.sent_at[message[0]];
        const std::size_t week = view.calendar.week_of(sent);
        const std::int32_t sender = log.sender[message[0]];
        if (answered != no_time)
            endings.add(week, answered - sent, 0, sender);
        else if (closed != no_time)
            endings.add(week, closed - sent, 1, sender);
        else
            endings.add(week, log.observed_until - sent, end_words.size(), sender);
    });
    endings.tell("messages of colleagues", view.least, view.confidence, rows);
}

}  // namespace

bool FurtherView::is_observed(Instant at) const {
    if (at < log.window.from || at >= log.window.to) return false;
    const auto later = std::ranges::upper_bound(log.outages, at, {}, &Span::from);
    return later == log.outages.begin() || at >= (later - 1)->to;
}

void tell_endings(const FurtherView& view, std::vector<FurtherEstimate>& rows) {
    tell_ends_of_stays(view, rows);
    tell_ends_of_chat(view, rows);
}

std::vector<FurtherEstimate> further_estimates(const EventLog& log, const ChatLog& chat,
                                               const PortalLog& portal, const LeastCell& least,
                                               double confidence) {
    const LogCalendar calendar(log);
    const StaffGroups staff = group_staff(log, chat, portal, least);
    const std::vector<std::uint32_t> between_colleagues = chat_rows(log);
    const FurtherView view{log,      chat,  portal, between_colleagues,
                           calendar, staff, least,  confidence};
    std::vector<FurtherEstimate> rows;
    tell_endings(view, rows);
    tell_replies(view, rows);
    tell_recipients(view, rows);
    tell_adoption(view, rows);
    tell_reciprocity(view, rows);
    tell_units(view, rows);
    tell_activity(view, rows);
    return rows;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/log_shape.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "analysis/calibration/shape_parts.hpp"

namespace wardwire::analysis {

namespace {

constexpr Instant a_second = 1'000'000;
constexpr Instant an_hour = 3600 * a_second;
constexpr Instant a_day = 24 * an_hour;
constexpr Instant a_week = 7 * a_day;
constexpr double steps_a_decade = 500.0;
constexpr std::size_t longest_count = 60;  // turns, messages or users that are told apart

void add_to(Histogram& sum, const Histogram& more, double weight) {
    if (more.size() > sum.size()) sum.resize(more.size(), 0.0);
    for (std::size_t i = 0; i < more.size(); ++i) sum[i] += weight * more[i];
}

void add_to(SparseCounts& sum, const SparseCounts& more, double weight) {
    for (const auto& [key, count] : more) sum[key] += weight * count;
}

std::size_t whole_hours(Instant length) { return static_cast<std::size_t>(length / an_hour); }

/// The first of some ascending limits that a value does not reach.
template <class Value, std::size_t n>
std::uint64_t class_of(Value value, const std::array<Value, n>& limits) {
    return static_cast<std::uint64_t>(std::ranges::upper_bound(limits, value) - limits.begin());
}

/// What two people last wrote to each other, and their talk so far.
struct Talk {
    Instant first_at = no_time;
    Instant last_at = no_time;
    std::int32_t starter = none;
    std::int32_t last_sender = none;
    std::size_t week = 0;                   ///< in which it began
    std::array<std::uint64_t, 2> latest{};  ///< symbols: the last but one, and the last
};

/// Fills the shapes of the weeks of a log.
class Shaper {
 public:
    Shaper(const EventLog& log, const ChatLog& chat, const Span& window, const SharedNames& names)
        : log_(log),
          chat_(chat),
          grid_{window, midnight_before(log.zone, window.from)},
          names_(names),
          role_count_(names.roles.size() + 1),
          role_number_(numbers_among(names.roles, log.roles)) {
        const auto patient = std::ranges::find(log.roles, "patient") - log.roles.begin();
        std::size_t staff = 0;
        for (const LoggedPerson& person : log.persons)
            staff_number_.push_back(person.role == patient ? 0 : staff++);
        weeks_.resize(grid_.weeks());
        for (std::size_t week = 0; week < weeks_.size(); ++week) observe(week, staff);
    }

    std::vector<LogShape> shapes() {
        add_rows();
        for (auto& [pair, talk] : talks_) end_talk(talk);
        OpenSpans open(grid_);
        for (std::size_t i = 0; i < chat_.conversations.size(); ++i) {
            const auto turns = chat_.turns_of(chat_.conversations[i]);
            for (std::size_t k = 1; k < turns.size(); ++k)
                if (turns[k].first_at - turns[k - 1].last_at <= a_day)
                    open.add(turns[k - 1].last_at, turns[k].first_at);
            add_conversation(chat_.conversations[i], i);
        }
        if (!chat_.conversations.empty()) open.count_levels(weeks_, &LogShape::open);
        add_messages_of_patients(log_, grid_, names_, weeks_);
        return std::move(weeks_);
    }

 private:
    /// Symbols that stand for the place before and after a talk.
    enum Border : std::uint64_t { before, after, first_symbol };

    void observe(std::size_t week, std::size_t staff) {
        LogShape& shape = weeks_[week];
        for (std::size_t hour = 0; hour < hours_a_week; ++hour)
            shape.seen_in_hour.push_back(grid_.seen(hours_a_week * week + hour, log_.outages));
        shape.weeks = std::accumulate(shape.seen_in_hour.begin(), shape.seen_in_hour.end(), 0.0) /
                      hours_a_week;
        shape.rows_in_hour.assign(hours_a_week, 0.0);
        shape.starts_in_hour.assign(hours_a_week, 0.0);
        shape.hour_of_week.assign(hours_a_week, 0.0);
        shape.patient_hours.assign(hours_a_week, 0.0);
        shape.sent_by.assign(staff, 0.0);
    }

    std::uint64_t role_of(std::int32_t person) const {
        const std::int16_t role = log_.persons[static_cast<std::size_t>(person)].role;
        return role == none ? role_count_ - 1 : role_number_[static_cast<std::size_t>(role)];
    }

    void add_rows() {
        const std::vector<std::uint32_t> rows = chat_rows(log_);
        Instant last_message = no_time;
        for (std::size_t i = 0, next = 0; i < rows.size(); i = next) {
            const std::uint32_t row = rows[i];
            for (next = i + 1; next < rows.size() && log_.message[rows[next]] == log_.message[row];
                 ++next) {
            }
            const Instant at = log_.sent_at[row];
            if (!grid_.is_inside(at)) continue;
            LogShape& shape = weeks_[grid_.week_of(at)];
            shape.rows_in_hour[grid_.hour_in_week(at)] += static_cast<double>(next - i);
            ++shape.hour_of_week[static_cast<std::size_t>(log_.zone.hour_of_week(at))];
            ++shape.sent_by[staff_number_[static_cast<std::size_t>(log_.sender[row])]];
            count_at(shape.recipients, std::min(next - i, longest_count));
            if (last_message != no_time && grid_.week_of(last_message) == grid_.week_of(at))
                count_at(shape.gaps, time_place(in_seconds(at - last_message)));
            last_message = at;
            for (std::size_t k = i; k < next; ++k) add_row(rows[k]);
        }
    }

    /// A row between two people: an answer if the other wrote last, and part of their talk.
    void add_row(std::uint32_t row) {
        const std::int32_t sender = log_.sender[row];
        const Instant at = log_.sent_at[row];
        const auto [least, most] = std::minmax(sender, log_.recipient[row]);
        Talk& talk =
            talks_[static_cast<std::uint64_t>(least) << 32 | static_cast<std::uint32_t>(most)];
        const bool is_known = talk.last_at != no_time;
        if (is_known && talk.last_sender != sender && at - talk.last_at <= a_week &&
            grid_.week_of(talk.last_at) == grid_.week_of(at))
            count_at(weeks_[grid_.week_of(at)].answers, time_place(in_seconds(at - talk.last_at)));
        if (!is_known || at - talk.last_at > a_day || grid_.week_of(at) != talk.week) {
            if (is_known) end_talk(talk);
            talk = {at, at, sender, sender, grid_.week_of(at), {before, before}};
        }
        talk.last_at = at;
        talk.last_sender = sender;
        count_at(weeks_[talk.week].into_talk, whole_hours(at - talk.first_at));
        add_symbol(talk, first_symbol + 2 * role_of(sender) + (sender == talk.starter ? 0 : 1));
    }

    void add_symbol(Talk& talk, std::uint64_t symbol) {
        LogShape& shape = weeks_[talk.week];
        const auto [last_but_one, last] = talk.latest;
        ++shape.triples_of_rows[last_but_one << 40 | last << 20 | symbol];
        ++shape.pairs_of_rows[last << 20 | symbol];
        talk.latest = {last, symbol};
    }

    /// A sequence of n is padded by n - 1 borders on each side.
    void end_talk(Talk& talk) {
        add_symbol(talk, after);
        LogShape& shape = weeks_[talk.week];
        const auto [last_but_one, last] = talk.latest;
        ++shape.triples_of_rows[last_but_one << 40 | last << 20 | after];
        count_at(shape.talks, whole_hours(talk.last_at - talk.first_at));
    }

    void add_conversation(const ChatConversation& one, std::size_t number) {
        const auto turns = chat_.turns_of(one);
        const Instant at = turns[0].first_at;
        if (!grid_.is_inside(at)) return;
        LogShape& shape = weeks_[grid_.week_of(at)];
        ++shape.starts_in_hour[grid_.hour_in_week(at)];
        const auto at_most = [](std::int32_t count) {
            return std::min(static_cast<std::size_t>(count), longest_count);
        };
        count_at(shape.turns, at_most(one.turns));
        count_at(shape.messages, at_most(one.messages));
        count_at(shape.users, at_most(one.users));
        ++shape.role_pairs[role_of(one.starter) * role_count_ + role_of(one.other)];
        for (std::size_t i = 1; i < turns.size(); ++i)
            count_at(shape.answered,
                     time_place(in_seconds(turns[i].first_at - turns[i - 1].last_at)));
        const Instant end = std::max(log_.observed_until, turns.back().last_at);
        count_at(shape.unanswered, time_place(in_seconds(end - turns.back().last_at)));
        ++shape.kinds[number % 2][kind_of(one, turns)];
    }

    /// Size, length, first wait and time of the week of a conversation in coarse classes.
    std::uint64_t kind_of(const ChatConversation& one, std::span<const ChatTurn> turns) const {
        constexpr std::array<std::int32_t, 4> turn_limits = {2, 3, 4, 6};
        constexpr std::array<std::int32_t, 3> further_limits = {1, 2, 4};
        constexpr std::array<std::int32_t, 2> user_limits = {3, 4};
        constexpr std::array<Instant, 5> time_limits = {60 * a_second, 600 * a_second, an_hour,
                                                        4 * an_hour, a_day};
        constexpr std::array<int, 5> hour_limits = {6, 9, 12, 15, 18};
        const int hour = log_.zone.hour_of_week(turns[0].first_at);
        std::uint64_t kind = class_of(one.turns, turn_limits);
        kind = 4 * kind + class_of(one.messages - one.turns, further_limits);
        kind = 3 * kind + class_of(one.users, user_limits);
        kind = 6 * kind + class_of(turns.back().last_at - turns[0].first_at, time_limits);
        kind = 6 * kind +
               (turns.size() < 2 ? 5 : class_of(turns[1].first_at - turns[0].last_at, time_limits));
        kind = 6 * kind + class_of(hour % 24, hour_limits);
        return 2 * kind + (hour >= 120 ? 1 : 0);
    }

    const EventLog& log_;
    const ChatLog& chat_;
    const WeekGrid grid_;
    const SharedNames& names_;
    const std::uint64_t role_count_;
    std::vector<std::uint64_t> role_number_;
    std::vector<std::size_t> staff_number_;  ///< patients left out
    std::vector<LogShape> weeks_;
    std::unordered_map<std::uint64_t, Talk> talks_;
};

}  // namespace

std::size_t time_place(double seconds) {
    return static_cast<std::size_t>(steps_a_decade * std::log10(1.0 + std::max(0.0, seconds)));
}

double decades_at(std::size_t place) { return static_cast<double>(place) / steps_a_decade; }

void LogShape::add(const LogShape& week, double weight) {
    weeks += weight * week.weeks;
    for (double left = weight; left > 0.0; --left) {
        for (const auto part :
             {&LogShape::seen_in_hour, &LogShape::rows_in_hour, &LogShape::starts_in_hour})
            (this->*part).insert((this->*part).end(), (week.*part).begin(), (week.*part).end());
    }
    for (const auto part :
         {&LogShape::hour_of_week, &LogShape::gaps,          &LogShape::recipients,
          &LogShape::sent_by,      &LogShape::answers,       &LogShape::into_talk,
          &LogShape::talks,        &LogShape::answered,      &LogShape::unanswered,
          &LogShape::open,         &LogShape::turns,         &LogShape::messages,
          &LogShape::users,        &LogShape::patient_hours, &LogShape::taken,
          &LogShape::not_taken,    &LogShape::in_pools,      &LogShape::resolved,
          &LogShape::unresolved,   &LogShape::came_back,     &LogShape::escalated})
        add_to(this->*part, week.*part, weight);
    for (const auto part : {&LogShape::pairs_of_rows, &LogShape::triples_of_rows,
                            &LogShape::role_pairs, &LogShape::handoffs})
        add_to(this->*part, week.*part, weight);
    for (std::size_t half = 0; half < kinds.size(); ++half)
        add_to(kinds[half], week.kinds[half], weight);
}

std::vector<LogShape> weekly_shapes(const EventLog& log, const ChatLog& chat, const Span& window,
                                    const SharedNames& names) {
    return Shaper(log, chat, window, names).shapes();
}

LogShape sum_of(std::span<const LogShape> weeks, std::span<const double> weights) {
    LogShape sum;
    for (std::size_t week = 0; week < weeks.size(); ++week)
        if (weights[week] > 0.0) sum.add(weeks[week], weights[week]);
    return sum;
}

LogShape sum_of(std::span<const LogShape> weeks) {
    return sum_of(weeks, std::vector<double>(weeks.size(), 1.0));
}

std::vector<LogShape> weeks_of_kind(std::vector<LogShape> weeks, Weeks kind) {
    if (kind == Weeks::all) return weeks;
    std::vector<LogShape> kept;
    for (std::size_t i = kind == Weeks::odd ? 1 : 0; i < weeks.size(); i += 2)
        kept.push_back(std::move(weeks[i]));
    return kept;
}

SharedNames shared_names(const EventLog& one, const EventLog& other) {
    const auto shared = [](const std::vector<std::string>& names,
                           const std::vector<std::string>& others) {
        std::vector<std::string> both;
        for (const std::string& name : names)
            if (std::ranges::find(others, name) != others.end()) both.push_back(name);
        std::ranges::sort(both);
        return both;
    };
    return {shared(one.roles, other.roles), shared(one.pools, other.pools)};
}

}  // namespace wardwire::analysis

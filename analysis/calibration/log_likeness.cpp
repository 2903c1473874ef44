// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/log_likeness.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/poisson_check.hpp"
#include "analysis/calibration/sample_distance.hpp"
#include "analysis/calibration/survival_curve.hpp"

namespace wardwire::analysis {

namespace {

constexpr double microseconds_a_second = 1e6;
constexpr double microseconds_an_hour = 3.6e9;
constexpr std::size_t longest_count = 60;  // turns, messages or users that are told apart

void count_at(std::vector<double>& histogram, std::int32_t value) {
    const std::size_t place = std::min(longest_count, static_cast<std::size_t>(std::max(0, value)));
    if (place >= histogram.size()) histogram.resize(place + 1, 0.0);
    ++histogram[place];
}

double log_seconds(Instant from, Instant to) {
    return std::log10(1.0 + static_cast<double>(to - from) / microseconds_a_second);
}

/// Fills a shape conversation by conversation, in the order of their starts.
class Shaper {
 public:
    Shaper(const EventLog& log, const ChatLog& chat, Weeks weeks)
        : log_(log), chat_(chat), calendar_(log), weeks_(weeks) {
        for (std::size_t week = 0; week < calendar_.weeks(); ++week) {
            if (!counts(week)) continue;
            ++kept_;
            exposure_ += calendar_.week_exposure()[week];
        }
        shape_.in_each_hour.assign(kept_ * hours_a_week, 0.0);
        shape_.hour_of_week.assign(hours_a_week, 0.0);
        starts_in_hour_.assign(kept_ * hours_a_week, 0.0);
        sent_.assign(log.persons.size(), 0.0);
    }

    LogShape shape() {
        for (const ChatConversation& one : chat_.conversations) add(one);
        shape_.conversations_a_week = conversations_ / exposure_;
        finish();
        return std::move(shape_);
    }

 private:
    bool counts(std::size_t week) const {
        return weeks_ == Weeks::all || (week % 2 == 1) == (weeks_ == Weeks::odd);
    }
    /// The number of a week among those kept.
    std::size_t renumbered(std::size_t week) const {
        return weeks_ == Weeks::all ? week : week / 2;
    }
    std::string_view role_of(std::int32_t person) const {
        const std::int16_t role = log_.persons[static_cast<std::size_t>(person)].role;
        return role == none ? "?" : std::string_view(log_.roles[static_cast<std::size_t>(role)]);
    }
    static std::string joined(std::string_view one, std::string_view other) {
        return std::string(one).append(">").append(other);
    }

    void add(const ChatConversation& one) {
        const auto turns = chat_.turns_of(one);
        const std::size_t week = calendar_.week_of(turns[0].first_at);
        if (!counts(week)) return;
        const std::size_t first_hour =
            renumbered(week) * hours_a_week + calendar_.hour_of(turns[0].first_at);
        ++starts_in_hour_[first_hour];
        if (last_start_ != no_time && last_week_ == week)
            shape_.gaps_s.push_back(log_seconds(last_start_, turns[0].first_at));
        last_start_ = turns[0].first_at;
        last_week_ = week;
        ++conversations_;
        count_at(shape_.turns, one.turns);
        count_at(shape_.messages, one.messages);
        count_at(shape_.users, one.users);
        ++shape_.role_pairs[joined(role_of(one.starter), role_of(one.other))];
        shape_.conversation_h.push_back(
            static_cast<double>(turns.back().last_at - turns[0].first_at) / microseconds_an_hour);
        for (std::size_t i = 0; i < turns.size(); ++i) add(turns, i);
        const Instant end = std::max(log_.observed_until, turns.back().last_at);
        waits_.push_back(
            {static_cast<double>(end - turns.back().last_at) / microseconds_a_second, false});
    }

    void add(std::span<const ChatTurn> turns, std::size_t i) {
        const ChatTurn& turn = turns[i];
        const std::size_t hour = calendar_.hour_of(turn.first_at);
        const std::size_t week = calendar_.week_of(turn.first_at);
        // An answer may come in a week that is not kept; it then has no place on the time axis.
        if (counts(week))
            shape_.in_each_hour[renumbered(week) * hours_a_week + hour] += turn.messages;
        shape_.hour_of_week[hour] += turn.messages;
        sent_[static_cast<std::size_t>(turn.author)] += turn.messages;
        shape_.messages_a_week += turn.messages;
        shape_.into_conversation_h.push_back(
            static_cast<double>(turn.first_at - turns[0].first_at) / microseconds_an_hour);
        if (i == 0) return;
        const ChatTurn& before = turns[i - 1];
        shape_.answers_s.push_back(log_seconds(before.last_at, turn.first_at));
        waits_.push_back(
            {static_cast<double>(turn.first_at - before.last_at) / microseconds_a_second, true});
        const std::string pair = joined(role_of(before.author), role_of(turn.author));
        ++shape_.turn_pairs[pair];
        if (i > 1) ++shape_.turn_triples[joined(role_of(turns[i - 2].author), pair)];
    }

    void finish() {
        shape_.messages_a_week /= exposure_;
        std::vector<std::size_t> cells;
        for (std::size_t hour = 0; hour < starts_in_hour_.size(); ++hour)
            cells.push_back(hour % hours_a_week);
        shape_.dispersion = pooled_dispersion(starts_in_hour_, cells);
        const SurvivalCurve curve = kaplan_meier(std::move(waits_));
        for (const double wait : answer_waits_s)
            shape_.answered_within.push_back(curve.over_by(wait));
        for (const double sent : sent_) shape_.person_rate.push_back(sent / exposure_);
        for (std::vector<double>* sample :
             {&shape_.gaps_s, &shape_.answers_s, &shape_.into_conversation_h,
              &shape_.conversation_h, &shape_.person_rate})
            std::ranges::sort(*sample);
    }

    const EventLog& log_;
    const ChatLog& chat_;
    const LogCalendar calendar_;
    const Weeks weeks_;
    std::size_t kept_ = 0;
    double exposure_ = 0.0;  ///< weeks
    double conversations_ = 0.0;
    Instant last_start_ = no_time;
    std::size_t last_week_ = 0;
    std::vector<double> starts_in_hour_;
    std::vector<double> sent_;
    std::vector<Lifetime> waits_;
    LogShape shape_;
};

using Shape = const LogShape&;

/// Half the sum of the differences of relative frequencies.
double variation(const std::map<std::string, double>& one,
                 const std::map<std::string, double>& other) {
    std::vector<double> first;
    std::vector<double> second;
    std::map<std::string, double> all = one;
    all.insert(other.begin(), other.end());
    for (const auto& [key, ignored] : all) {
        const auto count = [&](const std::map<std::string, double>& table) {
            const auto found = table.find(key);
            return found == table.end() ? 0.0 : found->second;
        };
        first.push_back(count(one));
        second.push_back(count(other));
    }
    return total_variation(first, second);
}

double log_ratio(double one, double other) { return std::abs(std::log(one / other)); }

/// The distance of the hours of each weekday, weekdays weighted by their volume in both logs.
double circadian(Shape one, Shape other) {
    double sum = 0.0;
    double weight = 0.0;
    for (std::size_t day = 0; day < 7; ++day) {
        const auto hours = [&](Shape shape) {
            return std::span(shape.hour_of_week).subspan(24 * day, 24);
        };
        double volume = 0.0;
        for (std::size_t h = 0; h < 24; ++h) volume += hours(one)[h] + hours(other)[h];
        const double distance = mean_move_of_bins(hours(one), hours(other));
        if (std::isnan(distance)) continue;
        sum += volume * distance;
        weight += volume;
    }
    return weight > 0.0 ? sum / weight : std::nan("");
}

double largest_answered_difference(Shape one, Shape other) {
    double largest = 0.0;
    for (std::size_t i = 0; i < one.answered_within.size(); ++i)
        largest = std::max(largest, std::abs(one.answered_within[i] - other.answered_within[i]));
    return largest;
}

}  // namespace

LogShape shape_of(const EventLog& log, const ChatLog& chat, Weeks weeks) {
    return Shaper(log, chat, weeks).shape();
}

std::vector<LikenessMetric> likeness_metrics() {
    return {
        {"conversations", "", "logarithm of the ratio of conversations a week",
         [](Shape a, Shape b) {
             return log_ratio(a.conversations_a_week, b.conversations_a_week);
         }},
        {"messages", "", "logarithm of the ratio of messages a week",
         [](Shape a, Shape b) { return log_ratio(a.messages_a_week, b.messages_a_week); }},
        {"absolute event distribution", "h", "mean move of messages along the calendar",
         [](Shape a, Shape b) { return mean_move_of_bins(a.in_each_hour, b.in_each_hour); }},
        {"circadian event distribution", "h", "mean move within the day, by weekday", circadian},
        {"hour of week", "", "share of messages in another hour of the week",
         [](Shape a, Shape b) { return total_variation(a.hour_of_week, b.hour_of_week); }},
        {"dispersion", "", "logarithm of the ratio of variance over mean of starts in an hour",
         [](Shape a, Shape b) { return log_ratio(a.dispersion, b.dispersion); }},
        {"gaps between starts", "", "largest difference of the shares below a gap",
         [](Shape a, Shape b) { return largest_share_difference(a.gaps_s, b.gaps_s); }},
        {"pairs of turns", "", "share of neighbouring turns between other roles",
         [](Shape a, Shape b) { return variation(a.turn_pairs, b.turn_pairs); }},
        {"triples of turns", "", "the same of three turns",
         [](Shape a, Shape b) { return variation(a.turn_triples, b.turn_triples); }},
        {"relative event distribution", "h", "mean move of turns within their conversations",
         [](Shape a, Shape b) { return mean_move(a.into_conversation_h, b.into_conversation_h); }},
        {"length of conversations", "h", "mean move of their lengths",
         [](Shape a, Shape b) { return mean_move(a.conversation_h, b.conversation_h); }},
        {"answer times", "", "largest difference of the shares of answers below a time",
         [](Shape a, Shape b) { return largest_share_difference(a.answers_s, b.answers_s); }},
        {"answer times in decades", "log10 s", "mean move of the logarithm of answer times",
         [](Shape a, Shape b) { return mean_move(a.answers_s, b.answers_s); }},
        {"answered in time", "", "largest difference of the shares answered within 1 min to 1 day",
         largest_answered_difference},
        {"turns", "", "share of conversations with another number of turns",
         [](Shape a, Shape b) { return total_variation(a.turns, b.turns); }},
        {"messages of a conversation", "", "share with another number of messages",
         [](Shape a, Shape b) { return total_variation(a.messages, b.messages); }},
        {"users", "", "share of conversations with another number of users",
         [](Shape a, Shape b) { return total_variation(a.users, b.users); }},
        {"role pairs", "", "share of conversations between other roles",
         [](Shape a, Shape b) { return variation(a.role_pairs, b.role_pairs); }},
        {"messages of a person", "", "largest difference of the shares of people below a rate",
         [](Shape a, Shape b) { return largest_share_difference(a.person_rate, b.person_rate); }},
    };
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/notice_clock.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "analysis/calibration/rates.hpp"

namespace wardwire::analysis {

namespace {

/// A wait for an answer, on three clocks.
struct ClockedWait {
    double wall_s;
    double duty_s;
    double week_s;
    double speed;          ///< of the clock of the week at its end
    bool is_over_on_duty;  ///< whether the answer was given on duty
};

/// A law of waits: a smoothed histogram of their logarithms, twenty bins to a factor of ten.
class LawOfWaits {
 public:
    void add(double seconds, double weight) {
        counts_[bin_of(seconds) + 1] += weight;
        all_ += weight;
    }
    double density(double seconds) const {
        const std::size_t i = bin_of(seconds) + 1;
        return (0.25 * counts_[i - 1] + 0.5 * counts_[i] + 0.25 * counts_[i + 1]) /
               (all_ * std::max(1.0, seconds));
    }

 private:
    static constexpr std::size_t bins = 160;

    static std::size_t bin_of(double seconds) {
        constexpr double bins_a_decade = 20.0;
        return std::min(
            bins - 1, static_cast<std::size_t>(bins_a_decade * std::log10(std::max(1.0, seconds))));
    }

    static constexpr double prior = 0.05;

    std::vector<double> counts_ = std::vector<double>(bins + 2, prior);  ///< one more at both ends
    double all_ = prior * bins;
};

/// Log-likelihoods of when the answers came, up to the same constant. On the clock of the week:
double log_likelihood_of_week(const std::vector<ClockedWait>& waits) {
    LawOfWaits law;
    for (const ClockedWait& wait : waits) law.add(wait.week_s, 1.0);
    double sum = 0.0;
    for (const ClockedWait& wait : waits) sum += std::log(law.density(wait.week_s) * wait.speed);
    return sum;
}

/// On the clock of duty: a share of messages is noticed off duty too, and for them the clock is
/// that of the wall; found by expectation and maximisation, with one law for both.
double log_likelihood_of_duty(const std::vector<ClockedWait>& waits) {
    constexpr int rounds = 30;
    std::vector<double> reached(waits.size(), 0.1);
    double share = 0.1;
    double sum = 0.0;
    for (int round = 0; round < rounds; ++round) {
        LawOfWaits law;
        for (std::size_t i = 0; i < waits.size(); ++i) {
            law.add(waits[i].wall_s, reached[i]);
            law.add(waits[i].duty_s, 1.0 - reached[i]);
        }
        sum = 0.0;
        double all_reached = 0.0;
        for (std::size_t i = 0; i < waits.size(); ++i) {
            const double of_reached = share * law.density(waits[i].wall_s);
            const double of_others =
                waits[i].is_over_on_duty ? (1.0 - share) * law.density(waits[i].duty_s) : 0.0;
            reached[i] = of_reached / (of_reached + of_others);
            all_reached += reached[i];
            sum += std::log(of_reached + of_others);
        }
        share = all_reached / static_cast<double>(waits.size());
    }
    return sum;
}

/// Calls `see(person, asked, answered)` for answers of turns to one person outside exchanges: for
/// each, or for one in so many that hardly more than 50 000 are left.
template <class See>
void for_each_wait(const ChatView& view, See see) {
    constexpr std::size_t most = 50'000;
    const std::size_t answers = view.chat.turns.size() - view.chat.conversations.size();
    const std::size_t every = 1 + answers / most;
    std::size_t number = 0;
    for (const ChatConversation& one : view.chat.conversations) {
        if (one.users != 2) continue;
        const auto turns = view.chat.turns_of(one);
        for (std::size_t i = 0; i + 1 < turns.size(); ++i)
            if (!is_in_exchange(turns, i) && number++ % every == 0)
                see(turns[i + 1].author, turns[i].last_at, turns[i + 1].first_at);
    }
}

}  // namespace

NoticeClock::NoticeClock(const ChatView& view, const std::optional<HoursOfWeek>& profile)
    : view_(view) {
    if (profile) week_.emplace(*profile);
}

double NoticeClock::seconds(std::int32_t person, Instant from, Instant to) const {
    to = std::max(from, to);
    if (!week_)
        return seconds_an_hour *
               (view_.duty.hours_before(person, to) - view_.duty.hours_before(person, from));
    const auto since_monday = [&](Instant at) {
        return sim::start_of_time + sim::Duration{view_.calendar.since_monday(at)};
    };
    return week_->expected(since_monday(from), since_monday(to));
}

bool is_in_exchange(std::span<const ChatTurn> turns, std::size_t i) {
    return i > 0 && i + 1 < turns.size() && turns[i - 1].author == turns[i + 1].author &&
           static_cast<double>(turns[i].first_at - turns[i - 1].last_at) <=
               exchange_within_s * microseconds_a_second;
}

HoursOfWeek profile_of_messages(const ChatView& view, const DayTypes& days) {
    std::vector<RateCell> cells(hours_a_week);
    for (std::size_t h = 0; h < hours_a_week; ++h)
        cells[h] = {0.0, view.calendar.exposure_hours()[h], 24 * days.type_of[h / 24] + h % 24};
    for (const ChatTurn& turn : view.chat.turns)
        cells[view.calendar.hour_of(turn.first_at)].count += turn.messages;
    HoursOfWeek profile;
    std::ranges::transform(shrunk_rates(cells, view.confidence), profile.begin(), &Estimate::value);
    const double sum = std::accumulate(profile.begin(), profile.end(), 0.0);
    for (double& one : profile) one *= sum > 0.0 ? hours_a_week / sum : 0.0;
    return profile;
}

std::optional<HoursOfWeek> likeliest_profile(const ChatView& view,
                                             const ChatCalibration& calibration) {
    constexpr std::size_t least = 220;
    constexpr double least_gain = 0.01;  // of the log-likelihood, a wait
    for (std::size_t g = 0; g < calibration.groups.size(); ++g)
        if (view.duty.is_rostered(g)) return std::nullopt;
    const HoursOfWeek& profile = calibration.message_profile;
    const NoticeClock duty(view, std::nullopt);
    const NoticeClock week(view, profile);
    std::vector<ClockedWait> waits;
    for_each_wait(view, [&](std::int32_t person, Instant asked, Instant answered) {
        const double speed = profile[view.calendar.hour_of(answered)];
        if (view.group_of(person) == none || speed <= 0.0) return;
        waits.push_back({static_cast<double>(answered - asked) / microseconds_a_second,
                         duty.seconds(person, asked, answered),
                         week.seconds(person, asked, answered), speed,
                         view.duty.is_on(person, answered)});
    });
    if (waits.size() < least) return std::nullopt;
    const double gain = log_likelihood_of_week(waits) - log_likelihood_of_duty(waits);
    if (gain < least_gain * static_cast<double>(waits.size())) return std::nullopt;
    return profile;
}

}  // namespace wardwire::analysis

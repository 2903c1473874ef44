// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/observation_window.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace wardwire::analysis {
namespace {

constexpr Instant second = 1'000'000;
constexpr Instant hour = 3600 * second;
constexpr std::size_t hours_a_week = 168;
constexpr std::size_t hours_around = 4 * hours_a_week;

/// e^-14 is one in a million: that many expected messages do not stay away by chance.
constexpr double improbable = 14.0;

/// Messages sent in each hour of the window.
class HourlyCounts {
 public:
    explicit HourlyCounts(const EventLog& log)
        : first_hour_(log.window.from / hour),
          counts_(static_cast<std::size_t>((log.window.to - 1) / hour - first_hour_ + 1), 0.0),
          is_unlike_(counts_.size(), 0) {
        std::int32_t last = none;
        for (std::size_t row = 0; row < log.rows(); ++row) {
            if (log.message[row] == last) continue;
            last = log.message[row];
            counts_[static_cast<std::size_t>(log.sent_at[row] / hour - first_hour_)] += 1.0;
        }
        hour_of_week_.reserve(counts_.size());
        for (std::size_t h = 0; h < counts_.size(); ++h) {
            hour_of_week_.push_back(static_cast<std::size_t>(log.zone.hour_of_week(begin_of(h))));
        }
        mark_holidays(log);
        for (const Span& outage : log.outages) mark(outage);
        describe();
    }

    Instant begin_of(std::size_t h) const { return (first_hour_ + static_cast<Instant>(h)) * hour; }
    std::size_t size() const { return counts_.size(); }
    bool is_silent(std::size_t h) const { return counts_[h] == 0.0 && is_unlike_[h] == 0; }

    double sum(std::size_t begin, std::size_t end) const {
        double total = 0.0;
        for (std::size_t h = begin; h < end; ++h) total += counts_[h];
        return total;
    }

    /// What part of a week's messages the hours from `begin` to `end` should have.
    double weeks(std::size_t begin, std::size_t end) const {
        double total = 0.0;
        for (std::size_t h = begin; h < end; ++h) {
            if (h < is_unlike_.size() && is_unlike_[h] != 0) continue;
            total += share_[h < hour_of_week_.size() ? hour_of_week_[h] : h % hours_a_week];
        }
        return total;
    }

    double dispersion() const { return dispersion_; }

 private:
    void mark_holidays(const EventLog& log) {
        for (std::size_t h = 0; h < counts_.size(); ++h) {
            const std::chrono::sys_days day = log.zone.local_day(begin_of(h));
            const auto found = std::ranges::lower_bound(log.calendar, day, {}, &CalendarDay::day);
            if (found != log.calendar.end() && found->day == day) is_unlike_[h] = 1;
        }
    }

    void mark(const Span& span) {
        const Instant end = static_cast<Instant>(counts_.size());
        const Instant first = std::clamp<Instant>(span.from / hour - first_hour_, 0, end);
        const Instant last = std::clamp<Instant>((span.to - 1) / hour - first_hour_ + 1, 0, end);
        for (Instant h = first; h < last; ++h) is_unlike_[static_cast<std::size_t>(h)] = 1;
    }

    void describe() {
        std::array<double, hours_a_week> sums{};
        std::array<double, hours_a_week> squares{};
        std::array<double, hours_a_week> hours{};
        for (std::size_t h = 0; h < counts_.size(); ++h) {
            if (is_unlike_[h] != 0) continue;
            const std::size_t bin = hour_of_week_[h];
            sums[bin] += counts_[h];
            squares[bin] += counts_[h] * counts_[h];
            hours[bin] += 1.0;
        }
        double means = 0.0;
        double variances = 0.0;
        for (std::size_t bin = 0; bin < hours_a_week; ++bin) {
            if (hours[bin] < 2.0) continue;
            const double mean = sums[bin] / hours[bin];
            means += mean;
            variances += (squares[bin] - hours[bin] * mean * mean) / (hours[bin] - 1.0);
            share_[bin] = mean;
        }
        for (double& share : share_) share = means > 0.0 ? share / means : 0.0;
        dispersion_ = means > 0.0 ? std::max(1.0, variances / means) : 1.0;
    }

    Instant first_hour_;
    std::vector<double> counts_;
    std::vector<char> is_unlike_;  ///< by hour: of a day in the calendar, or of a known outage
    std::vector<std::size_t> hour_of_week_;
    std::array<double, hours_a_week> share_{};
    double dispersion_ = 1.0;
};

/// How many messages the silent hours should have had, in units of the over-dispersion.
double expected_in(const HourlyCounts& counts, std::size_t begin, std::size_t end) {
    const std::size_t before = std::min(begin, hours_around);
    const std::size_t after = std::min(counts.size() - std::min(end, counts.size()), hours_around);
    const auto a_week = [&](std::size_t from, std::size_t to) {
        return counts.sum(from, to) * static_cast<double>(hours_a_week) /
               static_cast<double>(std::max(to - from, hours_a_week));
    };
    double volume = a_week(begin - before, begin);
    if (end < counts.size()) volume = std::min(volume, a_week(end, end + after));
    return volume * counts.weeks(begin, end) / counts.dispersion();
}

/// The parts of spans that lie in the window, in order, those that touch joined.
std::vector<Span> apart(std::vector<Span> spans, const Span& window) {
    std::ranges::sort(spans, {}, &Span::from);
    std::vector<Span> all;
    for (const Span& span : spans) {
        const Span inside{std::max(span.from, window.from), std::min(span.to, window.to)};
        if (inside.from >= inside.to) continue;
        if (!all.empty() && inside.from <= all.back().to)
            all.back().to = std::max(all.back().to, inside.to);
        else
            all.push_back(inside);
    }
    return all;
}

void find_outages(EventLog& log, const HourlyCounts& counts, ImportReport& report) {
    for (std::size_t begin = 0; begin < counts.size(); ++begin) {
        if (!counts.is_silent(begin)) continue;
        std::size_t end = begin + 1;
        while (end < counts.size() && counts.is_silent(end)) ++end;
        if (expected_in(counts, begin, end) >= improbable) {
            log.outages.push_back({counts.begin_of(begin), counts.begin_of(end)});
            report.add(Oddity::outage, {}, std::to_string(end - begin) + " h");
        }
        begin = end;
    }
    log.outages = apart(std::move(log.outages), log.window);
}

}  // namespace

void detect_clock(EventLog& log, ImportReport& report) {
    const auto share_of = [&](Instant tick) {
        const auto whole = std::count_if(log.sent_at.begin(), log.sent_at.end(),
                                         [&](Instant time) { return time % tick == 0; });
        return static_cast<double>(whole) /
               static_cast<double>(std::max<std::size_t>(1, log.rows()));
    };
    const auto all_times_are_whole = [&](Instant tick) {
        for (const auto* column : {&log.sent_at, &log.delivered_at, &log.read_at, &log.responded_at,
                                   &log.closed_at, &log.claimed_at}) {
            for (const Instant time : *column) {
                if (time != no_time && time % tick != 0) return false;
            }
        }
        return true;
    };
    log.whole_minute_share = share_of(60 * second);
    for (const Instant tick : {60, 15, 5, 1}) {
        if (share_of(tick * 60 * second) < 0.995) continue;
        log.clock_resolution_seconds = static_cast<double>(tick) * 60.0;
        report.add(Oddity::coarse_clock, {}, std::to_string(tick) + " min");
        return;
    }
    if (log.whole_minute_share > 0.1) {  // by chance it would be one in sixty
        std::array<char, 40> text;
        std::snprintf(text.data(), text.size(), "%.0f %% of the times",
                      100.0 * log.whole_minute_share);
        report.add(Oddity::coarse_clock, {}, text.data());
    }
    for (const Instant tick : {second, second / 1000, Instant{1}}) {
        if (!all_times_are_whole(tick)) continue;
        log.clock_resolution_seconds = static_cast<double>(tick) / static_cast<double>(second);
        return;
    }
}

void detect_window(EventLog& log, ImportReport& report) {
    const auto tick = static_cast<Instant>(std::llround(log.clock_resolution_seconds * 1e6));
    log.window = {log.sent_at.front(), log.sent_at.back() + tick};
    Instant last = log.sent_at.back();
    for (const auto* column :
         {&log.delivered_at, &log.read_at, &log.responded_at, &log.closed_at, &log.claimed_at}) {
        for (const Instant time : *column) last = std::max(last, time);
    }
    log.observed_until = last + tick;
    const HourlyCounts counts(log);
    find_outages(log, counts, report);
    const auto hours_left = static_cast<std::size_t>((log.observed_until - log.window.to) / hour);
    // Answers to the last messages always come later; a day without any message tells more.
    if (hours_left >= 24 &&
        expected_in(counts, counts.size(), counts.size() + hours_left) >= improbable) {
        report.add(Oddity::intake_stops, {}, std::to_string(hours_left) + " h");
    }
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/baselines.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "analysis/calibration/cure_mixture.hpp"
#include "analysis/calibration/sample_distance.hpp"
#include "sim/random/laws.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

constexpr double an_hour_s = 3600.0;
constexpr double a_day_s = 86400.0;
constexpr double a_week_s = 7.0 * a_day_s;
constexpr double epoch_weekday = 3.0;  // 1970-01-01 was a Thursday

std::size_t hour_of_week(double local_s) {
    const double hour = std::floor(local_s / an_hour_s) + 24.0 * epoch_weekday;
    return static_cast<std::size_t>(hour - std::floor(hour / hours_a_week) * hours_a_week);
}

/// Arrivals of some weeks, as a log would show them.
std::vector<LogShape> shapes_of(std::span<const double> times_s, double begin_s,
                                std::size_t weeks) {
    std::vector<LogShape> shapes(weeks);
    for (LogShape& shape : shapes) {
        shape.weeks = 1.0;
        shape.rows_in_hour.assign(hours_a_week, 0.0);
        shape.hour_of_week.assign(hours_a_week, 0.0);
    }
    double last = -1.0;
    for (const double at : times_s) {
        const double since = at - begin_s;
        const auto week = static_cast<std::size_t>(since / a_week_s);
        if (since < 0.0 || week >= weeks) continue;
        LogShape& shape = shapes[week];
        ++shape.rows_in_hour[static_cast<std::size_t>(std::fmod(since, a_week_s) / an_hour_s)];
        ++shape.hour_of_week[hour_of_week(at)];
        if (last >= begin_s + static_cast<double>(week) * a_week_s) {
            const std::size_t place = time_place(std::floor(at) - std::floor(last));
            if (place >= shape.gaps.size()) shape.gaps.resize(place + 1, 0.0);
            ++shape.gaps[place];
        }
        last = at;
    }
    return shapes;
}

sim::Channel channel_of(std::uint32_t purpose) {
    constexpr std::uint64_t seed = 20260105;
    return sim::Chance(seed, 0).channel(sim::Purpose{purpose});
}

class Arrivals {
 public:
    Arrivals(const ArrivalSample& sample, std::int64_t first_day, std::size_t weeks,
             std::size_t draw)
        : sample_(sample),
          begin_s_(static_cast<double>(first_day) * a_day_s),
          weeks_(weeks),
          draw_(draw) {
        counts_.fill(0.0);
        for (const double at : sample.times_s) ++counts_[hour_of_week(at)];
    }

    Baseline at_one_rate() const {
        double exposure = 0.0;
        for (const double hours : sample_.exposure_hours) exposure += hours;
        const double rate = static_cast<double>(sample_.times_s.size()) / exposure;
        return {"one rate", by_hour(1, [&](double, std::size_t) { return rate; })};
    }

    Baseline by_hour_of_week() const {
        return {"rates by hour",
                by_hour(2, [&](double, std::size_t hour) { return rate_of(hour); })};
    }

    Baseline by_hour_and_day() const {
        if (!(sample_.busyness > 0.0))
            return {"rates by hour and busy days", by_hour_of_week().weeks};
        const sim::Gamma law(1.0 / sample_.busyness, sample_.busyness);
        const sim::Channel days = channel_of(3);
        return {"rates by hour and busy days", by_hour(4, [&](double at, std::size_t hour) {
                    const auto day = static_cast<sim::Entity>(std::floor(at / a_day_s));
                    return rate_of(hour) * law.quantile(days.uniform(day));
                })};
    }

    Baseline by_hour_and_replies() const {
        double replies = 0.0;
        for (const ReplyKernel& kernel : sample_.replies) replies += kernel.replies;
        if (!(replies > 0.0 && replies < 1.0))
            return {"rates by hour and replies", by_hour_of_week().weeks};
        sim::Stream chance = channel_of(6).stream(draw_);
        std::vector<double> times = poisson_times(
            chance, 2, [&](double, std::size_t hour) { return (1.0 - replies) * rate_of(hour); });
        const double end_s = begin_s_ + static_cast<double>(weeks_) * a_week_s;
        for (std::size_t i = 0; i < times.size(); ++i)
            for (const ReplyKernel& kernel : sample_.replies) {
                double reached = -std::log(chance.uniform());
                for (; reached < kernel.replies; reached -= std::log(chance.uniform())) {
                    const double at = times[i] - kernel.mean_delay_s * std::log(chance.uniform());
                    if (at < end_s) times.push_back(at);
                }
            }
        std::ranges::sort(times);
        return {"rates by hour and replies", shapes_of(times, begin_s_, weeks_)};
    }

    Baseline after_gaps() const {
        std::vector<double> gaps;
        for (std::size_t i = 1; i < sample_.times_s.size(); ++i)
            if (sample_.times_s[i] > sample_.times_s[i - 1])
                gaps.push_back(sample_.times_s[i] - sample_.times_s[i - 1]);
        std::ranges::sort(gaps);
        if (gaps.size() < 2) return at_one_rate();
        const auto law = nearest_law(gaps);
        std::array<bool, hours_a_week> is_open = open_hours();
        sim::Stream chance = channel_of(5).stream(draw_);
        std::vector<double> times;
        for (double at = begin_s_; at < begin_s_ + static_cast<double>(weeks_) * a_week_s;) {
            at += law(chance.uniform());
            for (std::size_t moved = 0; !is_open[hour_of_week(at)] && moved < hours_a_week; ++moved)
                at = (std::floor(at / an_hour_s) + 1.0) * an_hour_s;
            times.push_back(at);
        }
        return {"one law of gaps and a calendar", shapes_of(times, begin_s_, weeks_)};
    }

 private:
    double rate_of(std::size_t hour) const {
        const double hours = sample_.exposure_hours[hour];
        return hours > 0.0 ? counts_[hour] / hours : 0.0;
    }

    /// A Poisson process whose rate is constant within each hour, from some weeks before on.
    template <class Rate>
    std::vector<double> poisson_times(sim::Stream& chance, std::size_t weeks_before,
                                      Rate&& rate) const {
        const double begin_s = begin_s_ - static_cast<double>(weeks_before) * a_week_s;
        std::vector<double> times;
        for (std::size_t i = 0; i < (weeks_before + weeks_) * hours_a_week; ++i) {
            const double from = begin_s + static_cast<double>(i) * an_hour_s;
            const double an_hour = rate(from, hour_of_week(from));
            if (!(an_hour > 0.0)) continue;
            double at = 0.0;  // in hours
            while ((at -= std::log(chance.uniform()) / an_hour) < 1.0)
                times.push_back(from + at * an_hour_s);
        }
        return times;
    }

    template <class Rate>
    std::vector<LogShape> by_hour(std::uint32_t purpose, Rate&& rate) const {
        sim::Stream chance = channel_of(purpose).stream(draw_);
        return shapes_of(poisson_times(chance, 0, rate), begin_s_, weeks_);
    }

    /// Quantiles of the exponential or the lognormal law of the gaps.
    static std::function<double(double)> nearest_law(std::span<const double> gaps) {
        double mean = 0.0;
        double square = 0.0;
        const auto n = static_cast<double>(gaps.size());
        for (const double gap : gaps) {
            mean += gap / n;
            square += gap * gap / n;
        }
        const double sd = std::sqrt(std::max(1e-12, square - mean * mean));
        const std::array<std::function<double(double)>, 2> laws = {
            [law = sim::Exponential(mean)](double p) { return law.quantile(p); },
            [law = sim::Lognormal::from_moments(mean, sd)](double p) { return law.quantile(p); }};
        std::array<double, 2> moves{};
        for (std::size_t i = 0; i < laws.size(); ++i)
            for (std::size_t k = 0; k < gaps.size(); ++k)
                moves[i] += std::abs(gaps[k] - laws[i]((static_cast<double>(k) + 0.5) / n));
        return laws[moves[1] < moves[0] ? 1 : 0];
    }

    std::array<bool, hours_a_week> open_hours() const {
        constexpr double least_share = 0.1;
        std::array<double, hours_a_week> seen{};
        double last_hour = -1.0;
        for (const double at : sample_.times_s) {
            const double hour = std::floor(at / an_hour_s);
            if (hour != last_hour) ++seen[hour_of_week(at)];
            last_hour = hour;
        }
        std::array<bool, hours_a_week> is_open{};
        for (std::size_t h = 0; h < hours_a_week; ++h)
            is_open[h] = sample_.exposure_hours[h] > 0.0 &&
                         seen[h] >= least_share * sample_.exposure_hours[h];
        return is_open;
    }

    const ArrivalSample& sample_;
    double begin_s_;
    std::size_t weeks_;
    std::size_t draw_;
    HoursOfWeek counts_{};
};

/// Answers of a law, as a log of so many would show them on average.
template <class Below>
Baseline answers_by(std::string name, double n, Below&& below) {
    const std::size_t places = time_place(a_week_s) + 1;
    LogShape shape;
    shape.answers.assign(places, 0.0);
    double last = 0.0;
    for (std::size_t place = 0; place + 1 < places; ++place) {
        const double share = below(std::pow(10.0, decades_at(place + 1)) - 1.0);
        shape.answers[place] = n * (share - last);
        last = share;
    }
    shape.answers.back() = n * (1.0 - last);  // and whatever is longer
    return {std::move(name), {std::move(shape)}};
}

Baseline answers_by_hour(std::span<const TurnSwitch> learnt, std::span<const TurnSwitch> asked) {
    constexpr double enough = 20.0;
    std::array<Histogram, hours_a_week + 1> by_hour;  // the last of all hours
    std::array<double, hours_a_week + 1> counts{};
    for (const TurnSwitch& one : learnt) {
        const std::size_t place = time_place(static_cast<double>(one.answered_at - one.asked_at));
        for (const std::size_t hour : {hour_of_week(static_cast<double>(one.asked_at)),
                                       static_cast<std::size_t>(hours_a_week)}) {
            if (place >= by_hour[hour].size()) by_hour[hour].resize(place + 1, 0.0);
            ++by_hour[hour][place];
            ++counts[hour];
        }
    }
    LogShape shape;
    shape.answers.assign(by_hour.back().size(), 0.0);
    for (const TurnSwitch& one : asked) {
        std::size_t hour = hour_of_week(static_cast<double>(one.asked_at));
        if (counts[hour] < enough) hour = hours_a_week;
        for (std::size_t place = 0; place < by_hour[hour].size(); ++place)
            shape.answers[place] += by_hour[hour][place] / counts[hour];
    }
    return {"the sample by hour of asking", {std::move(shape)}};
}

}  // namespace

std::vector<Baseline> arrival_baselines(const ArrivalSample& sample, std::int64_t first_day,
                                        std::size_t weeks, std::size_t draw) {
    const Arrivals arrivals(sample, first_day, weeks, draw);
    return {arrivals.at_one_rate(), arrivals.after_gaps(), arrivals.by_hour_of_week(),
            arrivals.by_hour_and_day(), arrivals.by_hour_and_replies()};
}

Baseline weeks_drawn_again(std::span<const LogShape> learnt, std::size_t weeks, std::size_t draw) {
    sim::Stream chance = channel_of(7).stream(draw);
    Baseline all{"weeks drawn again", {}};
    for (std::size_t week = 0; week < weeks; ++week)
        all.weeks.push_back(learnt[static_cast<std::size_t>(chance.uniform() *
                                                            static_cast<double>(learnt.size()))]);
    return all;
}

std::vector<Baseline> answer_baselines(std::span<const TurnSwitch> learnt,
                                       std::span<const TurnSwitch> asked) {
    constexpr int bins_a_decade = 60;
    std::vector<TimeWindow> waits;
    double mean = 0.0;
    for (const TurnSwitch& one : learnt) {
        const auto wait = std::max(0.5, static_cast<double>(one.answered_at - one.asked_at));
        waits.push_back({wait, wait});
        mean += wait / static_cast<double>(learnt.size());
    }
    const auto n = static_cast<double>(asked.size());
    std::vector<Baseline> all = {
        answers_by("exponential", n, [&](double wait) { return -std::expm1(-wait / mean); })};
    const std::array<std::string, 3> names = {"lognormal", "2 lognormals", "3 lognormals"};
    for (std::size_t parts = 1; parts <= names.size(); ++parts) {
        const CureMixture law = fit_cure_mixture(on_log_grid(waits, bins_a_decade), parts);
        all.push_back(
            answers_by(names[parts - 1], n, [&](double wait) { return law.over_by(wait); }));
    }
    all.push_back(answers_by_hour(learnt, asked));
    return all;
}

std::vector<TurnSwitch> answers_in(const EventLog& log, const Span& window) {
    constexpr std::int64_t longest_s = 7 * 86400;
    std::vector<Sending> sendings;
    for (const std::uint32_t row : chat_rows(log)) {
        const Instant at = log.sent_at[row];
        if (at < window.from || at >= window.to) continue;
        sendings.push_back({log.zone.local_time(at) / 1'000'000,
                            static_cast<std::uint32_t>(log.sender[row]),
                            static_cast<std::uint32_t>(log.recipient[row])});
    }
    std::vector<TurnSwitch> answers = turn_switches(sendings);
    std::erase_if(
        answers, [&](const TurnSwitch& one) { return one.answered_at - one.asked_at > longest_s; });
    return answers;
}

}  // namespace wardwire::analysis

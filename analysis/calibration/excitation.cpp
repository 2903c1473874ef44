// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/excitation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/calibration/acceleration.hpp"
#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/sample_distance.hpp"
#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

namespace {

/// A sending as the fit needs it.
struct Event {
    double at_s;
    std::size_t direction;  ///< number of (sender, recipient)
    std::size_t week;
    std::size_t hour;  ///< of the week
    double into_hour;
    bool is_first;  ///< of its pair
    bool is_low;    ///< whether the sender has the lower number of the two
};

struct Events {
    std::vector<Event> all;  ///< pair by pair
    std::size_t directions = 0;
};

Events events_of(std::span<const HourlySending> sendings, std::size_t least) {
    std::vector<Sending> plain;
    plain.reserve(sendings.size());
    for (const HourlySending& one : sendings) plain.push_back(one.sending);
    const Conversations pairs =
        conversations_by_gap(plain, std::numeric_limits<std::int64_t>::max());
    Events events;
    for (const Conversation& pair : pairs.all) {
        if (pair.messages < least) continue;
        const double zero = static_cast<double>(pair.first_at);
        for (std::uint32_t i = 0; i < pair.messages; ++i) {
            const HourlySending& one = sendings[pairs.order[pair.first_sending + i]];
            const bool is_low = one.sending.sender < one.sending.recipient;
            events.all.push_back(
                {(static_cast<double>(one.sending.at) - zero) / microseconds_a_second,
                 events.directions + (is_low ? 0U : 1U), one.week, one.hour_of_week,
                 static_cast<double>(one.into_hour), i == 0, is_low});
        }
        events.directions += 2;
    }
    return events;
}

/// Exponential sums over the earlier sendings of one direction of a pair.
struct Echo {
    std::array<double, 2> sum{};    ///< of exp(-delay / mean)
    std::array<double, 2> delay{};  ///< of delay * exp(-delay / mean), seconds
};

/// Lets time pass for the echoes of both directions.
void pass(std::array<Echo, 2>& echoes, double time_s, const std::array<ReplyKernel, 2>& kernels) {
    for (std::size_t c = 0; c < 2; ++c) {
        const double factor = std::exp(-time_s / kernels[c].mean_delay_s);
        for (Echo& echo : echoes) {
            echo.delay[c] = factor * (echo.delay[c] + time_s * echo.sum[c]);
            echo.sum[c] *= factor;
        }
    }
}

/// What is fitted: a rate a direction, the profile, and the kernels.
struct Fit {
    std::vector<double> rate;     ///< [direction], per second at profile 1
    std::vector<double> profile;  ///< [hour], mean 1 over the exposure
    Excitation result;
};

/// Who brought about what in one round.
struct Shares {
    std::vector<double> own;     ///< [direction], of the baseline
    std::vector<double> hourly;  ///< [hour], of the baseline
    std::array<double, 2> replies{};
    std::array<double, 2> delay_s{};
    double sendings = 0.0;
    double log_likelihood = 0.0;
};

/// Each sending counts with the weight of its week.
Shares share_out(const Events& events, const Fit& fit, std::span<const double> weights) {
    Shares shares{std::vector<double>(fit.rate.size(), 0.0),
                  std::vector<double>(fit.profile.size(), 0.0)};
    const auto& kernels = fit.result.kernels;
    std::array<Echo, 2> echo;  // of the lower and of the other
    double last_s = 0.0;
    for (const Event& event : events.all) {
        if (event.is_first)
            echo = {};
        else
            pass(echo, event.at_s - last_s, kernels);
        last_s = event.at_s;
        const Echo& heard = echo[event.is_low ? 1 : 0];
        const double weight = weights[event.week];
        const double base = fit.rate[event.direction] * fit.profile[event.hour];
        std::array<double, 2> brought;
        double intensity = base;
        for (std::size_t c = 0; c < 2; ++c) {
            brought[c] = kernels[c].replies / kernels[c].mean_delay_s * heard.sum[c];
            intensity += brought[c];
        }
        shares.sendings += weight;
        if (intensity > 0.0 && weight > 0.0) {
            shares.log_likelihood += weight * std::log(intensity);
            shares.own[event.direction] += weight * base / intensity;
            shares.hourly[event.hour] += weight * base / intensity;
            for (std::size_t c = 0; c < 2; ++c) {
                if (heard.sum[c] <= 0.0) continue;
                const double share = weight * brought[c] / intensity;
                shares.replies[c] += share;
                shares.delay_s[c] += share * heard.delay[c] / heard.sum[c];
            }
        }
        for (double& sum : echo[event.is_low ? 0 : 1].sum) sum += 1.0;
    }
    return shares;
}

/// A profile of mean 1 over the exposure.
std::vector<double> profile_of(std::span<const double> hourly, std::span<const double> exposure) {
    double sum = 0.0;
    double hours = 0.0;
    for (std::size_t h = 0; h < exposure.size(); ++h) {
        sum += hourly[h];
        hours += exposure[h];
    }
    std::vector<double> profile(exposure.size(), 1.0);
    for (std::size_t h = 0; h < exposure.size(); ++h)
        if (exposure[h] > 0.0 && sum > 0.0) profile[h] = hourly[h] / exposure[h] * hours / sum;
    return profile;
}

double seconds_of(std::span<const double> exposure_hours) {
    double seconds = 0.0;
    for (const double hours : exposure_hours) seconds += hours * seconds_an_hour;
    return seconds;
}

/// All sendings unasked, at the counted rates.
Fit without_replies(const Events& events, std::span<const double> exposure_hours) {
    const double length_s = seconds_of(exposure_hours);
    Fit fit{std::vector<double>(events.directions, 0.0), {}, {}};
    std::vector<double> hourly(exposure_hours.size(), 0.0);
    for (const Event& event : events.all) {
        fit.rate[event.direction] += 1.0 / length_s;
        hourly[event.hour] += 1.0;
    }
    fit.profile = profile_of(hourly, exposure_hours);
    fit.result.kernels = {ReplyKernel{0.0, 300.0}, ReplyKernel{0.0, 10.0 * seconds_an_hour}};
    fit.result.sendings = events.all.size();
    return fit;
}

/// How many sendings a fit expects.
double expected_count(const Fit& fit, std::span<const double> exposure_hours, double sendings) {
    double seconds = 0.0;  // at profile 1
    for (std::size_t h = 0; h < exposure_hours.size(); ++h)
        seconds += seconds_an_hour * exposure_hours[h] * fit.profile[h];
    double expected = 0.0;
    for (const double rate : fit.rate) expected += rate * seconds;
    for (const ReplyKernel& kernel : fit.result.kernels) expected += kernel.replies * sendings;
    return expected;
}

/// One round of expectation and maximisation; returns the log likelihood before it.
double improve_once(const Events& events, std::span<const double> exposure_hours,
                    std::span<const double> weights, Fit& fit) {
    const double length_s = seconds_of(exposure_hours);
    const Shares shares = share_out(events, fit, weights);
    const double log_likelihood =
        shares.log_likelihood - expected_count(fit, exposure_hours, shares.sendings);
    for (std::size_t c = 0; c < 2; ++c) {
        ReplyKernel& kernel = fit.result.kernels[c];
        kernel.replies = shares.replies[c] / shares.sendings;
        if (shares.replies[c] > 0.0)
            kernel.mean_delay_s = std::max(1.0, shares.delay_s[c] / shares.replies[c]);
    }
    for (std::size_t d = 0; d < fit.rate.size(); ++d) fit.rate[d] = shares.own[d] / length_s;
    fit.profile = profile_of(shares.hourly, exposure_hours);
    fit.result.triggered_share = (shares.replies[0] + shares.replies[1]) / shares.sendings;
    return log_likelihood;
}

/// What is fitted, on scales on which a step is about as large as what it does to the counts.
std::vector<double> coordinates_of(const Fit& fit) {
    std::vector<double> all;
    for (const ReplyKernel& kernel : fit.result.kernels) {
        all.push_back(std::sqrt(kernel.replies));
        all.push_back(std::log(kernel.mean_delay_s));
    }
    double sum = 0.0;
    for (const double rate : fit.rate) sum += rate;
    for (const double rate : fit.rate) all.push_back(std::sqrt(rate / sum));
    for (const double one : fit.profile)
        all.push_back(std::sqrt(one / static_cast<double>(fit.profile.size())));
    all.push_back(std::log(sum));
    return all;
}

void set_coordinates(const std::vector<double>& all, Fit& fit) {
    std::size_t place = 0;
    for (ReplyKernel& kernel : fit.result.kernels) {
        kernel.replies = all[place] * all[place];
        kernel.mean_delay_s = std::exp(all[place + 1]);
        place += 2;
    }
    const double sum = std::exp(all.back());
    for (double& rate : fit.rate) {
        rate = sum * all[place] * all[place];
        ++place;
    }
    for (double& one : fit.profile) {
        one = static_cast<double>(fit.profile.size()) * all[place] * all[place];
        ++place;
    }
}

/// Rounds until the log likelihood gains less than `least_gain`, where a standard error is worth a
/// half; returns about what it came to.
double improve(const Events& events, std::span<const double> exposure_hours,
               std::span<const double> weights, Fit& fit, double least_gain) {
    constexpr int most_rounds = 300;
    if (events.all.empty()) return -std::numeric_limits<double>::infinity();
    return improve_until(
        fit, least_gain, most_rounds,
        [&](Fit& one) { return improve_once(events, exposure_hours, weights, one); },
        [](const Fit& one) { return coordinates_of(one); }, set_coordinates);
}

Fit fit_events(const Events& events, std::span<const double> exposure_hours,
               std::span<const double> weights) {
    constexpr double first_guess = 0.2;
    Fit fit = without_replies(events, exposure_hours);
    const auto n = static_cast<double>(events.all.size());
    const double baseline = share_out(events, fit, weights).log_likelihood - n;
    for (ReplyKernel& kernel : fit.result.kernels) kernel.replies = first_guess;
    for (double& rate : fit.rate) rate *= 1.0 - 2.0 * first_guess;
    const double reached = improve(events, exposure_hours, weights, fit, 0.01);
    if (n > 0.0) fit.result.gain = (reached - baseline) / n;
    return fit;
}

/// Hours of each kind, each week counted with its weight.
std::vector<double> weighted_hours(std::span<const double> hour_exposure,
                                   std::span<const double> weights) {
    std::vector<double> hours(hours_a_week, 0.0);
    for (std::size_t h = 0; h < hour_exposure.size(); ++h)
        hours[h % hours_a_week] += weights[h / hours_a_week] * hour_exposure[h];
    return hours;
}

Estimate share_of_odds(Estimate one) {
    const auto share = [](double odds) { return std::isinf(odds) ? 1.0 : odds / (1.0 + odds); };
    one.value = share(one.value);
    one.limits.lower = share(one.limits.lower);
    one.limits.upper = share(one.limits.upper);
    for (double& drawn : one.draws) drawn = share(drawn);
    return one;
}

/// Largest distance between the shares of the gaps below each length, rescaled by the expected
/// count, and those of the exponential law.
double rescaled_distance(const Events& events, const Fit& fit,
                         std::span<const double> hour_exposure) {
    std::vector<double> before{0.0};  // seconds at profile 1 before each hour
    for (std::size_t h = 0; h < hour_exposure.size(); ++h)
        before.push_back(before.back() +
                         seconds_an_hour * hour_exposure[h] * fit.profile[h % hours_a_week]);
    const auto& kernels = fit.result.kernels;
    std::vector<double> expected(events.directions, 0.0);  // since the last sending of a direction
    std::vector<char> is_begun(events.directions, 0);
    std::vector<double> below;  // chance of a shorter gap
    std::array<Echo, 2> echo;
    double last_s = 0.0;
    double last_base_s = 0.0;
    for (const Event& event : events.all) {
        const std::size_t hour = hours_a_week * event.week + event.hour;
        const double base_s = before[hour] + event.into_hour * (before[hour + 1] - before[hour]);
        const std::size_t low = event.direction - (event.is_low ? 0U : 1U);
        if (event.is_first) {
            echo = {};
        } else {
            for (std::size_t way = 0; way < 2; ++way) {
                const Echo& heard = echo[1 - way];
                double& sum = expected[low + way];
                sum += fit.rate[low + way] * (base_s - last_base_s);
                for (std::size_t c = 0; c < 2; ++c)
                    sum -= kernels[c].replies * heard.sum[c] *
                           std::expm1(-(event.at_s - last_s) / kernels[c].mean_delay_s);
            }
            pass(echo, event.at_s - last_s, kernels);
        }
        last_s = event.at_s;
        last_base_s = base_s;
        if (is_begun[event.direction]) below.push_back(-std::expm1(-expected[event.direction]));
        is_begun[event.direction] = 1;
        expected[event.direction] = 0.0;
        for (double& sum : echo[event.is_low ? 0 : 1].sum) sum += 1.0;
    }
    return distance_from_even(std::move(below));
}

}  // namespace

Excitation fit_excitation(std::span<const HourlySending> sendings,
                          std::span<const double> exposure_hours, std::size_t least) {
    Events events = events_of(sendings, least);
    for (Event& event : events.all) event.week = 0;
    return fit_events(events, exposure_hours, std::vector<double>{1.0}).result;
}

ExcitationEstimates estimate_excitation(std::span<const HourlySending> sendings,
                                        std::span<const double> hour_exposure, double confidence,
                                        std::size_t least) {
    constexpr std::size_t resamples = 40;     // each is a fit
    constexpr double gain_of_resample = 0.1;  // limits move by a hundredth of their distance
    const Events events = events_of(sendings, least);
    const std::vector<double> ones(hour_exposure.size() / hours_a_week, 1.0);
    const std::vector<double> hours = weighted_hours(hour_exposure, ones);
    const Fit whole = fit_events(events, hours, ones);
    // Odds, so that one scale does for all four.
    const auto values = [&](std::span<const double> weights) {
        Fit fit = whole;
        improve(events, weighted_hours(hour_exposure, weights), weights, fit, gain_of_resample);
        const auto& [quick, slow] = fit.result.kernels;
        const double triggered = fit.result.triggered_share;
        return std::vector<double>{triggered / (1.0 - triggered), quick.replies / slow.replies,
                                   quick.mean_delay_s, slow.mean_delay_s};
    };
    auto found = estimate_by_clusters(ones.size(), values, Scale::log, confidence, resamples);
    const auto n = static_cast<double>(events.all.size());
    for (Estimate& one : found) {
        one.n = n;
        one.method = "Hawkes process of pairs, weeks resampled";
    }
    const auto distance = [&](const Fit& fit) {
        return distance_estimate(rescaled_distance(events, fit, hour_exposure), n, confidence,
                                 "time rescaling, largest distance from exponential");
    };
    return {share_of_odds(found[0]),
            share_of_odds(found[1]),
            {found[2], found[3]},
            distance(whole),
            distance(without_replies(events, hours))};
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/excitation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

namespace {

/// A sending as the fit needs it.
struct Event {
    double at_s;
    std::size_t direction;  ///< number of (sender, recipient)
    std::size_t hour;
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
                 events.directions + (is_low ? 0U : 1U), one.hour_of_week, i == 0, is_low});
        }
        events.directions += 2;
    }
    return events;
}

/// Exponential sums over the earlier sendings of one direction of a pair.
struct Echo {
    std::array<double, 2> sum{};    ///< of exp(-delay / mean)
    std::array<double, 2> delay{};  ///< of delay * exp(-delay / mean), seconds

    void pass(double time_s, const std::array<ReplyKernel, 2>& kernels) {
        for (std::size_t c = 0; c < 2; ++c) {
            const double factor = std::exp(-time_s / kernels[c].mean_delay_s);
            delay[c] = factor * (delay[c] + time_s * sum[c]);
            sum[c] *= factor;
        }
    }
};

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
    double log_likelihood = 0.0;
};

Shares share_out(const Events& events, const Fit& fit) {
    Shares shares{std::vector<double>(fit.rate.size(), 0.0),
                  std::vector<double>(fit.profile.size(), 0.0)};
    const auto& kernels = fit.result.kernels;
    std::array<Echo, 2> echo;  // of the lower and of the other
    double last_s = 0.0;
    for (const Event& event : events.all) {
        if (event.is_first)
            echo = {};
        else
            for (Echo& one : echo) one.pass(event.at_s - last_s, kernels);
        last_s = event.at_s;
        const Echo& heard = echo[event.is_low ? 1 : 0];
        const double base = fit.rate[event.direction] * fit.profile[event.hour];
        std::array<double, 2> brought;
        double intensity = base;
        for (std::size_t c = 0; c < 2; ++c) {
            brought[c] = kernels[c].replies / kernels[c].mean_delay_s * heard.sum[c];
            intensity += brought[c];
        }
        if (intensity > 0.0) {
            shares.log_likelihood += std::log(intensity);
            shares.own[event.direction] += base / intensity;
            shares.hourly[event.hour] += base / intensity;
            for (std::size_t c = 0; c < 2; ++c) {
                if (heard.sum[c] <= 0.0) continue;
                shares.replies[c] += brought[c] / intensity;
                shares.delay_s[c] += brought[c] / intensity * heard.delay[c] / heard.sum[c];
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

}  // namespace

Excitation fit_excitation(std::span<const HourlySending> sendings,
                          std::span<const double> exposure_hours, std::size_t least) {
    constexpr int most_rounds = 200;
    constexpr double least_gain = 1e-6;
    const Events events = events_of(sendings, least);
    const auto n = static_cast<double>(events.all.size());
    double length_s = 0.0;
    for (const double hours : exposure_hours) length_s += hours * seconds_an_hour;
    Fit fit{std::vector<double>(events.directions, 0.0), {}, {}};
    std::vector<double> hourly(exposure_hours.size(), 0.0);
    for (const Event& event : events.all) {
        fit.rate[event.direction] += 1.0 / length_s;
        hourly[event.hour] += 1.0;
    }
    fit.profile = profile_of(hourly, exposure_hours);
    // At every step the expected count is the observed one, so that likelihoods compare as sums.
    constexpr double first_guess = 0.2;
    fit.result.kernels = {ReplyKernel{0.0, 300.0}, ReplyKernel{0.0, 10.0 * seconds_an_hour}};
    const double baseline = share_out(events, fit).log_likelihood;
    for (ReplyKernel& kernel : fit.result.kernels) kernel.replies = first_guess;
    for (double& rate : fit.rate) rate *= 1.0 - 2.0 * first_guess;
    fit.result.sendings = events.all.size();
    double before = -std::numeric_limits<double>::infinity();
    while (fit.result.rounds < most_rounds && n > 0.0) {
        const Shares shares = share_out(events, fit);
        ++fit.result.rounds;
        for (std::size_t c = 0; c < 2; ++c) {
            ReplyKernel& kernel = fit.result.kernels[c];
            kernel.replies = shares.replies[c] / n;
            if (shares.replies[c] > 0.0)
                kernel.mean_delay_s = std::max(1.0, shares.delay_s[c] / shares.replies[c]);
        }
        for (std::size_t d = 0; d < fit.rate.size(); ++d) fit.rate[d] = shares.own[d] / length_s;
        fit.profile = profile_of(shares.hourly, exposure_hours);
        fit.result.triggered_share = (shares.replies[0] + shares.replies[1]) / n;
        fit.result.gain = (shares.log_likelihood - baseline) / n;
        if (shares.log_likelihood - before < least_gain * n) break;
        before = shares.log_likelihood;
    }
    return fit.result;
}

}  // namespace wardwire::analysis

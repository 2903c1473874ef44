// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/calibration/chat_parts.hpp"
#include "analysis/calibration/rates.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/statistics/order_statistics.hpp"
#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

namespace {

/// Person-hours of a group by hour of the week in which it is off duty; none where a roster says
/// who is on duty when.
HoursOfWeek hours_off_duty(const ChatView& view, std::size_t group, const HoursOfWeek& on_duty) {
    HoursOfWeek off{};
    if (view.duty.is_rostered(group)) return off;
    const HoursOfWeek& exposure = view.calendar.exposure_hours();
    double hours = 0.0;
    double exposed = 0.0;
    for (std::size_t h = 0; h < hours_a_week; ++h) {
        if (on_duty[h] <= 0.0) continue;
        hours += on_duty[h];
        exposed += exposure[h];
    }
    for (std::size_t h = 0; h < hours_a_week; ++h)
        if (on_duty[h] <= 0.0 && exposed > 0.0) off[h] = hours / exposed * exposure[h];
    return off;
}

/// A profile over the week, a rate for each group, and a share of it off duty, such that a group
/// starts as many conversations as (hours on duty + share x hours off duty) x rate x profile:
/// fitted in turns (proportional fitting). Where all are off duty at once the share is taken as 1,
/// because the profile says the rest.
void fit_profile(const ChatView& view, const ChatStarts& starts, ChatCalibration& calibration) {
    constexpr int rounds = 30;
    const std::size_t groups = calibration.groups.size();
    std::vector<HoursOfWeek> on_duty;
    std::vector<HoursOfWeek> off_duty;
    for (std::size_t g = 0; g < groups; ++g) {
        on_duty.push_back(view.duty.by_hour_of_week(g));
        off_duty.push_back(hours_off_duty(view, g, on_duty.back()));
    }
    std::vector<double> share(groups, 1.0);
    const auto hours_at = [&](std::size_t g, std::size_t h) {
        return on_duty[g][h] + share[g] * off_duty[g][h];
    };
    std::vector<double> rate(groups, 1.0);
    HoursOfWeek profile;
    profile.fill(1.0);
    std::vector<RateCell> cells(hours_a_week);
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t g = 0; g < groups; ++g) {
            double hours = 0.0;
            for (std::size_t h = 0; h < hours_a_week; ++h) hours += hours_at(g, h) * profile[h];
            const double all =
                std::accumulate(starts.hourly[g].begin(), starts.hourly[g].end(), 0.0);
            rate[g] = hours > 0.0 ? all / hours : 0.0;
        }
        double sum = 0.0;
        for (std::size_t h = 0; h < hours_a_week; ++h) {
            const std::size_t type = calibration.day_types.type_of[h / 24];
            cells[h] = {0.0, 0.0, 24 * type + h % 24};
            for (std::size_t g = 0; g < groups; ++g) {
                if (hours_at(g, h) <= 0.0) continue;
                cells[h].count += starts.hourly[g][h];
                cells[h].exposure += rate[g] * hours_at(g, h);
            }
            profile[h] = cells[h].exposure > 0.0 ? cells[h].count / cells[h].exposure : 0.0;
            sum += profile[h];
        }
        for (std::size_t g = 0; g < groups; ++g) {
            double seen = 0.0;
            double expected = 0.0;
            for (std::size_t h = 0; h < hours_a_week; ++h) {
                if (off_duty[g][h] <= 0.0) continue;
                seen += starts.hourly[g][h];
                expected += rate[g] * off_duty[g][h] * profile[h];
            }
            share[g] = expected > 0.0 ? std::min(1.0, seen / expected) : 0.0;
        }
        for (double& one : profile) one *= sum > 0.0 ? hours_a_week / sum : 0.0;
    }
    for (std::size_t g = 0; g < groups; ++g) calibration.groups[g].starts_off_duty = share[g];
    calibration.profile = shrunk_rates(cells, view.confidence);
    double sum = 0.0;
    for (const Estimate& one : calibration.profile) sum += one.value;
    for (Estimate& one : calibration.profile) {
        const double factor = sum > 0.0 ? hours_a_week / sum : 0.0;
        one.value *= factor;
        one.limits.lower *= factor;
        one.limits.upper *= factor;
    }
}

/// Squared relative error of a group's rate from which people it happens to have: the variance of
/// their counts beyond Poisson.
double variance_from_people(const ChatView& view, const ChatStarts& starts, std::size_t group) {
    std::vector<double> counts;
    for (std::size_t person = 0; person < starts.by_person.size(); ++person)
        if (view.staff.group_of[person] == static_cast<std::int32_t>(group))
            counts.push_back(starts.by_person[person]);
    const Sample sample = summarise(counts);
    const auto n = static_cast<double>(counts.size());
    if (!(sample.mean > 0.0) || counts.size() < 2) return 0.0;
    return std::max(0.0, sample.variance - sample.mean) / (n * sample.mean * sample.mean);
}

void estimate_rates(const ChatView& view, const ChatStarts& starts, ChatCalibration& calibration) {
    const std::size_t weeks = view.calendar.weeks();
    std::vector<std::vector<double>> hours_of_week(calibration.groups.size(),
                                                   std::vector<double>(weeks, 0.0));
    for (std::size_t g = 0; g < calibration.groups.size(); ++g) {
        const HoursOfWeek& observed = view.calendar.exposure_hours();
        const HoursOfWeek on_duty = view.duty.by_hour_of_week(g);
        const HoursOfWeek off_duty = hours_off_duty(view, g, on_duty);
        double on = 0.0;
        double off = 0.0;
        for (std::size_t h = 0; h < hours_a_week; ++h) {
            on += on_duty[h] * calibration.profile[h].value;
            if (observed[h] > 0.0)
                calibration.groups[g].weighed_hours +=
                    on_duty[h] / observed[h] * calibration.profile[h].value;
            off += off_duty[h] * calibration.profile[h].value;
        }
        const double with_rest =
            on > 0.0 ? 1.0 + calibration.groups[g].starts_off_duty * off / on : 1.0;
        const auto hours = view.duty.person_hours(g);
        for (std::size_t h = 0; h < hours.size(); ++h)
            hours_of_week[g][h / hours_a_week] +=
                with_rest * hours[h] * calibration.profile[h % hours_a_week].value;
    }
    const auto rates = [&](std::span<const double> weights) {
        std::vector<double> values;
        for (std::size_t g = 0; g < calibration.groups.size(); ++g) {
            double count = 0.0;
            double hours = 0.0;
            for (std::size_t week = 0; week < weeks; ++week) {
                count += weights[week] * starts.weekly[g][week];
                hours += weights[week] * hours_of_week[g][week];
            }
            values.push_back(count / hours);
        }
        return values;
    };
    const auto estimates = estimate_by_clusters(weeks, rates, Scale::log, view.confidence);
    for (std::size_t g = 0; g < estimates.size(); ++g) {
        Estimate& rate = calibration.groups[g].starts_per_hour;
        rate = estimates[g];
        rate.n = std::accumulate(starts.weekly[g].begin(), starts.weekly[g].end(), 0.0);
        rate.method = view.duty.is_rostered(g)
                          ? "count over hours of the roster, weeks resampled, people"
                          : "count over hours on duty, weeks resampled, people";
        if (!(rate.value > 0.0)) continue;
        // Weeks and people are two levels of chance; their variances add.
        const double by_week = std::log(rate.limits.upper / rate.value);
        const double others = static_cast<double>(calibration.groups[g].group.people) - 1.0;
        const double factor = student_factor(view.confidence, std::max(1.0, others));
        const double half =
            std::sqrt(by_week * by_week + factor * factor * variance_from_people(view, starts, g));
        if (by_week > 0.0) spread_draws(rate, half / by_week, Scale::log);
        rate.limits.lower = rate.value * std::exp(-half);
        rate.limits.upper = rate.value * std::exp(half);
    }
}

/// Observed hours of those people of a group who were on duty at all.
double mean_hours(const ChatView& view, std::size_t group) {
    double sum = 0.0;
    double people = 0.0;
    for (std::size_t person = 0; person < view.staff.group_of.size(); ++person) {
        const double hours = view.duty.hours_of(static_cast<std::int32_t>(person));
        if (view.staff.group_of[person] != static_cast<std::int32_t>(group) || hours <= 0.0)
            continue;
        sum += hours;
        ++people;
    }
    return people > 0.0 ? sum / people : 1.0;
}

std::vector<double> messages_by_person(const ChatView& view) {
    std::vector<double> messages(view.staff.group_of.size(), 0.0);
    for (const ChatTurn& turn : view.chat.turns)
        messages[static_cast<std::size_t>(turn.author)] += static_cast<double>(turn.messages);
    return messages;
}

/// How unequal the people of a group are.
void estimate_activity(const ChatView& view, const ChatStarts& starts,
                       ChatCalibration& calibration) {
    const std::vector<double> messages = messages_by_person(view);
    for (std::size_t g = 0; g < calibration.groups.size(); ++g) {
        const double mean = mean_hours(view, g);
        std::vector<ExposedCount> counts;
        std::vector<ExposedCount> of_messages;
        for (std::size_t person = 0; person < starts.by_person.size(); ++person) {
            const double hours = view.duty.hours_of(static_cast<std::int32_t>(person));
            if (view.staff.group_of[person] != static_cast<std::int32_t>(g) || hours <= 0.0)
                continue;
            counts.push_back({starts.by_person[person], hours / mean});
            of_messages.push_back({messages[person], hours / mean});
        }
        calibration.groups[g].messages_size = fit_count_law(of_messages).size;
        const UnequalPeople found = how_unequal(std::move(counts), view.confidence);
        calibration.groups[g].activity_size = found.size;
        calibration.groups[g].never_share = found.none;
    }
}

constexpr double without_spread = 1e4;  // sizes above: people differ no more than Poisson counts

/// How many independent values would let a share scatter as much as its draws do.
double as_many_as(double share, std::span<const double> draws, double most) {
    const double variance = summarise(draws).variance;
    return variance > 0.0 && share > 0.0 ? std::min(most, share * (1.0 - share) / variance) : most;
}

/// Takes off what the logarithm of a likeliest size is too large by, and widens limits and draws to
/// what the likelihood tells. Where one in twenty of the draws is without spread, their logarithm
/// has no normal law: a lower limit as far below as the upper one is above would be absurd.
void correct_size(Estimate& size, const CountLaw& law, double people, double confidence) {
    constexpr double fewest = 4.0;
    constexpr double normal = 1.0;  // of larger errors the likelihood is far from a normal law
    if (people < fewest || law.size > without_spread) return;
    const double by_people = std::log(size.limits.upper / size.value);
    const double by_likelihood =
        student_factor(confidence, people - 1.0) * std::min(normal, law.log_size_error);
    const double tail = (1.0 - confidence) / 2.0;
    if (sample_quantile(size.draws, 1.0 - tail) > without_spread) {
        const double by_draws = sample_quantile(size.draws, tail);
        size.limits = {std::min(by_draws, size.value * std::exp(-by_likelihood)),
                       std::numeric_limits<double>::infinity(), confidence};
    } else if (by_people > 0.0 && by_likelihood > by_people) {
        spread_draws(size, by_likelihood / by_people, Scale::log);
        size.limits = {size.value * std::exp(-by_likelihood), size.value * std::exp(by_likelihood),
                       confidence};
    }
    const double factor = 1.0 - 2.0 / people;
    size.value *= factor;
    size.limits.lower *= factor;
    size.limits.upper *= factor;
    for (double& draw : size.draws) draw *= factor;
}

}  // namespace

/// Where people differ no more than Poisson counts do, the likelihood rises with the size for ever.
/// The logarithm of a likeliest size of n people is too large by 2 / n, because their mean is
/// theirs too: for many counts of each it is that of n over a chi-squared number with n - 1 degrees
/// of freedom (of the shape itself Anderson & Ray 1975 have 3 / n). So that is taken off. Limits
/// are the wider ones of people resampled and of the curvature of the likelihood.
UnequalPeople how_unequal(std::vector<ExposedCount> counts, double confidence) {
    constexpr std::size_t resamples = 40;  // each is a fit
    const CountLaw law = fit_zero_inflated_law(counts);
    const auto law_of = [&](std::span<const double> weights) {
        for (std::size_t i = 0; i < counts.size(); ++i) counts[i].weight = weights[i];
        const CountLaw drawn = fit_zero_inflated_law(counts);
        return std::vector<double>{drawn.size, 1.0 - drawn.zero_share};
    };
    const auto estimates =
        estimate_by_clusters(counts.size(), law_of, Scale::log, confidence, resamples);
    const auto people = static_cast<double>(counts.size());
    UnequalPeople found{estimates[0], estimates[1]};
    correct_size(found.size, law, people * (1.0 - law.zero_share), confidence);
    if (law.size > without_spread)
        found.size.value = found.size.limits.upper = std::numeric_limits<double>::infinity();
    found.none.value = law.zero_share;
    for (double& draw : found.none.draws) draw = std::max(0.0, 1.0 - draw);
    const double seen = as_many_as(law.zero_share, found.none.draws, people);
    found.none.limits = share_limits(law.zero_share * seen, seen, confidence);
    for (Estimate* one : {&found.size, &found.none}) {
        one->n = people;
        one->method = "zero-inflated negative binomial";
    }
    return found;
}

void estimate_volume(const ChatView& view, const ChatStarts& starts, ChatCalibration& calibration) {
    fit_profile(view, starts, calibration);
    estimate_rates(view, starts, calibration);
    estimate_activity(view, starts, calibration);
}

}  // namespace wardwire::analysis

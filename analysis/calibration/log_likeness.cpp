// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/log_likeness.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/sample_distance.hpp"
#include "analysis/calibration/survival_curve.hpp"
#include "analysis/special_values.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

using Shape = const LogShape&;

double total(std::span<const double> counts) {
    return std::accumulate(counts.begin(), counts.end(), 0.0);
}

double total(const SparseCounts& counts) {
    double sum = 0.0;
    for (const auto& [key, count] : counts) sum += count;
    return sum;
}

double count_of(const SparseCounts& counts, std::uint64_t key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0.0 : found->second;
}

/// Visits the keys of both with their relative frequencies.
template <class Visit>
void visit_shares(const SparseCounts& one, const SparseCounts& other, Visit&& visit) {
    const double all = total(one);
    const double all_other = total(other);
    for (const auto& [key, count] : one) visit(count / all, count_of(other, key) / all_other);
    for (const auto& [key, count] : other)
        if (!one.contains(key)) visit(0.0, count / all_other);
}

double variation(const SparseCounts& one, const SparseCounts& other) {
    if (one.empty() || other.empty()) return undefined;
    double sum = 0.0;
    visit_shares(one, other, [&](double a, double b) { sum += std::abs(a - b); });
    return 0.5 * sum;
}

double log_ratio(double one, double other) {
    return one > 0.0 && other > 0.0 ? std::abs(std::log(one / other)) : undefined;
}

/// The hours of each weekday: their distances, and the mean weighted by the volume in both logs or
/// not.
double circadian(Shape one, Shape other, bool by_volume) {
    constexpr double nobody_in_one = 23.0;
    if (one.hour_of_week.empty() || other.hour_of_week.empty()) return undefined;
    double sum = 0.0;
    double weight = 0.0;
    for (std::size_t day = 0; day < 7; ++day) {
        const auto hours = std::span(one.hour_of_week).subspan(24 * day, 24);
        const auto other_hours = std::span(other.hour_of_week).subspan(24 * day, 24);
        const double volume = total(hours) + total(other_hours);
        if (volume <= 0.0) continue;
        const double distance = mean_move_of_bins(hours, other_hours);
        sum += (by_volume ? volume : 1.0) * (std::isnan(distance) ? nobody_in_one : distance);
        weight += by_volume ? volume : 1.0;
    }
    return weight > 0.0 ? sum / weight : undefined;
}

/// Variance over mean of starts in the same hour of different weeks, pooled over the hours of the
/// week.
double dispersion(Shape shape) {
    double variances = 0.0;
    double means = 0.0;
    const std::size_t weeks = shape.starts_in_hour.size() / 168;
    for (std::size_t hour = 0; hour < 168 && weeks > 0; ++hour) {
        double sum = 0.0;
        double squares = 0.0;
        for (std::size_t week = 0; week < weeks; ++week) {
            const double count = shape.starts_in_hour[168 * week + hour];
            sum += count;
            squares += count * count;
        }
        const double mean = sum / static_cast<double>(weeks);
        variances += squares / static_cast<double>(weeks) - mean * mean;
        means += mean;
    }
    return means > 0.0 ? variances / means : undefined;
}

/// The largest difference of the shares at or below a place.
double largest_difference(const Histogram& one, const Histogram& other) {
    const double all = total(one);
    const double all_other = total(other);
    if (all <= 0.0 || all_other <= 0.0) return undefined;
    double difference = 0.0;
    double largest = 0.0;
    for (std::size_t i = 0; i < std::max(one.size(), other.size()); ++i) {
        difference +=
            (i < one.size() ? one[i] / all : 0.0) - (i < other.size() ? other[i] / all_other : 0.0);
        largest = std::max(largest, std::abs(difference));
    }
    return largest;
}

/// The mean move of times on the grid, in decades.
double move_in_decades(const Histogram& one, const Histogram& other) {
    return decades_at(1) * mean_move_of_bins(one, other);
}

SurvivalCurve waiting(Shape shape) {
    std::vector<Lifetime> waits;
    const auto add = [&](const Histogram& histogram, bool is_over) {
        for (std::size_t place = 0; place < histogram.size(); ++place)
            if (histogram[place] > 0.0)
                waits.push_back(
                    {std::pow(10.0, decades_at(place)) - 1.0, is_over, histogram[place]});
    };
    add(shape.answered, true);
    add(shape.unanswered, false);
    return kaplan_meier(std::move(waits));
}

double largest_answered_difference(Shape one, Shape other) {
    if (one.turns.empty() || other.turns.empty()) return undefined;
    const SurvivalCurve curve = waiting(one);
    const SurvivalCurve other_curve = waiting(other);
    double largest = 0.0;
    for (const double wait : answer_waits_s)
        largest = std::max(largest, std::abs(curve.over_by(wait) - other_curve.over_by(wait)));
    return largest;
}

double never_answered_difference(Shape one, Shape other) {
    constexpr double a_week_s = 7 * 86400.0;
    if (one.turns.empty() || other.turns.empty()) return undefined;
    return std::abs(waiting(one).over_by(a_week_s) - waiting(other).over_by(a_week_s));
}

/// In standard errors of the difference of two shares.
double largest_cell_error(Shape one, Shape other) {
    const double n = total(one.role_pairs);
    const double n_other = total(other.role_pairs);
    if (n <= 0.0 || n_other <= 0.0) return undefined;
    double largest = 0.0;
    visit_shares(one.role_pairs, other.role_pairs, [&](double a, double b) {
        const double pooled = (a * n + b * n_other) / (n + n_other);
        const double error = std::sqrt(pooled * (1.0 - pooled) * (1.0 / n + 1.0 / n_other));
        if (error > 0.0) largest = std::max(largest, std::abs(a - b) / error);
    });
    return largest;
}

/// Messages of each person in so many weeks, whole and ascending.
std::vector<double> counts_of_people(Shape shape, double weeks) {
    std::vector<double> counts = shape.sent_by;
    for (double& one : counts) one = std::round(one * weeks / shape.weeks);
    std::ranges::sort(counts);
    return counts;
}

/// Half the mean difference of two people over the mean (Gini 1912).
double gini(Shape shape) {
    const std::vector<double> counts = counts_of_people(shape, shape.weeks);
    const auto n = static_cast<double>(counts.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i)
        sum += (2.0 * static_cast<double>(i + 1) - n - 1.0) * counts[i];
    return sum / (n * total(counts));
}

/// The share of messages that the busiest tenth of the people send.
double share_of_busiest(Shape shape) {
    const std::vector<double> counts = counts_of_people(shape, shape.weeks);
    const std::size_t tenth = (counts.size() + 9) / 10;
    return total(std::span(counts).last(tenth)) / total(counts);
}

double people_distance(Shape one, Shape other, double (*measure)(Shape)) {
    if (total(one.sent_by) <= 0.0 || total(other.sent_by) <= 0.0) return undefined;
    return std::abs(measure(one) - measure(other));
}

/// How much oftener than by guessing one can tell from which of the two logs a conversation is, by
/// how often each log has conversations of its kind; learnt from one half of the conversations and
/// tried on the other, and the other way round. At least 0.
double told_apart(Shape one, Shape other) {
    double gain = 0.0;
    for (std::size_t half = 0; half < 2; ++half) {
        const SparseCounts& known = one.kinds[1 - half];
        const SparseCounts& known_other = other.kinds[1 - half];
        const SparseCounts& asked = one.kinds[half];
        const SparseCounts& asked_other = other.kinds[half];
        if (known.empty() || known_other.empty() || asked.empty() || asked_other.empty())
            return undefined;
        const double n = total(known);
        const double n_other = total(known_other);
        const auto guess = [&](std::uint64_t kind) {
            const double difference =
                count_of(known, kind) / n - count_of(known_other, kind) / n_other;
            return difference > 0.0 ? 1.0 : difference < 0.0 ? -1.0 : 0.0;
        };
        for (const auto& [kind, count] : asked) gain += guess(kind) * count / total(asked);
        for (const auto& [kind, count] : asked_other)
            gain -= guess(kind) * count / total(asked_other);
    }
    return std::max(0.0, gain / 8.0);  // two halves, two logs, and half of what is gained
}

/// The value of every metric.
std::vector<double> distances(Shape one, Shape other) {
    std::vector<double> all;
    for (const LikenessMetric& metric : likeness_metrics())
        all.push_back(metric.distance(one, other));
    return all;
}

std::vector<double> drawn_weeks(std::size_t weeks, sim::Stream& chance) {
    std::vector<double> weights(weeks, 0.0);
    for (std::size_t draw = 0; draw < weeks; ++draw)
        ++weights[static_cast<std::size_t>(chance.uniform() * static_cast<double>(weeks))];
    return weights;
}

sim::Stream same_draws(std::uint64_t purpose) {
    constexpr std::uint64_t seed = 20260105;
    return sim::Chance(seed, 0).channel(sim::Purpose{0}).stream(purpose);
}

}  // namespace

std::vector<double> noise_floor(std::span<const LogShape> weeks, std::size_t splits) {
    sim::Stream chance = same_draws(1);
    std::vector<double> floor;
    for (std::size_t split = 0; split < splits; ++split) {
        std::vector<double> one(weeks.size(), 0.0);
        std::vector<double> other(weeks.size(), 0.0);
        bool is_first = false;
        for (std::size_t week = 0; week < weeks.size(); ++week) {
            if (week % 2 == 0)
                is_first = split == 0 || chance.uniform() < 0.5;
            else
                is_first = !is_first;
            (is_first ? one : other)[week] = 1.0;
        }
        const std::vector<double> found = distances(sum_of(weeks, one), sum_of(weeks, other));
        floor.resize(found.size(), 0.0);
        for (std::size_t i = 0; i < found.size(); ++i)
            floor[i] += found[i] / static_cast<double>(splits);
    }
    return floor;
}

std::vector<Likeness> likeness(std::span<const LogShape> weeks,
                               std::span<const std::vector<LogShape>> others,
                               std::span<const double> floor, double confidence,
                               std::size_t resamples) {
    const auto mean_distances = [&](auto&& weights_of) {
        const LogShape one = sum_of(weeks, weights_of(weeks.size()));
        std::vector<double> mean(floor.size(), 0.0);
        for (const std::vector<LogShape>& other : others) {
            const auto found = distances(one, sum_of(other, weights_of(other.size())));
            for (std::size_t i = 0; i < mean.size(); ++i)
                mean[i] += found[i] / static_cast<double>(others.size());
        }
        return mean;
    };
    const std::vector<double> whole =
        mean_distances([](std::size_t n) { return std::vector<double>(n, 1.0); });
    sim::Stream chance = same_draws(2);
    std::vector<std::vector<double>> spread(floor.size());
    for (std::size_t i = 0; i < resamples; ++i) {
        const auto drawn = mean_distances([&](std::size_t n) { return drawn_weeks(n, chance); });
        for (std::size_t k = 0; k < drawn.size(); ++k)
            if (std::isfinite(drawn[k])) spread[k].push_back(drawn[k]);
    }
    std::vector<Likeness> all;
    for (std::size_t k = 0; k < floor.size(); ++k) {
        Limits limits{undefined, undefined, confidence};
        if (!spread[k].empty()) {
            const double tail = 0.5 * (1.0 - confidence);
            const auto limit = [&](double level) {
                return std::max(0.0, 2.0 * whole[k] - sample_quantile(spread[k], level)) / floor[k];
            };
            limits = {limit(1.0 - tail), limit(tail), confidence};
        }
        all.push_back({whole[k], floor[k], limits});
    }
    return all;
}

std::vector<LikenessMetric> likeness_metrics() {
    return {
        {"conversations", "", "logarithm of the ratio of conversations a week",
         [](Shape a, Shape b) {
             return log_ratio(total(a.turns) / a.weeks, total(b.turns) / b.weeks);
         }},
        {"messages", "", "logarithm of the ratio of messages a week",
         [](Shape a, Shape b) {
             return log_ratio(total(a.hour_of_week) / a.weeks, total(b.hour_of_week) / b.weeks);
         }},
        {"absolute event distribution", "h", "mean move of messages along the calendar",
         [](Shape a, Shape b) { return mean_move_of_bins(a.rows_in_hour, b.rows_in_hour); }},
        {"case arrival distribution", "h", "mean move of starts along the calendar",
         [](Shape a, Shape b) { return mean_move_of_bins(a.starts_in_hour, b.starts_in_hour); }},
        {"circadian event distribution", "h", "mean move within the day, by weekday",
         [](Shape a, Shape b) { return circadian(a, b, false); }},
        {"the same by volume", "h", "the same, weekdays weighted by their messages",
         [](Shape a, Shape b) { return circadian(a, b, true); }},
        {"hour of week", "", "share of messages in another hour of the week",
         [](Shape a, Shape b) { return total_variation(a.hour_of_week, b.hour_of_week); }},
        {"dispersion", "", "logarithm of the ratio of variance over mean of starts in an hour",
         [](Shape a, Shape b) { return log_ratio(dispersion(a), dispersion(b)); }},
        {"gaps between messages", "", "largest difference of the shares below a gap",
         [](Shape a, Shape b) { return largest_difference(a.gaps, b.gaps); }},
        {"gaps in decades", "log10 s", "mean move of the logarithm of gaps",
         [](Shape a, Shape b) { return move_in_decades(a.gaps, b.gaps); }},
        {"pairs of messages", "", "share of neighbouring messages of two people, by role and side",
         [](Shape a, Shape b) { return variation(a.pairs_of_rows, b.pairs_of_rows); }},
        {"triples of messages", "", "the same of three messages",
         [](Shape a, Shape b) { return variation(a.triples_of_rows, b.triples_of_rows); }},
        {"relative event distribution", "h", "mean move of messages within the talks of two people",
         [](Shape a, Shape b) { return mean_move_of_bins(a.into_talk, b.into_talk); }},
        {"length of talks", "h", "mean move of their lengths",
         [](Shape a, Shape b) { return mean_move_of_bins(a.talks, b.talks); }},
        {"answer times", "", "largest difference of the shares of answers below a time",
         [](Shape a, Shape b) { return largest_difference(a.answers, b.answers); }},
        {"answer times in decades", "log10 s", "mean move of the logarithm of answer times",
         [](Shape a, Shape b) { return move_in_decades(a.answers, b.answers); }},
        {"answered in time", "", "largest difference of the shares answered within 1 min to 1 day",
         largest_answered_difference},
        {"never answered", "", "difference of the shares that nobody answers within a week",
         never_answered_difference},
        {"turns", "", "share of conversations with another number of turns",
         [](Shape a, Shape b) { return total_variation(a.turns, b.turns); }},
        {"messages of a conversation", "", "share with another number of messages",
         [](Shape a, Shape b) { return total_variation(a.messages, b.messages); }},
        {"users", "", "share of conversations with another number of users",
         [](Shape a, Shape b) { return total_variation(a.users, b.users); }},
        {"recipients", "", "share of messages with another number of recipients",
         [](Shape a, Shape b) { return total_variation(a.recipients, b.recipients); }},
        {"role pairs", "", "share of conversations between other roles",
         [](Shape a, Shape b) { return variation(a.role_pairs, b.role_pairs); }},
        {"worst role pair", "std. errors", "largest difference of a pair's shares",
         largest_cell_error},
        {"messages of a person", "",
         "largest difference of the shares of people below a number in as many weeks",
         [](Shape a, Shape b) {
             return largest_share_difference(counts_of_people(a, a.weeks),
                                             counts_of_people(b, a.weeks));
         }},
        {"inequality of people", "", "difference of the Gini coefficients of messages",
         [](Shape a, Shape b) { return people_distance(a, b, gini); }},
        {"busiest tenth", "", "difference of the shares of messages that a tenth of people send",
         [](Shape a, Shape b) { return people_distance(a, b, share_of_busiest); }},
        {"told apart", "", "how often above one half a classifier tells whose a conversation is",
         told_apart},
    };
}

}  // namespace wardwire::analysis

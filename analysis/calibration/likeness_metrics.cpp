// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/count_law.hpp"
#include "analysis/calibration/log_likeness.hpp"
#include "analysis/calibration/sample_distance.hpp"
#include "analysis/calibration/survival_curve.hpp"
#include "analysis/special_values.hpp"

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

/// How far starts in the same stretch of different weeks are apart, summed over the stretches.
struct WeeklySpread {
    double means = 0.0;
    double squared_means = 0.0;
    double variances = 0.0;
};

/// Of stretches of so many hours from the begin of a week on, in weeks that show all of one.
WeeklySpread spread_over_weeks(Shape shape, std::size_t hours) {
    WeeklySpread spread;
    const std::size_t end = shape.starts_in_hour.size();
    for (std::size_t first = 0; first < std::min<std::size_t>(hours_a_week, end); first += hours) {
        double n = 0.0;
        double sum = 0.0;
        double squares = 0.0;
        for (std::size_t at = first; at < end; at += hours_a_week) {
            const std::span seen = std::span(shape.seen_in_hour).subspan(at, hours);
            if (std::ranges::any_of(seen, [](double share) { return share < 1.0; })) continue;
            const double count = total(std::span(shape.starts_in_hour).subspan(at, hours));
            ++n;
            sum += count;
            squares += count * count;
        }
        if (n < 2.0) continue;
        const double mean = sum / n;
        spread.means += mean;
        spread.squared_means += mean * mean;
        spread.variances += (squares - n * mean * mean) / (n - 1.0);
    }
    return spread;
}

/// Variance over mean of starts in the same hour of different weeks.
double dispersion(Shape shape) {
    const WeeklySpread spread = spread_over_weeks(shape, 1);
    return spread.means > 0.0 ? spread.variances / spread.means : undefined;
}

/// The variance of the factor of a day, by moments: what Poisson counts do not explain of the
/// spread of starts on the same day of different weeks. Below 0 by chance.
double variance_of_days(Shape shape) {
    const WeeklySpread spread = spread_over_weeks(shape, 24);
    return spread.squared_means > 0.0 ? (spread.variances - spread.means) / spread.squared_means
                                      : undefined;
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

/// Of times on the grid to an event, and times for which it had not come.
SurvivalCurve waits_of(const Histogram& over, const Histogram& open) {
    std::vector<Lifetime> waits;
    const auto add = [&](const Histogram& histogram, bool is_over) {
        for (std::size_t place = 0; place < histogram.size(); ++place)
            if (histogram[place] > 0.0)
                waits.push_back(
                    {std::pow(10.0, decades_at(place)) - 1.0, is_over, histogram[place]});
    };
    add(over, true);
    add(open, false);
    return kaplan_meier(std::move(waits));
}

/// What is waited for, and where its waits are.
struct KindOfWait {
    std::string_view name;
    Histogram LogShape::*over;
    Histogram LogShape::*open;

    bool is_in(Shape shape) const { return total(shape.*over) + total(shape.*open) > 0.0; }
    SurvivalCurve curve(Shape shape) const { return waits_of(shape.*over, shape.*open); }
};

constexpr KindOfWait for_an_answer = {"answered", &LogShape::answered, &LogShape::unanswered};
constexpr KindOfWait in_a_pool = {"taken from a pool", &LogShape::taken, &LogShape::not_taken};
constexpr KindOfWait of_a_patient = {"resolved for a patient", &LogShape::resolved,
                                     &LogShape::unresolved};

double largest_difference_in_time(Shape one, Shape other, const KindOfWait& kind) {
    if (!kind.is_in(one) || !kind.is_in(other)) return undefined;
    const SurvivalCurve curve = kind.curve(one);
    const SurvivalCurve other_curve = kind.curve(other);
    double largest = 0.0;
    for (const double wait : answer_waits_s)
        largest = std::max(largest, std::abs(curve.over_by(wait) - other_curve.over_by(wait)));
    return largest;
}

double never_answered_difference(Shape one, Shape other) {
    constexpr double a_week_s = 7 * 86400.0;
    if (!for_an_answer.is_in(one) || !for_an_answer.is_in(other)) return undefined;
    return std::abs(for_an_answer.curve(one).over_by(a_week_s) -
                    for_an_answer.curve(other).over_by(a_week_s));
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

/// The size of the negative binomial law of messages by person.
double size_of_activity(Shape shape) {
    std::vector<ExposedCount> counts;
    for (const double count : counts_of_people(shape, shape.weeks)) counts.push_back({count});
    return fit_count_law(counts).size;
}

double people_distance(Shape one, Shape other, double (*measure)(Shape)) {
    if (total(one.sent_by) <= 0.0 || total(other.sent_by) <= 0.0) return undefined;
    return std::abs(measure(one) - measure(other));
}

double largest_people_difference(Shape one, Shape other) {
    if (total(one.sent_by) <= 0.0 || total(other.sent_by) <= 0.0) return undefined;
    return largest_share_difference(counts_of_people(one, one.weeks),
                                    counts_of_people(other, one.weeks));
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

const LikenessMetric of_arrivals[] = {
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
    {"factor of a day", "", "difference of the variances of a factor of all starts of a day",
     [](Shape a, Shape b) { return std::abs(variance_of_days(a) - variance_of_days(b)); }},
    {"gaps between messages", "", "largest difference of the shares below a gap",
     [](Shape a, Shape b) { return largest_difference(a.gaps, b.gaps); }},
    {"gaps in decades", "log10 s", "mean move of the logarithm of gaps",
     [](Shape a, Shape b) { return move_in_decades(a.gaps, b.gaps); }},
};

const LikenessMetric of_conversations[] = {
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
     [](Shape a, Shape b) { return largest_difference_in_time(a, b, for_an_answer); }},
    {"never answered", "", "difference of the shares that nobody answers within a week",
     never_answered_difference},
    {"open turns", "turns", "mean move of how many wait for an answer that comes within a day",
     [](Shape a, Shape b) { return mean_move_of_bins(a.open, b.open); }},
    {"turns", "", "share of conversations with another number of turns",
     [](Shape a, Shape b) { return total_variation(a.turns, b.turns); }},
    {"messages of a conversation", "", "share with another number of messages",
     [](Shape a, Shape b) { return total_variation(a.messages, b.messages); }},
    {"users", "", "share of conversations with another number of users",
     [](Shape a, Shape b) { return total_variation(a.users, b.users); }},
};

const LikenessMetric of_people[] = {
    {"recipients", "", "share of messages with another number of recipients",
     [](Shape a, Shape b) { return total_variation(a.recipients, b.recipients); }},
    {"role pairs", "", "share of conversations between other roles",
     [](Shape a, Shape b) { return variation(a.role_pairs, b.role_pairs); }},
    {"worst role pair", "std. errors", "largest difference of a pair's shares", largest_cell_error},
    {"messages of a person", "",
     "largest difference of the shares of people below a number in as many weeks",
     largest_people_difference},
    {"size of activity", "", "logarithm of the ratio of sizes of the law of messages by person",
     [](Shape a, Shape b) {
         return people_distance(a, b,
                                [](Shape shape) { return std::log(size_of_activity(shape)); });
     }},
    {"inequality of people", "", "difference of the Gini coefficients of messages",
     [](Shape a, Shape b) { return people_distance(a, b, gini); }},
    {"busiest tenth", "", "difference of the shares of messages that a tenth of people send",
     [](Shape a, Shape b) { return people_distance(a, b, share_of_busiest); }},
    {"told apart", "", "how often above one half a classifier tells whose a conversation is",
     told_apart},
};

const LikenessMetric of_patients[] = {
    {"messages of patients", "", "logarithm of the ratio of messages of patients a week",
     [](Shape a, Shape b) {
         return log_ratio(total(a.patient_hours) / a.weeks, total(b.patient_hours) / b.weeks);
     }},
    {"hours of patients", "", "share of their messages in another hour of the week",
     [](Shape a, Shape b) { return total_variation(a.patient_hours, b.patient_hours); }},
    {"taken in time", "", "largest difference of the shares taken from pools within 1 min to 1 day",
     [](Shape a, Shape b) { return largest_difference_in_time(a, b, in_a_pool); }},
    {"waiting in pools", "messages", "mean move of how many nobody has taken yet",
     [](Shape a, Shape b) { return mean_move_of_bins(a.in_pools, b.in_pools); }},
    {"resolved in time", "", "the same of patients' messages, until nothing is left to do",
     [](Shape a, Shape b) { return largest_difference_in_time(a, b, of_a_patient); }},
    {"hand-offs", "", "share of hand-offs that go from or to another pool or role",
     [](Shape a, Shape b) { return variation(a.handoffs, b.handoffs); }},
    {"ping-pong", "", "difference of the shares of messages that come back to where they were",
     [](Shape a, Shape b) { return total_variation(a.came_back, b.came_back); }},
    {"escalated", "", "difference of the shares of messages that a deadline moves",
     [](Shape a, Shape b) { return total_variation(a.escalated, b.escalated); }},
};

}  // namespace

std::vector<SharesInTime> shares_in_time(const LogShape& log, double confidence) {
    std::vector<SharesInTime> all;
    for (const KindOfWait& kind : {for_an_answer, in_a_pool, of_a_patient}) {
        if (!kind.is_in(log)) continue;
        const SurvivalCurve curve = kind.curve(log);
        SharesInTime& shares = all.emplace_back(SharesInTime{kind.name, {}, {}});
        for (const double wait : answer_waits_s) {
            shares.share.push_back(curve.over_by(wait));
            shares.limits.push_back(curve.limits_by(wait, confidence));
        }
    }
    return all;
}

std::vector<LikenessMetric> likeness_metrics() {
    std::vector<LikenessMetric> all;
    for (const std::span<const LikenessMetric> part : {std::span<const LikenessMetric>(of_arrivals),
                                                       {of_conversations},
                                                       {of_people},
                                                       {of_patients}})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace wardwire::analysis

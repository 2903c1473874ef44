// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/active_intervals.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/sample_distance.hpp"

namespace wardwire::analysis {

namespace {

/// From one action of a person to the next.
struct Gap {
    double length_s;
    double from_hour;
    double to_hour;
    std::size_t hour_of_week;  ///< in which it ends
    std::size_t person;
};

/// How many observed hours pass on the calendar, each counted by its place in the profile.
class ProfileClock {
 public:
    ProfileClock(std::span<const double> hour_exposure, std::span<const double> profile) {
        for (std::size_t h = 0; h < hour_exposure.size(); ++h)
            before_.push_back(before_.back() + hour_exposure[h] * profile[h % hours_a_week]);
    }
    double passed(double from_hour, double to_hour) const { return by(to_hour) - by(from_hour); }

 private:
    double by(double hour) const {
        const auto whole = static_cast<std::size_t>(hour);
        return before_[whole] +
               (hour - static_cast<double>(whole)) * (before_[whole + 1] - before_[whole]);
    }

    std::vector<double> before_{0.0};
};

/// How much of something lies in each hour of the calendar.
class HourSums {
 public:
    explicit HourSums(std::size_t hours) : part_(hours + 1, 0.0), change_(hours + 2, 0.0) {}

    void add(double from_hour, double to_hour, double height) {
        const auto first = static_cast<std::size_t>(from_hour);
        const auto last = static_cast<std::size_t>(to_hour);
        part_[last] += height * (to_hour - static_cast<double>(last));
        part_[first] -= height * (from_hour - static_cast<double>(first));
        change_[first] += height;
        change_[last] -= height;
    }
    /// By hour of the week, each hour as far as it was observed.
    std::vector<double> by_hour_of_week(std::span<const double> hour_exposure) const {
        std::vector<double> sums(hours_a_week, 0.0);
        double height = 0.0;
        for (std::size_t h = 0; h < hour_exposure.size(); ++h) {
            height += change_[h];
            sums[h % hours_a_week] += hour_exposure[h] * (height + part_[h]);
        }
        return sums;
    }

 private:
    std::vector<double> part_;
    std::vector<double> change_;
};

/// Sums over gaps, each split between "inside an interval" and "between two".
struct Split {
    double inside = 0.0;
    double inside_s = 0.0;
    double between = 0.0;
    double between_s = 0.0;
};

/// The gaps of some people, those that were observed from end to end, and how the law that they are
/// thought to have is fitted.
class GapFit {
 public:
    GapFit(std::span<const OwnAction> actions, std::span<const double> hour_exposure)
        : hour_exposure_(hour_exposure) {
        const std::vector<double> even(hours_a_week, 1.0);
        const ProfileClock clock(hour_exposure, even);
        const double last_hour = static_cast<double>(hour_exposure.size()) - 1e-9;
        for (std::size_t i = 1; i < actions.size(); ++i) {
            const OwnAction& before = actions[i - 1];
            const OwnAction& after = actions[i];
            people_ = std::max<std::size_t>(people_, after.person + 1);
            if (before.person != after.person) continue;
            const double from_hour = std::clamp(before.hour, 0.0, last_hour);
            const double to_hour = std::clamp(after.hour, from_hour, last_hour);
            const bool is_observed = clock.passed(from_hour, to_hour) > to_hour - from_hour - 1e-6;
            if (!is_observed) continue;
            gaps_.push_back({std::max(0.0, after.at_s - before.at_s), from_hour, to_hour,
                             static_cast<std::size_t>(to_hour) % hours_a_week, after.person});
        }
        pass(even);
    }

    std::size_t gaps() const { return gaps_.size(); }
    std::size_t people() const { return people_; }
    std::size_t weeks() const { return hour_exposure_.size() / hours_a_week; }
    const Gap& gap(std::size_t i) const { return gaps_[i]; }
    static std::size_t week_of(const Gap& gap) {
        return static_cast<std::size_t>(gap.to_hour) / hours_a_week;
    }

    /// A first guess: half of the gaps are inside intervals, the shorter half.
    ActiveIntervals guess() const {
        std::vector<double> lengths;
        for (const Gap& gap : gaps_) lengths.push_back(gap.length_s);
        const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
        std::ranges::nth_element(lengths, middle);
        ActiveIntervals law{0.5, std::max(1.0, *middle), std::vector<double>(people_, 0.0),
                            std::vector<double>(hours_a_week, 1.0)};
        std::vector<double> hours(people_, 0.0);
        for (const Gap& gap : gaps_) {
            law.rate[gap.person] += 0.5;
            hours[gap.person] += gap.to_hour - gap.from_hour;
        }
        for (std::size_t p = 0; p < people_; ++p) law.rate[p] /= std::max(1.0, hours[p]);
        return law;
    }

    /// One round for all but the profile; the split is that of the law before it.
    Split improve(std::span<const double> weights, ActiveIntervals& law) const {
        std::vector<double> begun_by(people_, 0.0);
        std::vector<double> idle_hours(people_, 0.0);
        Split split;
        for (std::size_t i = 0; i < gaps_.size(); ++i) {
            if (weights[i] <= 0.0) continue;
            const Gap& gap = gaps_[i];
            const double inside = weights[i] * chance_inside(i, law);
            const double between = weights[i] - inside;
            split.inside += inside;
            split.inside_s += inside * gap.length_s;
            split.between += between;
            split.between_s += between * gap.length_s;
            begun_by[gap.person] += between;
            idle_hours[gap.person] += between * passed_[i];
        }
        law.going_on = split.inside / (split.inside + split.between);
        if (split.inside > 0.0) law.gap_s = std::max(least_gap_s, split.inside_s / split.inside);
        for (std::size_t p = 0; p < people_; ++p)
            if (idle_hours[p] > 0.0) law.rate[p] = begun_by[p] / idle_hours[p];
        return split;
    }

    /// One round for the profile: beginnings over those expected at profile 1, as a shape.
    void improve_profile(ActiveIntervals& law) {
        HourSums idle(hour_exposure_.size());
        std::vector<double> begun(hours_a_week, 0.0);
        for (std::size_t i = 0; i < gaps_.size(); ++i) {
            const double between = 1.0 - chance_inside(i, law);
            begun[gaps_[i].hour_of_week] += between;
            idle.add(gaps_[i].from_hour, gaps_[i].to_hour, between * law.rate[gaps_[i].person]);
        }
        const std::vector<double> expected = idle.by_hour_of_week(hour_exposure_);
        double sum = 0.0;
        double hours = 0.0;
        for (std::size_t h = 0; h < hours_a_week; ++h)
            law.profile[h] = expected[h] > 0.0 ? begun[h] / expected[h] : 0.0;
        for (std::size_t h = 0; h < hour_exposure_.size(); ++h) {
            sum += hour_exposure_[h] * law.profile[h % hours_a_week];
            hours += hour_exposure_[h];
        }
        if (sum > 0.0)
            for (double& one : law.profile) one *= hours / sum;
        pass(law.profile);
    }

    /// Rounds until the law is still, at the profile as it is.
    Split settle(std::span<const double> weights, ActiveIntervals& law) const {
        constexpr int most_rounds = 50;
        constexpr double still = 1e-4;
        Split split;
        for (int round = 0; round < most_rounds; ++round) {
            const double odds = law.going_on / (1.0 - law.going_on);
            const double gap_s = law.gap_s;
            split = improve(weights, law);
            const double moved = std::abs(std::log(law.gap_s / gap_s)) +
                                 std::abs(std::log(law.going_on / (1.0 - law.going_on) / odds));
            if (!(moved > still)) break;
        }
        return split;
    }

    /// The law of all gaps, from a guess on.
    void fit(ActiveIntervals& law) {
        constexpr int rounds = 30;
        const std::vector<double> ones(gaps_.size(), 1.0);
        for (int round = 0; round < rounds; ++round) {
            improve(ones, law);
            improve_profile(law);
        }
        settle(ones, law);
    }

    /// Largest distance of the chances of shorter gaps from even ones, under the law fitted last.
    double distance(const ActiveIntervals& law) const {
        std::vector<double> shorter;
        for (std::size_t i = 0; i < gaps_.size(); ++i)
            shorter.push_back(1.0 - law.going_on * std::exp(-gaps_[i].length_s / law.gap_s) -
                              (1.0 - law.going_on) *
                                  std::exp(-law.rate[gaps_[i].person] * passed_[i]));
        return distance_from_even(std::move(shorter));
    }

 private:
    static constexpr double least_gap_s = 0.1;

    double chance_inside(std::size_t i, const ActiveIntervals& law) const {
        const Gap& gap = gaps_[i];
        const double rate = law.rate[gap.person];
        const double inside = law.going_on / law.gap_s * std::exp(-gap.length_s / law.gap_s);
        const double between = (1.0 - law.going_on) * rate * law.profile[gap.hour_of_week] /
                               seconds_an_hour * std::exp(-rate * passed_[i]);
        return inside + between > 0.0 ? inside / (inside + between) : 0.0;
    }

    /// How many hours at the profile's mean pass in each gap.
    void pass(std::span<const double> profile) {
        const ProfileClock clock(hour_exposure_, profile);
        passed_.clear();
        for (const Gap& gap : gaps_) passed_.push_back(clock.passed(gap.from_hour, gap.to_hour));
    }

    std::span<const double> hour_exposure_;
    std::vector<Gap> gaps_;
    std::vector<double> passed_;  ///< [gap], hours at profile 1
    std::size_t people_ = 0;
};

/// Odds of going on, mean gap, time away, odds of being active: all above 0.
std::vector<double> values_of(const Split& split) {
    return {split.inside / split.between, split.inside_s / split.inside,
            split.between_s / split.between, split.inside_s / split.between_s};
}

void change(Estimate& one, auto&& to) {
    for (double* value : {&one.value, &one.limits.lower, &one.limits.upper}) *value = to(*value);
}

}  // namespace

std::optional<ActivityEstimates> estimate_activity(std::span<const OwnAction> actions,
                                                   std::span<const double> hour_exposure,
                                                   double confidence) {
    constexpr std::size_t resamples = 40;  // each is a fit
    GapFit fit(actions, hour_exposure);
    if (fit.gaps() == 0) return std::nullopt;
    ActiveIntervals plain = fit.guess();
    plain.going_on = 0.0;
    fit.fit(plain);
    const double distance_without = fit.distance(plain);
    ActiveIntervals whole = fit.guess();
    fit.fit(whole);
    const auto limits_by = [&](std::size_t clusters, const auto& cluster_of) {
        return estimate_by_clusters(
            clusters,
            [&](std::span<const double> weights) {
                std::vector<double> of_gap;
                for (std::size_t i = 0; i < fit.gaps(); ++i)
                    of_gap.push_back(weights[cluster_of(fit.gap(i))]);
                ActiveIntervals law = whole;
                return values_of(fit.settle(of_gap, law));
            },
            Scale::log, confidence, resamples);
    };
    auto found = limits_by(fit.weeks(), GapFit::week_of);
    const auto by_people = limits_by(fit.people(), [](const Gap& gap) { return gap.person; });
    const auto n = static_cast<double>(fit.gaps());
    for (std::size_t i = 0; i < found.size(); ++i) {
        found[i] = wider(found[i], by_people[i]);
        found[i].n = n;
        found[i].method = "cascade of Poisson processes, weeks and people resampled";
    }
    change(found[0], [](double odds) { return 1.0 + odds; });
    change(found[3], [](double odds) { return std::isinf(odds) ? 1.0 : odds / (1.0 + odds); });
    const auto distance = [&](double largest) {
        return distance_estimate(largest, n, confidence,
                                 "chances of shorter gaps, largest distance from even");
    };
    return ActivityEstimates{found[0],
                             found[1],
                             found[2],
                             found[3],
                             distance(fit.distance(whole)),
                             distance(distance_without)};
}

}  // namespace wardwire::analysis

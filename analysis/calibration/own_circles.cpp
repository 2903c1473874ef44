// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/own_circles.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/sample.hpp"
#include "sim/random/laws.hpp"
#include "sim/random/special.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

/// How many choices of circles each pair and each circle has. A choice is of the circle or from
/// memory.
class Assignment {
 public:
    explicit Assignment(const PartnerChoices& choices)
        : choices_(choices),
          is_of_circle_(choices.all.size(), 0),
          of_pair_(choices.pairs, 0),
          of_circle_(choices.circles, 0) {}

    void put(std::size_t i, bool is_of_circle) {
        if (is_of_circle) count(i, 1);
        is_of_circle_[i] = is_of_circle ? 1 : 0;
    }
    void take(std::size_t i) {
        if (is_of_circle_[i] != 0) count(i, -1);
    }
    /// The chance of a choice of a circle, given all that are put.
    double chance(std::size_t i, double by_popularity, double circle) const {
        const PartnerChoice& one = choices_.all[i];
        return (of_pair_[one.pair] + circle * by_popularity) / (of_circle_[one.circle] + circle);
    }
    const std::vector<int>& of_pair() const { return of_pair_; }
    const std::vector<int>& of_circle() const { return of_circle_; }

 private:
    void count(std::size_t i, int by) {
        of_pair_[choices_.all[i].pair] += by;
        of_circle_[choices_.all[i].circle] += by;
    }

    const PartnerChoices& choices_;
    std::vector<char> is_of_circle_;
    std::vector<int> of_pair_;
    std::vector<int> of_circle_;
};

/// Sums of 1 / (x + k) and of its square over k = 0, ..., n - 1.
struct Steps {
    double first = 0.0;
    double second = 0.0;

    Steps(double x, int n) {
        for (int k = 0; k < n; ++k) {
            const double one = 1.0 / (x + k);
            first += one;
            second += one * one;
        }
    }
};

/// A walk over what may have been.
class Walk {
 public:
    Walk(const PartnerChoices& choices, const NearCircles& begin)
        : choices_(choices),
          assignment_(choices),
          chance_of_pair_(choices.pairs),
          again_(begin.again),
          circle_(begin.circle) {
        found_.by_chance.assign(choices.group_of.size(), 0.0);
        found_.from_memory.assign(choices.all.size(), 0.0);
        drawn_.assign(choices.group_of.size(), 0.0);
        partner_of_pair_.resize(choices.pairs);
        for (std::size_t i = 0; i < choices.all.size(); ++i) {
            partner_of_pair_[choices.all[i].pair] = choices.all[i].partner;
            assignment_.put(i, choices.all[i].from_memory <= 0.0 || chance_.uniform() >= again_);
        }
        follow_popularity();
    }

    OwnCircles walk(int before, int kept) {
        std::vector<double> mean_drawn(drawn_.size(), 0.0);
        for (int round = 0; round < before + kept; ++round) {
            draw_choices(round >= before);
            draw_circle();
            follow_popularity();
            if (round < before) continue;
            agains_.push_back(again_);
            circles_.push_back(std::log(circle_));
            for (std::size_t i = 0; i < drawn_.size(); ++i) mean_drawn[i] += drawn_[i] / kept;
        }
        count_drawn();
        for (double& one : found_.from_memory) one /= kept;
        const Sample again = summarise(agains_);
        const Sample circle = summarise(circles_);
        found_.again = again.mean;
        found_.again_error = std::sqrt(again.variance);
        found_.circle = std::exp(circle.mean);
        found_.circle_error = std::sqrt(circle.variance);
        found_.popularity = choices_.popularity_of(mean_drawn);
        return std::move(found_);
    }

 private:
    void draw_choices(bool is_kept) {
        double judged = 0.0;
        double remembered = 0.0;
        for (std::size_t i = 0; i < choices_.all.size(); ++i) {
            const PartnerChoice& one = choices_.all[i];
            if (one.is_judged && one.from_memory >= 0.0) ++judged;
            if (one.from_memory <= 0.0) continue;
            assignment_.take(i);
            const double of_circle =
                (1.0 - again_) * assignment_.chance(i, chance_of_pair_[one.pair], circle_);
            const double from_memory = again_ * one.from_memory;
            const double share = from_memory / (from_memory + of_circle);
            const bool is_from_memory = chance_.uniform() < share;
            assignment_.put(i, !is_from_memory);
            if (is_from_memory && one.is_judged) ++remembered;
            if (is_kept) found_.from_memory[i] += share;
        }
        // A beta law, as of two gamma laws.
        const double yes = sim::Gamma(remembered + 1.0, 1.0).quantile(chance_.uniform());
        const double no = sim::Gamma(judged - remembered + 1.0, 1.0).quantile(chance_.uniform());
        again_ = yes / (yes + no);
    }

    /// From the normal law around the step that Newton would make, on the scale of the logarithm;
    /// and how often each person was drawn into a circle, in expectation.
    void draw_circle() {
        constexpr double longest = 0.5;
        double slope = 0.0;
        double bend = 0.0;
        std::ranges::fill(drawn_, 0.0);
        for (std::size_t pair = 0; pair < choices_.pairs; ++pair) {
            const double own = circle_ * chance_of_pair_[pair];
            const Steps steps(own, assignment_.of_pair()[pair]);
            drawn_[partner_of_pair_[pair]] += own * steps.first;
            slope += own * steps.first;
            bend += own * steps.first - own * own * steps.second;
        }
        for (const int size : assignment_.of_circle()) {
            const Steps steps(circle_, size);
            slope -= circle_ * steps.first;
            bend -= circle_ * steps.first - circle_ * circle_ * steps.second;
        }
        const double information = std::max(1.0, -bend);
        const double step = std::clamp(slope / information, -longest, longest);
        circle_ *= std::exp(step + sim::standard_normal_quantile(chance_.uniform()) /
                                       std::sqrt(information));
    }

    /// One possible count of how often each person was drawn into a circle: expected ones would
    /// scatter less than counts do.
    void count_drawn() {
        for (std::size_t pair = 0; pair < choices_.pairs; ++pair) {
            const double own = circle_ * chance_of_pair_[pair];
            for (int k = 0; k < assignment_.of_pair()[pair]; ++k)
                if (chance_.uniform() * (own + k) < own) ++found_.by_chance[partner_of_pair_[pair]];
        }
    }

    void follow_popularity() {
        const std::vector<double> popularity = choices_.popularity_of(drawn_);
        for (const PartnerChoice& one : choices_.all)
            chance_of_pair_[one.pair] = choices_.chance_by(popularity, one);
    }

    const PartnerChoices& choices_;
    Assignment assignment_;
    std::vector<double> chance_of_pair_;  ///< by popularity
    std::vector<std::uint32_t> partner_of_pair_;
    std::vector<double> drawn_;  ///< [person]: into circles
    sim::Stream chance_ = sim::Chance(20260109, 0).channel(sim::Purpose{0}).stream(0);
    double again_;
    double circle_;
    std::vector<double> agains_;
    std::vector<double> circles_;
    OwnCircles found_;
};

}  // namespace

OwnCircles find_circles(const PartnerChoices& choices, const NearCircles& begin) {
    return begin.is_near ? Walk(choices, begin).walk(15, 30) : Walk(choices, begin).walk(150, 300);
}

}  // namespace wardwire::analysis

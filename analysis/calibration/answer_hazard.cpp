// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/answer_hazard.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/calibration/count_law.hpp"

namespace wardwire::analysis {

namespace {

constexpr std::array<double, 6> bounds_s = {60.0, 300.0, 900.0, 3600.0, 14'400.0, 86'400.0};
constexpr std::size_t pieces = bounds_s.size() + 1;
constexpr double undefined_ratio = std::numeric_limits<double>::quiet_NaN();

using Levels = std::array<std::uint8_t, hazard_factors>;

/// Answers, and seconds at risk of one.
struct AtRisk {
    double answers = 0.0;
    double seconds = 0.0;
};

/// Calls visit(piece, seconds, answers) for each stretch of a wait.
template <class Visit>
void for_each_piece(const AnswerWait& wait, Visit&& visit) {
    double from = 0.0;
    for (std::size_t piece = 0; piece < pieces; ++piece) {
        const bool is_last = piece == bounds_s.size() || wait.waited_s <= bounds_s[piece];
        const double to = is_last ? static_cast<double>(wait.waited_s) : bounds_s[piece];
        visit(piece, to - from, is_last && wait.is_answered ? 1.0 : 0.0);
        if (is_last) return;
        from = to;
    }
}

/// Rates by piece, and factors by level.
struct Rates {
    std::array<double, pieces> piece{};
    std::array<std::vector<double>, hazard_factors> factor;

    double of(const Levels& level) const {
        double product = 1.0;
        for (std::size_t f = 0; f < hazard_factors; ++f) product *= factor[f][level[f]];
        return product;
    }
};

/// What happened at each combination of levels, by week.
class HazardTable {
 public:
    /// Seconds at risk count as `own` says, by person.
    HazardTable(std::span<const AnswerWait> waits, std::span<const double> own,
                const std::array<std::size_t, hazard_factors>& levels, std::size_t weeks)
        : levels_(levels), weekly_(weeks) {
        std::size_t cells = 1;
        for (const std::size_t count : levels) cells *= count;
        for (std::size_t cell = 0; cell < cells; ++cell) {
            Levels& level = level_.emplace_back();
            std::size_t rest = cell;
            for (std::size_t f = 0; f < hazard_factors; ++f) {
                level[f] = static_cast<std::uint8_t>(rest % levels[f]);
                rest /= levels[f];
            }
        }
        for (const AnswerWait& wait : waits) {
            std::size_t cell = 0;
            for (std::size_t f = hazard_factors; f-- > 0;) cell = cell * levels[f] + wait.level[f];
            auto& week = weekly_[wait.week];
            if (week.empty()) week.resize(cells * pieces);
            for_each_piece(wait, [&](std::size_t piece, double seconds, double answers) {
                week[cell * pieces + piece].answers += answers;
                week[cell * pieces + piece].seconds += own[wait.person] * seconds;
            });
        }
    }

    /// The rates of largest likelihood, each week with its weight.
    Rates fitted(std::span<const double> weights) const {
        constexpr int most_rounds = 100;
        constexpr double settled = 1e-6;
        std::vector<AtRisk> all(level_.size() * pieces);
        for (std::size_t week = 0; week < weekly_.size(); ++week)
            for (std::size_t i = 0; weights[week] > 0.0 && i < weekly_[week].size(); ++i) {
                all[i].answers += weights[week] * weekly_[week][i].answers;
                all[i].seconds += weights[week] * weekly_[week][i].seconds;
            }
        Rates rates;
        for (std::size_t f = 0; f < hazard_factors; ++f) rates.factor[f].assign(levels_[f], 1.0);
        for (int round = 0; round < most_rounds; ++round) {
            double change = fit_pieces(all, rates);
            for (std::size_t f = 0; f < hazard_factors; ++f)
                change = std::max(change, fit_factor(all, f, rates));
            if (round > 0 && change < settled) break;
        }
        return rates;
    }

    double answers(std::size_t factor, std::size_t level) const {
        double sum = 0.0;
        for (const auto& week : weekly_)
            for (std::size_t i = 0; i < week.size(); ++i)
                if (level_[i / pieces][factor] == level) sum += week[i].answers;
        return sum;
    }

 private:
    double fit_pieces(const std::vector<AtRisk>& all, Rates& rates) const {
        std::array<AtRisk, pieces> sums{};
        for (std::size_t i = 0; i < all.size(); ++i) {
            sums[i % pieces].answers += all[i].answers;
            sums[i % pieces].seconds += all[i].seconds * rates.of(level_[i / pieces]);
        }
        double change = 0.0;
        for (std::size_t piece = 0; piece < pieces; ++piece) {
            const double rate =
                sums[piece].seconds > 0.0 ? sums[piece].answers / sums[piece].seconds : 0.0;
            if (rate > 0.0) change = std::max(change, std::abs(rates.piece[piece] / rate - 1.0));
            rates.piece[piece] = rate;
        }
        return change;
    }

    /// Observed over expected answers of each level, those of level 0 being 1.
    double fit_factor(const std::vector<AtRisk>& all, std::size_t factor, Rates& rates) const {
        std::vector<AtRisk> sums(levels_[factor]);
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Levels& level = level_[i / pieces];
            AtRisk& sum = sums[level[factor]];
            sum.answers += all[i].answers;
            sum.seconds += all[i].seconds * rates.piece[i % pieces] * rates.of(level);
        }
        double change = 0.0;
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const double ratio = sums[i].answers > 0.0 ? sums[i].answers / sums[i].seconds : 0.0;
            if (ratio > 0.0) change = std::max(change, std::abs(ratio - 1.0));
            rates.factor[factor][i] *= ratio;
        }
        const double first = rates.factor[factor][0];
        if (first > 0.0)
            for (double& one : rates.factor[factor]) one /= first;
        return change;
    }

    std::array<std::size_t, hazard_factors> levels_;
    std::vector<Levels> level_;                ///< [combination]
    std::vector<std::vector<AtRisk>> weekly_;  ///< [week][combination and piece]
};

/// Answers of each person, and how many the rates would have him or her give.
std::vector<ExposedCount> answers_of_persons(std::span<const AnswerWait> waits, const Rates& rates,
                                             std::size_t persons) {
    std::vector<ExposedCount> counts(persons, {0.0, 0.0});
    for (const AnswerWait& wait : waits)
        for_each_piece(wait, [&](std::size_t piece, double seconds, double answers) {
            counts[wait.person].count += answers;
            counts[wait.person].exposure += seconds * rates.piece[piece] * rates.of(wait.level);
        });
    return counts;
}

/// The factor of each person that his or her answers lead to expect, given how unequal all are.
std::vector<double> expected_factors(const std::vector<ExposedCount>& counts) {
    const CountLaw law = fit_count_law(counts);
    std::vector<double> own;
    for (const ExposedCount& one : counts)
        own.push_back((one.count + law.size) / (law.rate * one.exposure + law.size));
    return own;
}

Estimate frailty_of(std::vector<ExposedCount> counts, double confidence) {
    constexpr std::size_t resamples = 40;  // each is a fit
    constexpr double without_spread = 1e4;
    std::erase_if(counts, [](const ExposedCount& one) { return !(one.exposure > 0.0); });
    const auto variance = [&](std::span<const double> weights) {
        for (std::size_t i = 0; i < counts.size(); ++i) counts[i].weight = weights[i];
        const double size = fit_count_law(counts).size;
        return std::vector<double>{size < without_spread ? 1.0 / size : 0.0};
    };
    Estimate found =
        estimate_by_clusters(counts.size(), variance, Scale::linear, confidence, resamples)[0];
    found.limits.lower = std::max(0.0, found.limits.lower);
    found.n = static_cast<double>(counts.size());
    found.method = "gamma frailty, persons resampled";
    return found;
}

}  // namespace

AnswerHazard fit_answer_hazard(std::span<const AnswerWait> waits,
                               const std::array<std::size_t, hazard_factors>& levels,
                               std::size_t weeks, std::size_t persons, double confidence) {
    constexpr int rounds = 8;
    const std::vector<double> ones(weeks, 1.0);
    // Who answers slowly waits on: rates and people's factors are fitted in turns.
    std::vector<double> own(persons, 1.0);
    for (int round = 0; round < rounds; ++round) {
        const Rates rates = HazardTable(waits, own, levels, weeks).fitted(ones);
        own = expected_factors(answers_of_persons(waits, rates, persons));
    }
    const HazardTable table(waits, own, levels, weeks);
    const auto ratios = [&](std::span<const double> weights) {
        const Rates rates = table.fitted(weights);
        std::vector<double> all;
        for (const auto& factor : rates.factor)
            for (const double one : factor)
                all.push_back(one > 0.0 && factor[0] > 0.0 ? one : undefined_ratio);
        return all;
    };
    constexpr std::size_t resamples = 60;  // each is a fit
    auto estimates = estimate_by_clusters(weeks, ratios, Scale::log, confidence, resamples);
    AnswerHazard found;
    std::size_t next = 0;
    for (std::size_t f = 0; f < hazard_factors; ++f)
        for (std::size_t level = 0; level < levels[f]; ++level) {
            Estimate& one = found.ratio[f].emplace_back(std::move(estimates[next++]));
            one.n = table.answers(f, level);
            one.method = "piecewise exponential rates, weeks resampled";
        }
    found.frailty = frailty_of(answers_of_persons(waits, table.fitted(ones), persons), confidence);
    return found;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/count_law.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "analysis/calibration/maximum.hpp"

namespace wardwire::analysis {

namespace {

constexpr double log_least_size = -6.9;    // size 1e-3
constexpr double log_largest_size = 11.5;  // size 1e5

enum class Zeros { seen, unseen };

/// log P(0) of a negative binomial law.
double log_zero_chance(double mean, double size) { return -size * std::log1p(mean / size); }

double log_likelihood(std::span<const ExposedCount> counts, double rate, double size, Zeros zeros) {
    double sum = 0.0;
    for (const ExposedCount& one : counts) {
        const double mean = rate * one.exposure;
        double chance = log_count_chance(one.count, mean, size);
        if (zeros == Zeros::unseen)
            chance -= std::log(-std::expm1(std::min(-1e-300, log_zero_chance(mean, size))));
        sum += one.weight * chance;
    }
    return sum;
}

/// Counts of the same value and exposure together, by value.
std::vector<ExposedCount> grouped(std::span<const ExposedCount> counts) {
    std::vector<ExposedCount> sorted(counts.begin(), counts.end());
    std::ranges::sort(sorted, {},
                      [](const ExposedCount& c) { return std::pair(c.count, c.exposure); });
    std::vector<ExposedCount> groups;
    for (const ExposedCount& one : sorted) {
        if (!groups.empty() && groups.back().count == one.count &&
            groups.back().exposure == one.exposure)
            groups.back().weight += one.weight;
        else
            groups.push_back(one);
    }
    return groups;
}

/// The rate that solves the score equation at a size, by reweighting from the plain ratio.
double rate_at(std::span<const ExposedCount> counts, double rate, double size) {
    constexpr int most_rounds = 50;
    for (int round = 0; round < most_rounds; ++round) {
        double count = 0.0;
        double exposure = 0.0;
        for (const ExposedCount& one : counts) {
            const double weight = one.weight / (1.0 + rate * one.exposure / size);
            count += weight * one.count;
            exposure += weight * one.exposure;
        }
        const double next = count / exposure;
        if (std::abs(next - rate) <= 1e-10 * rate) return next;
        rate = next;
    }
    return rate;
}

double plain_rate(std::span<const ExposedCount> counts) {
    double count = 0.0;
    double exposure = 0.0;
    for (const ExposedCount& one : counts) {
        count += one.weight * one.count;
        exposure += one.weight * one.exposure;
    }
    return exposure > 0.0 ? count / exposure : 0.0;
}

struct LikeliestSize {
    double size;
    double log_error;  ///< infinite where the likelihood does not bend
};

LikeliestSize likeliest_size(auto&& likelihood_of) {
    constexpr double step = 0.1;
    const double top = where_largest(likelihood_of, log_least_size, log_largest_size);
    const double bend =
        (2.0 * likelihood_of(top) - likelihood_of(top - step) - likelihood_of(top + step)) /
        (step * step);
    return {std::exp(top),
            bend > 0.0 ? 1.0 / std::sqrt(bend) : std::numeric_limits<double>::infinity()};
}

/// Rate and size of counts above 0, given that they are.
CountLaw fit_above_zero(std::span<const ExposedCount> counts) {
    const double plain = plain_rate(counts);
    const auto rate_given = [&](double size) {
        return std::exp(where_largest(
            [&](double log_rate) {
                return log_likelihood(counts, std::exp(log_rate), size, Zeros::unseen);
            },
            std::log(plain) - 8.0, std::log(plain)));
    };
    const auto likelihood_of = [&](double log_size) {
        const double size = std::exp(log_size);
        return log_likelihood(counts, rate_given(size), size, Zeros::unseen);
    };
    const auto [size, error] = likeliest_size(likelihood_of);
    return {.rate = rate_given(size), .size = size, .log_size_error = error};
}

/// The log likelihood of counts of which a share never happens.
double mixed_likelihood(std::span<const ExposedCount> counts, const CountLaw& law) {
    double sum = 0.0;
    for (const ExposedCount& one : counts) {
        const double chance = std::exp(log_count_chance(0.0, law.rate * one.exposure, law.size));
        sum += one.weight *
               (one.count > 0.0 ? std::log1p(-law.zero_share) +
                                      log_count_chance(one.count, law.rate * one.exposure, law.size)
                                : std::log(law.zero_share + (1.0 - law.zero_share) * chance));
    }
    return sum;
}

}  // namespace

double log_count_chance(double count, double mean, double size) {
    if (mean <= 0.0) return count > 0.0 ? -std::numeric_limits<double>::infinity() : 0.0;
    return std::lgamma(count + size) - std::lgamma(size) - count * std::log1p(size / mean) +
           log_zero_chance(mean, size);
}

CountLaw fit_count_law(std::span<const ExposedCount> counts) {
    const std::vector<ExposedCount> groups = grouped(counts);
    const double plain = plain_rate(groups);
    if (plain <= 0.0) return {0.0, std::numeric_limits<double>::infinity(), 0.0, 0.0};
    const auto likelihood_of = [&](double log_size) {
        const double size = std::exp(log_size);
        return log_likelihood(groups, rate_at(groups, plain, size), size, Zeros::seen);
    };
    const auto [size, error] = likeliest_size(likelihood_of);
    const double rate = rate_at(groups, plain, size);
    return {rate, size, 0.0, log_likelihood(groups, rate, size, Zeros::seen), error};
}

CountLaw fit_law_above_zero(std::span<const ExposedCount> counts) {
    const std::vector<ExposedCount> groups = grouped(counts);
    const auto first = std::ranges::find_if(groups, [](const auto& c) { return c.count > 0.0; });
    const std::span<const ExposedCount> above(first, groups.end());
    return above.size() < 3 ? fit_count_law(counts) : fit_above_zero(above);
}

std::vector<double> shares_up_to(std::size_t most, const CountLaw& law) {
    std::vector<double> shares;
    double sum = 0.0;
    for (std::size_t count = 1; count <= most; ++count) {
        const auto k = static_cast<double>(count);
        shares.push_back(std::exp(log_count_chance(k, law.rate, law.size) - std::lgamma(k + 1.0)));
        sum += shares.back();
    }
    for (double& share : shares) share /= sum;
    return shares;
}

/// With p = mean / (mean + size) the chance of a count above 0 is in proportion to
/// weight[count - 1] p^(count - 1), and weights hang on the size alone.
CountLaw fit_law_up_to(std::span<const double> counts) {
    constexpr double least_mean = 1e-5;
    const double largest_mean = 2.0 * static_cast<double>(counts.size());
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    double steps = 0.0;  // sum of counts less 1
    for (std::size_t i = 0; i < counts.size(); ++i) steps += counts[i] * static_cast<double>(i);
    std::vector<double> weight(counts.size(), 1.0);
    const auto likeliest = [&](double log_size) {
        const double size = std::exp(log_size);
        double of_weights = 0.0;
        for (std::size_t i = 1; i < counts.size(); ++i) {
            const auto count = static_cast<double>(i);
            weight[i] = weight[i - 1] * (count + size) / (count + 1.0);
            if (counts[i] > 0.0) of_weights += counts[i] * std::log(weight[i]);
        }
        const auto likelihood_of = [&](double log_p) {
            const double p = std::exp(log_p);
            double seen = 0.0;
            for (std::size_t i = counts.size(); i-- > 0;) seen = weight[i] + p * seen;
            return of_weights + steps * log_p - all * std::log(seen);
        };
        const auto log_p_of = [size](double mean) { return std::log(mean / (mean + size)); };
        const double log_p =
            where_largest(likelihood_of, log_p_of(least_mean), log_p_of(largest_mean));
        return CountLaw{-size / (1.0 - std::exp(-log_p)), size, 0.0, likelihood_of(log_p)};
    };
    return likeliest(
        where_largest([&](double log_size) { return likeliest(log_size).log_likelihood; },
                      log_least_size, log_largest_size));
}

CountLaw fit_zero_inflated_law(std::span<const ExposedCount> counts) {
    const CountLaw plain = fit_count_law(counts);
    const std::vector<ExposedCount> groups = grouped(counts);
    const auto first = std::ranges::find_if(groups, [](const auto& c) { return c.count > 0.0; });
    const std::span<const ExposedCount> above(first, groups.end());
    if (above.size() < 3 || first == groups.begin()) return plain;
    CountLaw law = fit_above_zero(above);
    law.zero_share = where_largest(
        [&](double share) {
            return mixed_likelihood(groups, {law.rate, law.size, share});
        },
        0.0, 1.0);
    law.log_likelihood = mixed_likelihood(groups, law);
    return law.log_likelihood > plain.log_likelihood ? law : plain;
}

}  // namespace wardwire::analysis

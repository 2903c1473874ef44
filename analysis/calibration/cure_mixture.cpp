// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/cure_mixture.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "sim/random/special.hpp"

namespace wardwire::analysis {

namespace {

double density(double z) {
    constexpr double root_of_two_pi = 2.50662827463100050242;
    return std::exp(-0.5 * z * z) / root_of_two_pi;
}

/// What a part says of a window: its likelihood, and the mean and mean square of the logarithm of
/// a time of the part that lies in the window.
struct Expected {
    double likelihood;
    double mean;
    double square;
};

Expected expect(const LognormalPart& part, const TimeWindow& window) {
    if (window.after == window.until) {
        const double x = std::log(window.after);
        return {density((x - part.mu) / part.sigma) / part.sigma, x, x * x};
    }
    const double low = window.after > 0.0 ? (std::log(window.after) - part.mu) / part.sigma : -40.0;
    const double high =
        std::isfinite(window.until) ? (std::log(window.until) - part.mu) / part.sigma : 40.0;
    // The upper tail is taken from its own side: far out the difference of two ones is nothing.
    const double inside = low > 0.0
                              ? sim::standard_normal_cdf(-low) - sim::standard_normal_cdf(-high)
                              : sim::standard_normal_cdf(high) - sim::standard_normal_cdf(low);
    if (inside < 1e-300) {
        const double edge = part.mu + part.sigma * (low > 0.0 ? low : high);
        return {0.0, edge, edge * edge};
    }
    // Moments of a truncated normal law (Johnson, Kotz & Balakrishnan 1994, section 13.10.1).
    const double shift = (density(low) - density(high)) / inside;
    const double spread = 1.0 + (low * density(low) - high * density(high)) / inside;
    const double mean = part.mu + part.sigma * shift;
    return {
        inside, mean,
        part.mu * part.mu + 2.0 * part.mu * part.sigma * shift + part.sigma * part.sigma * spread};
}

/// Parts that share the finite windows evenly, in the order of their times.
std::vector<LognormalPart> even_parts(std::span<const TimeWindow> windows, std::size_t parts,
                                      double share, double least_sigma) {
    std::vector<std::pair<double, double>> logs;  // of a time and its weight
    double total = 0.0;
    for (const TimeWindow& window : windows) {
        if (!std::isfinite(window.until)) continue;
        logs.emplace_back(std::log(0.5 * (window.after + window.until)), window.weight);
        total += window.weight;
    }
    if (logs.size() < parts) return {};
    std::ranges::sort(logs);
    std::vector<LognormalPart> even;
    std::size_t i = 0;
    double passed = 0.0;
    for (std::size_t k = 0; k < parts; ++k) {
        const double until = total * static_cast<double>(k + 1) / static_cast<double>(parts);
        double weight = 0.0;
        double sum = 0.0;
        double squares = 0.0;
        for (; i < logs.size() && (weight == 0.0 || passed + 0.5 * logs[i].second < until); ++i) {
            const auto [x, w] = logs[i];
            weight += w;
            sum += w * x;
            squares += w * x * x;
            passed += w;
        }
        const double mean = weight > 0.0 ? sum / weight : logs.back().first;
        const double variance = weight > 0.0 ? squares / weight - mean * mean : 0.0;
        even.push_back({share / static_cast<double>(parts), mean,
                        std::max(std::sqrt(std::max(0.0, variance)), 2.0 * least_sigma)});
    }
    return even;
}

/// What a round adds up for a part.
struct Sums {
    double weight = 0.0;
    double logs = 0.0;
    double squares = 0.0;
};

/// One round of expectation and maximisation; the log likelihood is that before it.
void improve(CureMixture& mixture, std::span<const TimeWindow> windows, double least_sigma) {
    std::vector<Sums> sums(mixture.parts.size());
    std::vector<Expected> seen(mixture.parts.size());
    double total = 0.0;
    double never = 0.0;
    mixture.log_likelihood = 0.0;
    for (const TimeWindow& window : windows) {
        double likelihood = std::isfinite(window.until) ? 0.0 : mixture.never;
        const double of_never = likelihood;
        for (std::size_t k = 0; k < seen.size(); ++k) {
            seen[k] = expect(mixture.parts[k], window);
            likelihood += mixture.parts[k].weight * seen[k].likelihood;
        }
        total += window.weight;
        if (likelihood <= 0.0) continue;
        mixture.log_likelihood += window.weight * std::log(likelihood);
        never += window.weight * of_never / likelihood;
        for (std::size_t k = 0; k < seen.size(); ++k) {
            const double share =
                window.weight * mixture.parts[k].weight * seen[k].likelihood / likelihood;
            sums[k].weight += share;
            sums[k].logs += share * seen[k].mean;
            sums[k].squares += share * seen[k].square;
        }
    }
    mixture.never = never / total;
    for (std::size_t k = 0; k < sums.size(); ++k) {
        LognormalPart& part = mixture.parts[k];
        part.weight = sums[k].weight / total;
        if (sums[k].weight <= 0.0) continue;
        part.mu = sums[k].logs / sums[k].weight;
        part.sigma = std::max(
            least_sigma,
            std::sqrt(std::max(0.0, sums[k].squares / sums[k].weight - part.mu * part.mu)));
    }
}

}  // namespace

double CureMixture::over_by(double time) const {
    double sum = 0.0;
    for (const LognormalPart& part : parts)
        sum += part.weight * sim::standard_normal_cdf((std::log(time) - part.mu) / part.sigma);
    return time > 0.0 ? sum : 0.0;
}

double CureMixture::quantile(double share) const {
    constexpr int halvings = 60;
    constexpr double far = 10.0;  // standard deviations
    if (parts.empty()) return 0.0;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const LognormalPart& part : parts) {
        low = std::min(low, part.mu - far * part.sigma);
        high = std::max(high, part.mu + far * part.sigma);
    }
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low + high);
        (over_by(std::exp(middle)) < share * (1.0 - never) ? low : high) = middle;
    }
    return std::exp(low);
}

CureMixture fit_cure_mixture(std::span<const TimeWindow> windows, std::size_t parts,
                             double least_sigma) {
    constexpr int most_rounds = 2000;
    constexpr double least_gain = 1e-9;
    double total = 0.0;
    double open = 0.0;
    for (const TimeWindow& window : windows) {
        total += window.weight;
        if (!std::isfinite(window.until)) open += window.weight;
    }
    CureMixture mixture;
    mixture.never = total > 0.0 ? 0.5 * open / total : 1.0;
    mixture.parts = even_parts(windows, parts, 1.0 - mixture.never, least_sigma);
    if (mixture.parts.empty()) {
        mixture.never = 1.0;
        return mixture;
    }
    double before = -std::numeric_limits<double>::infinity();
    while (mixture.rounds < most_rounds) {
        improve(mixture, windows, least_sigma);
        ++mixture.rounds;
        if (mixture.log_likelihood - before < least_gain * std::abs(mixture.log_likelihood)) break;
        before = mixture.log_likelihood;
    }
    std::ranges::sort(mixture.parts, {}, &LognormalPart::mu);
    return mixture;
}

std::vector<TimeWindow> on_log_grid(std::span<const TimeWindow> windows, int bins_a_decade) {
    const auto bin = [&](double time) {
        return static_cast<int>(std::floor(std::log10(time) * bins_a_decade));
    };
    const auto edge = [&](int i) { return std::pow(10.0, static_cast<double>(i) / bins_a_decade); };
    std::map<int, double> over;
    std::map<int, double> open;
    std::vector<TimeWindow> gridded;
    for (const TimeWindow& window : windows) {
        if (window.after == window.until)
            over[bin(window.after)] += window.weight;
        else if (!std::isfinite(window.until) && window.after > 0.0)
            open[bin(window.after)] += window.weight;
        else
            gridded.push_back(window);
    }
    for (const auto& [i, weight] : over) gridded.push_back({edge(i), edge(i + 1), weight});
    constexpr double no_end = std::numeric_limits<double>::infinity();
    for (const auto& [i, weight] : open)
        gridded.push_back({std::sqrt(edge(i) * edge(i + 1)), no_end, weight});
    return gridded;
}

}  // namespace wardwire::analysis

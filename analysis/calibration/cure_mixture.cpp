// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/cure_mixture.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "analysis/calibration/acceleration.hpp"
#include "sim/random/special.hpp"

namespace wardwire::analysis {

namespace {

double density(double z) {
    constexpr double root_of_two_pi = 2.50662827463100050242;
    return std::exp(-0.5 * z * z) / root_of_two_pi;
}

/// Windows on the scale of the logarithm, in which neighbours share their edges.
struct LogWindows {
    struct Window {
        std::size_t after;  ///< places of its edges; the same: a time that is exact
        std::size_t until;
        double weight;
        bool is_open;  ///< censored on the right
    };

    explicit LogWindows(std::span<const TimeWindow> windows) {
        constexpr double no_time = -std::numeric_limits<double>::infinity();
        const auto log_of = [](double time) { return time > 0.0 ? std::log(time) : no_time; };
        std::map<double, std::size_t> place;
        for (const TimeWindow& window : windows)
            for (const double time : {window.after, window.until}) place[time] = 0;
        for (auto& [time, at] : place) {
            at = edges.size();
            edges.push_back(log_of(time));
        }
        for (const TimeWindow& window : windows)
            all.push_back({place[window.after], place[window.until], window.weight,
                           std::isinf(window.until)});
    }

    std::vector<double> edges;
    std::vector<Window> all;
};

/// The standardised edges of windows in the eyes of a part.
struct Tail {
    double z;
    double below;
    double above;  ///< from its own side: far out the difference from 1 is nothing
    double density;
};

void see_edges(const LogWindows& windows, const LognormalPart& part, std::vector<Tail>& tails) {
    constexpr double far = 40.0;  // standard deviations; also the ends of the scale
    tails.clear();
    for (const double edge : windows.edges) {
        const double z = std::clamp((edge - part.mu) / part.sigma, -far, far);
        const double outside = sim::standard_normal_cdf(-std::abs(z));
        tails.push_back(
            {z, z > 0.0 ? 1.0 - outside : outside, z > 0.0 ? outside : 1.0 - outside, density(z)});
    }
}

/// What a part says of a window: its likelihood, and the mean and mean square of the logarithm of
/// a time of the part that lies in the window.
struct Expected {
    double likelihood;
    double mean;
    double square;
};

Expected expect(const LognormalPart& part, const Tail& low, const Tail& high, bool is_exact) {
    const auto at = [&part](double z) { return part.mu + part.sigma * z; };
    if (is_exact) return {low.density / part.sigma, at(low.z), at(low.z) * at(low.z)};
    const double inside = low.z > 0.0 ? low.above - high.above : high.below - low.below;
    if (inside < 1e-300) return {0.0, 0.0, 0.0};
    // Moments of a truncated normal law (Johnson, Kotz & Balakrishnan 1994, section 13.10.1).
    const double shift = (low.density - high.density) / inside;
    const double spread = 1.0 + (low.z * low.density - high.z * high.density) / inside;
    return {
        inside, at(shift),
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

/// One round of expectation and maximisation; returns the log likelihood before it.
double improve_once(CureMixture& mixture, const LogWindows& windows, double least_sigma,
                    std::vector<std::vector<Tail>>& tails) {
    std::vector<Sums> sums(mixture.parts.size());
    std::vector<Expected> seen(mixture.parts.size());
    for (std::size_t k = 0; k < seen.size(); ++k) see_edges(windows, mixture.parts[k], tails[k]);
    double total = 0.0;
    double never = 0.0;
    double log_likelihood = 0.0;
    constexpr double least_log = -700.0;
    for (const LogWindows::Window& window : windows.all) {
        const double of_never = window.is_open ? mixture.never : 0.0;
        double likelihood = of_never;
        for (std::size_t k = 0; k < seen.size(); ++k) {
            seen[k] = expect(mixture.parts[k], tails[k][window.after], tails[k][window.until],
                             window.after == window.until);
            likelihood += mixture.parts[k].weight * seen[k].likelihood;
        }
        total += window.weight;
        if (likelihood <= 0.0) {  // a step went too far: it must not look better for that
            log_likelihood += window.weight * least_log;
            continue;
        }
        log_likelihood += window.weight * std::log(likelihood);
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
    return log_likelihood;
}

std::vector<double> coordinates_of(const CureMixture& mixture) {
    std::vector<double> all{std::sqrt(mixture.never)};
    for (const LognormalPart& part : mixture.parts)
        all.insert(all.end(), {std::sqrt(part.weight), part.mu, std::log(part.sigma)});
    return all;
}

void set_coordinates(const std::vector<double>& all, double least_sigma, CureMixture& mixture) {
    double sum = all[0] * all[0];
    for (std::size_t k = 1; k < all.size(); k += 3) sum += all[k] * all[k];
    mixture.never = all[0] * all[0] / sum;
    for (std::size_t k = 0; k < mixture.parts.size(); ++k)
        mixture.parts[k] = {all[3 * k + 1] * all[3 * k + 1] / sum, all[3 * k + 2],
                            std::max(least_sigma, std::exp(all[3 * k + 3]))};
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
    constexpr double least_gain = 1e-4;  // in natural logarithms: a standard error is worth a half
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
    const LogWindows seen(windows);
    std::vector<std::vector<Tail>> tails(mixture.parts.size());
    mixture.log_likelihood = improve_until(
        mixture, least_gain, most_rounds,
        [&](CureMixture& one) { return improve_once(one, seen, least_sigma, tails); },
        [](const CureMixture& one) { return coordinates_of(one); },
        [&](const std::vector<double>& all, CureMixture& one) {
            set_coordinates(all, least_sigma, one);
        });
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

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace wardwire::analysis {

/// Where two steps lead to if each is shorter than the one before by the same factor (SQUAREM,
/// Varadhan & Roland 2008, scheme S3). The three places have the same number of coordinates.
inline std::vector<double> led_to(const std::vector<double>& from,
                                  const std::vector<double>& middle,
                                  const std::vector<double>& to) {
    double steps = 0.0;
    double bends = 0.0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const double step = middle[i] - from[i];
        const double bend = to[i] - middle[i] - step;
        steps += step * step;
        bends += bend * bend;
    }
    const double stretch = bends > 0.0 ? std::max(1.0, std::sqrt(steps / bends)) : 1.0;
    std::vector<double> reached;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const double step = middle[i] - from[i];
        const double bend = to[i] - middle[i] - step;
        reached.push_back(from[i] + 2.0 * stretch * step + stretch * stretch * bend);
    }
    return reached;
}

/// Rounds of expectation and maximisation until three of them gain less than `least_gain`, or
/// `most_rounds`; returns about what the log likelihood came to. Two rounds show where they lead; a
/// third one goes on from there, if that is no worse.
///
/// `improve(fit)` makes one round and returns the log likelihood before it; `coordinates_of(fit)`
/// are numbers on scales on which steps are about straight, and `set_coordinates(numbers, fit)`
/// takes any such numbers.
template <class Fit>
double improve_until(Fit& fit, double least_gain, int most_rounds, auto&& improve,
                     auto&& coordinates_of, auto&& set_coordinates) {
    double before = -std::numeric_limits<double>::infinity();
    for (int rounds = 0; rounds < most_rounds; rounds += 3) {
        const std::vector<double> from = coordinates_of(fit);
        improve(fit);
        const std::vector<double> middle = coordinates_of(fit);
        const double plain = improve(fit);
        const Fit safe = fit;
        set_coordinates(led_to(from, middle, coordinates_of(fit)), fit);
        double reached = improve(fit);
        if (!(reached >= plain)) {
            fit = safe;
            reached = plain;
        }
        if (reached - before < least_gain) return reached;
        before = reached;
    }
    return before;
}

}  // namespace wardwire::analysis

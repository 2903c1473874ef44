// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "analysis/designs/points.hpp"
#include "analysis/statistics/cholesky.hpp"

namespace wardwire::analysis {

/// What a noisy simulation gives at points where it was not run: for each summary a quadratic trend
/// plus a Gaussian process (universal kriging; Rasmussen & Williams 2006, section 2.7), whose
/// correlation length and share of noise are chosen from a grid by the restricted likelihood.
class Emulator {
 public:
    struct Prediction {
        std::vector<double> mean;      ///< of the simulation at the point, by summary
        std::vector<double> variance;  ///< of what is not known about that mean
    };

    /// `outputs[i]` holds the summaries at points[i], all finite; three points more than twice the
    /// factors at least. A summary that is the same everywhere is predicted without doubt.
    Emulator(std::vector<Point> points, std::span<const std::vector<double>> outputs);

    Prediction at(const Point& place) const;

    /// The variance from run to run at one point, by summary.
    std::vector<double> noise() const;

 private:
    struct Kernel {
        double length;  ///< of the correlation exp(-|x - y|^2 / (2 length^2))
        double noise;   ///< variance in units of the process's
    };
    /// What a kernel makes of the points, whatever was seen there.
    struct Whitening {
        Kernel kernel;
        Cholesky covariance;
        Matrix basis;  ///< [coefficient][point], whitened
        Cholesky precision;
    };
    struct Trend {
        std::size_t whitening = 0;
        Vector coefficients;
        Vector rest;  ///< of the outputs, whitened
        double variance = 0.0;
        double likelihood = 0.0;  ///< logarithm, restricted
    };

    Point scaled(Point point) const;
    Vector basis(const Point& point) const;
    Whitening whitened(const Kernel& kernel) const;
    Trend fit(std::size_t whitening, Vector outputs) const;

    Point low_;  ///< of a box around the points, which is the unit cube to the emulator
    Point width_;
    std::vector<Point> points_;
    bool has_squares_;  ///< in the trend: there are points enough
    std::vector<Whitening> whitenings_;
    std::vector<Trend> trends_;
};

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference/emulator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace wardwire::analysis {

namespace {

constexpr std::array lengths = {0.25, 0.5, 1.0, 2.0};
constexpr std::array noises = {0.001, 0.01, 0.1, 1.0};

double product_of(const Vector& one, const Vector& other) {
    return std::inner_product(one.begin(), one.end(), other.begin(), 0.0);
}

double correlation(const Point& one, const Point& other, double length) {
    double squares = 0.0;
    for (std::size_t i = 0; i < one.size(); ++i)
        squares += (one[i] - other[i]) * (one[i] - other[i]);
    return std::exp(-0.5 * squares / (length * length));
}

}  // namespace

Emulator::Emulator(std::vector<Point> points, std::span<const std::vector<double>> outputs)
    : low_(points[0]), width_(points[0]), has_squares_(points.size() > 4 * points[0].size()) {
    constexpr double least_width = 1e-9;
    for (std::size_t f = 0; f < low_.size(); ++f) {
        const auto [least, most] =
            std::ranges::minmax(points, {}, [f](const Point& point) { return point[f]; });
        low_[f] = least[f];
        width_[f] = std::max(least_width, most[f] - least[f]);
    }
    for (Point& point : points) points_.push_back(scaled(std::move(point)));
    for (const double length : lengths)
        for (const double noise : noises) whitenings_.push_back(whitened({length, noise}));
    for (std::size_t s = 0; s < outputs[0].size(); ++s) {
        Vector seen;
        for (const std::vector<double>& output : outputs) seen.push_back(output[s]);
        Trend best = fit(0, seen);
        for (std::size_t w = 1; w < whitenings_.size(); ++w) {
            Trend trend = fit(w, seen);
            if (trend.likelihood > best.likelihood) best = std::move(trend);
        }
        trends_.push_back(std::move(best));
    }
}

Point Emulator::scaled(Point point) const {
    for (std::size_t f = 0; f < point.size(); ++f) point[f] = (point[f] - low_[f]) / width_[f];
    return point;
}

Vector Emulator::basis(const Point& point) const {
    Vector terms{1.0};
    for (const double x : point) terms.push_back(x);
    for (const double x : point)
        if (has_squares_) terms.push_back(x * x);
    return terms;
}

Emulator::Whitening Emulator::whitened(const Kernel& kernel) const {
    const std::size_t n = points_.size();
    Matrix covariance(n, Vector(n));
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j)
            covariance[i][j] =
                correlation(points_[i], points_[j], kernel.length) + (i == j ? kernel.noise : 0.0);
    const Cholesky factor = *Cholesky::of(covariance);
    const std::size_t size = basis(points_[0]).size();
    Matrix columns(size, Vector(n));
    for (std::size_t i = 0; i < n; ++i) {
        const Vector here = basis(points_[i]);
        for (std::size_t k = 0; k < size; ++k) columns[k][i] = here[k];
    }
    for (Vector& one : columns) one = factor.solve_lower(std::move(one));
    constexpr double ridge = 1e-9;  // for a factor that has one value only
    Matrix normal(size, Vector(size));
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j <= i; ++j) normal[i][j] = product_of(columns[i], columns[j]);
        normal[i][i] += ridge * (1.0 + normal[i][i]);
    }
    return {kernel, factor, std::move(columns), *Cholesky::of(normal)};
}

Emulator::Trend Emulator::fit(std::size_t whitening, Vector outputs) const {
    const Whitening& space = whitenings_[whitening];
    const std::size_t n = points_.size();
    Trend trend;
    trend.whitening = whitening;
    trend.rest = space.covariance.solve_lower(std::move(outputs));
    Vector right;
    for (const Vector& column : space.basis) right.push_back(product_of(column, trend.rest));
    trend.coefficients = space.precision.solve(std::move(right));
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < space.basis.size(); ++k)
            trend.rest[i] -= trend.coefficients[k] * space.basis[k][i];
    const auto freedom = static_cast<double>(n - space.basis.size());
    trend.variance = product_of(trend.rest, trend.rest) / freedom;
    trend.likelihood = -space.covariance.half_log_determinant() -
                       space.precision.half_log_determinant() -
                       0.5 * freedom * std::log(trend.variance + 1e-300);
    return trend;
}

Emulator::Prediction Emulator::at(const Point& place) const {
    const Point point = scaled(place);
    const Vector here = basis(point);
    std::vector<Vector> nearness(whitenings_.size());  // of those that are needed
    std::vector<double> share(whitenings_.size());     // of the variance that is left
    Prediction prediction;
    for (const Trend& trend : trends_) {
        const Whitening& space = whitenings_[trend.whitening];
        Vector& near = nearness[trend.whitening];
        if (near.empty()) {
            for (const Point& known : points_)
                near.push_back(correlation(point, known, space.kernel.length));
            near = space.covariance.solve_lower(std::move(near));
            Vector unknown;  // of the trend
            for (std::size_t k = 0; k < here.size(); ++k)
                unknown.push_back(here[k] - product_of(space.basis[k], near));
            share[trend.whitening] = std::max(0.0, 1.0 - product_of(near, near)) +
                                     product_of(unknown, space.precision.solve(unknown));
        }
        prediction.mean.push_back(product_of(here, trend.coefficients) +
                                  product_of(near, trend.rest));
        prediction.variance.push_back(trend.variance * share[trend.whitening]);
    }
    return prediction;
}

std::vector<double> Emulator::noise() const {
    std::vector<double> variances;
    for (const Trend& trend : trends_)
        variances.push_back(trend.variance * whitenings_[trend.whitening].kernel.noise);
    return variances;
}

}  // namespace wardwire::analysis

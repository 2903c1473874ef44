// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/logistic_regression.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "analysis/statistics/cholesky.hpp"

namespace wardwire::analysis {

namespace {

/// The gradient of the log likelihood, and Fisher's information.
struct Slope {
    Vector score;
    Matrix information;
};

Slope slope_at(const Vector& coefficients, std::span<const BinomialRow> rows) {
    const std::size_t size = coefficients.size();
    Slope slope{Vector(size, 0.0), Matrix(size, Vector(size, 0.0))};
    Vector x(size, 1.0);
    for (const BinomialRow& row : rows) {
        std::copy(row.covariates.begin(), row.covariates.end(), x.begin() + 1);
        double predictor = 0.0;
        for (std::size_t i = 0; i < size; ++i) predictor += coefficients[i] * x[i];
        const double p = 1.0 / (1.0 + std::exp(-predictor));
        for (std::size_t i = 0; i < size; ++i) {
            slope.score[i] += x[i] * (row.successes - row.trials * p);
            for (std::size_t j = 0; j <= i; ++j)
                slope.information[i][j] += x[i] * x[j] * row.trials * p * (1.0 - p);
        }
    }
    return slope;
}

Vector standard_errors(const Cholesky& information, std::size_t size) {
    Vector errors;
    for (std::size_t i = 0; i < size; ++i) {
        Vector unit(size, 0.0);
        unit[i] = 1.0;
        errors.push_back(std::sqrt(information.solve(unit)[i]));
    }
    return errors;
}

}  // namespace

std::optional<LogisticFit> fit_logistic(std::span<const BinomialRow> rows) {
    constexpr int most_iterations = 50;
    constexpr double still = 1e-10;
    if (rows.empty()) return std::nullopt;
    LogisticFit fit{Vector(rows.front().covariates.size() + 1, 0.0), {}, 0};
    while (fit.iterations < most_iterations) {
        const Slope slope = slope_at(fit.coefficients, rows);
        const auto information = Cholesky::of(slope.information);
        if (!information) return std::nullopt;
        const Vector step = information->solve(slope.score);
        double largest = 0.0;
        for (std::size_t i = 0; i < step.size(); ++i) {
            fit.coefficients[i] += step[i];
            largest = std::max(largest, std::abs(step[i]));
        }
        ++fit.iterations;
        if (largest > still) continue;
        fit.standard_errors = standard_errors(*information, step.size());
        return fit;
    }
    return std::nullopt;
}

}  // namespace wardwire::analysis

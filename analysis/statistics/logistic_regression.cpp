// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/logistic_regression.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace wardwire::analysis {

namespace {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

/// The lower factor L of a symmetric matrix L L^T; nothing unless it is safely positive definite.
std::optional<Matrix> cholesky(const Matrix& matrix) {
    constexpr double least_share = 1e-12;  // of a diagonal element that elimination leaves
    const std::size_t size = matrix.size();
    Matrix factor(size, Vector(size, 0.0));
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double rest = matrix[i][j];
            for (std::size_t k = 0; k < j; ++k) rest -= factor[i][k] * factor[j][k];
            if (i != j) {
                factor[i][j] = rest / factor[j][j];
            } else if (rest > least_share * matrix[i][i]) {
                factor[i][i] = std::sqrt(rest);
            } else {
                return std::nullopt;
            }
        }
    }
    return factor;
}

/// Solves L L^T x = right.
Vector solve(const Matrix& factor, Vector right) {
    for (std::size_t i = 0; i < right.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) right[i] -= factor[i][k] * right[k];
        right[i] /= factor[i][i];
    }
    for (std::size_t i = right.size(); i-- > 0;) {
        for (std::size_t k = i + 1; k < right.size(); ++k) right[i] -= factor[k][i] * right[k];
        right[i] /= factor[i][i];
    }
    return right;
}

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

Vector standard_errors(const Matrix& factor) {
    Vector errors;
    for (std::size_t i = 0; i < factor.size(); ++i) {
        Vector unit(factor.size(), 0.0);
        unit[i] = 1.0;
        errors.push_back(std::sqrt(solve(factor, unit)[i]));
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
        const auto factor = cholesky(slope.information);
        if (!factor) return std::nullopt;
        const Vector step = solve(*factor, slope.score);
        double largest = 0.0;
        for (std::size_t i = 0; i < step.size(); ++i) {
            fit.coefficients[i] += step[i];
            largest = std::max(largest, std::abs(step[i]));
        }
        ++fit.iterations;
        if (largest > still) continue;
        fit.standard_errors = standard_errors(*factor);
        return fit;
    }
    return std::nullopt;
}

}  // namespace wardwire::analysis

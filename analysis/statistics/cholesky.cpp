// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/cholesky.hpp"

#include <cmath>
#include <cstddef>

namespace wardwire::analysis {

std::optional<Cholesky> Cholesky::of(const Matrix& matrix) {
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
    return Cholesky(std::move(factor));
}

Vector Cholesky::solve_lower(Vector right) const {
    for (std::size_t i = 0; i < right.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) right[i] -= factor_[i][k] * right[k];
        right[i] /= factor_[i][i];
    }
    return right;
}

Vector Cholesky::solve(Vector right) const {
    right = solve_lower(std::move(right));
    for (std::size_t i = right.size(); i-- > 0;) {
        for (std::size_t k = i + 1; k < right.size(); ++k) right[i] -= factor_[k][i] * right[k];
        right[i] /= factor_[i][i];
    }
    return right;
}

Vector Cholesky::times(const Vector& x) const {
    Vector product(x.size(), 0.0);
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t k = 0; k <= i; ++k) product[i] += factor_[i][k] * x[k];
    return product;
}

double Cholesky::half_log_determinant() const {
    double sum = 0.0;
    for (std::size_t i = 0; i < factor_.size(); ++i) sum += std::log(factor_[i][i]);
    return sum;
}

}  // namespace wardwire::analysis

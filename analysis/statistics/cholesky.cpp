// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/cholesky.hpp"

#include <cmath>
#include <cstddef>

namespace wardwire::analysis {

std::optional<Cholesky> Cholesky::of(const Matrix& matrix) {
    constexpr double least_share = 1e-12;  // of a diagonal element that elimination leaves
    const std::size_t size = matrix.size();
    Matrix columns;
    for (std::size_t j = 0; j < size; ++j) {
        Vector column;  // from the diagonal down
        for (std::size_t i = j; i < size; ++i) column.push_back(matrix[i][j]);
        for (std::size_t k = 0; k < j; ++k) {
            const double* left = columns[k].data() + (j - k);
            const double factor = *left;
            for (std::size_t i = 0; i < column.size(); ++i) column[i] -= left[i] * factor;
        }
        if (!(column[0] > least_share * matrix[j][j])) return std::nullopt;
        column[0] = std::sqrt(column[0]);
        for (std::size_t i = 1; i < column.size(); ++i) column[i] /= column[0];
        columns.push_back(std::move(column));
    }
    return Cholesky(std::move(columns));
}

// Columns go along memory, and steps along one do not wait for each other.
Vector Cholesky::solve_lower(Vector right) const {
    for (std::size_t k = 0; k < right.size(); ++k) {
        const Vector& column = columns_[k];
        const double solved = right[k] /= column[0];
        double* below = right.data() + k;
        for (std::size_t i = 1; i < column.size(); ++i) below[i] -= column[i] * solved;
    }
    return right;
}

Vector Cholesky::solve(Vector right) const {
    right = solve_lower(std::move(right));
    for (std::size_t k = right.size(); k-- > 0;) {
        const Vector& column = columns_[k];
        double rest = right[k];
        for (std::size_t i = 1; i < column.size(); ++i) rest -= column[i] * right[k + i];
        right[k] = rest / column[0];
    }
    return right;
}

Vector Cholesky::times(const Vector& x) const {
    Vector product(x.size(), 0.0);
    for (std::size_t k = 0; k < x.size(); ++k)
        for (std::size_t i = 0; i < columns_[k].size(); ++i)
            product[k + i] += columns_[k][i] * x[k];
    return product;
}

double Cholesky::half_log_determinant() const {
    double sum = 0.0;
    for (const Vector& column : columns_) sum += std::log(column[0]);
    return sum;
}

}  // namespace wardwire::analysis

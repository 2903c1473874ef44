// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

namespace wardwire::analysis {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;  ///< rows

/// The lower factor L of a symmetric, positive definite matrix L L^T.
class Cholesky {
 public:
    /// Reads the lower half of the matrix; nothing unless it is safely positive definite.
    static std::optional<Cholesky> of(const Matrix& matrix);

    /// The x with L L^T x = right.
    Vector solve(Vector right) const;
    /// The x with L x = right.
    Vector solve_lower(Vector right) const;
    /// L x.
    Vector times(const Vector& x) const;
    /// Half the logarithm of the determinant of L L^T.
    double half_log_determinant() const;

 private:
    explicit Cholesky(Matrix columns) : columns_(std::move(columns)) {}

    Matrix columns_;  ///< of L, each from the diagonal down
};

}  // namespace wardwire::analysis

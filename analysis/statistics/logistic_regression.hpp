// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace wardwire::analysis {

/// Trials with the same covariates, and how many of them succeeded.
struct BinomialRow {
    std::vector<double> covariates;
    double trials = 0.0;
    double successes = 0.0;
};

/// logit(P(success)) = coefficients[0] + coefficients[1] * covariates[0] + ...
struct LogisticFit {
    std::vector<double> coefficients;     ///< the intercept first
    std::vector<double> standard_errors;  ///< from the inverse of Fisher's information
    int iterations = 0;
};

/// The maximum of the likelihood by Newton's method, which for this model is iteratively reweighted
/// least squares (McCullagh & Nelder 1989, section 2.5), from zero until no coefficient moves by
/// 1e-10. All rows have the same number of covariates.
///
/// Nothing where there is no maximum or no single one: covariates that depend on each other, or
/// that tell successes from failures without error.
std::optional<LogisticFit> fit_logistic(std::span<const BinomialRow> rows);

}  // namespace wardwire::analysis

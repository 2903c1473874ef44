// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

// The laws that tests and intervals are read from. Levels and confidences lie strictly between 0
// and 1 and degrees of freedom are above 0 (they need not be whole); everything else gives NaN.

/// The z with P(Z <= z) = level for a standard normal Z.
double normal_quantile(double level);

/// The t with P(T <= t) = level for Student's law.
double student_quantile(double level, double degrees_of_freedom);

/// The t with P(|T| <= t) = confidence: the factor of a two-sided interval.
double student_factor(double confidence, double degrees_of_freedom);

/// P(|Z| >= |z|) for a standard normal Z; keeps its digits far out in the tail.
double normal_p_value(double z);

/// P(|T| >= |t|) for Student's law.
double student_p_value(double t, double degrees_of_freedom);

/// P(X >= statistic) for a chi-squared X.
double chi_squared_p_value(double statistic, double degrees_of_freedom);

/// The x with P(X <= x) = level for a chi-squared X.
double chi_squared_quantile(double level, double degrees_of_freedom);

}  // namespace wardwire::analysis

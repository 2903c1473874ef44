// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace wardwire::analysis {

/// How much happened on a day, and what kind of day it was: a weekday from 0 on, or a further
/// number for holidays.
struct DayCount {
    double count;
    std::size_t kind;
};

/// Kinds of days that are as busy as each other.
struct DayTypes {
    std::vector<std::size_t> type_of;  ///< [kind], types numbered from 0 in order of their means
    std::vector<double> mean;          ///< [type], counts a day
};

/// The grouping of kinds with the smallest Bayesian information criterion (Schwarz 1978). Groups
/// are neighbours in the order of their mean counts; counts are Poisson with a common
/// over-dispersion, taken from the spread within kinds. At most 10 kinds.
DayTypes find_day_types(std::span<const DayCount> days);

/// Variance of a factor of mean 1 that makes all of a day busier: the spread of days around the
/// mean of their kind that Poisson counts do not explain, over the sum of squared means
/// (Avramidis, Deslauriers & L'Ecuyer 2004, by moments). Not below 0.
double busyness_by_moments(std::span<const DayCount> days);

/// Correlation of the factors of two parts of a day: their covariance, to which Poisson counts add
/// nothing, over the root of their variances by moments (Avramidis, Deslauriers & L'Ecuyer 2004).
/// Both in the order of the days, `kind` counted alike; undefined (NaN) where a variance is 0, and
/// not outside of -1 to 1.
double within_day_correlation(std::span<const DayCount> first, std::span<const DayCount> second);

/// The variance by the likelihood of a gamma factor: the inverse size of a negative binomial law.
double busyness_by_likelihood(std::span<const DayCount> days);

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace wardwire::analysis {

// Intervals that rest on counting alone, whatever the law of the values.

/// Two limits, and the probability that the truth lies between them; at least as much as was
/// asked for, since counts are whole.
struct Limits {
    double lower;
    double upper;
    double confidence;
};

/// The value below which a share `level` of the values lies, by linear interpolation between order
/// statistics (Hyndman & Fan 1996, type 7). NaN among the values is left out; NaN without any.
double sample_quantile(std::span<const double> values, double level);

/// The normal quantiles of the values' ranks, ties having their mean rank; as many, in their order.
std::vector<double> normal_scores(std::span<const double> values);

/// Limits of a quantile of the law of independent values: two of the values themselves, since the
/// number of them below the quantile is binomial (Conover 1999, section 3.2). Each side errs with
/// at most half of what is left of the confidence. Nothing when there are too few values for that.
std::optional<Limits> quantile_limits(std::span<const double> values, double level,
                                      double confidence = 0.95);

/// Limits of a probability after `hits` in `trials` independent trials, by Wilson's (1927) score:
/// the confidence is held on average over probabilities. The `confidence` of the answer is what was
/// asked for. At least one trial.
Limits wilson_limits(std::size_t hits, std::size_t trials, double confidence = 0.95);

/// The same by Clopper & Pearson (1934): the confidence is held for every probability, so the
/// limits are wider.
Limits exact_limits(std::size_t hits, std::size_t trials, double confidence = 0.95);

}  // namespace wardwire::analysis

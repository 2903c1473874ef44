// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace wardwire::analysis {

/// How often something happened during an exposure; `weight` equal ones in a row.
struct ExposedCount {
    double count;
    double exposure = 1.0;
    double weight = 1.0;
};

/// Counts that are Poisson with a rate that differs as a gamma law does, except for a share that
/// never happens: variance = mean + mean^2 / size, apart from those.
struct CountLaw {
    double rate;  ///< mean count of an exposure of 1, of those that can happen
    double size;  ///< infinite: Poisson
    double zero_share = 0.0;
    double log_likelihood = -std::numeric_limits<double>::infinity();
    double log_size_error =
        std::numeric_limits<double>::infinity();  ///< standard error of log size
};

/// log P(count) of a negative binomial law, leaving out log count!.
double log_count_chance(double count, double mean, double size);

/// The negative binomial law of largest likelihood (Lawless 1987), with sizes from 1e-3 to 1e5. The
/// error is by the curvature of the likelihood at the size, each size with its best rate.
/// At least one count above 0; otherwise a rate of 0.
CountLaw fit_count_law(std::span<const ExposedCount> counts);

/// The same for counts of which only those above 0 are seen, by their likelihood given that they
/// are. Counts of fewer than three sizes do not tell: then it is fit_count_law.
CountLaw fit_law_above_zero(std::span<const ExposedCount> counts);

/// The same for counts of which only those from 1 to counts.size() are seen: `counts[i]` of them
/// are i + 1, without an error of the size. At least one; sizes cannot be told where all are 1.
CountLaw fit_law_up_to(std::span<const double> counts);

/// The shares of counts 1, 2, ..., `most` that a law has among these.
std::vector<double> shares_up_to(std::size_t most, const CountLaw& law);

/// fit_count_law() with a share that never happens (Lambert 1992): rate and size from the counts
/// above 0 alone, by their likelihood given that they are above 0, then the share from the zeros
/// left over; for equal exposures this is the maximum of the whole likelihood. Without spare zeros
/// it is fit_count_law.
CountLaw fit_zero_inflated_law(std::span<const ExposedCount> counts);

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/paired_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/special_values.hpp"
#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

namespace {

double p_value_of(const Sample& differences) {
    if (differences.used < 3) return undefined;
    if (differences.variance == 0.0) return differences.mean == 0.0 ? 1.0 : 0.0;
    return student_p_value(differences.mean / differences.standard_error(),
                           static_cast<double>(differences.used) - 1.0);
}

}  // namespace

PairedComparison compare_pairs(std::span<const double> first, std::span<const double> second,
                               double confidence) {
    std::vector<double> a;
    std::vector<double> b;
    std::vector<double> differences;
    for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
        if (std::isnan(first[i]) || std::isnan(second[i])) continue;
        a.push_back(first[i]);
        b.push_back(second[i]);
        differences.push_back(second[i] - first[i]);
    }
    const double apart = summarise(a).variance + summarise(b).variance;
    const Sample sample = summarise(differences);
    return {.first = mean_interval(a, confidence),
            .second = mean_interval(b, confidence),
            .difference = mean_interval(differences, confidence),
            .p_value = p_value_of(sample),
            .variance_share = apart > 0.0 ? sample.variance / apart : undefined,
            .is_identical = !a.empty() && a == b};
}

Judgement judge(const PairedComparison& comparison, double adjusted_p, double threshold,
                double confidence) {
    if (comparison.is_identical) return Judgement::identical;
    const Interval& difference = comparison.difference;
    if (!difference.half_width) return Judgement::too_few_replications;
    const double size = std::abs(difference.mean);
    if (size + *difference.half_width < threshold) return Judgement::too_small;
    if (!(adjusted_p <= 1.0 - confidence)) return Judgement::not_established;
    const bool is_beyond = threshold > 0.0 && size - *difference.half_width >= threshold;
    return is_beyond ? Judgement::matters : Judgement::established;
}

}  // namespace wardwire::analysis

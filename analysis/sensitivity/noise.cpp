// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/noise.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

namespace {

/// The replications, transposed: one row each, with the outcomes at all points. Whole ones alone.
std::vector<std::vector<double>> whole_replications(std::span<const std::vector<double>> values) {
    std::vector<std::vector<double>> rows;
    for (std::size_t r = 0; r < values.front().size(); ++r) {
        std::vector<double> row;
        for (const std::vector<double>& at_point : values) row.push_back(at_point[r]);
        if (std::ranges::none_of(row, [](double x) { return std::isnan(x); }))
            rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

double noise_share(std::span<const std::vector<double>> values) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    if (values.size() < 2) return unknown;
    const auto rows = whole_replications(values);
    if (rows.size() < 2) return unknown;
    const double count = static_cast<double>(rows.size());
    std::vector<double> means(values.size(), 0.0);
    for (const std::vector<double>& row : rows)
        for (std::size_t p = 0; p < means.size(); ++p) means[p] += row[p] / count;
    const Sample between = summarise(means);
    if (!(between.variance > 0.0)) return unknown;
    double squares = 0.0;
    for (const std::vector<double>& row : rows) {
        const double luck = summarise(row).mean - between.mean;
        for (std::size_t p = 0; p < means.size(); ++p)
            squares += std::pow(row[p] - means[p] - luck, 2);
    }
    const double freedom = (count - 1.0) * (static_cast<double>(means.size()) - 1.0);
    return squares / freedom / count / between.variance;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/variance_components.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The rows in which every value is defined.
std::vector<double> complete_rows(std::span<const double> values, std::size_t width) {
    std::vector<double> kept;
    for (std::size_t at = 0; at + width <= values.size(); at += width) {
        const auto row = values.subspan(at, width);
        if (std::ranges::none_of(row, [](double x) { return std::isnan(x); }))
            kept.insert(kept.end(), row.begin(), row.end());
    }
    return kept;
}

/// Sums of squares over their degrees of freedom.
struct MeanSquares {
    double rows;
    double columns;
    double rest;
};

/// At least two rows and two columns.
MeanSquares mean_squares(std::span<const double> values, std::size_t columns) {
    const std::size_t rows = values.size() / columns;
    std::vector<double> row_means(rows, 0.0);
    std::vector<double> column_means(columns, 0.0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        row_means[i / columns] += values[i] / static_cast<double>(columns);
        column_means[i % columns] += values[i] / static_cast<double>(rows);
    }
    const Sample of_rows = summarise(row_means);
    const Sample of_columns = summarise(column_means);
    double squares = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double left =
            values[i] - row_means[i / columns] - column_means[i % columns] + of_rows.mean;
        squares += left * left;
    }
    return {static_cast<double>(columns) * of_rows.variance,
            static_cast<double>(rows) * of_columns.variance,
            squares / static_cast<double>((rows - 1) * (columns - 1))};
}

/// The variance of the grand mean is (rest + what rows and columns have beyond it) / n. Where both
/// have some it is a sum of three mean squares, whose degrees of freedom Satterthwaite gives; else
/// it is the largest of them.
Interval mean_of(std::span<const double> values, const MeanSquares& squares, std::size_t columns,
                 double confidence) {
    const double of_rows = static_cast<double>(values.size() / columns - 1);
    const double of_columns = static_cast<double>(columns - 1);
    const double of_rest = of_rows * of_columns;
    const auto& [row, column, rest] = squares;
    const double sum = rest + std::max(0.0, row - rest) + std::max(0.0, column - rest);
    double freedom = row > rest ? of_rows : column > rest ? of_columns : of_rest;
    if (row > rest && column > rest)
        freedom = sum * sum /
                  (row * row / of_rows + column * column / of_columns + rest * rest / of_rest);
    return {
        summarise(values).mean,
        student_factor(confidence, freedom) * std::sqrt(sum / static_cast<double>(values.size())),
        values.size()};
}

}  // namespace

double VarianceComponents::share_of_parameters() const { return parameters / (parameters + luck); }

VarianceComponents variance_components(std::span<const double> all, std::size_t replications,
                                       double confidence) {
    const std::vector<double> values = complete_rows(all, replications);
    const std::size_t rows = values.size() / replications;
    const double variance = summarise(values).variance;
    if (rows < 2 || replications < 2)
        return {mean_interval(values, confidence), rows < 2 ? 0.0 : variance,
                replications < 2 ? unknown : variance};
    const MeanSquares squares = mean_squares(values, replications);
    const double of_rows = (squares.rows - squares.rest) / static_cast<double>(replications);
    const double of_columns = (squares.columns - squares.rest) / static_cast<double>(rows);
    return {mean_of(values, squares, replications, confidence), std::max(0.0, of_rows),
            std::max(0.0, of_columns) + squares.rest, of_rows < 0.0, of_columns < 0.0};
}

}  // namespace wardwire::analysis

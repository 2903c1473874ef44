// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/cell_regression.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "analysis/statistics/logistic_regression.hpp"
#include "analysis/studies/measure_text.hpp"

namespace wardwire::analysis {

namespace {

/// Rows and columns of the regression: which levels ("sex=female") each cell has.
struct Design {
    std::vector<std::string> levels;
    std::vector<std::vector<std::size_t>> of_cell;
    std::size_t patients = 0;  ///< offsets of the two outcomes' values
    std::size_t writers = 0;

    std::size_t find(const std::string& level) const {
        return static_cast<std::size_t>(std::ranges::find(levels, level) - levels.begin());
    }
    std::size_t find_or_add(const std::string& level) {
        const std::size_t found = find(level);
        if (found == levels.size()) levels.push_back(level);
        return found;
    }
};

std::string factor_of(const std::string& level) { return level.substr(0, level.find('=')); }

const sim::Measure* find_outcome(const char* name, const sim::ResultLayout& layout) {
    const auto found = std::ranges::find(layout.metrics, name, &sim::Measure::name);
    return found == layout.metrics.end() ? nullptr : &*found;
}

Design design_of(const sim::Measure& patients, const sim::Measure& writers,
                 const sim::ResultLayout& layout) {
    Design design;
    design.patients = patients.offset;
    design.writers = writers.offset;
    const sim::Axis& shares = layout.axes[patients.axes.back()];
    for (const std::string& cell : layout.axes[patients.axes.front()].labels)
        for (const std::string& share : shares.labels) {
            std::vector<std::size_t>& own = design.of_cell.emplace_back();
            for (const std::string& level : split_outside_brackets(cell, ','))
                own.push_back(design.find_or_add(level));
            own.push_back(design.find_or_add(shares.name + "=" + share));
        }
    return design;
}

/// For each level its column; those of no patient and the first of each factor have none.
std::vector<std::size_t> columns_of(const Design& design, const sim::Observation& seen) {
    constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    std::vector<bool> is_used(design.levels.size(), false);
    for (std::size_t cell = 0; cell < design.of_cell.size(); ++cell)
        if (seen.metrics[design.patients + cell] > 0.0)
            for (const std::size_t level : design.of_cell[cell]) is_used[level] = true;
    std::vector<std::size_t> columns(design.levels.size(), none);
    std::vector<std::string> begun;
    std::size_t next = 0;
    for (std::size_t level = 0; level < columns.size(); ++level) {
        if (!is_used[level]) continue;
        const std::string factor = factor_of(design.levels[level]);
        if (std::ranges::find(begun, factor) == begun.end())
            begun.push_back(factor);
        else
            columns[level] = next++;
    }
    return columns;
}

/// The coefficient of each level; 0 for the first of a factor, NaN for those of no patient.
std::vector<double> coefficients(const Design& design, const sim::Observation& seen) {
    const std::vector<std::size_t> columns = columns_of(design, seen);
    const auto width = static_cast<std::size_t>(
        std::ranges::count_if(columns, [&](std::size_t c) { return c < columns.size(); }));
    std::vector<BinomialRow> rows;
    std::vector<double> result(columns.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t cell = 0; cell < design.of_cell.size(); ++cell) {
        const double patients = seen.metrics[design.patients + cell];
        if (patients == 0.0) continue;
        BinomialRow row{std::vector<double>(width, 0.0), patients,
                        seen.metrics[design.writers + cell]};
        for (const std::size_t level : design.of_cell[cell]) {
            if (columns[level] < width) row.covariates[columns[level]] = 1.0;
            result[level] = 0.0;
        }
        rows.push_back(std::move(row));
    }
    const auto fit = fit_logistic(rows);
    for (std::size_t level = 0; level < columns.size(); ++level)
        if (!fit)
            result[level] = std::numeric_limits<double>::quiet_NaN();
        else if (columns[level] < width)
            result[level] = fit->coefficients[columns[level] + 1];
    return result;
}

}  // namespace

FoundMeasure odds_ratio(std::span<const std::string> arguments, const sim::ResultLayout& layout) {
    if (arguments.size() != 2 || factor_of(arguments[0]) != factor_of(arguments[1]))
        return MeasureProblem{"odds_ratio takes (FACTOR=VALUE, FACTOR=REFERENCE)"};
    const sim::Measure* patients = find_outcome("patients_by_cell", layout);
    const sim::Measure* writers = find_outcome("patients_who_write_by_cell", layout);
    if (patients == nullptr || writers == nullptr)
        return MeasureProblem{"odds_ratio needs the outcomes of the patients by cell"};
    Design design = design_of(*patients, *writers, layout);
    for (const std::string& level : arguments)
        if (design.find(level) == design.levels.size())
            return MeasureProblem{"there is no \"" + level + "\" among the patients", level,
                                  design.levels};
    const std::size_t value = design.find(arguments[0]);
    const std::size_t reference = design.find(arguments[1]);
    return StudyMeasure{
        "1", [design = std::move(design), value, reference](const sim::Observation& seen) {
            const std::vector<double> found = coefficients(design, seen);
            return std::exp(found[value] - found[reference]);
        }};
}

}  // namespace wardwire::analysis

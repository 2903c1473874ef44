// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/record/results.hpp"

/// The numbers of a replication that a study compares with published figures, written as text:
///
///     measure     = term, or term " / " term
///     term        = outcome, outcome "[" coordinates "]", or name "(" arguments ")"
///     coordinates = for each dimension a label, a number with unit, a range of them or "*"
///
/// `answered_within[24 h]` is one cell; `messages_sent[*, chat]` the sum over all roles and
/// `messages_sent_by_hour[nurse, portal, 17..18]` the sum over two hours. `name(…)` is a measure
/// of named_measures.hpp, whose arguments may be measures.
namespace wardwire::analysis {

/// A measure of the replications of one layout. NaN where it is undefined.
struct StudyMeasure {
    std::string unit;
    std::function<double(const sim::Observation&)> value;
};

/// Why a text is no measure of a layout, with the words among which an unknown one may be meant.
struct MeasureProblem {
    std::string what;
    std::string unknown = {};  ///< the word that is not known; empty where that is not it
    std::vector<std::string> known = {};
};

using FoundMeasure = std::variant<StudyMeasure, MeasureProblem>;

/// Finds what the text says among the outcomes of a layout; the measure does not refer to either.
FoundMeasure find_measure(std::string_view text, const sim::ResultLayout& layout);

/// The cells of an outcome, offsets into its block of values, that coordinates in brackets select;
/// ascending. Without dimensions the one cell.
std::variant<std::vector<std::size_t>, MeasureProblem> find_cells(std::string_view coordinates,
                                                                  const sim::Measure& outcome,
                                                                  std::size_t dimensions,
                                                                  const sim::ResultLayout& layout);

/// The factor from one unit to another: of times (s, min, h, d), of shares (1, %), or 1 between
/// equal units and from a plain number to a count of anything ("messages"). Empty when there is
/// none.
std::optional<double> unit_factor(std::string_view from, std::string_view to);

}  // namespace wardwire::analysis

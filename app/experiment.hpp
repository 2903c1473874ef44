// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/constraint.hpp"
#include "models/finding.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::app {

/// One thing that an experiment varies: a place in the scenario and what it may hold.
struct Factor {
    std::string name;
    std::string pointer;
    std::vector<std::string> levels;  ///< JSON texts; empty for a range
    std::vector<std::string> names;   ///< of the levels; empty where they have none
    double from = 0.0;                ///< of a range
    double to = 0.0;
    std::string unit;  ///< of both ends; empty for plain numbers
    bool is_logarithmic = false;
    bool is_whole = false;  ///< values of the range are rounded
};

enum class DesignKind : std::uint8_t {
    list,
    full_factorial,
    fractional_factorial,
    latin_hypercube,
    nearly_orthogonal,
    sobol,
    morris,
    saltelli,
};

struct Design {
    DesignKind kind = DesignKind::full_factorial;
    std::size_t points = 0;               ///< of a sample; trajectories; base points of Saltelli
    std::vector<std::string> generators;  ///< of a fraction
    std::vector<std::vector<std::string>> list;  ///< JSON texts, one a factor
};

/// An experiment file: docs/reference/experiment.md.
struct Experiment {
    std::string title;
    std::string scenario;
    std::vector<std::string> overlays;
    std::vector<models::Override> settings;  ///< the same at all points
    std::vector<Factor> factors;
    Design design;
    std::vector<Constraint> constraints;
    std::uint32_t replications = 10;
    std::optional<std::uint64_t> seed;  ///< otherwise the scenario's
    std::vector<std::string> outcomes;  ///< to be shown; empty: the headline outcomes
    std::vector<std::string> service;   ///< bounds on outcomes that a staffing must keep
    std::string least;                  ///< the outcome that a staffing keeps small; may be empty
    std::string text;                   ///< the document, in one spelling
};

/// Reads an experiment; nothing when a finding is an error. All findings at once.
std::optional<Experiment> read_experiment(const std::string& path,
                                          std::vector<models::Finding>& findings);

/// The experiment that a sweep's results came from, by the scenario text of their provenance;
/// nothing when they are of no sweep.
std::optional<Experiment> experiment_of(const std::string& scenario_text);

/// One combination that is tried.
struct DesignPoint {
    std::vector<std::string> values;  ///< of each factor, JSON texts
    std::vector<double> numbers;      ///< of each factor; NaN where a level is no number
};

/// The points of an experiment, in order; those that break a constraint are left out, and counted.
struct DesignPoints {
    std::vector<DesignPoint> points;
    std::size_t left_out = 0;
    std::string note;  ///< about the design, such as its resolution; may be empty
};

/// A seed other than the simulation's shuffles the designs that are drawn.
DesignPoints points_of(const Experiment& experiment, std::uint64_t seed);

/// What a point changes in the scenario.
std::vector<models::Override> overrides_for(const Experiment& experiment, const DesignPoint& point);

/// A value of a factor as people read it: the name of a level, or the value without its quotes.
std::string shown_value(const Factor& factor, const std::string& value);

/// "nurses = 3, gap = 45 min".
std::string words_for(const Experiment& experiment, const DesignPoint& point);

}  // namespace wardwire::app

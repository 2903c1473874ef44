// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "app/study_check.hpp"
#include "models/finding.hpp"

namespace wardwire::app {

enum class Scale : std::uint8_t { linear, logarithmic };

/// A value of a scenario that is looked for between two others.
struct TunedParameter {
    std::string pointer;
    double from = 0.0;
    double to = 1.0;
    std::string unit;  ///< as written behind the number; empty for a bare one
    Scale scale = Scale::linear;
    std::optional<double> start;  ///< without it what the scenario says

    /// The value at a place between 0 (`from`) and 1 (`to`), and the place of a value.
    double value_at(double place) const;
    double place_of(double value) const;
    /// As one writes it in a scenario: "12.5 min".
    std::string written(double value) const;
};

/// A figure of the study that parameters are fitted to.
struct TunedFigure {
    std::string figure;
    double weight = 1.0;
};

/// What to change in a scenario until which figures of its study fit.
struct Tuning {
    std::string name;   ///< of the file
    std::string study;  ///< bundled, or a file beside this one
    std::vector<TunedParameter> parameters;
    std::vector<TunedFigure> figures;
    std::uint32_t replications = 4;
    std::uint32_t budget = 40;  ///< evaluations, each of all replications
};

struct ReadTuning {
    std::optional<Tuning> tuning;
    std::vector<models::Finding> findings;
};

/// Reads a tuning file strictly, as studies are read.
ReadTuning read_tuning(const std::string& path, std::string_view text);

/// What a search has found.
struct TuningResult {
    std::vector<double> values;  ///< of the parameters
    double loss = 0.0;           ///< as fit_least_squares has it; a residual is told in tolerances
    double first_loss = 0.0;
    std::size_t evaluations = 0;
    JudgedStudy judged;  ///< the study's tuned figures with these values
};

/// A tuning and the study that its figures are of, without the targets it leaves alone.
struct PreparedTuning {
    Tuning tuning;
    Study study;
    std::string study_path;
    std::vector<double> starts;  ///< of the parameters, in their units
};

/// Finds the study, its figures and where the search starts; nothing but findings when that fails.
std::optional<PreparedTuning> prepare_tuning(const Tuning& tuning, const std::string& path,
                                             std::vector<models::Finding>& findings);

/// Searches by least squares under common random numbers (analysis/studies/least_squares.hpp):
/// equal for equal input, whatever the number of threads. Tells each evaluation on `progress`.
TuningResult tune(const PreparedTuning& prepared, unsigned threads, std::ostream& progress);

/// The values found as an overlay: a patch to lay over the scenario, each with its source.
std::string tuning_overlay(const PreparedTuning& prepared, const TuningResult& result);

}  // namespace wardwire::app

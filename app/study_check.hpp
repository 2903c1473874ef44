// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "analysis/studies/measure.hpp"
#include "app/study.hpp"
#include "models/scenario.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::app {

/// A scenario of a study with what is measured in it.
struct StudyArm {
    std::string name;
    models::Scenario scenario;
    std::vector<analysis::StudyMeasure> measures;  ///< one for each target, empty where not asked
};

/// A study that is ready to be simulated: its scenarios are sound and have what its targets name.
struct PreparedStudy {
    Study study;
    std::vector<StudyArm> arms;   ///< the study's scenario, then those that targets are against
    std::vector<double> factors;  ///< of each target: from the measure's unit to the target's
};

/// Reads the scenarios of a study and finds its measures; nothing but findings when one is wrong.
/// `path` is the study's and stands in the findings; all its scenarios are changed by the
/// overrides.
std::optional<PreparedStudy> prepare_study(const Study& study, const std::string& path,
                                           std::vector<models::Finding>& findings,
                                           std::span<const models::Override> overrides = {});

struct StudyRun {
    std::optional<std::uint32_t> replications;  ///< otherwise as the study or its scenario says
    unsigned threads = 0;                       ///< 0: all cores
};

/// A target with what the simulation gave.
struct JudgedTarget {
    StudyTarget target;
    analysis::Interval simulated;  ///< in the target's unit
    bool is_within = false;
};

struct JudgedStudy {
    Study study;
    std::uint32_t replications = 0;
    std::vector<JudgedTarget> targets;

    /// Targets of a use, and those of them that are within.
    std::size_t count(analysis::Use use) const;
    std::size_t count_within(analysis::Use use) const;
    /// Whether every output and every tuned target is within.
    bool passes() const;
};

/// Simulates all scenarios of a study under common random numbers and judges its targets: the same
/// for any number of threads. Says on `progress` how far it is.
JudgedStudy judge_study(const PreparedStudy& prepared, const StudyRun& run, std::ostream& progress);

/// `wardwire check --studies`: all bundled studies, or those named (bundled or files). Prints what
/// came of each to `out` and returns the exit code.
struct StudyCheckOptions {
    std::vector<std::string> names;
    StudyRun run;
    bool as_json = false;
};
int check_studies(const StudyCheckOptions& options, std::ostream& out, std::ostream& progress);

}  // namespace wardwire::app

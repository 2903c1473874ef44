// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/studies/verdict.hpp"
#include "models/finding.hpp"

namespace wardwire::app {

/// A published figure and what of the simulation is compared with it.
struct StudyTarget {
    std::string figure;            ///< the figure's id
    std::string quantity;          ///< what it is, in words
    std::string measure;           ///< as analysis/studies/measure.hpp says
    std::optional<double> target;  ///< none where only a direction or a range was published
    std::string unit = "1";        ///< of the target and of what is accepted
    analysis::Accepted accepted;
    analysis::Use use = analysis::Use::output;
    std::string note;      ///< printed beside a miss: why, and what was tried
    std::string scenario;  ///< where it is measured, if not in the study's scenario
    std::string against;   ///< the other scenario of a paired statistic
    analysis::Statistic statistic = analysis::Statistic::mean;
};

/// A published study: the scenario that stands for it and the figures it is to give.
struct Study {
    std::string name;  ///< of the file
    std::string scenario;
    std::string title;
    std::vector<std::string> cites;
    std::string page;                           ///< the page about it, from the root of the project
    std::optional<std::uint32_t> replications;  ///< otherwise as the scenario says
    std::vector<StudyTarget> targets;
};

struct ReadStudy {
    std::optional<Study> study;  ///< there unless something is wrong
    std::vector<models::Finding> findings;
};

/// Reads a file of targets strictly: what is not understood is a finding at its place, and all are
/// told at once. `path` names the study and stands in the findings.
ReadStudy read_study(const std::string& path, std::string_view text);

/// The word for a use or a statistic, as in the file.
std::string word_for(analysis::Use use);
std::string word_for(analysis::Statistic statistic);

}  // namespace wardwire::app

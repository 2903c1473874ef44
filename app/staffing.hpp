// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/selection/cheapest.hpp"
#include "app/prepared_sweep.hpp"
#include "app/service_level.hpp"

namespace wardwire::app {

/// The question for a staffing: the points of an experiment are the staffings that come into
/// question, the bounds under its `service` are to be kept, and `least` is to be small.
struct Staffing {
    PreparedSweep sweep;
    std::vector<ServiceLevel> service;
    ChosenOutcome least;

    /// How long to search and how surely to confirm: as many replications as the experiment says
    /// for each.
    analysis::CheapestGoal goal() const;

    /// What a run says about its point.
    analysis::CostAndMargins yield(const sim::Observation& observation) const;
};

/// Reads an experiment that asks for a staffing, as prepare_sweep() does. What is wrong is a
/// finding, and then there is nothing.
std::optional<Staffing> prepare_staffing(const std::string& path, unsigned threads,
                                         std::vector<models::Finding>& findings);

/// The points that no other one is cheaper than and serves at least as well in every respect,
/// cheapest first, by their means.
std::vector<std::size_t> frontier(const analysis::CheapestFound& found);

/// The frontier of cost against service, the choice and how sure it is.
std::string staffing_words(const Staffing& staffing, const analysis::CheapestFound& found);
std::string staffing_json(const Staffing& staffing, const analysis::CheapestFound& found);

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/store/provenance.hpp"
#include "app/arguments.hpp"
#include "app/by_period.hpp"
#include "app/parameter_draws.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::app {

/// What the command line of `forecast` asks for.
struct ForecastWishes {
    std::string scenario;
    std::vector<models::Override> overrides;
    std::string over = "2 years";
    unsigned months_each = 3;
    std::optional<std::string> draws;  ///< a file
    std::size_t sets = 20;             ///< drawn from intervals
    std::optional<std::uint32_t> replications;
    std::string staff;  ///< what is searched for, as typed: other runs follow from it
};

/// Reads it; throws UsageError for what contradicts itself.
ForecastWishes forecast_wishes(const Arguments& arguments);

/// A forecast whose scenarios have all been read and can all be run: every set of parameters under
/// every luck, over all periods.
struct PreparedForecast {
    ForecastWishes wishes;
    models::Scenario scenario;  ///< as written
    ParameterDraws draws;
    std::vector<models::Scenario> scenarios;  ///< one a set
    std::uint32_t replications = 1;           ///< of each
    ByPeriod by_period;
    analysis::Provenance provenance;

    std::size_t sets() const { return scenarios.size(); }
    std::size_t runs() const { return sets() * replications; }
};

/// Reads the scenario, the draws, and the scenario of every set. What is wrong is a finding, and
/// then there is nothing. Throws UsageError for an `over` that is no duration.
std::optional<PreparedForecast> prepare_forecast(const ForecastWishes& wishes,
                                                 std::vector<models::Finding>& findings);

/// The scenario of every set with further changes, which replace those of the command line at the
/// same place; nothing when a finding says why.
std::optional<std::vector<models::Scenario>> scenarios_of_sets(
    const ForecastWishes& wishes, const ParameterDraws& draws,
    const std::vector<models::Override>& changes, std::vector<models::Finding>& findings);

}  // namespace wardwire::app

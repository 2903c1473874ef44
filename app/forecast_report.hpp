// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/statistics/order_statistics.hpp"
#include "analysis/statistics/variance_components.hpp"
#include "app/outcome_choice.hpp"
#include "app/prepared_forecast.hpp"
#include "app/staff_forecast.hpp"

namespace wardwire::app {

/// One outcome in one period, over all sets of parameters and replications.
struct PeriodForecast {
    analysis::VarianceComponents spread;
    /// Prediction band: between its ends lie 95 of 100 simulated values, the luck of one practice
    /// and the uncertainty of the parameters together.
    double low;
    double high;
};

struct OutcomeForecast {
    std::string outcome;
    std::string unit;
    std::vector<PeriodForecast> periods;
};

/// What is forecast of an outcome; `runs` are those of one staffing, all sets within each
/// replication.
OutcomeForecast forecast_of(const ChosenOutcome& outcome, const PreparedForecast& forecast,
                            std::span<const sim::Observation> runs);

/// What was asked of the staff, and what was found.
struct StaffQuestion {
    std::string service;
    std::string pointer;  ///< to the count
    StaffForecast found;
};

/// A table an outcome, and what the columns mean.
std::string forecast_words(const PreparedForecast& forecast,
                           std::span<const OutcomeForecast> outcomes,
                           const std::optional<StaffQuestion>& staff);
std::string forecast_json(const PreparedForecast& forecast,
                          std::span<const OutcomeForecast> outcomes,
                          const std::optional<StaffQuestion>& staff);

}  // namespace wardwire::app

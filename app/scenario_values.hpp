// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "analysis/calibration/chat_calibration.hpp"

/// Values of a calibrated scenario as its JSON writes them.
namespace wardwire::app {

/// Six digits without an exponent, as quantities are written.
std::string as_number(double x);
std::string as_percent(double share);    ///< "12.5 %"
std::string as_seconds(double seconds);  ///< "90 s"

/// Shares that sum to 1 as they are written: what rounding leaves goes to the largest.
std::vector<std::string> percents(std::vector<double> shares);

/// A mixture of lognormal laws without the share that never comes. The tail is cut where a log of
/// some weeks no longer shows it.
nlohmann::ordered_json law_of(const analysis::CureMixture& mixture);

/// An empirical law of even quantiles in seconds, from 0 to 1; ascending.
nlohmann::ordered_json quantiles_law(const std::vector<double>& quantiles_s);

/// Stretches of hours on duty, on workdays and at weekends.
nlohmann::ordered_json shifts_of(const analysis::DutyHours& duty);

/// Hours of a shift on some days: {"days": "mon-fri", "from": "07:00", "to": "19:00"}.
nlohmann::ordered_json shift_on(const char* days, const analysis::ShiftKind& kind);

/// Shape of a rate over the week: 24 numbers a day.
nlohmann::ordered_json profile_of(std::span<const double> hours);

std::vector<double> values_of(const std::vector<analysis::Estimate>& estimates);

/// "2026-01-05".
std::string date_text(std::chrono::sys_days day);

/// Growth by a factor for each week; null when all are 1.
nlohmann::ordered_json growth_of(std::chrono::sys_days first_monday,
                                 const std::vector<double>& week_factor);

/// Method, limits and number of observations; the unit is written behind the limits.
std::string in_words(const analysis::Estimate& estimate, const char* unit = "");

/// Values with where they come from.
class ScenarioValues {
 public:
    /// The digest of the log that they come from.
    explicit ScenarioValues(std::string digest) : digest_(std::move(digest)) {}

    nlohmann::ordered_json assumed(nlohmann::ordered_json value, const std::string& why) const;
    nlohmann::ordered_json measured(nlohmann::ordered_json value, const std::string& how) const;
    /// With method, interval and number of observations. A share, or a number with this unit, has
    /// the interval beside it, for forecasts to draw from; other values have it in words.
    nlohmann::ordered_json measured(nlohmann::ordered_json value,
                                    const analysis::Estimate& estimate,
                                    const char* unit = "") const;

 private:
    std::string digest_;
};

}  // namespace wardwire::app

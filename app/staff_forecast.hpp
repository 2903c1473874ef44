// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/statistics/best.hpp"
#include "analysis/statistics/interval.hpp"
#include "models/periods.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::app {

/// How many people there are in each period.
using StaffByPeriod = std::vector<std::uint32_t>;

/// A limit of a mean.
struct Bound {
    analysis::Better better;  ///< larger: a least value
    double limit;

    /// Whether a mean keeps to it for certain: its whole interval does. Without an interval never.
    bool is_kept(const analysis::Interval& mean) const;
};

/// The mean outcome of the service in each period under a staffing; nothing when interrupted.
using Trial = std::function<std::optional<std::vector<analysis::Interval>>(const StaffByPeriod&)>;

/// The staff that a service level takes, and how that was found.
struct StaffForecast {
    /// For each period the smallest number with which, from the first period on, the service is
    /// kept in it, and with every larger number tried; none where the most tried does not do.
    std::vector<std::optional<std::uint32_t>> needed;
    /// By number of people all along: the mean in each period.
    std::map<std::uint32_t, std::vector<analysis::Interval>> tried;
    /// The plan that follows period by period: `needed`, and more where what an earlier period left
    /// behind took more. Empty where a period has none.
    StaffByPeriod plan;
    std::vector<analysis::Interval> confirmed;  ///< the mean in each period under the plan
    bool is_kept = false;                       ///< in every period, under the plan
};

/// Searches from a number of people upwards until the service is kept in every period, at most to
/// `most`, and downwards to 1 as long as it is in some. Then simulates the plan, and adds one in
/// each period in which that does not keep to the limit, until it does. Nothing when interrupted.
std::optional<StaffForecast> forecast_staff(const Bound& bound, std::size_t periods,
                                            std::uint32_t start, std::uint32_t most,
                                            const Trial& trial);

/// "3" for three all along, else "2, 2, 3".
std::string words_for(const StaffByPeriod& staffing);

/// What a staffing changes: the count at the pointer, "/roles/nurse/count", and the plan beside it.
std::vector<models::Override> staffing_overrides(const std::string& pointer,
                                                 const StaffByPeriod& staffing,
                                                 const std::vector<models::Period>& periods,
                                                 std::int64_t first_day);

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/log_likeness.hpp"
#include "analysis/calibration/stationarity.hpp"
#include "analysis/calibration/volume_forecast.hpp"
#include "app/likeness_report.hpp"
#include "app/log_input.hpp"

namespace wardwire::app {

/// Which weeks of a log a calibration does not see, to be tried on them.
enum class HeldOut : std::uint8_t { odd_weeks, even_weeks, last_30_percent };

/// How a calibration does on weeks that it has not seen.
struct HeldOutResult {
    LikenessReport likeness;
    double messages = 0.0;            ///< of colleagues and patients in the weeks held out
    double simulated_messages = 0.0;  ///< in the same weeks, a mean over runs
    std::optional<analysis::VolumeForecast> forecast;  ///< of the messages of the last 30 %
    std::vector<analysis::Drift> drift;  ///< of the whole log; empty: too short to tell
};

/// Calibrates on the other weeks, simulates the whole time of the log `runs` times, and measures
/// how far the simulated logs are from the log in the weeks held out. Simple models that learn from
/// the same weeks are measured in the same way, if the log has chat. Conversations of the simulated
/// logs are inferred where those of the log are. Throws UsageError when there is too little to
/// learn from.
HeldOutResult try_held_out(const LogInput& input, HeldOut held_out,
                           const analysis::LeastCell& least, std::size_t runs);

/// The table of it, as text and as JSON.
std::string held_out_words(const HeldOutResult& result);
std::string held_out_json(const HeldOutResult& result);

}  // namespace wardwire::app

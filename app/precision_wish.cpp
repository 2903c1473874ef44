// SPDX-License-Identifier: Apache-2.0
#include "app/precision_wish.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "app/arguments.hpp"

namespace wardwire::app {

namespace {

/// A number and what stands behind it, when a text begins so.
std::optional<std::pair<double, std::string>> size_at(const char* begin, const char* end) {
    double size = 0.0;
    const auto [rest, problem] = std::from_chars(begin, end, size);
    if (problem != std::errc{}) return std::nullopt;
    return std::pair{size,
                     std::string(std::find_if(rest, end, [](char c) { return c != ' '; }), end)};
}

}  // namespace

PrecisionWish read_precision(std::string_view option, const std::string& text) {
    const char* end = text.data() + text.size();
    // The number is the last one that begins the text or follows a space.
    for (std::size_t at = text.size(); at-- > 0;) {
        if (at > 0 && text[at - 1] != ' ') continue;
        const auto found = size_at(text.data() + at, end);
        if (!found) continue;
        if (!(found->first > 0.0) || !std::isfinite(found->first) || found->second.empty()) break;
        const std::size_t outcome_end = text.find_last_not_of(' ', at > 0 ? at - 1 : 0) + 1;
        return {at > 0 ? text.substr(0, outcome_end) : "", found->first, found->second};
    }
    throw UsageError("--" + std::string(option) +
                     " takes an outcome, a number above zero and a unit, such as "
                     "\"first_response_time 2 %\", got \"" +
                     text + "\"");
}

analysis::PrecisionGoal goal_of(const PrecisionWish& wish, const analysis::StudyMeasure& measure) {
    if (wish.unit == "%") return {.error = wish.size / 100.0};
    const bool is_point = wish.unit == "point" || wish.unit == "points";
    const auto factor = analysis::unit_factor(is_point ? "%" : wish.unit, measure.unit);
    if (factor) return {.error = wish.size * *factor, .of = analysis::PrecisionGoal::Of::itself};
    throw UsageError(wish.outcome + " is in " +
                     (measure.unit == "1" ? "no unit" : "\"" + measure.unit + "\"") +
                     ", not in \"" + wish.unit + "\"; \"%\" is a share of its mean" +
                     (measure.unit == "1" ? ", \"points\" are hundredths" : ""));
}

}  // namespace wardwire::app

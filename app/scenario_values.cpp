// SPDX-License-Identifier: Apache-2.0
#include "app/scenario_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>

#include "sim/random/special.hpp"

namespace wardwire::app {

namespace {

using sim::number_in_words;
using Json = nlohmann::ordered_json;

Json lognormal(const analysis::LognormalPart& part) {
    constexpr double upper_quartile = 0.6744897501960817;  // of the standard normal law
    return {{"law", "lognormal"},
            {"median", as_seconds(std::exp(part.mu))},
            {"p75", as_seconds(std::exp(part.mu + upper_quartile * part.sigma))}};
}

/// The limits of an estimate as ends of an interval of what is written, as far from it as they are
/// from the estimate. Null for laws and lists, and where an end leaves no law to draw from.
Json interval_of(const Json& value, const analysis::Estimate& estimate, const std::string& unit) {
    if (!value.is_string()) return {};
    const auto& text = value.get_ref<const std::string&>();
    const bool is_share = unit.empty() && text.ends_with(" %");
    if (!is_share && (unit.empty() || !text.ends_with(unit))) return {};
    const auto& [lower, upper, confidence] = estimate.limits;
    const double most = is_share ? 1.0 : std::numeric_limits<double>::infinity();
    const bool is_inside = 0.0 < lower && lower < estimate.value && estimate.value < upper;
    if (!is_inside || !(upper < most)) return {};
    if (is_share) return {as_percent(lower), as_percent(upper)};
    const double factor = std::strtod(text.c_str(), nullptr) / estimate.value;
    return {as_number(factor * lower) + unit, as_number(factor * upper) + unit};
}

/// What an estimate rests on.
std::string weight_in_words(const analysis::Estimate& estimate) {
    std::string words = ", n = " + number_in_words(estimate.n);
    if (estimate.own_share < 1.0)
        words += ", " + number_in_words(std::round(100.0 * estimate.own_share)) + " % its own data";
    if (estimate.is_fallback) words += ", a fallback";
    return words;
}

std::string time_of_day(int minute) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d", minute / 60, minute % 60);
    return text.data();
}

}  // namespace

std::string as_number(double x) {
    std::array<char, 340> text{};
    const double rounded = std::strtod(number_in_words(x).c_str(), nullptr);
    const auto done =
        std::to_chars(text.data(), text.data() + text.size(), rounded, std::chars_format::fixed);
    return {text.data(), done.ptr};
}

std::string as_percent(double share) { return as_number(100.0 * share) + " %"; }
std::string as_seconds(double seconds) { return as_number(seconds) + " s"; }

std::vector<std::string> percents(std::vector<double> shares) {
    double sum = 0.0;
    for (double& share : shares) {
        share = std::round(share * 1e6) / 1e6;
        sum += share;
    }
    *std::ranges::max_element(shares) += 1.0 - sum;
    std::vector<std::string> texts;
    for (const double share : shares) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.4f %%", 100.0 * share);
        texts.emplace_back(text.data());
    }
    return texts;
}

std::string date_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date{day};
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", int{date.year()},
                  unsigned{date.month()}, unsigned{date.day()});
    return text.data();
}

Json growth_of(std::chrono::sys_days first_monday, const std::vector<double>& week_factor) {
    if (std::ranges::all_of(week_factor, [](double factor) { return factor == 1.0; })) return {};
    Json changes = Json::array();
    for (std::size_t week = 0; week < week_factor.size(); ++week)
        changes.push_back({{"from", date_text(first_monday + std::chrono::days{7 * week})},
                           {"factor", std::round(week_factor[week] * 1e4) / 1e4}});
    return {{"changes", changes}};
}

Json law_of(const analysis::CureMixture& mixture) {
    Json law = lognormal(mixture.parts.front());
    if (mixture.parts.size() > 1) {
        Json parts = Json::array();
        for (const analysis::LognormalPart& part : mixture.parts)
            parts.push_back(
                {{"weight", part.weight / (1.0 - mixture.never)}, {"of", lognormal(part)}});
        law = {{"law", "mixture"}, {"parts", parts}};
    }
    return {{"law", "truncated"}, {"of", law}, {"high", "30 days"}};
}

Json quantiles_law(const std::vector<double>& quantiles_s) {
    Json points = Json::array();
    const auto steps = static_cast<double>(quantiles_s.size() - 1);
    for (std::size_t k = 0; k < quantiles_s.size(); ++k)
        points.push_back({as_percent(static_cast<double>(k) / steps), as_seconds(quantiles_s[k])});
    return {{"law", "empirical"}, {"quantiles", points}};
}

Json shift_on(const char* days, const analysis::ShiftKind& kind) {
    return {{"days", days},
            {"from", time_of_day(kind.from_minute)},
            {"to", time_of_day(kind.to_minute > 1440 ? kind.to_minute - 1440 : kind.to_minute)}};
}

Json shifts_of(const analysis::DutyHours& duty) {
    Json shifts = Json::array();
    const auto add = [&](const char* days, std::size_t first_hour) {
        for (std::size_t h = 0; h < 24;) {
            const std::size_t from = h;
            while (h < 24 && duty.is_on(first_hour + h)) ++h;
            if (h > from) {
                const int begin = 60 * static_cast<int>(from);
                shifts.push_back(shift_on(days, {begin, 60 * static_cast<int>(h)}));
            } else {
                ++h;
            }
        }
    };
    add("mon-fri", 0);
    add("sat-sun", 120);
    return shifts;
}

std::vector<double> values_of(const std::vector<analysis::Estimate>& estimates) {
    std::vector<double> values;
    for (const analysis::Estimate& one : estimates) values.push_back(one.value);
    return values;
}

Json profile_of(std::span<const double> hours) {
    constexpr std::array days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    Json week;
    for (std::size_t day = 0; day < days.size(); ++day) {
        Json numbers = Json::array();
        for (std::size_t h = 0; h < 24; ++h)
            numbers.push_back(std::round(hours[24 * day + h] * 1e4) / 1e4);
        week[days[day]] = numbers;
    }
    return week;
}

Json ScenarioValues::assumed(Json value, const std::string& why) const {
    return {{"value", std::move(value)}, {"source", why}, {"status", "assumed"}};
}

Json ScenarioValues::measured(Json value, const std::string& how) const {
    return {{"value", std::move(value)},
            {"source", "log " + digest_ + ", " + how},
            {"status", "measured"}};
}

std::string in_words(const analysis::Estimate& estimate, const char* unit) {
    const auto in_unit = [&](double x) { return number_in_words(x) + unit; };
    return std::string(estimate.method) + "; " +
           number_in_words(100.0 * estimate.limits.confidence) + " % interval " +
           in_unit(estimate.limits.lower) + " to " + in_unit(estimate.limits.upper) +
           weight_in_words(estimate);
}

Json ScenarioValues::measured(Json value, const analysis::Estimate& estimate,
                              const char* unit) const {
    Json interval = interval_of(value, estimate, unit);
    if (interval.is_null()) return measured(std::move(value), in_words(estimate, unit));
    Json written =
        measured(std::move(value), std::string(estimate.method) + weight_in_words(estimate));
    written["interval"] = std::move(interval);
    written["level"] = as_percent(estimate.limits.confidence);
    return written;
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "app/provenance.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "analysis/store/sha256.hpp"
#include "app/libraries.hpp"
#include "app/version.hpp"

namespace wardwire::app {

namespace {

std::string iso_date(std::int64_t day) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text.data();
}

std::string offset_text(sim::Duration offset) {
    const std::int64_t minutes = offset / sim::minutes{1};
    const std::int64_t size = minutes < 0 ? -minutes : minutes;
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%c%02lld:%02lld", minutes < 0 ? '-' : '+',
                  static_cast<long long>(size / 60), static_cast<long long>(size % 60));
    return text.data();
}

/// "4 weeks", "1 day", "90 min": the largest unit in which it is a whole number.
std::string length_in_words(double length_s) {
    constexpr std::array<std::pair<double, const char*>, 4> units{
        {{604800.0, "week"}, {86400.0, "day"}, {3600.0, "hour"}, {60.0, "minute"}}};
    std::array<char, 64> text{};
    for (const auto& [size, name] : units) {
        const double count = length_s / size;
        if (count < 1.0 || count != static_cast<double>(static_cast<std::int64_t>(count))) continue;
        std::snprintf(text.data(), text.size(), "%.0f %s%s", count, name, count == 1.0 ? "" : "s");
        return text.data();
    }
    std::snprintf(text.data(), text.size(), "%g s", length_s);
    return text.data();
}

}  // namespace

analysis::Provenance provenance_of(const models::Scenario& scenario) {
    analysis::Provenance provenance;
    provenance.title = scenario.title;
    provenance.scenario_text = scenario.resolved_json;
    provenance.scenario_sha256 = analysis::sha256_text(scenario.resolved_json);
    provenance.program_version = version();
    provenance.program_commit = commit();
    provenance.compiler = compiler();
    provenance.libraries = libraries();
#ifdef WARDWIRE_AUDIT
    provenance.contract_level = "audit";
#else
    provenance.contract_level = "release";
#endif
    provenance.seed = scenario.seed;
    provenance.start_date = iso_date(scenario.calendar.start_day);
    provenance.time_zone = offset_text(scenario.calendar.utc_offset);
    provenance.warm_up_seconds = sim::in_seconds(scenario.warm_up);
    provenance.length_seconds = sim::in_seconds(scenario.warm_up + scenario.length);
    return provenance;
}

std::string study_line(const analysis::Provenance& provenance, std::size_t replications) {
    std::string text = std::to_string(replications) +
                       (replications == 1 ? " replication of " : " replications of ") +
                       length_in_words(provenance.length_seconds - provenance.warm_up_seconds);
    if (provenance.warm_up_seconds > 0.0)
        text += " after " + length_in_words(provenance.warm_up_seconds) + " of warm-up";
    return text + ", seed " + std::to_string(provenance.seed);
}

}  // namespace wardwire::app

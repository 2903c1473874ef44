// SPDX-License-Identifier: Apache-2.0
#include "app/consistent_calibration.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/calibration/self_consistency.hpp"
#include "analysis/log/inferred_conversations.hpp"
#include "app/arguments.hpp"
#include "app/calibrated_scenario.hpp"
#include "app/simulated_log.hpp"
#include "models/finding.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::app {

namespace {

using analysis::Instant;
using analysis::Span;

/// A simulated log as the log that is learnt from would have shown it.
analysis::EventLog as_learnt(analysis::EventLog simulated, const analysis::EventLog& log) {
    const auto on_the_wall = [&](const Span& span) {
        return Span{log.zone.local_time(span.from), log.zone.local_time(span.to)};
    };
    simulated.window = on_the_wall(log.window);
    simulated.observed_until = log.zone.local_time(log.observed_until);
    for (const Span& outage : log.outages) simulated.outages.push_back(on_the_wall(outage));
    simulated.clock_resolution_seconds = log.clock_resolution_seconds;
    simulated.is_zone_known = log.is_zone_known;
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < simulated.rows(); ++row)
        if (simulated.sent_at[row] >= simulated.window.from &&
            simulated.sent_at[row] < simulated.window.to)
            rows.push_back(row);
    analysis::select_rows(simulated, rows);
    analysis::infer_conversations(simulated);
    return simulated;
}

/// Leaves out the conversations that began where nothing was observed.
void leave_out_outages(const analysis::EventLog& log, analysis::ChatLog& chat) {
    std::erase_if(chat.conversations, [&](const analysis::ChatConversation& one) {
        const Instant at = chat.turns[one.first_turn].first_at;
        return std::ranges::any_of(
            log.outages, [at](const Span& span) { return at >= span.from && at < span.to; });
    });
}

}  // namespace

void go_on_until(analysis::ChatCalibration& found, std::size_t weeks, double level) {
    const analysis::Limits& growth = found.weekly_growth.limits;
    const bool is_certain = growth.lower > 1.0 || growth.upper < 1.0;
    const double factor = is_certain ? std::sqrt(found.weekly_growth.value) : 1.0;
    while (!found.week_factor.empty() && found.week_factor.size() < weeks)
        found.week_factor.push_back(level *= factor);
    found.weeks = weeks;
}

models::Scenario scenario_of(const analysis::ChatCalibration& found, const std::string& digest,
                             const analysis::PortalCalibration* portal) {
    const std::string text = calibrated_scenario(found, portal, {digest, "+00:00"});
    models::ReadResult read = models::read_scenario(
        "calibrated.json", {}, [&](const std::string&) { return std::optional(text); });
    if (!read.scenario) throw UsageError(models::format_findings(read.findings));
    return *std::move(read.scenario);
}

analysis::ChatCalibration consistent_calibration(const LogInput& learnt,
                                                 const analysis::LeastCell& least) {
    constexpr std::uint32_t steps = 40;
    constexpr std::uint32_t first_replication = 1000;  // apart from those of studies
    analysis::ChatCalibration found =
        analysis::calibrate_chat(learnt.imported.log, learnt.chat, least);
    if (learnt.imported.log.conversation_ids != analysis::IdSource::inferred ||
        learnt.chat.conversations.empty())
        return found;
    const analysis::ChatCalibration of_log = found;
    for (std::uint32_t step = 0; step < steps; ++step) {
        const analysis::EventLog log =
            as_learnt(simulated_log(scenario_of(found, learnt.digest), first_replication + step),
                      learnt.imported.log);
        analysis::ChatLog chat = analysis::gather_chat(log);
        leave_out_outages(log, chat);
        if (chat.conversations.empty()) return found;
        // Each simulation has a luck of its own, which later and shorter steps average out. Were
        // they shorter than this, what moves its estimate by less than itself would not arrive
        // (Robbins & Monro 1951, Ruppert 1991).
        const double share = step < 2 ? 1.0 : std::pow(static_cast<double>(step), -0.7);
        const analysis::ChatCalibration of_simulated =
            analysis::calibrate_chat(log, chat, least, analysis::values_alone, &of_log);
        analysis::move_towards(found, of_log, of_simulated, share);
    }
    return found;
}

}  // namespace wardwire::app

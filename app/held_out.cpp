// SPDX-License-Identifier: Apache-2.0
#include "app/held_out.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "analysis/calibration/baselines.hpp"
#include "analysis/log/inferred_conversations.hpp"
#include "app/arguments.hpp"
#include "app/calibrated_scenario.hpp"
#include "app/simulated_log.hpp"
#include "models/finding.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::app {

namespace {

using analysis::Instant;
using analysis::LogShape;
using analysis::Span;
using analysis::Weeks;

/// A log, the part that is learnt from, and the part that it is tried on.
struct HeldOutTrial {
    LogInput learnt;
    Span window;        ///< of the shapes
    Weeks tried_weeks;  ///< of that window
};

HeldOutTrial trial_of(const LogInput& input, HeldOut held_out) {
    constexpr double learnt_share = 0.7;
    HeldOutTrial trial{input, input.imported.log.window, Weeks::all};
    analysis::EventLog& log = trial.learnt.imported.log;
    if (held_out != HeldOut::last_30_percent) {
        const bool is_odd = held_out == HeldOut::odd_weeks;
        analysis::keep_weeks(log, trial.learnt.chat, is_odd ? Weeks::even : Weeks::odd);
        trial.tried_weeks = is_odd ? Weeks::odd : Weeks::even;
        return trial;
    }
    const auto length = static_cast<double>(log.window.to - log.window.from);
    const Instant cut = log.window.from + static_cast<Instant>(learnt_share * length);
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < log.rows() && log.sent_at[row] < cut; ++row)
        rows.push_back(row);
    analysis::select_rows(log, rows);
    std::erase_if(log.outages, [&](const Span& one) { return one.from >= cut; });
    log.window.to = log.observed_until = cut;
    trial.learnt.chat = analysis::gather_chat(log);
    trial.window.from = cut;
    return trial;
}

/// The calibration goes on to the end of the log: the growth of its last weeks continues where that
/// is certain to be growth.
void go_on_until(analysis::ChatCalibration& found, std::size_t weeks) {
    const analysis::Limits& growth = found.weekly_growth.limits;
    const bool is_certain = growth.lower > 1.0 || growth.upper < 1.0;
    const bool is_steady =
        std::ranges::all_of(found.week_factor, [](double f) { return f == 1.0; });
    const double factor = is_certain && !is_steady ? found.weekly_growth.value : 1.0;
    while (found.week_factor.size() < weeks)
        found.week_factor.push_back(found.week_factor.back() * factor);
    found.weeks = weeks;
}

models::Scenario scenario_of(const analysis::ChatCalibration& found, const std::string& digest) {
    const std::string text = calibrated_scenario(found, nullptr, {digest, "+00:00"});
    models::ReadResult read = models::read_scenario(
        "calibrated.json", {}, [&](const std::string&) { return std::optional(text); });
    if (!read.scenario) throw UsageError(models::format_findings(read.findings));
    return *std::move(read.scenario);
}

analysis::ArrivalSample arrivals_of(const LogInput& learnt,
                                    const analysis::ChatCalibration& found) {
    const analysis::EventLog& log = learnt.imported.log;
    analysis::ArrivalSample sample;
    sample.exposure_hours = analysis::LogCalendar(log).exposure_hours();
    sample.busyness = found.busyness.value;
    std::int32_t last = analysis::none;
    for (const std::uint32_t row : analysis::chat_rows(log)) {
        const Instant at = log.sent_at[row];
        if (log.message[row] == last || at < log.window.from || at >= log.window.to) continue;
        last = log.message[row];
        const auto is_missing = [at](const Span& one) { return at >= one.from && at < one.to; };
        if (std::ranges::none_of(log.outages, is_missing))
            sample.times_s.push_back(static_cast<double>(log.zone.local_time(at)) / 1e6);
    }
    return sample;
}

/// Answers of which neither end lies in an outage, both in the same week as LogShape counts them.
std::vector<analysis::TurnSwitch> answers_learnt(const LogInput& input, const Span& window,
                                                 Weeks weeks) {
    constexpr std::int64_t a_week_s = 7 * 86400;
    const analysis::EventLog& log = input.imported.log;
    const std::int64_t begin_s =
        log.zone.local_time(analysis::midnight_before(log.zone, window.from)) / 1'000'000;
    const auto week_of = [&](std::int64_t at_s) { return (at_s - begin_s) / a_week_s; };
    std::vector<analysis::TurnSwitch> answers = analysis::answers_in(log, window);
    std::erase_if(answers, [&](const analysis::TurnSwitch& one) {
        const std::int64_t week = week_of(one.asked_at);
        const bool is_kept = weeks == Weeks::all || (week % 2 == 1) == (weeks == Weeks::odd);
        return !is_kept || week != week_of(one.answered_at);
    });
    return answers;
}

std::vector<double> mean_distances(const LogShape& real,
                                   const std::vector<std::vector<LogShape>>& runs) {
    std::vector<double> mean;
    for (const analysis::LikenessMetric& metric : analysis::likeness_metrics()) {
        double& sum = mean.emplace_back(0.0);
        for (const std::vector<LogShape>& weeks : runs)
            sum += metric.distance(
                       real, analysis::sum_of(weeks, std::vector<double>(weeks.size(), 1.0))) /
                   static_cast<double>(runs.size());
    }
    return mean;
}

double messages_in(std::span<const LogShape> weeks) {
    double sum = 0.0;
    for (const LogShape& week : weeks)
        for (const double count : week.hour_of_week) sum += count;
    return sum;
}

/// The simple models, each as far from the held-out weeks as a mean over runs says.
std::vector<BaselineLikeness> baselines_of(const HeldOutTrial& trial, const LogInput& input,
                                           const analysis::ChatCalibration& found,
                                           const std::vector<LogShape>& real, std::size_t runs) {
    const analysis::EventLog& log = input.imported.log;
    const LogShape shape = analysis::sum_of(real, std::vector<double>(real.size(), 1.0));
    const Instant begin = analysis::midnight_before(log.zone, trial.window.from);
    const std::int64_t first_day = log.zone.local_time(begin) / 86'400'000'000;
    const std::size_t weeks =
        static_cast<std::size_t>((trial.window.to - 1 - begin) / (7 * 86'400'000'000)) + 1;
    const analysis::ArrivalSample sample = arrivals_of(trial.learnt, found);
    std::vector<BaselineLikeness> all;
    std::vector<std::vector<std::vector<LogShape>>> drawn;  // [model][run]
    for (std::size_t run = 0; run < runs; ++run) {
        auto models = analysis::arrival_baselines(sample, first_day, weeks, run);
        drawn.resize(models.size());
        for (std::size_t i = 0; i < models.size(); ++i) {
            if (run == 0) all.push_back({models[i].name, {}});
            drawn[i].push_back(
                analysis::weeks_of_kind(std::move(models[i].weeks), trial.tried_weeks));
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i) all[i].distances = mean_distances(shape, drawn[i]);
    const Span learnt_window = trial.learnt.imported.log.window;
    const Weeks learnt_weeks = trial.tried_weeks == Weeks::all   ? Weeks::all
                               : trial.tried_weeks == Weeks::odd ? Weeks::even
                                                                 : Weeks::odd;
    for (const analysis::Baseline& one :
         analysis::answer_baselines(answers_learnt(input, learnt_window, learnt_weeks),
                                    answers_learnt(input, trial.window, trial.tried_weeks)))
        all.push_back({one.name, mean_distances(shape, {one.weeks})});
    return all;
}

}  // namespace

HeldOutResult try_held_out(const LogInput& input, HeldOut held_out,
                           const analysis::LeastCell& least, std::size_t runs) {
    const HeldOutTrial trial = trial_of(input, held_out);
    const analysis::EventLog& log = input.imported.log;
    if (trial.learnt.chat.conversations.empty())
        throw UsageError("no conversation began in the weeks to learn from");
    analysis::ChatCalibration found =
        analysis::calibrate_chat(trial.learnt.imported.log, trial.learnt.chat, least);
    go_on_until(found, analysis::LogCalendar(log).weeks());
    const models::Scenario scenario = scenario_of(found, input.digest);
    const Span window = {log.zone.local_time(trial.window.from),
                         log.zone.local_time(trial.window.to)};
    HeldOutResult result;
    std::vector<std::string> roles;
    std::vector<std::vector<LogShape>> simulated;
    for (std::uint32_t run = 0; run < runs; ++run) {
        analysis::EventLog one = simulated_log(scenario, run);
        if (log.conversation_ids == analysis::IdSource::inferred)
            analysis::infer_conversations(one);
        roles = analysis::shared_roles(log, one);
        simulated.push_back(analysis::weeks_of_kind(
            analysis::weekly_shapes(one, analysis::gather_chat(one), window, roles),
            trial.tried_weeks));
        result.simulated_messages += messages_in(simulated.back()) / static_cast<double>(runs);
    }
    const auto real = analysis::weeks_of_kind(
        analysis::weekly_shapes(log, input.chat, trial.window, roles), trial.tried_weeks);
    result.messages = messages_in(real);
    const auto floor =
        analysis::noise_floor(analysis::weekly_shapes(log, input.chat, log.window, roles));
    result.found = analysis::likeness(real, simulated, floor);
    result.baselines = baselines_of(trial, input, found, real, runs);
    return result;
}

std::string held_out_words(const HeldOutResult& result) {
    std::array<char, 128> text{};
    std::snprintf(text.data(), text.size(),
                  "The weeks held out have %.0f messages, the simulated ones %.0f.\n\n",
                  result.messages, result.simulated_messages);
    return text.data() + likeness_words(result.found, result.baselines);
}

}  // namespace wardwire::app

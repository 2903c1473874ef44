// SPDX-License-Identifier: Apache-2.0
#include "app/held_out.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "analysis/calibration/baselines.hpp"
#include "analysis/log/inferred_conversations.hpp"
#include "app/arguments.hpp"
#include "app/consistent_calibration.hpp"
#include "app/simulated_log.hpp"

namespace wardwire::app {

namespace {

using analysis::Histogram;
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

HeldOutTrial held_out_trial(const LogInput& input, HeldOut held_out) {
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
    for (auto* const times :
         {&log.delivered_at, &log.read_at, &log.responded_at, &log.closed_at, &log.claimed_at})
        std::ranges::replace_if(
            *times, [cut](Instant at) { return at >= cut; }, analysis::no_time);
    std::erase_if(log.outages, [&](const Span& one) { return one.from >= cut; });
    log.window.to = log.observed_until = cut;
    trial.learnt.chat = analysis::gather_chat(log);
    trial.window.from = cut;
    return trial;
}

/// Whether an instant of a log was observed.
bool is_observed(const analysis::EventLog& log, Instant at) {
    if (at < log.window.from || at >= log.window.to) return false;
    return std::ranges::none_of(log.outages,
                                [at](const Span& one) { return at >= one.from && at < one.to; });
}

std::array<analysis::ReplyKernel, 2> replies_learnt(const analysis::EventLog& log,
                                                    const analysis::HoursOfWeek& exposure_hours) {
    std::vector<analysis::HourlySending> sendings;
    for (const std::uint32_t row : analysis::chat_rows(log)) {
        const Instant at = log.sent_at[row];
        if (is_observed(log, at))
            sendings.push_back({{at, static_cast<std::uint32_t>(log.sender[row]),
                                 static_cast<std::uint32_t>(log.recipient[row])},
                                static_cast<std::uint8_t>(log.zone.hour_of_week(at))});
    }
    return analysis::fit_excitation(sendings, exposure_hours).kernels;
}

analysis::ArrivalSample learnt_arrivals(const LogInput& learnt,
                                        const analysis::ChatCalibration& found) {
    const analysis::EventLog& log = learnt.imported.log;
    analysis::ArrivalSample sample;
    sample.exposure_hours = analysis::LogCalendar(log).exposure_hours();
    sample.busyness = found.busyness.value;
    sample.replies = replies_learnt(log, sample.exposure_hours);
    std::int32_t last = analysis::none;
    for (const std::uint32_t row : analysis::chat_rows(log)) {
        const Instant at = log.sent_at[row];
        if (log.message[row] == last || !is_observed(log, at)) continue;
        last = log.message[row];
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

std::vector<double> distances_over_runs(const LogShape& real,
                                        const std::vector<std::vector<LogShape>>& runs) {
    std::vector<double> mean;
    for (const analysis::LikenessMetric& metric : analysis::likeness_metrics()) {
        double& sum = mean.emplace_back(0.0);
        for (const std::vector<LogShape>& weeks : runs)
            sum +=
                metric.distance(real, analysis::sum_of(weeks)) / static_cast<double>(runs.size());
    }
    return mean;
}

LogShape sum_of_runs(const std::vector<std::vector<LogShape>>& runs) {
    LogShape sum;
    for (const std::vector<LogShape>& weeks : runs) sum.add(analysis::sum_of(weeks), 1.0);
    return sum;
}

double messages_of_weeks(std::span<const LogShape> weeks) {
    double sum = 0.0;
    for (const LogShape& week : weeks)
        for (const Histogram& hours : {week.hour_of_week, week.patient_hours})
            for (const double count : hours) sum += count;
    return sum;
}

Weeks weeks_learnt(const HeldOutTrial& trial) {
    if (trial.tried_weeks == Weeks::all) return Weeks::all;
    return trial.tried_weeks == Weeks::odd ? Weeks::even : Weeks::odd;
}

/// Weeks that were learnt from, drawn again: what the best of models could hope for.
BaselineLikeness drawn_again(const HeldOutTrial& trial, const LogInput& input,
                             const std::vector<LogShape>& real, const analysis::SharedNames& names,
                             std::size_t runs) {
    const auto learnt =
        analysis::weeks_of_kind(analysis::weekly_shapes(input.imported.log, input.chat,
                                                        trial.learnt.imported.log.window, names),
                                weeks_learnt(trial));
    std::vector<std::vector<LogShape>> drawn;
    std::string name;
    for (std::size_t run = 0; run < runs; ++run) {
        analysis::Baseline one = analysis::weeks_drawn_again(learnt, real.size(), run);
        name = one.name;
        drawn.push_back(std::move(one.weeks));
    }
    return {name, distances_over_runs(analysis::sum_of(real), drawn)};
}

/// The simple models, each as far from the held-out weeks as a mean over runs says.
std::vector<BaselineLikeness> baselines_of(const HeldOutTrial& trial, const LogInput& input,
                                           const analysis::ChatCalibration& found,
                                           const std::vector<LogShape>& real, std::size_t runs) {
    const analysis::EventLog& log = input.imported.log;
    const LogShape shape = analysis::sum_of(real);
    const Instant begin = analysis::midnight_before(log.zone, trial.window.from);
    const std::int64_t first_day = log.zone.local_time(begin) / 86'400'000'000;
    const std::size_t weeks =
        static_cast<std::size_t>((trial.window.to - 1 - begin) / (7 * 86'400'000'000)) + 1;
    const analysis::ArrivalSample sample = learnt_arrivals(trial.learnt, found);
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
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i].distances = distances_over_runs(shape, drawn[i]);
    const Span learnt_window = trial.learnt.imported.log.window;
    for (const analysis::Baseline& one :
         analysis::answer_baselines(answers_learnt(input, learnt_window, weeks_learnt(trial)),
                                    answers_learnt(input, trial.window, trial.tried_weeks)))
        all.push_back({one.name, distances_over_runs(shape, {one.weeks})});
    return all;
}

/// What the whole weeks before foretell of the weeks that are held out at the end.
struct Foretold {
    analysis::VolumeForecast volume;
    double level = 1.0;  ///< of a week, over the mean of those before
};

Foretold foretold_after(std::span<const double> times_s, const Span& window,
                        const analysis::TimeZone& zone) {
    constexpr double a_week_s = 7 * 86'400.0;
    if (times_s.empty()) return {};
    const double cut_s = static_cast<double>(zone.local_time(window.from)) / 1e6;
    const auto whole = static_cast<std::size_t>((cut_s - times_s.front()) / a_week_s);
    std::vector<analysis::WeekCount> weeks(whole, {0.0});
    double count = 0.0;
    for (const double at : times_s) {
        const auto back = static_cast<std::size_t>((cut_s - at) / a_week_s);
        if (back >= whole) continue;
        ++weeks[whole - 1 - back].count;
        ++count;
    }
    const double to_come = static_cast<double>(window.to - window.from) / (1e6 * a_week_s);
    Foretold found{analysis::forecast_volume(weeks, to_come)};
    if (count > 0.0)
        found.level = found.volume.median / to_come / (count / static_cast<double>(whole));
    return found;
}

constexpr double false_alarm = 0.05;  // that a stationary log is said to drift

/// In what the log drifts: metric and p-value.
std::vector<analysis::Drift> drifts_of(const HeldOutResult& result) {
    std::vector<analysis::Drift> all = result.drift;
    std::erase_if(all, [](const analysis::Drift& one) { return one.p_value > false_alarm; });
    return all;
}

std::string stationarity_words(const HeldOutResult& result) {
    if (result.drift.empty()) return "The log is too short to tell whether it is stationary.\n";
    const std::vector<analysis::Drift> drifts = drifts_of(result);
    if (drifts.empty())
        return "The log is stationary: its halves in time are no farther apart than halves drawn "
               "by "
               "chance.\n";
    std::string words = "The log is not stationary:";
    std::array<char, 96> text{};
    for (const analysis::Drift& one : drifts) {
        std::snprintf(text.data(), text.size(), "%s %.*s (p = %.3f)",
                      &one == drifts.data() ? "" : ",", static_cast<int>(one.metric.size()),
                      one.metric.data(), one.p_value);
        words += text.data();
    }
    return words + ".\n";
}

}  // namespace

HeldOutResult try_held_out(const LogInput& input, HeldOut held_out,
                           const analysis::LeastCell& least, std::size_t runs) {
    const HeldOutTrial trial = held_out_trial(input, held_out);
    const analysis::EventLog& log = input.imported.log;
    const analysis::EventLog& learnt = trial.learnt.imported.log;
    const auto portal = analysis::calibrate_portal(learnt, trial.learnt.chat,
                                                   analysis::gather_portal(learnt), least);
    const bool has_chat = !trial.learnt.chat.conversations.empty();
    if (!has_chat && !portal)
        throw UsageError(
            "in the weeks to learn from nobody writes to a colleague, and messages of patients are "
            "too few or do not show who answered them");
    analysis::ChatCalibration found = consistent_calibration(trial.learnt, least);
    HeldOutResult result;
    double level = found.week_factor.empty() ? 1.0 : found.week_factor.back();
    if (has_chat && held_out == HeldOut::last_30_percent) {
        const Foretold foretold =
            foretold_after(learnt_arrivals(trial.learnt, found).times_s, trial.window, log.zone);
        result.forecast = foretold.volume;
        level = foretold.level;
    }
    go_on_until(found, analysis::LogCalendar(log).weeks(), level);
    const models::Scenario scenario = scenario_of(found, input.digest, portal ? &*portal : nullptr);
    const LoggedAs how{log.clock_resolution_seconds, false, portal.has_value()};
    const Span window = {log.zone.local_time(trial.window.from),
                         log.zone.local_time(trial.window.to)};
    analysis::SharedNames names;
    std::vector<std::vector<LogShape>> simulated;
    for (std::uint32_t run = 0; run < runs; ++run) {
        analysis::EventLog one = simulated_log(scenario, run, how);
        if (log.conversation_ids == analysis::IdSource::inferred)
            analysis::infer_conversations(one);
        names = analysis::shared_names(log, one);
        simulated.push_back(analysis::weeks_of_kind(
            analysis::weekly_shapes(one, analysis::gather_chat(one), window, names),
            trial.tried_weeks));
        result.simulated_messages +=
            messages_of_weeks(simulated.back()) / static_cast<double>(runs);
    }
    const auto real = analysis::weeks_of_kind(
        analysis::weekly_shapes(log, input.chat, trial.window, names), trial.tried_weeks);
    result.messages = messages_of_weeks(real);
    const auto whole = analysis::weekly_shapes(log, input.chat, log.window, names);
    const auto floor = analysis::noise_floor(whole);
    result.drift = analysis::drift_of(whole);
    result.likeness = {analysis::likeness(real, simulated, floor),
                       analysis::shares_in_time(analysis::sum_of(real)),
                       analysis::shares_in_time(sum_of_runs(simulated)),
                       {}};
    if (has_chat) result.likeness.baselines = baselines_of(trial, input, found, real, runs);
    result.likeness.baselines.push_back(drawn_again(trial, input, real, names, runs));
    return result;
}

std::string held_out_words(const HeldOutResult& result) {
    std::array<char, 256> text{};
    std::snprintf(text.data(), text.size(),
                  "The weeks held out have %.0f messages, the simulated ones %.0f.\n",
                  result.messages, result.simulated_messages);
    std::string words = text.data();
    if (result.forecast) {
        const analysis::Limits& limits = result.forecast->limits;
        std::snprintf(text.data(), text.size(),
                      "The weeks before foretell %.0f, with 90 %% between %.0f and %.0f.\n",
                      result.forecast->median, limits.lower, limits.upper);
        words += text.data();
    }
    return words + stationarity_words(result) + "\n" + likeness_words(result.likeness);
}

std::string held_out_json(const HeldOutResult& result) {
    nlohmann::ordered_json all;
    all["messages"] = result.messages;
    all["simulated_messages"] = result.simulated_messages;
    if (result.forecast)
        all["forecast"] = {{"median", result.forecast->median},
                           {"lower", result.forecast->limits.lower},
                           {"upper", result.forecast->limits.upper}};
    if (!result.drift.empty()) all["stationary"] = drifts_of(result).empty();
    for (const analysis::Drift& one : result.drift)
        all["drift_p_values"][std::string(one.metric)] = one.p_value;
    all.update(nlohmann::ordered_json::parse(likeness_json(result.likeness)));
    return all.dump(2) + "\n";
}

}  // namespace wardwire::app

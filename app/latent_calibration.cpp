// SPDX-License-Identifier: Apache-2.0
#include "app/latent_calibration.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/inference/noise_of_runs.hpp"
#include "app/interrupt.hpp"
#include "app/parameter_draws.hpp"
#include "models/reading/json_text.hpp"

namespace wardwire::app {

namespace {

using models::Finding;
using models::reading::Json;

constexpr double most_weeks = 4.0;           // of a simulated log
constexpr double most_people = 300.0;        // in it
constexpr double fewest_of_role = 12.0;      // unless there are fewer
constexpr std::size_t fewest_for_each = 40;  // simulations for a parameter
constexpr double least_noise = 0.005;        // log10 or share: what no model of people promises

/// A scenario that is as the log's in all that bears on attention, and takes little to simulate.
struct Reduced {
    Json document;
    double volume = 1.0;  ///< of its log, over that of the log
};

Reduced reduced_scale(const std::string& base) {
    Reduced result{Json::parse(base)};
    Json& document = result.document;
    const double weeks = std::stod(document["horizon"]["length"].get<std::string>());
    const double simulated_weeks = std::min(weeks, most_weeks);
    document["horizon"] = {
        {"warm_up", "1 day"},
        {"length", std::to_string(static_cast<int>(simulated_weeks)) + " weeks"}};
    // Rates are those of all weeks together.
    document["chat"].erase("growth");
    double people = 0.0;
    for (const auto& role : document["roles"]) people += role["count"]["value"].get<double>();
    // Patients write to all of them: with fewer there would be more to do for each.
    const bool may_be_fewer = !document.contains("patients");
    const double share = may_be_fewer ? std::min(1.0, most_people / people) : 1.0;
    double kept = 0.0;
    for (auto& role : document["roles"]) {
        const double count = role["count"]["value"].get<double>();
        const double fewer = std::max(std::ceil(share * count), std::min(count, fewest_of_role));
        role["count"] = static_cast<std::uint64_t>(fewer);
        kept += fewer;
    }
    result.volume = simulated_weeks / weeks * kept / people;
    return result;
}

/// The document with all settings of a form; findings where they cannot be made.
std::string with_settings(const Json& document, const LatentForm& form,
                          std::vector<Finding>& findings) {
    const std::string text = document.dump();
    std::vector<models::Override> changes;
    for (const models::Override& setting : form.settings) {
        const auto all = expanded(setting, text);
        changes.insert(changes.end(), all.begin(), all.end());
    }
    const auto load = [&](const std::string&) { return std::optional(text); };
    models::ReadResult read = models::read_scenario(form.name, changes, load);
    if (read.scenario) return read.scenario->resolved_json;
    for (Finding& one : read.findings)
        findings.push_back({form.name, "/set" + one.where, one.what});
    return {};
}

/// The joint draws of stage 1 without what a form sets or looks for, which is not drawn twice.
ResampledValues resampled_without(const LatentForm& form, const std::string& lines,
                                  const std::string& document, std::vector<Finding>& findings) {
    std::vector<std::string> taken = {"/chat/growth/", "/patients/growth/"};  // see reduced_scale
    const auto take = [&](const std::string& pointer) {
        for (const models::Override& one : expanded({pointer, ""}, document))
            taken.push_back(one.pointer + "/");
    };
    for (const models::Override& setting : form.settings) take(setting.pointer);
    for (const LatentParameter& one : form.parameters) take(one.pointer);
    const auto is_taken = [&](const models::Override& change) {
        const std::string pointer = change.pointer + "/";
        return std::ranges::any_of(taken, [&](const std::string& one) {
            return pointer.starts_with(one) || one.starts_with(pointer);
        });
    };
    ResampledValues resampled;
    if (lines.empty()) return resampled;  // a log of one week cannot be resampled
    const auto draws = read_draws("joint draws", lines, findings);
    for (std::size_t n = 0; draws && n < draws->values.size(); ++n) {
        resampled.sets.push_back(draws->overrides(n));
        std::erase_if(resampled.sets.back(), is_taken);
    }
    return resampled;
}

/// Whether every parameter stands for something and both ends can be simulated.
void check_ends(const LatentWorld& world, std::vector<Finding>& findings) {
    for (std::size_t i = 0; i < world.form.parameters.size(); ++i) {
        const LatentParameter& one = world.form.parameters[i];
        const std::string where = "/parameters/" + std::to_string(i);
        if (expanded({one.pointer, ""}, world.document).empty()) {
            findings.push_back({world.form.name, where + "/pointer",
                                "stands for nothing in this scenario: " + one.pointer});
            continue;
        }
        for (const double place : {0.0, 1.0}) {
            analysis::Point point(world.form.parameters.size(), 0.5);
            point[i] = place;
            std::vector<Finding> wrong;
            if (world.scenario({point}, wrong)) continue;
            findings.push_back({world.form.name, where,
                                "cannot be " + one.written(place) + ": " + wrong.front().where +
                                    " " + wrong.front().what});
            break;
        }
    }
}

/// What was observed, and how uncertain it is, by its days or weeks.
analysis::Observed observed_in(const LogInput& input, const analysis::AttentionView& view) {
    analysis::Observed observed{analysis::summarise_attention(input.imported.log, input.chat, view),
                                analysis::attention_noise(input.imported.log, input.chat, view)};
    for (double& noise : observed.noise) noise = std::max(least_noise, noise);
    return observed;
}

/// Summaries that are undefined in the log say nothing; leaves them out everywhere.
struct DefinedSummaries {
    std::vector<std::size_t> kept;

    explicit DefinedSummaries(const analysis::Observed& observed) {
        for (std::size_t s = 0; s < observed.value.size(); ++s)
            if (std::isfinite(observed.value[s]) && std::isfinite(observed.noise[s]))
                kept.push_back(s);
    }
    template <class Value>
    std::vector<Value> of(const std::vector<Value>& all) const {
        std::vector<Value> some;
        for (const std::size_t s : kept) some.push_back(all[s]);
        return some;
    }
};

/// How the budget was spent, and on what.
struct Search {
    analysis::Observed observed;  ///< with the noise of the comparison
    double share_left = 1.0;
    std::size_t wave_trials = 0;
    std::size_t noise_trials = 0;
    std::optional<analysis::AbcResult> found;
};

/// Waves, runs for the noise at the best place that they leave, and generations. In the waves a
/// simulated log has the noise of the log, and as much more as it is smaller. Nothing when
/// interrupted.
std::optional<Search> search_for(const analysis::Simulator& simulate,
                                 const analysis::Observed& seen, double volume,
                                 const analysis::Factors& factors, std::size_t budget) {
    constexpr std::size_t fewest_for_noise = 20;
    constexpr std::size_t most_for_noise = 100;  // deviations to a fourteenth
    Search search;
    search.observed = seen;
    for (double& one : search.observed.noise) one *= std::sqrt(1.0 + 1.0 / volume);
    analysis::MatchingOptions waves;
    waves.most_trials = budget / 2;
    auto space = analysis::match_history(simulate, search.observed, factors, waves);
    if (!space) return std::nullopt;
    search.wave_trials = space->trials();
    std::size_t left = budget - std::min(budget, search.wave_trials);
    search.noise_trials =
        std::min(left / 4, std::clamp(budget / 25, fewest_for_noise, most_for_noise));
    // Luck of their own: that of the generations is counted from 1.
    const auto noise = analysis::noise_of_runs(simulate, space->best(), search.noise_trials,
                                               static_cast<std::uint32_t>(budget + 1));
    if (!noise) return std::nullopt;
    search.observed = analysis::compared(seen, volume, least_noise, *noise);
    space->judge_by(search.observed.noise);
    search.share_left = space->share_left();
    left -= search.noise_trials;
    analysis::AbcOptions options;
    options.most_trials = left;
    options.population = std::clamp<std::size_t>(left / 8, 100, 1000);
    search.found = analysis::sequential_abc(simulate, search.observed, *space, options);
    return search;
}

double reach_of(const LatentParameter& parameter, const analysis::Posterior& posterior,
                std::size_t factor) {
    if (!parameter.values.empty()) return 0.0;
    const auto at = [&](double level) {
        return parameter.number(posterior.quantile(factor, level));
    };
    const double median = at(0.5);
    return std::max(median - at(0.05), at(0.95) - median) / std::abs(median);
}

std::vector<LatentEstimate> estimates_of(const LatentForm& form,
                                         const analysis::Posterior& posterior) {
    std::vector<LatentEstimate> estimates;
    for (std::size_t i = 0; i < form.parameters.size(); ++i) {
        const LatentParameter& one = form.parameters[i];
        const auto at = [&](double level) { return one.written(posterior.quantile(i, level)); };
        estimates.push_back({one, at(0.5), at(0.05), at(0.95), posterior.contraction(i),
                             reach_of(one, posterior, i)});
    }
    return estimates;
}

}  // namespace

std::optional<LatentCalibration> calibrate_latent(const LogInput& input, const std::string& base,
                                                  const LatentWishes& wishes,
                                                  std::vector<Finding>& findings) {
    const auto started = std::chrono::steady_clock::now();
    const Reduced small = reduced_scale(base);
    LatentWorld world{with_settings(small.document, wishes.form, findings),
                      wishes.form,
                      analysis::attention_view(input.imported.log, input.chat),
                      input.imported.log.clock_resolution_seconds,
                      !input.imported.log.read_at.empty(),
                      input.digest,
                      resampled_without(wishes.form, wishes.resampled, base, findings)};
    if (findings.empty()) check_ends(world, findings);
    const std::size_t least = fewest_for_each * wishes.form.parameters.size();
    if (wishes.budget < least)
        findings.push_back({wishes.form.name, "/parameters",
                            "need a --budget of at least " + std::to_string(least) + ", " +
                                std::to_string(fewest_for_each) + " simulations for each"});
    if (!findings.empty()) return std::nullopt;

    analysis::Observed observed = observed_in(input, world.view);
    const DefinedSummaries defined(observed);
    observed = {defined.of(observed.value), defined.of(observed.noise)};
    const InterruptGuard interrupt;
    LatentRuns runs(world, wishes.output,
                    {wishes.threads, wishes.is_quiet, wishes.budget, interrupt.token()});
    const analysis::Simulator simulate = [&](std::span<const analysis::PointRun> trials) {
        auto summaries = runs.run(trials);
        for (std::size_t i = 0; summaries && i < summaries->size(); ++i)
            (*summaries)[i] = defined.of((*summaries)[i]);
        return summaries;
    };
    std::vector<std::size_t> levels;
    for (const LatentParameter& one : world.form.parameters) levels.push_back(one.values.size());
    auto search =
        search_for(simulate, observed, small.volume, analysis::Factors(levels), wishes.budget);
    if (search && !search->found && !interrupt.was_interrupted())
        findings.push_back(
            {wishes.form.name, "", "no simulation has all that the log has: nobody answers in it"});
    if (!search || !search->found) return std::nullopt;
    runs.remove_journal();

    LatentCalibration result;
    result.form = wishes.form;
    result.base = base;
    result.log_digest = input.digest;
    result.estimates = estimates_of(wishes.form, search->found->posterior);
    result.summaries = defined.of(analysis::attention_summary_names(world.view));
    result.observed = std::move(search->observed);
    result.search = std::move(*search->found);
    result.resampled = std::move(world.resampled);
    result.share_left = search->share_left;
    result.wave_trials = search->wave_trials;
    result.noise_trials = search->noise_trials;
    result.reduced_share = small.volume;
    result.has_read_times = world.view.has_read_times;
    result.wall_s =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return result;
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "app/tuning.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "analysis/studies/least_squares.hpp"
#include "analysis/studies/measure_text.hpp"
#include "app/json_text.hpp"
#include "app/scenario_files.hpp"
#include "app/study_files.hpp"
#include "models/reading/json_text.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace reading = models::reading;
using reading::Json;

namespace {

/// What an undefined or infinite residual counts: far out, yet not so far that the rest is drowned.
constexpr double undefined_residual = 100.0;  // tolerances

/// A root mean square residual with which the search is content: more would fit the noise.
constexpr double close_enough = 0.05;  // tolerances

/// Four significant digits: more would claim what the simulation does not know.
double rounded(double value) {
    if (value == 0.0) return 0.0;
    const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 3.0);
    // Dividing by a whole power of ten keeps 0.3 from becoming 0.30000000000000004.
    return unit < 1.0 ? std::round(value / unit) / std::round(1.0 / unit)
                      : std::round(value / unit) * unit;
}

/// The number at a pointer, in a unit, of what is wrapped or not; nothing when there is none.
std::optional<double> number_at(const Json& document, const std::string& pointer,
                                const std::string& unit) {
    const auto unwrapped = [](const Json* value) {
        return value->is_object() && value->contains("value") ? &value->at("value") : value;
    };
    const Json* found = unwrapped(&document);
    const auto keys = reading::pointer_keys(pointer);
    if (!keys) return std::nullopt;
    for (const std::string& key : *keys) {
        found = reading::find_step(*found, key);
        if (found == nullptr) return std::nullopt;
        found = unwrapped(found);
    }
    if (found->is_number()) return found->get<double>();
    if (!found->is_string()) return std::nullopt;
    return analysis::parse_number(found->get_ref<const std::string&>(), unit);
}

std::vector<models::Override> overrides_for(const Tuning& tuning, std::span<const double> values) {
    std::vector<models::Override> overrides;
    for (std::size_t i = 0; i < values.size(); ++i)
        overrides.push_back(
            {tuning.parameters[i].pointer, tuning.parameters[i].written(values[i])});
    return overrides;
}

/// Keeps the targets that the tuning names, in its order; says what is wrong with them.
void keep_figures(const Tuning& tuning, const std::string& path, Study& study,
                  std::vector<models::Finding>& findings) {
    std::vector<StudyTarget> kept;
    std::vector<std::string> known;
    for (const StudyTarget& target : study.targets) known.push_back(target.figure);
    for (std::size_t i = 0; i < tuning.figures.size(); ++i) {
        const std::string& figure = tuning.figures[i].figure;
        const std::string where = "/figures/" + std::to_string(i) + "/figure";
        const auto found = std::ranges::find(study.targets, figure, &StudyTarget::figure);
        if (found == study.targets.end()) {
            findings.push_back({path, where,
                                "the study has no figure " + reading::in_quotes(figure) +
                                    reading::did_you_mean(figure, known)});
            continue;
        }
        const double width = found->accepted.high - found->accepted.low;
        if (found->use != analysis::Use::tuned)
            findings.push_back({path, where, "is not for use \"tuned\" in the study"});
        else if (!std::isfinite(width) || width <= 0.0)
            findings.push_back({path, where, "needs a tolerance with two ends"});
        kept.push_back(*found);
    }
    study.targets = std::move(kept);
}

}  // namespace

std::optional<PreparedTuning> prepare_tuning(const Tuning& tuning, const std::string& path,
                                             std::vector<models::Finding>& findings) {
    const std::size_t before = findings.size();
    PreparedTuning prepared{tuning, {}, beside(path, tuning.study), {}};
    ReadStudy read = read_study(prepared.study_path, study_text(prepared.study_path));
    std::ranges::move(read.findings, std::back_inserter(findings));
    if (!read.study) return std::nullopt;
    prepared.study = std::move(*read.study);
    keep_figures(tuning, path, prepared.study, findings);
    if (findings.size() > before) return std::nullopt;

    const auto ready = prepare_study(prepared.study, prepared.study_path, findings);
    if (!ready) return std::nullopt;
    const auto document = Json::parse(ready->arms[0].scenario.resolved_json);
    for (std::size_t i = 0; i < tuning.parameters.size(); ++i) {
        const TunedParameter& one = tuning.parameters[i];
        const auto start = one.start ? one.start : number_at(document, one.pointer, one.unit);
        if (!start)
            findings.push_back({path, "/parameters/" + std::to_string(i),
                                "needs a start: the scenario has no number there that can be told "
                                "in its unit"});
        prepared.starts.push_back(start.value_or(one.from));
    }
    // The ends must be values that the scenario can have.
    for (const double place : {0.0, 1.0}) {
        std::vector<double> ends;
        for (const TunedParameter& one : tuning.parameters) ends.push_back(one.value_at(place));
        if (findings.size() == before)
            prepare_study(prepared.study, prepared.study_path, findings,
                          overrides_for(tuning, ends));
    }
    if (findings.size() > before) return std::nullopt;
    return prepared;
}

namespace {

JudgedStudy judge_at(const PreparedTuning& prepared, std::span<const double> values,
                     unsigned threads) {
    std::vector<models::Finding> findings;
    const auto ready = prepare_study(prepared.study, prepared.study_path, findings,
                                     overrides_for(prepared.tuning, values));
    if (!ready) throw std::runtime_error(models::format_findings(findings));
    std::ostream silent(nullptr);
    return judge_study(*ready, {prepared.tuning.replications, threads}, silent);
}

/// How far the simulation is from each target, in half-widths of what is accepted.
std::vector<double> residuals_of(const JudgedStudy& judged, const Tuning& tuning) {
    std::vector<double> residuals;
    for (std::size_t i = 0; i < judged.targets.size(); ++i) {
        const auto [low, high] = judged.targets[i].target.accepted;
        const double away =
            (judged.targets[i].simulated.mean - 0.5 * (low + high)) / (0.5 * (high - low));
        const double within = std::isfinite(away)
                                  ? std::clamp(away, -undefined_residual, undefined_residual)
                                  : undefined_residual;
        residuals.push_back(within * std::sqrt(tuning.figures[i].weight));
    }
    return residuals;
}

}  // namespace

TuningResult tune(const PreparedTuning& prepared, unsigned threads, std::ostream& progress) {
    const Tuning& tuning = prepared.tuning;
    const auto values_at = [&](std::span<const double> point) {
        std::vector<double> values;
        for (std::size_t i = 0; i < point.size(); ++i)
            values.push_back(rounded(tuning.parameters[i].value_at(point[i])));
        return values;
    };
    std::size_t done = 0;
    const analysis::Residuals residuals = [&](std::span<const double> point) {
        const auto result = residuals_of(judge_at(prepared, values_at(point), threads), tuning);
        double loss = 0.0;
        for (const double one : result) loss += 0.5 * one * one;
        progress << tuning.name << ": evaluation " << ++done << " of at most " << tuning.budget
                 << ", loss " << json_number(rounded(loss)) << "\n"
                 << std::flush;
        return result;
    };
    std::vector<double> start;
    for (std::size_t i = 0; i < prepared.starts.size(); ++i)
        start.push_back(tuning.parameters[i].place_of(prepared.starts[i]));
    double weights = 0.0;
    for (const TunedFigure& one : tuning.figures) weights += one.weight;
    const analysis::Fit fit = analysis::fit_least_squares(
        residuals, std::move(start),
        {.budget = tuning.budget, .small_loss = 0.5 * weights * close_enough * close_enough});
    TuningResult result{values_at(fit.point), fit.loss, fit.first_loss, fit.evaluations, {}};
    result.judged = judge_at(prepared, result.values, threads);
    return result;
}

namespace {

/// A value that an overlay must replace as a whole: a patch within it would lose the rest.
bool is_whole(const Json& value) {
    return !value.is_object() || value.contains("value") || value.contains("law");
}

}  // namespace

std::string tuning_overlay(const PreparedTuning& prepared, const TuningResult& result) {
    const auto overrides = overrides_for(prepared.tuning, result.values);
    const models::ReadResult read =
        read_and_validate(beside(prepared.study_path, prepared.study.scenario), overrides);
    const auto changed = Json::parse(read.scenario->resolved_json);
    std::string figures;
    for (const TunedFigure& one : prepared.tuning.figures)
        figures += (figures.empty() ? "" : ", ") + one.figure;

    Json overlay = {{"wardwire_overlay", 1},
                    {"title", "Values found by wardwire tune " + prepared.tuning.name}};
    for (const models::Override& one : overrides) {
        const Json* from = &changed;
        Json* to = &overlay;
        const auto keys = reading::pointer_keys(one.pointer);
        for (const std::string& key : *keys) {
            if (from != &changed && is_whole(*from)) break;
            from = reading::find_step(*from, key);
            to = &(*to)[key];
        }
        *to = {{"value", *from},
               {"source", "fitted by `wardwire tune " + prepared.tuning.name + "` to " + figures},
               {"status", "tuned"}};
    }
    return overlay.dump(2) + "\n";
}

}  // namespace wardwire::app

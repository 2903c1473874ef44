// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/latent_calibration.hpp"
#include "models/reading/json_text.hpp"
#include "sim/random/special.hpp"

namespace wardwire::app {

namespace {

using models::Override;
using models::reading::Json;
using sim::number_in_words;

/// Why no more was simulated.
const char* why_it_ended(analysis::AbcEnd end) {
    switch (end) {
        case analysis::AbcEnd::close_enough:
            return "as near to the log as its noise allows";
        case analysis::AbcEnd::acceptance:
            return "hardly any run came nearer";
        case analysis::AbcEnd::budget:
            return "the budget is spent";
        case analysis::AbcEnd::generations:
            break;
    }
    return "all generations are done";
}

/// A text as JSON when it is a number or the like, else as a text.
Json json_of_written(const std::string& text) {
    const Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    return value.is_discarded() ? Json(text) : value;
}

/// Where the value of a pointer is wrapped: at the law around it, if there is one.
Json* whole_value(Json& document, const std::string& pointer) {
    Json* place = &document;
    const auto keys = models::reading::pointer_keys(pointer);
    for (const std::string& key : *keys) {
        if (place->is_object() && (place->contains("law") || place->contains("value"))) break;
        place = &(*place)[key];
    }
    return place;
}

void wrap(Json& document, const std::string& pointer, const std::string& source,
          const char* status) {
    Json* place = whole_value(document, pointer);
    Json inner = place->is_object() && place->contains("value") ? (*place)["value"] : *place;
    *place = {{"value", std::move(inner)}, {"source", source}, {"status", status}};
}

std::string reach_in_words(const LatentEstimate& estimate) {
    if (!estimate.parameter.values.empty()) return "-";
    if (!(estimate.reach < 1.0)) return "> 100 %";
    return number_in_words(std::round(100.0 * estimate.reach)) + " %";
}

}  // namespace

std::vector<std::string> LatentCalibration::not_reproduced() const {
    constexpr double too_far = 2.0;  // deviations
    std::vector<std::string> missed;
    for (std::size_t s = 0; s < summaries.size(); ++s)
        if (std::abs(search.misfit[s]) > too_far)
            missed.push_back(summaries[s] + ": " + number_in_words(observed.value[s]) +
                             " in the log, " + (search.misfit[s] > 0 ? "more" : "less") +
                             " in the simulation by " +
                             number_in_words(std::abs(search.misfit[s])) + " deviations");
    return missed;
}

std::string LatentCalibration::draws(std::size_t count) const {
    std::string lines;
    for (const std::size_t drawn : search.posterior.draws(count)) {
        const analysis::Point& point = search.posterior.points[drawn];
        Json line;
        for (const Override& change : resampled.of(search.posterior.luck[drawn]))
            line[change.pointer] = json_of_written(change.text);
        for (std::size_t i = 0; i < point.size(); ++i) {
            const LatentParameter& one = form.parameters[i];
            for (const Override& change : expanded({one.pointer, one.written(point[i])}, base))
                line[change.pointer] = json_of_written(change.text);
        }
        lines += line.dump() + "\n";
    }
    return lines;
}

std::string LatentCalibration::scenario() const {
    std::vector<Override> changes;
    for (const Override& setting : form.settings)
        for (Override& change : expanded(setting, base)) changes.push_back(std::move(change));
    for (const LatentEstimate& one : estimates)
        for (Override& change : expanded({one.parameter.pointer, one.median}, base))
            changes.push_back(std::move(change));
    const auto load = [&](const std::string&) { return std::optional(base); };
    Json document =
        Json::parse(models::read_scenario("base", changes, load).scenario->resolved_json);
    for (const Override& setting : form.settings)
        for (const Override& change : expanded(setting, base))
            if (!json_of_written(change.text).is_object() ||
                json_of_written(change.text).contains("law"))
                wrap(document, change.pointer, "form \"" + form.name + "\" of the search",
                     "assumed");
    for (const LatentEstimate& one : estimates) {
        const std::string name = one.parameter.name;
        const std::string interval =
            std::to_string(trials()) + " simulations; 90 % interval " + one.low + " to " + one.high;
        std::string source = name + ": not identified by log " + log_digest;
        if (is_identified(one))
            source = "log " + log_digest + ", " + name + " by " + interval;
        else if (is_by_form_alone(one))
            source += ", which has no read times; by the forms of the laws alone and " + interval;
        else
            source += "; prior " + one.parameter.prior();
        for (const Override& change : expanded({one.parameter.pointer, ""}, base))
            wrap(document, change.pointer, source, is_identified(one) ? "tuned" : "assumed");
    }
    return document.dump(2) + "\n";
}

std::string LatentCalibration::words() const {
    std::array<char, 320> line{};
    const auto print = [&](auto... values) {
        std::snprintf(line.data(), line.size(), values...);
        return std::string(line.data());
    };
    std::string text = print("\n%-22s %-34s %-12s %-27s %s  %7s\n", "Looked for", "prior", "median",
                             "90 % interval", "contraction", "reach");
    for (const LatentEstimate& one : estimates) {
        const std::string interval = one.low + " to " + one.high;
        const std::string reach = reach_in_words(one);
        text += print("%-22s %-34s %-12s %-27s %11.2f  %7s%s\n", one.parameter.name.c_str(),
                      one.parameter.prior().c_str(), is_narrow(one) ? one.median.c_str() : "-",
                      is_narrow(one) ? interval.c_str() : "not identified, prior shown",
                      one.contraction, reach.c_str(),
                      is_by_form_alone(one) ? "  not identified: by form alone" : "");
    }
    text += print(
        "\n%zu simulations of %.2g of the log's volume in %.0f s: %zu in waves that left "
        "%.2g of the prior, %zu at the best place for the noise, %zu in %zu generations;\n"
        "%s. Tolerance %.2f, worth %.0f "
        "independent draws%s.\n",
        trials(), reduced_share, wall_s, wave_trials, share_left, noise_trials, search.trials,
        search.generations.size(), why_it_ended(search.end), search.generations.back().tolerance,
        search.posterior.effective_size(),
        has_draws_enough() ? "" : ", too few to identify anything: raise --budget");
    if (std::ranges::any_of(estimates, [&](const auto& one) { return is_by_form_alone(one); }))
        text +=
            "By form alone: the log has no read times, and only the forms of the laws tell "
            "noticing from writing. Such a value may be far off; the scenario has it as assumed.\n";
    const auto missed = not_reproduced();
    if (!missed.empty()) text += "\nNot reproduced by this form of a scenario:\n";
    for (const std::string& one : missed) text += "  " + one + "\n";
    return text;
}

std::string LatentCalibration::json_with(const std::string& calibration) const {
    Json whole = Json::parse(calibration);
    Json& all = whole["latent"];
    all = {{"form", form.name},
           {"simulations", trials()},
           {"wave_simulations", wave_trials},
           {"noise_simulations", noise_trials},
           {"share_left", share_left},
           {"reduced_share", reduced_share},
           {"ended", why_it_ended(search.end)},
           {"effective_draws", search.posterior.effective_size()}};
    for (const LatentEstimate& one : estimates)
        all["parameters"][one.parameter.name] = {{"pointer", one.parameter.pointer},
                                                 {"prior", one.parameter.prior()},
                                                 {"median", one.median},
                                                 {"lower", one.low},
                                                 {"upper", one.high},
                                                 {"contraction", one.contraction},
                                                 {"reach", one.reach},
                                                 {"identified", is_identified(one)},
                                                 {"by_form_alone", is_by_form_alone(one)}};
    for (const analysis::AbcGeneration& one : search.generations)
        all["generations"].push_back({{"tolerance", one.tolerance},
                                      {"simulations", one.trials},
                                      {"acceptance", one.acceptance},
                                      {"effective_draws", one.effective_size}});
    for (std::size_t s = 0; s < summaries.size(); ++s)
        all["summaries"][summaries[s]] = {{"log", observed.value[s]},
                                          {"deviation", observed.noise[s]},
                                          {"misfit", search.misfit[s]}};
    return whole.dump(2) + "\n";
}

}  // namespace wardwire::app

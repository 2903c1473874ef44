// SPDX-License-Identifier: Apache-2.0
#include "app/latent_parameters.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/described_file.hpp"
#include "app/json_text.hpp"
#include "app/scenario_files.hpp"
#include "models/reading/fields.hpp"
#include "sim/random/special.hpp"

namespace wardwire::app {

namespace reading = models::reading;

namespace {

constexpr auto prior_scale_names = reading::choice<analysis::Scale>({
    {"linear", analysis::Scale::linear},
    {"log", analysis::Scale::log},
    {"logit", analysis::Scale::logit},
});
constexpr reading::Number any_end{-1e15, 1e15};
constexpr std::size_t most_latent = 20;

/// Changes of a scenario by pointer: {"/horizon/length": "2 weeks"}.
struct Settings {
    static constexpr bool is_composite = true;

    void read(const reading::Json& written, std::vector<models::Override>& changes,
              const reading::Place& place) const {
        if (!written.is_object()) return reading::report_type(place, "an object", written);
        for (const auto& [pointer, value] : written.items()) {
            if (!reading::pointer_keys(pointer) || !pointer.starts_with("/"))
                (place / pointer).report("is no JSON pointer such as /roles/*/count");
            changes.push_back({pointer, value.dump()});
        }
    }
};

double on_prior_scale(double x, analysis::Scale scale) {
    if (scale == analysis::Scale::log) return std::log(x);
    return scale == analysis::Scale::logit ? std::log(x) - std::log1p(-x) : x;
}

double off_prior_scale(double x, analysis::Scale scale) {
    if (scale == analysis::Scale::log) return std::exp(x);
    return scale == analysis::Scale::logit ? 1.0 / (1.0 + std::exp(-x)) : x;
}

std::string written_quantity(double number, const std::string& unit) {
    return sim::number_in_words(number) + (unit.empty() ? "" : " " + unit);
}

}  // namespace

template <class Fields>
void describe(Fields& fields, LatentParameter& parameter) {
    fields.required("name", parameter.name, reading::text, "a few words for people");
    fields.required("pointer", parameter.pointer, reading::text, "a place of the scenario");
    fields.optional("from", parameter.from, any_end, "the least value");
    fields.optional("to", parameter.to, any_end, "the greatest value");
    fields.optional("unit", parameter.unit, reading::text, "written behind the number");
    fields.optional("scale", parameter.scale, prior_scale_names, "on which all are as likely");
    fields.optional("values", parameter.values, reading::list_of(reading::text, 2, 20),
                    "instead of a range");
}

inline void settle(LatentParameter& parameter, reading::FieldReader& fields,
                   const reading::Place& place) {
    if (!reading::pointer_keys(parameter.pointer) || !parameter.pointer.starts_with("/"))
        (place / "pointer").report("is no JSON pointer such as /roles/*/count");
    const bool has_range = fields.has("from") && fields.has("to");
    if (has_range == fields.has("values"))
        return place.report("needs either \"from\" and \"to\" or \"values\"");
    if (!has_range) return;
    if (!(parameter.from < parameter.to)) place.report("must go from a lower to a higher value");
    if (parameter.scale == analysis::Scale::log && parameter.from <= 0.0)
        place.report("must begin above 0 on a log scale");
    if (parameter.scale == analysis::Scale::logit && (parameter.from <= 0.0 || parameter.to >= 1.0))
        place.report("must lie within 0 and 1 on a logit scale");
}

template <class Fields>
void describe(Fields& fields, LatentForm& form) {
    std::uint32_t version = 1;
    fields.required("wardwire_latent", version, reading::Whole{1, 1}, "version of the format");
    fields.optional("title", form.title, reading::text, "one line for people");
    fields.optional("set", form.settings, Settings{}, "changes of the scenario beforehand");
    fields.required("parameters", form.parameters, reading::list_of_objects(1, most_latent),
                    "what is looked for");
}

std::optional<LatentForm> read_latent_form(const std::string& path, std::string_view text,
                                           std::vector<models::Finding>& findings) {
    LatentForm form;
    form.name = scenario_name(path);
    return read_described(path, text, std::move(form), findings);
}

double LatentParameter::number(double place) const {
    const double low = on_prior_scale(from, scale);
    const double high = on_prior_scale(to, scale);
    return off_prior_scale(low + place * (high - low), scale);
}

std::string LatentParameter::written(double place) const {
    if (!values.empty()) {
        const auto count = static_cast<double>(values.size());
        return values[std::min(values.size() - 1, static_cast<std::size_t>(place * count))];
    }
    return written_quantity(number(place), unit);
}

std::string LatentParameter::prior() const {
    if (values.empty()) return written_quantity(from, unit) + " to " + written_quantity(to, unit);
    std::string words = values.front();
    for (std::size_t i = 1; i < values.size(); ++i)
        words += (i + 1 < values.size() ? ", " : " or ") + values[i];
    return words;
}

namespace {

void expand(const reading::Json& place, const std::vector<std::string>& keys, std::size_t at,
            const std::string& pointer, const models::Override& change,
            std::vector<models::Override>& into) {
    if (at == keys.size()) {
        into.push_back({pointer, change.text});
        return;
    }
    const auto go_on = [&](const std::string& key) {
        static const reading::Json nothing;
        const reading::Json* below = reading::find_step(place, key);
        expand(below == nullptr ? nothing : *below, keys, at + 1,
               pointer + models::pointer_step(key), change, into);
    };
    if (keys[at] != "*") return go_on(keys[at]);
    if (!place.is_object()) return;
    for (const auto& member : place.items()) go_on(member.key());
}

}  // namespace

std::vector<models::Override> expanded(const models::Override& change, std::string_view document) {
    std::vector<models::Override> changes;
    expand(reading::Json::parse(document), *reading::pointer_keys(change.pointer), 0, "", change,
           changes);
    return changes;
}

}  // namespace wardwire::app

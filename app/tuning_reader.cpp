// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/described_file.hpp"
#include "app/json_text.hpp"
#include "app/scenario_files.hpp"
#include "app/tuning.hpp"
#include "models/reading/fields.hpp"

namespace wardwire::app {

namespace reading = models::reading;

namespace {

constexpr auto scale_names = reading::choice<Scale>({
    {"linear", Scale::linear},
    {"log", Scale::logarithmic},
});
constexpr reading::Number weight{1e-6, 1e6};

}  // namespace

template <class Fields>
void describe(Fields& fields, TunedParameter& parameter) {
    fields.required("pointer", parameter.pointer, reading::text, "a place of the scenario");
    fields.required("from", parameter.from, any_figure, "the least value");
    fields.required("to", parameter.to, any_figure, "the greatest value");
    fields.optional("unit", parameter.unit, reading::text, "written behind the number");
    fields.optional("scale", parameter.scale, scale_names, "how values between are spaced");
    fields.optional("start", parameter.start, any_figure, "otherwise what the scenario says");
}

inline void settle(TunedParameter& parameter, reading::FieldReader&, const reading::Place& place) {
    if (!(parameter.from < parameter.to)) place.report("must go from a lower to a higher value");
    if (parameter.scale == Scale::logarithmic && parameter.from <= 0.0)
        place.report("must begin above 0 on a log scale");
    if (parameter.start && (*parameter.start < parameter.from || *parameter.start > parameter.to))
        place.report("must start between its ends");
}

template <class Fields>
void describe(Fields& fields, TunedFigure& figure) {
    fields.required("figure", figure.figure, reading::text, "a figure of the study");
    fields.optional("weight", figure.weight, weight, "how much its square counts");
}

template <class Fields>
void describe(Fields& fields, Tuning& tuning) {
    std::uint32_t version = 1;
    fields.required("wardwire_tuning", version, reading::Whole{1, 1}, "version of the format");
    fields.required("study", tuning.study, reading::text, "bundled, or a file");
    fields.required("parameters", tuning.parameters, reading::list_of_objects(1, 20),
                    "what is looked for");
    fields.required("figures", tuning.figures, reading::list_of_objects(1, 1000), "what is to fit");
    fields.optional("replications", tuning.replications, reading::Whole{1, 10'000},
                    "of each evaluation");
    fields.optional("budget", tuning.budget, reading::Whole{1, 10'000}, "evaluations");
}

inline void settle(Tuning& tuning, reading::FieldReader&, const reading::Place& place) {
    if (tuning.figures.size() < tuning.parameters.size())
        place.report("needs as many figures as parameters: fewer cannot tell the values apart");
}

ReadTuning read_tuning(const std::string& path, std::string_view text) {
    ReadTuning result;
    Tuning tuning;
    tuning.name = scenario_name(path);
    result.tuning = read_described(path, text, std::move(tuning), result.findings);
    return result;
}

double TunedParameter::value_at(double place) const {
    if (scale == Scale::logarithmic) return from * std::pow(to / from, place);
    return from + place * (to - from);
}

double TunedParameter::place_of(double value) const {
    const double place = scale == Scale::logarithmic ? std::log(value / from) / std::log(to / from)
                                                     : (value - from) / (to - from);
    return std::clamp(place, 0.0, 1.0);
}

std::string TunedParameter::written(double value) const {
    return json_number(value) + (unit.empty() ? "" : " " + unit);
}

}  // namespace wardwire::app

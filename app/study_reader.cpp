// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/described_file.hpp"
#include "app/scenario_files.hpp"
#include "app/study.hpp"
#include "models/reading/fields.hpp"

namespace wardwire::app {

namespace reading = models::reading;
using analysis::Statistic;
using analysis::Use;

namespace {

constexpr auto use_names = reading::choice<Use>({
    {"input", Use::input},
    {"tuned", Use::tuned},
    {"output", Use::output},
});
constexpr auto statistic_names = reading::choice<Statistic>({
    {"mean", Statistic::mean},
    {"difference", Statistic::difference},
    {"relative change", Statistic::relative_change},
    {"share of replications down", Statistic::share_down},
    {"share of replications up", Statistic::share_up},
});
constexpr reading::Number positive{0.0, 1e15};

}  // namespace

/// How far from the target is still agreement, as it is written: one of these.
struct Tolerance {
    std::optional<double> points;
    std::optional<double> relative;
    std::vector<double> range;
    std::optional<double> at_least;
    std::optional<double> at_most;

    int ways() const {
        return int{points.has_value()} + int{relative.has_value()} + int{!range.empty()} +
               int{at_least.has_value()} + int{at_most.has_value()};
    }
};

template <class Fields>
void describe(Fields& fields, Tolerance& tolerance) {
    fields.optional("points", tolerance.points, positive, "this far from the target");
    fields.optional("relative", tolerance.relative, positive, "this share of the target away");
    fields.optional("range", tolerance.range, reading::list_of(any_figure, 2, 2), "from and to");
    fields.optional("at_least", tolerance.at_least, any_figure, "no less");
    fields.optional("at_most", tolerance.at_most, any_figure, "no more");
}

inline void settle(Tolerance& tolerance, reading::FieldReader&, const reading::Place& place) {
    if (tolerance.ways() != 1)
        place.report("needs one of points, relative, range, at_least and at_most");
    if (tolerance.range.size() == 2 && tolerance.range[0] > tolerance.range[1])
        place.report("must go from the lower to the higher number");
}

namespace {

analysis::Accepted accepted_by(const Tolerance& tolerance, double target) {
    analysis::Accepted accepted;
    if (tolerance.range.size() == 2) return {tolerance.range[0], tolerance.range[1]};
    if (tolerance.at_least) accepted.low = *tolerance.at_least;
    if (tolerance.at_most) accepted.high = *tolerance.at_most;
    if (tolerance.points) accepted = {target - *tolerance.points, target + *tolerance.points};
    if (tolerance.relative) {
        const double away = *tolerance.relative * std::abs(target);
        accepted = {target - away, target + away};
    }
    return accepted;
}

}  // namespace

template <class Fields>
void describe(Fields& fields, StudyTarget& target) {
    Tolerance tolerance;
    fields.required("figure", target.figure, reading::text, "the figure's id");
    fields.required("quantity", target.quantity, reading::text, "what it is");
    fields.required("measure", target.measure, reading::text, "what of the simulation it is");
    fields.optional("target", target.target, any_figure, "the published number");
    fields.optional("unit", target.unit, reading::text, "of the target and the tolerance");
    fields.required("tolerance", tolerance, reading::object, "what is still agreement");
    fields.required("use", target.use, use_names, "what the figure was to the scenario");
    fields.optional("note", target.note, reading::text, "why it is missed, or how it was used");
    fields.optional("scenario", target.scenario, reading::text, "if not that of the study");
    fields.optional("against", target.against, reading::text, "the scenario to compare with");
    fields.optional("statistic", target.statistic, statistic_names,
                    "how replications are compared");
    target.accepted = accepted_by(tolerance, target.target.value_or(0.0));
}

inline void settle(StudyTarget& target, reading::FieldReader& fields, const reading::Place& place) {
    if (!target.target &&
        (fields.has("tolerance", "points") || fields.has("tolerance", "relative")))
        place.report("needs a target: its tolerance is a distance from one");
    if (analysis::is_paired(target.statistic) && target.against.empty())
        place.report("needs \"against\": its statistic compares two scenarios");
    if (!analysis::is_paired(target.statistic) && !target.against.empty())
        place.report("needs a \"statistic\" that compares two scenarios");
}

template <class Fields>
void describe(Fields& fields, Study& study) {
    std::uint32_t version = 1;
    fields.required("wardwire_study", version, reading::Whole{1, 1}, "version of the format");
    fields.required("scenario", study.scenario, reading::text, "bundled, or a file");
    fields.required("title", study.title, reading::text, "a line about it");
    fields.required("cites", study.cites, reading::list_of(reading::text, 1, 100), "sources");
    fields.required("page", study.page, reading::text, "the page about it");
    fields.optional("replications", study.replications, reading::Whole{1, 1'000'000},
                    "how many; otherwise as the scenario says");
    fields.required("targets", study.targets, reading::list_of_objects(1, 1000), "figures");
}

ReadStudy read_study(const std::string& path, std::string_view text) {
    ReadStudy result;
    Study study;
    study.name = scenario_name(path);
    result.study = read_described(path, text, std::move(study), result.findings);
    return result;
}

std::string word_for(Use use) { return use_names.write(use); }
std::string word_for(Statistic statistic) { return statistic_names.write(statistic); }

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "models/reading/growth.hpp"

#include <numeric>
#include <string>

namespace wardwire::models::reading {
namespace {

void report_keys_of_other_curve(const Adoption& adoption, const FieldReader& fields,
                                const Place& place) {
    const bool is_bass = adoption.curve == Adoption::Curve::bass;
    for (const char* key : {"launch", "innovation", "imitation"}) {
        if (is_bass && !fields.has(key)) place.report("needs the key " + in_quotes(key));
        if (!is_bass && fields.has(key)) (place / key).report("has no effect unless curve is bass");
    }
    if (is_bass && fields.has("points"))
        (place / "points").report("has no effect unless curve is logistic");
    if (!is_bass && !fields.has("points")) place.report("needs the key \"points\"");
}

}  // namespace

void Seasons::read(const Json& written, std::vector<double>& value, const Place& place) const {
    if (!check_list(written, 12, 52, place)) return;
    if (written.size() != 12 && written.size() != 52)
        return place.report("must have 12 entries for the months or 52 for the weeks, got " +
                            std::to_string(written.size()));
    std::vector<double> shape(written.size());
    for (std::size_t i = 0; i < shape.size(); ++i)
        Number{0.0, 1e6}.read(written[i], shape[i], place / i);
    const double sum = std::accumulate(shape.begin(), shape.end(), 0.0);
    if (sum <= 0.0) return place.report("must be above 0 in some season");
    for (double& factor : shape) factor *= static_cast<double>(shape.size()) / sum;
    value = shape;
}

Json Seasons::schema() const {
    return {{"type", "array"},
            {"minItems", 12},
            {"maxItems", 52},
            {"items", {{"type", "number"}, {"minimum", 0}}}};
}

void check_dates(const std::vector<HeadCount>& steps, const Place& place) {
    for (std::size_t i = 1; i < steps.size(); ++i)
        if (steps[i].day <= steps[i - 1].day)
            (place / i / "from").report("must be later than the date before it");
}

void check_panel(const PatientSpec& patients, const Place& place) {
    const std::vector<HeadCount>& panel = patients.panel;
    check_dates(panel, place);
    for (std::size_t i = 1; i < panel.size(); ++i)
        if (panel[i].count < panel[i - 1].count)
            (place / i / "count")
                .report(
                    "is less than before, and a panel only grows; for less "
                    "use of the portal see \"growth\"");
    if (!panel.empty() && panel.back().count != patients.count)
        (place / (panel.size() - 1) / "count")
            .report("must be the " + std::to_string(patients.count) +
                    " of \"count\", all patients there will be, got " +
                    std::to_string(panel.back().count));
}

void settle(Adoption& adoption, const FieldReader& fields, const Place& place) {
    report_keys_of_other_curve(adoption, fields, place);
    if (fields.has("ceiling") && adoption.ceiling <= 0.0)
        (place / "ceiling").report("must be above 0");
    if (fields.has("innovation") && adoption.innovation_per_second <= 0.0)
        (place / "innovation").report("must be above 0, or nobody would ever begin");
    if (adoption.points.size() != 2) return;
    for (std::size_t i = 0; i < 2; ++i) {
        const double reached = adoption.points[i].share;
        if (reached > 0.0 && reached < adoption.ceiling) continue;
        (place / "points" / i / "share")
            .report("must lie between 0 and the ceiling of " +
                    format_quantity(adoption.ceiling, Dimension::probability) + ", got " +
                    format_quantity(reached, Dimension::probability));
    }
    const Adoption::Point& first = adoption.points[0];
    const Adoption::Point& second = adoption.points[1];
    if (second.day <= first.day)
        (place / "points" / 1 / "on").report("must be later than the date of the first point");
    else if (second.share < first.share)
        (place / "points" / 1 / "share")
            .report("is less than before, and what is adopted stays so");
}

void settle(GrowthSpec& growth, const FieldReader&, const Place& place) {
    for (std::size_t i = 1; i < growth.changes.size(); ++i)
        if (growth.changes[i].day <= growth.changes[i - 1].day)
            (place / "changes" / i / "from").report("must be later than the change before it");
}

}  // namespace wardwire::models::reading

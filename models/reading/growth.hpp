// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "models/growth.hpp"
#include "models/reading/fields.hpp"
#include "models/staff_plan.hpp"

/// The description of what changes over weeks to years; see description.hpp.
namespace wardwire::models::reading {

inline constexpr auto curve_names = choice<Adoption::Curve>({
    {"logistic", Adoption::Curve::logistic},
    {"bass", Adoption::Curve::bass},
});
inline constexpr auto trend_names = choice<Trend::Kind>({
    {"compound", Trend::Kind::compound},
    {"linear", Trend::Kind::linear},
});

/// 12 numbers for the months or 52 for the weeks of the year. Only the shape counts; the mean
/// becomes 1.
struct Seasons {
    void read(const Json& written, std::vector<double>& value, const Place& place) const;
    Json schema() const;
    Json write(const std::vector<double>&) const { return Json::array(); }
};
inline constexpr Seasons seasons;

/// A form of a value that has no meaning unless it is written, and so no default.
template <class Form>
struct NoDefault {
    static constexpr bool is_numeric = Numeric<Form>;
    Form form;

    template <class T>
    void read(const Json& written, T& value, const Place& place) const {
        form.read(written, value, place);
    }
    Json schema() const { return form.schema(); }
};
template <class Form>
NoDefault(Form) -> NoDefault<Form>;

template <class Fields>
void describe(Fields& fields, Adoption::Point& point) {
    fields.required("on", point.day, date, "the date");
    fields.required("share", point.share, probability, "the share on that date");
}

template <class Fields>
void describe(Fields& fields, Adoption& adoption) {
    fields.required("curve", adoption.curve, curve_names,
                    "logistic goes through two points; bass says how many take it up by "
                    "themselves and from others");
    fields.optional("ceiling", adoption.ceiling, probability, "the share that is never exceeded");
    fields.optional("points", adoption.points, list_of_objects(2, 2),
                    "logistic: two dates and the shares on them");
    fields.optional("launch", adoption.launch_day, NoDefault{date},
                    "bass: before it nobody has it");
    fields.optional("innovation", adoption.innovation_per_second, NoDefault{rate},
                    "bass: at which those who have not take it up by themselves");
    fields.optional("imitation", adoption.imitation_per_second, NoDefault{rate},
                    "bass: the same from others, when nearly all have it");
}

template <class Fields>
void describe(Fields& fields, Trend& trend) {
    fields.required("per_year", trend.change_per_year, change, "more or less in a year");
    fields.optional("kind", trend.kind, trend_names,
                    "each year on the year before, or always on the reference day");
}

template <class Fields>
void describe(Fields& fields, ChangePoint& point) {
    fields.required("from", point.day, date, "the first day");
    fields.required("factor", point.factor, Number{0.0, 1000.0},
                    "on the rate from then to the next change; 1 before the first");
}

template <class Fields>
void describe(Fields& fields, GrowthSpec& growth) {
    fields.optional("reference", growth.reference_day, date,
                    "day on which the rate is as written, seasons and changes apart; without it "
                    "the first of the run");
    fields.optional("adoption", growth.adoption, object,
                    "share of people who use it, as a curve over time");
    fields.optional("trend", growth.trend, object, "a steady change");
    fields.optional("seasons", growth.seasons, seasons,
                    "shape over the year: 12 numbers for the months or 52 for the weeks; their "
                    "mean becomes 1");
    fields.optional("changes", growth.changes, list_of_objects(0, 1000),
                    "dates at which the rate changes at once");
}

template <class Fields>
void describe(Fields& fields, HeadCount& step) {
    fields.required("from", step.day, date, "the first day");
    fields.required("count", step.count, Whole{0, 10'000'000}, "number of people");
}

void settle(Adoption& adoption, const FieldReader& fields, const Place& place);
/// Later numbers come later, and a panel only grows, to the count of patients.
void check_dates(const std::vector<HeadCount>& steps, const Place& place);
void check_panel(const PatientSpec& patients, const Place& place);

void settle(GrowthSpec& growth, const FieldReader& fields, const Place& place);

}  // namespace wardwire::models::reading

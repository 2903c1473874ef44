// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "models/reading/fields.hpp"

/// The forms of times of the week.
namespace wardwire::models::reading {
namespace {

constexpr std::size_t hours_a_day = 24;
constexpr std::size_t days_a_week = 7;
constexpr std::size_t most_spans = 200;

/// The same hours on several days; they run into the next day when `to` is before `from`.
struct Span {
    std::uint8_t days = 0;
    sim::Duration from{};
    sim::Duration to{};
};

template <class Fields>
void describe(Fields& fields, Span& span) {
    fields.required("days", span.days, days, "mon-fri, sat,sun or daily");
    fields.required("from", span.from, time_of_day, "begin");
    fields.required("to", span.to, time_of_day, "end; before the begin: on the next day");
}

void settle(Span& span, const FieldReader& fields, const Place& place) {
    if (span.days != 0 && fields.has("from") && fields.has("to") && span.from == span.to) {
        place.report("begins and ends at the same time; the whole day is 00:00 to 24:00");
    }
    if (span.to < span.from) span.to += sim::days{1};
}

constexpr ListOfObjects<Object> spans_form{{object, 1, most_spans}};

std::vector<WeeklyHours::Interval> read_intervals(const Json& written, const Place& place) {
    std::vector<Span> spans;
    spans_form.read(written, spans, place);
    std::vector<WeeklyHours::Interval> intervals;
    for (const Span& span : spans) {
        for (unsigned day = 0; day < days_a_week; ++day) {
            const sim::Duration midnight = sim::days{day};
            const bool is_meant = (span.days >> day & 1U) != 0 && span.from < span.to;
            if (is_meant) intervals.push_back({midnight + span.from, midnight + span.to});
        }
    }
    std::sort(intervals.begin(), intervals.end(),
              [](const auto& a, const auto& b) { return a.from < b.from; });
    return intervals;
}

void read_day_shape(const Json& written, std::uint8_t meant, WeekProfile& shape,
                    const Place& place) {
    if (!check_list(written, hours_a_day, hours_a_day, place)) return;
    for (std::size_t hour = 0; hour < hours_a_day; ++hour) {
        double weight = 0.0;
        Number{0.0, 1e6}.read(written[hour], weight, place / hour);
        for (std::size_t day = 0; day < days_a_week; ++day) {
            if ((meant >> day & 1U) != 0) shape[day * hours_a_day + hour] = weight;
        }
    }
}

}  // namespace

void Hours::read(const Json& written, WeeklyHours& value, const Place& place) const {
    if (written == "always") {
        value = WeeklyHours::always();
    } else if (written == "never") {
        value = WeeklyHours{};
    } else if (!written.is_array()) {
        report_type(place, "\"always\", \"never\" or a list of days with from and to", written);
    } else {
        value = WeeklyHours{};
        for (const auto& interval : read_intervals(written, place)) {
            value.add(interval.from, interval.to);
        }
    }
}
Json Hours::schema() const {
    return {{"anyOf", {{{"enum", {"always", "never"}}}, {{"$ref", "#/definitions/hours"}}}}};
}

void WeekOfShifts::read(const Json& written, std::vector<Shift>& value, const Place& place) const {
    value.clear();
    if (may_be_off && written == "off") return;
    const std::vector<WeeklyHours::Interval> intervals = read_intervals(written, place);
    for (const auto& interval : intervals) value.push_back({interval});
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        const bool is_last = i + 1 == intervals.size();
        const sim::Duration next =
            is_last ? intervals[0].from + sim::weeks{1} : intervals[i + 1].from;
        if (next < intervals[i].to) {
            return place.report("has shifts that overlap; one person cannot work both");
        }
    }
}
Json WeekOfShifts::schema() const {
    const Json some = {{"$ref", "#/definitions/hours"}};
    if (!may_be_off) return some;
    return {{"anyOf", {some, {{"const", "off"}}}}};
}

void Profile::read(const Json& written, WeekProfile& value, const Place& place) const {
    value.fill(1.0);
    if (written == "flat") return;
    if (!written.is_object()) {
        return report_type(place, "\"flat\" or an object such as {\"daily\": [24 numbers]}",
                           written);
    }
    unsigned covered = 0;
    for (const auto& [key, shape] : written.items()) {
        const auto parsed = parse_days(key);
        if (const auto* wrong = std::get_if<Complaint>(&parsed)) {
            (place / key).report("as a key " + wrong->what);
            continue;
        }
        const std::uint8_t meant = std::get<std::uint8_t>(parsed);
        if ((covered & meant) != 0) (place / key).report("names a day a second time");
        covered |= meant;
        read_day_shape(shape, meant, value, place / key);
    }
    if (covered != 0x7f) place.report("must give 24 numbers for every day of the week");
    const double sum = std::accumulate(value.begin(), value.end(), 0.0);
    if (sum <= 0.0) return place.report("must be above 0 at some hour");
    for (double& weight : value) weight *= static_cast<double>(value.size()) / sum;
}
Json Profile::schema() const { return {{"$ref", "#/definitions/profile"}}; }

Json hours_definition() { return spans_form.schema(std::vector<Span>{}); }

}  // namespace wardwire::models::reading

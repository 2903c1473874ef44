// SPDX-License-Identifier: Apache-2.0
#include "models/reading/forms.hpp"

#include <algorithm>
#include <limits>

#include "models/reading/collections.hpp"
#include "models/reading/sites.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

/// Reads one name or a list of names as ids, each once.
template <class Id>
void read_names_as_ids(const Json& written, const std::vector<std::string>& known,
                       std::string_view kind, std::vector<Id>& ids, const Place& place) {
    const Json list = written.is_string() ? Json::array({written}) : written;
    const std::string wanted = "the name of a " + std::string(kind) + " or a list of them";
    if (!list.is_array()) return report_type(place, wanted, written);
    ids.clear();
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Place at = written.is_string() ? place : place / i;
        if (!list[i].is_string()) {
            report_type(at, "the name of a " + std::string(kind), list[i]);
            continue;
        }
        const Id id(find_name(list[i].get_ref<const std::string&>(), known, kind, at));
        if (id.index() == known.size()) continue;
        if (std::find(ids.begin(), ids.end(), id) != ids.end()) {
            at.report("names " + text_of(list[i]) + " a second time");
        } else {
            ids.push_back(id);
        }
    }
}

Json one_or_list() {
    return {{"anyOf",
             {{{"type", "string"}},
              {{"type", "array"}, {"items", {{"type", "string"}}}, {"uniqueItems", true}}}}};
}

Json reference_to(std::string_view definition) {
    return {{"$ref", "#/definitions/" + std::string(definition)}};
}

}  // namespace

const Json* unwrap(const Json& written, Place& place) {
    if (!written.is_object()) return &written;
    const bool is_wrapped = find_step(written, "value") != nullptr ||
                            find_step(written, "source") != nullptr ||
                            find_step(written, "status") != nullptr;
    if (!is_wrapped) return &written;

    const std::array<std::string, 5> parts = {"value", "source", "status", "interval", "level"};
    for (const auto& member : written.items()) {
        if (std::find(parts.begin(), parts.end(), member.key()) == parts.end()) {
            (place / member.key())
                .report("unknown key beside \"value\", \"source\" and \"status\"" +
                        did_you_mean(member.key(), parts));
        }
    }
    std::string source, status;
    const auto value = written.find("value");
    if (value == written.end()) place.report("needs the key \"value\" beside its source");
    if (written.contains("source")) text.read(written["source"], source, place / "source");
    if (!written.contains("status")) {
        place.report("needs the key \"status\": measured, tuned or assumed");
    } else {
        const std::vector<std::string> words = {"measured", "tuned", "assumed"};
        const std::size_t index = read_choice(written["status"], words, place / "status");
        if (index < words.size()) status = words[index];
        if (status == "measured" && source.empty()) {
            place.report("is said to be measured, and needs the key \"source\": where, by whom");
        }
    }
    place.record_source(source, status);
    if (value == written.end()) return nullptr;
    place = place / "value";
    return &*value;
}

const Json* interval_beside(const Json& written, const Place& place) {
    if (const Json* level = find_step(written, "level")) {
        double part = 0.5;
        const std::size_t findings = place.finding_count();
        probability.read(*level, part, place / "level");
        if (place.finding_count() == findings && (part <= 0.0 || part >= 1.0))
            (place / "level").report("must lie between 0 % and 100 %, both excluded");
        if (find_step(written, "interval") == nullptr)
            (place / "level").report("stands beside no \"interval\"");
    }
    const Json* ends = find_step(written, "interval");
    if (ends == nullptr || (ends->is_array() && ends->size() == 2)) return ends;
    report_type(place / "interval", "a list of two ends", *ends);
    return nullptr;
}

void report_type(const Place& place, std::string_view wanted, const Json& written) {
    place.report("must be " + std::string(wanted) + ", got " + text_of(written));
}

void Quantity::read(const Json& written, double& value, const Place& place) const {
    const bool is_bare = dimension == Dimension::probability || dimension == Dimension::share ||
                         dimension == Dimension::number;
    Parsed<double> parsed;
    if (written.is_string()) {
        parsed = parse_quantity(written.get_ref<const std::string&>(), dimension);
    } else if (written.is_number() && is_bare) {
        parsed = within_range(written.get<double>(), dimension, text_of(written));
    } else if (written.is_number()) {
        const std::string_view example = example_of(dimension);
        return place.report("needs a unit, got " + text_of(written) + "; write \"" +
                            text_of(written) + std::string(example.substr(example.find(' '))) +
                            "\"");
    } else {
        return report_type(place, "a quantity such as " + in_quotes(example_of(dimension)),
                           written);
    }
    if (const auto* complaint = std::get_if<Complaint>(&parsed))
        return place.report(complaint->what);
    value = std::get<double>(parsed);
}

void Quantity::read(const Json& written, sim::Duration& value, const Place& place) const {
    double in_seconds = sim::in_seconds(value);
    read(written, in_seconds, place);
    value = sim::from_seconds(in_seconds);
}

Json Quantity::schema() const {
    switch (dimension) {
        case Dimension::duration:
            return reference_to("duration");
        case Dimension::rate:
            return reference_to("rate");
        case Dimension::probability:
            return reference_to("probability");
        case Dimension::share:
            return reference_to("share");
        case Dimension::money_rate:
            return reference_to("money_rate");
        case Dimension::change:
            return reference_to("change");
        case Dimension::number:
            break;
    }
    return {{"type", "number"}};
}

Json Quantity::write(double value) const { return format_quantity(value, dimension); }
Json Quantity::write(sim::Duration value) const { return write(sim::in_seconds(value)); }

void Number::read(const Json& written, double& value, const Place& place) const {
    if (!written.is_number()) return report_type(place, "a number without a unit", written);
    const double number = written.get<double>();
    if (!(number >= low && number <= high)) {
        return place.report("must lie between " + format_quantity(low, Dimension::number) +
                            " and " + format_quantity(high, Dimension::number) + ", got " +
                            text_of(written));
    }
    value = number;
}

Json Number::schema() const {
    return {{"type", "number"}, {"minimum", write(low)}, {"maximum", write(high)}};
}
Json Number::write(double value) const {
    const auto whole = static_cast<std::int64_t>(value);
    return static_cast<double>(whole) == value ? Json(whole) : Json(value);
}

std::optional<std::uint64_t> Whole::check(const Json& written, const Place& place) const {
    const bool is_whole = written.is_number_integer();
    const bool is_negative = is_whole && !written.is_number_unsigned();
    if (!is_whole) {
        report_type(place, "a whole number", written);
        return std::nullopt;
    }
    const std::uint64_t number = is_negative ? 0 : written.get<std::uint64_t>();
    if (!is_negative && number >= low && number <= high) return number;
    const std::string got = ", got " + text_of(written);
    if (low == high) {
        place.report("must be " + std::to_string(low) + got);
    } else if (high == std::numeric_limits<std::uint64_t>::max()) {
        place.report("must be at least " + std::to_string(low) + got);
    } else {
        place.report("must lie between " + std::to_string(low) + " and " + std::to_string(high) +
                     got);
    }
    return std::nullopt;
}

Json Whole::schema() const { return {{"type", "integer"}, {"minimum", low}, {"maximum", high}}; }

void Text::read(const Json& written, std::string& value, const Place& place) const {
    if (!written.is_string()) return report_type(place, "a text", written);
    value = written.get_ref<const std::string&>();
}

void YesNo::read(const Json& written, bool& value, const Place& place) const {
    if (!written.is_boolean()) return report_type(place, "true or false", written);
    value = written.get<bool>();
}

std::size_t read_choice(const Json& written, const std::vector<std::string>& words,
                        const Place& place) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    if (!written.is_string()) {
        report_type(place, "one of " + all, written);
        return words.size();
    }
    const auto found = std::find(words.begin(), words.end(), written.get_ref<const std::string&>());
    if (found == words.end()) {
        place.report("must be one of " + all + ", got " + text_of(written));
    }
    return static_cast<std::size_t>(found - words.begin());
}

std::size_t find_name(std::string_view name, const std::vector<std::string>& known,
                      std::string_view kind, const Place& place) {
    const auto found = std::find(known.begin(), known.end(), name);
    // That there are no roles at all is told once, and not at each place that names one.
    if (found == known.end() && !place.names().roles.empty()) {
        place.report("there is no " + std::string(kind) + " " + in_quotes(name) +
                     (known.empty() ? "; the scenario has none" : did_you_mean(name, known)));
    }
    return static_cast<std::size_t>(found - known.begin());
}

std::size_t find_role(std::string_view name, const Place& place) {
    return find_name(name, place.names().roles, "role", place);
}

void RoleName::read(const Json& written, RoleId& value, const Place& place) const {
    if (!written.is_string()) return report_type(place, "the name of a role", written);
    const std::size_t role = find_role(written.get_ref<const std::string&>(), place);
    if (role < place.names().roles.size()) value = RoleId(role);
}
Json RoleName::schema() const { return {{"type", "string"}}; }

void RoleNames::read(const Json& written, std::vector<RoleId>& value, const Place& place) const {
    if (written == Json::array()) {
        return place.report("must name at least one role, got [] (nobody would ever do the work)");
    }
    read_names_as_ids(written, place.names().roles, "role", value, place);
}
Json RoleNames::schema() const { return one_or_list(); }

void UseTypeNames::read(const Json& written, std::vector<UseTypeId>& value,
                        const Place& place) const {
    read_names_as_ids(written, place.names().use_types, "use type", value, place);
}
Json UseTypeNames::schema() const { return one_or_list(); }

void TargetText::read(const Json& written, Target& value, const Place& place) const {
    constexpr std::string_view wanted = "\"pool:NAME\", \"role:NAME\" or \"primary\"";
    if (written.is_object()) return read_remote_target(written, value, place);
    if (!written.is_string()) return report_type(place, wanted, written);
    const std::string_view whole = written.get_ref<const std::string&>();
    const std::string_view kind = whole.substr(0, whole.find(':'));
    const std::string_view name = whole.substr(std::min(whole.size(), kind.size() + 1));
    if (whole == "primary") {
        value = Target{};
    } else if (kind == "role" && !name.empty()) {
        const std::size_t role = find_role(name, place);
        if (role < place.names().roles.size()) value = {Target::Kind::role, PoolId(), RoleId(role)};
    } else if (kind == "pool" && !name.empty()) {
        const std::size_t pool = find_name(name, place.names().pools, "pool", place);
        if (pool < place.names().pools.size()) value = {Target::Kind::pool, PoolId(pool), RoleId()};
    } else {
        report_type(place, wanted, written);
    }
}
Json TargetText::schema() const {
    return {{"anyOf", {reference_to("target"), reference_to("remote_target")}}};
}

}  // namespace wardwire::models::reading

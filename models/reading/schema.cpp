// SPDX-License-Identifier: Apache-2.0
#include "models/reading/schema.hpp"

#include "models/reading/description.hpp"
#include "models/reading/law.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::models::reading {
namespace {

Json of_text(std::string_view pattern, std::string_view meaning, const Json& examples) {
    return {
        {"description", meaning}, {"type", "string"}, {"pattern", pattern}, {"examples", examples}};
}

/// A text with a unit; a bare number too where there is a range for it.
Json or_number(Json text, double low, double high) {
    Json result = {{"description", text["description"]}};
    text.erase("description");
    result["anyOf"] = {std::move(text), {{"type", "number"}, {"minimum", low}, {"maximum", high}}};
    return result;
}

constexpr std::string_view number_pattern = "[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?";

std::string duration_pattern() {
    const std::string part = std::string(number_pattern) +
                             " *(ms|s|seconds?|min|minutes?|h|hours?|days?|weeks?|months?|years?)";
    return "^" + part + "( +" + part + ")*$";
}

Json quantity_definitions() {
    const std::string number(number_pattern);
    return {
        {"duration", of_text(duration_pattern(),
                             "a length of time; a month is a twelfth of a year of 365.25 days",
                             {"90 s", "12 min", "1 h 30 min", "2 days", "1 week"})},
        {"rate", of_text("^" + number + " */(s|min|h|day|week|month|year)$", "how often",
                         {"2.5 /h", "0.4 /week", "2.1 /year"})},
        {"probability", or_number(of_text("^" + number + "( *%)?$",
                                          "a chance or a share of a whole", {"4 %", "0.04"}),
                                  0.0, 1.0)},
        {"share", or_number(of_text("^" + number + "( *(FTE|%))?$", "a share of full time, above 0",
                                    {"0.8 FTE", "80 %"}),
                            0.0, 1.0)},
        {"money_rate", of_text("^" + number + " *USD/h$", "US dollars an hour", {"48 USD/h"})},
        {"change",
         of_text("^-?" + number + " *%$", "a part more or less, above -100 %", {"12 %", "-5 %"})},
        {"date", of_text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "a day", {"2026-01-05"})},
        {"utc_offset", of_text("^(Z|[+-][01][0-9]:[0-5][0-9])$",
                               "the local clock's offset from UTC", {"+01:00"})},
        {"time_of_day", of_text("^[0-9]{2}:[0-9]{2}$", "00:00 to 24:00", {"07:30"})},
        {"days",
         of_text("^(daily|[a-z]{3}(-[a-z]{3})?(, *[a-z]{3}(-[a-z]{3})?)*)$",
                 "days of the week, mon tue wed thu fri sat sun", {"mon-fri", "sat,sun", "daily"})},
        {"target", of_text("^(primary|(pool|role):.+)$",
                           "a pool, anybody of a role, or the patient's primary clinician",
                           {"pool:triage", "role:physician", "primary"})},
        {"remote_target",
         {{"description", "a pool, or anybody of a role, at another site"},
          {"type", "object"},
          {"properties",
           {{"pool", {{"type", "string"}}},
            {"role", {{"type", "string"}}},
            {"site", {{"type", "string"}}}}},
          {"required", {"site"}},
          {"additionalProperties", false},
          {"examples", Json::array({{{"pool", "advice"}, {"site", "hub"}}})}}},
    };
}

/// The laws whose values are in one dimension; `self` is the name of that definition.
Json law_definition(Dimension dimension, const Json& own, const std::string& self) {
    const Json plain = {{"type", "number"}};
    const Json chance = {{"$ref", "#/definitions/probability"}};
    const Json inner = {{"$ref", "#/definitions/" + self}};
    Json alternatives = Json::array({own});
    const auto add = [&](std::string_view name, Json keys, const Json& required) {
        Json law = {{"type", "object"},
                    {"properties", {{"law", {{"const", name}}}}},
                    {"required", required},
                    {"additionalProperties", false}};
        law["properties"].update(keys);
        law["required"].insert(law["required"].begin(), "law");
        alternatives.push_back(std::move(law));
    };
    for (const LawEntry& entry : law_entries()) {
        if (entry.is_of_counts && dimension == Dimension::duration) continue;
        for (const LawSpelling& spelling : entry.spellings) {
            Json keys = Json::object(), required = Json::array();
            for (const LawParameter& key : spelling.keys) {
                const bool is_own = key.kind == LawParameter::Kind::own;
                const bool is_plain = key.kind == LawParameter::Kind::plain;
                keys[std::string(key.key)] = is_own ? own : is_plain ? plain : chance;
                required.push_back(key.key);
            }
            add(entry.name, keys, required);
        }
        if (entry.from_quantiles != nullptr) {
            alternatives.push_back({{"type", "object"},
                                    {"properties", {{"law", {{"const", entry.name}}}}},
                                    {"patternProperties", {{"^(median|p[0-9]{2})$", own}}},
                                    {"required", {"law"}},
                                    {"minProperties", 3},
                                    {"maxProperties", 3},
                                    {"additionalProperties", false}});
        }
    }
    const Json pair = {
        {"type", "array"}, {"items", Json::array({chance, own})}, {"minItems", 2}, {"maxItems", 2}};
    add("empirical", {{"quantiles", {{"type", "array"}, {"items", pair}}}}, {"quantiles"});
    if (dimension == Dimension::number) {
        add("categorical", {{"weights", {{"type", "array"}, {"items", plain}}}}, {"weights"});
        add("zipf", {{"n", {{"type", "integer"}}}, {"exponent", plain}}, {"n", "exponent"});
    }
    const Json part = {{"type", "object"},
                       {"properties", {{"weight", plain}, {"of", inner}}},
                       {"required", {"weight", "of"}},
                       {"additionalProperties", false}};
    add("mixture", {{"parts", {{"type", "array"}, {"items", part}}}}, {"parts"});
    add("zero_inflated", {{"zero", chance}, {"of", inner}}, {"zero", "of"});
    add("truncated", {{"of", inner}, {"low", own}, {"high", own}}, {"of"});
    return {{"anyOf", std::move(alternatives)}};
}

Json definitions() {
    Json result = quantity_definitions();
    const Json number = {
        {"anyOf",
         {{{"type", "number"}},
          {{"type", "string"}, {"pattern", "^-?" + std::string(number_pattern) + "$"}}}}};
    result["duration_law"] =
        law_definition(Dimension::duration, {{"$ref", "#/definitions/duration"}}, "duration_law");
    result["number_law"] = law_definition(Dimension::number, number, "number_law");
    result["hours"] = hours_definition();
    const Json day = {{"type", "array"},
                      {"minItems", 24},
                      {"maxItems", 24},
                      {"items", {{"type", "number"}, {"minimum", 0}}}};
    result["profile"] = {
        {"description", "the shape of a rate over the week; its mean becomes 1"},
        {"anyOf", {{{"const", "flat"}}, {{"type", "object"}, {"additionalProperties", day}}}}};
    result["sourced"] = {{"description", "a value with where it comes from"},
                         {"type", "object"},
                         {"properties",
                          {{"value", Json::object()},
                           {"source", {{"type", "string"}}},
                           {"status", {{"enum", {"measured", "tuned", "assumed"}}}},
                           {"interval", {{"type", "array"}, {"minItems", 2}, {"maxItems", 2}}},
                           {"level", {{"$ref", "#/definitions/probability"}}}}},
                         {"required", {"value", "status"}},
                         {"additionalProperties", false}};
    return result;
}

}  // namespace

const Json& schema_of_scenario() {
    static const Json whole = [] {
        Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                       {"title", "Wardwire scenario"}};
        schema.update(object.schema(Scenario{}));
        schema["type"] = "object";
        schema["required"] = {"wardwire_scenario"};
        schema["definitions"] = definitions();
        return schema;
    }();
    return whole;
}

}  // namespace wardwire::models::reading

namespace wardwire::models {

std::string scenario_schema() { return reading::schema_of_scenario().dump(2) + "\n"; }

}  // namespace wardwire::models

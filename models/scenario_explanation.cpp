// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "models/over_time.hpp"
#include "models/reading/calendar_text.hpp"
#include "models/reading/override.hpp"
#include "models/reading/schema.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::models {
namespace {

using reading::find_step;
using reading::Json;

/// A value as people read it: "lognormal, median 2.4 min, p75 15 min".
std::string words_of(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_object() || !value.contains("law")) return value.dump();
    std::string text = words_of(value["law"]);
    for (const auto& [key, parameter] : value.items()) {
        if (key != "law") text += ", " + key + " " + words_of(parameter);
    }
    return text;
}

/// Whether a value of this schema is an object of the format or a collection of such.
bool goes_deeper(const Json* schema, const Json& written) {
    if (schema == nullptr || !written.is_structured()) return false;
    if (reading::fixed_keys(schema) != nullptr) return true;
    return schema->contains("items") || schema->contains("additionalProperties");
}

class Explanation {
 public:
    /// Adds the lines of what stands at the pointer; `written` is nullptr where nothing does.
    void add(const Json* schema, const Json* written, const std::string& pointer) {
        if (written != nullptr && !goes_deeper(schema, *written))
            return add_value(*written, pointer);
        const Json* start = written == nullptr ? find_step(*schema, "default") : nullptr;
        if (start != nullptr) {
            if (!start->empty() && *start != "") {
                lines_.push_back({pointer, words_of(*start), "default"});
            }
            return;
        }
        if (const Json* keys = reading::fixed_keys(schema)) {
            if (written == nullptr && find_step(*schema, "$comment") != nullptr) return;
            for (const auto& [key, field] : keys->items()) {
                const Json* member = written == nullptr ? nullptr : find_step(*written, key);
                add(&field, member, pointer + pointer_step(key));
            }
        } else if (written != nullptr && written->is_object()) {
            for (const auto& [key, member] : written->items()) {
                add(reading::schema_below(schema, key), &member, pointer + pointer_step(key));
            }
        } else if (written != nullptr) {
            for (std::size_t i = 0; i < written->size(); ++i) {
                const std::string key = std::to_string(i);
                add(reading::schema_below(schema, key), &(*written)[i], pointer + "/" + key);
            }
        }
    }

    /// Adds what a growth comes to on the first day, each year later, and the last.
    void add_factors(const Scenario& scenario, const GrowthPlace& place) {
        for (const std::int64_t day : milestones(scenario)) {
            std::array<char, 32> factor{};
            std::snprintf(factor.data(), factor.size(), "%.4g times",
                          place.growth->factor_on(day, scenario.calendar.start_day));
            lines_.push_back({place.where, factor.data(), "on " + reading::format_date(day)});
        }
    }

    std::string text() const {
        constexpr std::size_t widest = 60;
        std::size_t place_width = 0, value_width = 0;
        for (const Line& line : lines_) {
            place_width = std::max(place_width, std::min(widest, line.pointer.size()));
            value_width = std::max(value_width, std::min(widest, line.value.size()));
        }
        std::string result;
        for (const Line& line : lines_) {
            result += padded(line.pointer, place_width) + "  ";
            result +=
                line.note.empty() ? line.value : padded(line.value, value_width) + "  " + line.note;
            result += "\n";
        }
        return result;
    }

 private:
    struct Line {
        std::string pointer;
        std::string value;
        std::string note;  ///< "default" or where it comes from
    };

    void add_value(const Json& written, const std::string& pointer) {
        const Json* value = written.is_object() ? find_step(written, "value") : nullptr;
        if (value == nullptr) {
            lines_.push_back({pointer, words_of(written), ""});
            return;
        }
        const std::string source = written.value("source", "");
        const Json* interval = find_step(written, "interval");
        const std::string known = interval == nullptr ? ""
                                                      : ", " + words_of((*interval)[0]) + " to " +
                                                            words_of((*interval)[1]);
        lines_.push_back(
            {pointer, words_of(*value),
             written.value("status", "") + known + (source.empty() ? "" : ": " + source)});
    }

    static std::string padded(std::string text, std::size_t width) {
        text.append(width > text.size() ? width - text.size() : 0, ' ');
        return text;
    }

    std::vector<Line> lines_;
};

}  // namespace

std::optional<std::string> explain(const Scenario& scenario, std::string_view pointer) {
    std::vector<Finding> findings;
    const auto document = reading::parse_json(scenario.resolved_json, scenario.name, findings);
    const auto keys = reading::pointer_keys(pointer);
    if (!document || !keys) return std::nullopt;
    const Json& schema = reading::schema_of_scenario();
    const Json* place = &*document;
    const Json* form = &schema;
    for (const std::string& key : *keys) {
        if (place != nullptr) place = find_step(*place, key);
        form = reading::schema_below(form, key);
        if (place == nullptr && form == nullptr) return std::nullopt;
    }
    Explanation explanation;
    explanation.add(form, place, std::string(pointer));
    for (const GrowthPlace& growth : growth_places(scenario))
        if (growth.where.starts_with(pointer) && reading::find_pointer(*document, growth.where))
            explanation.add_factors(scenario, growth);
    std::string text = explanation.text();
    if (text.empty()) return std::nullopt;
    if (form != nullptr && !keys->empty() && form->contains("description")) {
        text += "  " + (*form)["description"].get<std::string>() + "\n";
    }
    return text;
}

}  // namespace wardwire::models

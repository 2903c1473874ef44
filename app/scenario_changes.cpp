// SPDX-License-Identifier: Apache-2.0
#include "app/scenario_changes.hpp"

#include <nlohmann/json.hpp>

namespace wardwire::app {

namespace {

using nlohmann::json;

std::string value_text(const json& document, const std::string& pointer) {
    const json::json_pointer place(pointer);
    if (!document.contains(place)) return "nothing";
    const json& there = document.at(place);
    // A value that says where it is from: {"value": …, "source": …, "status": …}.
    const json& value = there.is_object() && there.contains("value") ? there.at("value") : there;
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    constexpr std::size_t longest = 40;
    return text.size() <= longest ? text : value.is_array() ? "another list" : "another value";
}

}  // namespace

std::vector<std::string> scenario_changes(const std::string& before_text,
                                          const std::string& after_text) {
    const json before = json::parse(before_text);
    const json after = json::parse(after_text);
    std::vector<std::string> lines;
    for (const json& step : json::diff(before, after)) {
        const std::string pointer = step.at("path");
        if (pointer == "/title" || pointer == "/description") continue;
        lines.push_back(pointer + " " + value_text(before, pointer) + " → " +
                        value_text(after, pointer));
    }
    return lines;
}

}  // namespace wardwire::app

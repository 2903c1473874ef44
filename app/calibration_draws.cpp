// SPDX-License-Identifier: Apache-2.0
#include "app/calibration_draws.hpp"

#include <nlohmann/json.hpp>
#include <vector>

#include "analysis/calibration/joint_draws.hpp"

namespace wardwire::app {

namespace {

using Json = nlohmann::ordered_json;

/// The places of a calibrated scenario whose values are drawn.
std::vector<Json::json_pointer> drawn_places(const Json& scenario) {
    std::vector<Json::json_pointer> places;
    const auto add = [&](const Json::json_pointer& place) {
        if (scenario.contains(place)) places.push_back(place);
    };
    for (const auto& [role, ignored] : scenario.at("roles").items()) {
        add(Json::json_pointer("/roles") / role / "attention" / "chat" / "notice_delay");
        add(Json::json_pointer("/roles") / role / "attention" / "chat" / "off_duty");
        add(Json::json_pointer("/chat/starts") / role);
        add(Json::json_pointer("/chat/effects/person") / role);
    }
    for (const char* place :
         {"/chat/affinity/again", "/chat/users", "/chat/continuation", "/chat/urgent"})
        add(Json::json_pointer(place));
    return places;
}

}  // namespace

std::string calibration_draws(const analysis::ChatCalibration& calibration,
                              const CalibrationOrigin& origin) {
    const auto places =
        drawn_places(Json::parse(calibrated_scenario(calibration, nullptr, origin)));
    std::string lines;
    for (std::size_t n = 0; n < analysis::joint_draws(calibration); ++n) {
        const Json scenario =
            Json::parse(calibrated_scenario(analysis::joint_draw(calibration, n), nullptr, origin));
        Json line;
        for (const Json::json_pointer& place : places) {
            // The estimate is above 0, and so this share is 0: a scenario leaves that out.
            const Json value = scenario.contains(place) ? scenario.at(place) : Json("0 %");
            line[place.to_string()] =
                value.is_object() && value.contains("value") ? value.at("value") : value;
        }
        lines += line.dump() + "\n";
    }
    return lines;
}

}  // namespace wardwire::app

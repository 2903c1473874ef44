// SPDX-License-Identifier: Apache-2.0
#include "app/calibration_draws.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "analysis/calibration/joint_draws.hpp"
#include "analysis/calibration/volume_forecast.hpp"
#include "app/scenario_values.hpp"

namespace wardwire::app {

namespace {

using Json = nlohmann::ordered_json;
using Levels = std::vector<std::vector<double>>;

constexpr std::size_t weeks_to_come = 156;

/// The places of a calibrated scenario whose values are drawn.
class DrawnPlaces {
 public:
    explicit DrawnPlaces(const Json& scenario) : scenario_(scenario) {
        const Json::json_pointer roles("/roles");
        for (const auto& [role, ignored] : scenario.at("roles").items()) {
            for (const char* channel : {"chat", "portal"})
                for (const char* value : {"notice_delay", "off_duty"})
                    add(roles / role / "attention" / channel / value);
            add(roles / role / "reading");
            add(Json::json_pointer("/chat/starts") / role);
            add(Json::json_pointer("/chat/effects/person") / role);
        }
        for (const char* place : {"/chat/affinity/again", "/chat/users", "/chat/continuation",
                                  "/chat/urgent", "/patients/threads", "/patients/intensity"})
            add(Json::json_pointer(place));
        const Json::json_pointer types("/portal/use_types");
        if (!scenario.contains(types)) return;
        for (const auto& [type, use] : scenario.at(types).items()) {
            for (const char* value : {"share", "urgent", "no_reply", "follow_up"})
                add(types / type / value);
            for (const char* table : {"handling", "resolved_by"})
                for (const auto& [role, ignored] : use.at(table).items())
                    add(types / type / table / role);
        }
    }

    const std::vector<Json::json_pointer>& all() const { return places_; }

 private:
    void add(const Json::json_pointer& place) {
        if (scenario_.contains(place)) places_.push_back(place);
    }

    const Json& scenario_;
    std::vector<Json::json_pointer> places_;
};

/// A volume in the weeks of the log and in one future.
struct Course {
    const char* pointer;
    std::vector<double> seen;  ///< by week, over the mean; empty: as the mean
    Levels to_come;            ///< by draw and week; empty where it is not known

    /// `rate` is the drawn one over the estimate: what is to come does not hang on it.
    void write(Json& line, const analysis::ChatCalibration& calibration, std::size_t draw,
               double rate) const {
        if (to_come.empty()) return;
        std::vector<double> weeks = seen;
        weeks.resize(calibration.weeks, 1.0);
        for (const double level : to_come[draw]) weeks.push_back(level / rate);
        line[pointer] = growth_of(calibration.first_monday, weeks).at("changes");
    }
};

/// Conversations that begin, of all groups: in the draw over as estimated.
double rate_of_draw(const analysis::ChatCalibration& estimated,
                    const analysis::ChatCalibration& drawn) {
    double before = 0.0;
    double after = 0.0;
    for (std::size_t g = 0; g < estimated.groups.size(); ++g) {
        const analysis::Estimate& starts = estimated.groups[g].starts_per_hour;
        if (!(starts.value > 0.0)) continue;
        before += starts.n;
        after += starts.n * drawn.groups[g].starts_per_hour.value / starts.value;
    }
    return before > 0.0 && after > 0.0 ? after / before : 1.0;
}

}  // namespace

std::string calibration_draws(const analysis::ChatCalibration& calibration,
                              const analysis::PortalCalibration* portal,
                              const CalibrationOrigin& origin) {
    const Json estimated = Json::parse(calibrated_scenario(calibration, portal, origin));
    const DrawnPlaces places(estimated);
    const bool has_chat = calibration.conversations > 0;
    const std::size_t draws =
        has_chat ? analysis::joint_draws(calibration) : analysis::joint_draws(*portal);
    Course chat{"/chat/growth/changes", calibration.week_factor, {}};
    if (has_chat)
        chat.to_come = analysis::foretold_levels(calibration.week_counts, weeks_to_come, draws);
    Course patients{"/patients/growth/changes", {}, {}};
    if (portal) {
        patients.seen = portal->growth.factor;
        patients.to_come = analysis::foretold_levels(portal->growth.weeks, weeks_to_come, draws, 1);
    }
    std::string lines;
    for (std::size_t n = 0; n < draws; ++n) {
        const analysis::ChatCalibration of_chat = analysis::joint_draw(calibration, n);
        std::optional<analysis::PortalCalibration> of_portal;
        if (portal) of_portal = analysis::joint_draw(*portal, n);
        const Json scenario =
            Json::parse(calibrated_scenario(of_chat, of_portal ? &*of_portal : nullptr, origin));
        Json line;
        for (const Json::json_pointer& place : places.all()) {
            // The estimate is above 0, and so this share is 0: a scenario leaves that out.
            const Json value = scenario.contains(place) ? scenario.at(place) : Json("0 %");
            line[place.to_string()] =
                value.is_object() && value.contains("value") ? value.at("value") : value;
        }
        chat.write(line, calibration, n, rate_of_draw(calibration, of_chat));
        if (portal)
            patients.write(line, calibration, n,
                           of_portal->threads_per_week.value / portal->threads_per_week.value);
        lines += line.dump() + "\n";
    }
    return lines;
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "app/service_level.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <variant>

#include "analysis/studies/measure_text.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace {

using analysis::Better;
using models::reading::in_quotes;

std::optional<ServiceLevel> read_one(const std::string& text, const sim::ResultLayout& layout,
                                     std::string& problem) {
    const std::size_t sign = std::min(text.find(">="), text.find("<="));
    if (sign == std::string::npos) {
        problem = "is no bound such as " + in_quotes("answered_within[24 h] >= 95 %");
        return std::nullopt;
    }
    const std::size_t name_end = text.find_last_not_of(' ', sign > 0 ? sign - 1 : 0) + 1;
    const std::string name = text.substr(0, name_end);
    auto found = analysis::find_measure(name, layout);
    if (const auto* unknown = std::get_if<analysis::MeasureProblem>(&found)) {
        problem = complaint(*unknown);
        return std::nullopt;
    }
    auto& measure = std::get<analysis::StudyMeasure>(found);
    const std::size_t number = text.find_first_not_of(' ', sign + 2);
    const auto bound =
        number == std::string::npos
            ? std::nullopt
            : analysis::parse_number(std::string_view(text).substr(number), measure.unit);
    if (!bound) {
        problem = "needs a number behind the sign" + (measure.unit == "1"
                                                          ? std::string(", such as 0.9 or 90 %")
                                                          : " in " + in_quotes(measure.unit));
        return std::nullopt;
    }
    const Better better = text[sign] == '>' ? Better::larger : Better::smaller;
    return ServiceLevel{text, {name, std::move(measure)}, better, *bound};
}

}  // namespace

double ServiceLevel::margin(const sim::Observation& observation) const {
    const double value = outcome.measure.value(observation);
    return better == Better::larger ? value - bound : bound - value;
}

double ServiceLevel::outcome_at(double margin) const {
    return better == Better::larger ? bound + margin : bound - margin;
}

std::vector<ServiceLevel> read_service_levels(const std::vector<std::string>& texts,
                                              const sim::ResultLayout& layout,
                                              const std::string& file,
                                              std::vector<models::Finding>& findings) {
    std::vector<ServiceLevel> levels;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::string problem;
        if (auto level = read_one(texts[i], layout, problem))
            levels.push_back(std::move(*level));
        else
            findings.push_back(
                {file, "/service/" + std::to_string(i), in_quotes(texts[i]) + ": " + problem});
    }
    return levels;
}

}  // namespace wardwire::app

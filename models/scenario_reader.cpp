// SPDX-License-Identifier: Apache-2.0
#include "models/scenario_reader.hpp"

#include <algorithm>
#include <unordered_map>

#include "models/reading/document.hpp"
#include "models/reading/override.hpp"
#include "models/reading/schema.hpp"
#include "models/reading/settling.hpp"
#include "models/reading/sites.hpp"

namespace wardwire::models {
namespace {

using reading::Json;

/// Numbers every place of a document in the order in which it is written.
void number_places(const Json& value, const std::string& pointer,
                   std::unordered_map<std::string, std::size_t>& order) {
    order.emplace(pointer, order.size());
    if (value.is_object()) {
        for (const auto& [key, member] : value.items()) {
            number_places(member, pointer + pointer_step(key), order);
        }
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            number_places(value[i], pointer + "/" + std::to_string(i), order);
        }
    }
}

void sort_by_place(std::vector<Finding>& findings, const Json& document) {
    if (findings.size() < 2) return;
    std::unordered_map<std::string, std::size_t> order;
    number_places(document, "", order);
    const auto place_of = [&](const Finding& finding) {
        const auto found = order.find(finding.where);
        return found == order.end() ? order.size() : found->second;
    };
    std::stable_sort(findings.begin(), findings.end(),
                     [&](const Finding& a, const Finding& b) { return place_of(a) < place_of(b); });
}

/// "scenarios/nurse_triage.json" is named "nurse_triage".
std::string name_of(std::string_view path) {
    std::string_view name = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
    if (name.ends_with(".json")) name.remove_suffix(5);
    return std::string(name);
}

}  // namespace

std::optional<Override> parse_override(std::string_view argument) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string_view::npos || !argument.starts_with('/')) return std::nullopt;
    return Override{std::string(argument.substr(0, equals)),
                    std::string(argument.substr(equals + 1))};
}

std::string overlay_title(std::string_view text) {
    std::vector<Finding> ignored;
    const auto content = reading::parse_json(std::string(text), "", ignored);
    if (!content || !content->is_object()) return "";
    const Json* title = reading::find_step(*content, "title");
    return title != nullptr && title->is_string() ? title->get<std::string>() : "";
}

ReadResult read_scenario(std::string_view path, std::span<const Override> overrides,
                         const LoadFile& load) {
    ReadResult result;
    auto document = reading::load_document(std::string(path), load, result.findings);
    if (!document) return result;
    if (!overrides.empty()) {
        reading::apply_overrides(*document, overrides, reading::schema_of_scenario(),
                                 result.findings);
    }
    const Json& merged = document->merged;
    reading::Notes notes = reading::notes_of(merged);
    notes.names.sites = reading::site_names(merged);
    Scenario scenario;
    scenario.name = name_of(path);
    reading::object.read(merged, scenario, reading::Place(notes));
    if (scenario.title.empty()) scenario.title = scenario.name;
    for (SiteKind& kind : scenario.site_kinds) kind.scenario.name = scenario.name;

    sort_by_place(notes.findings, merged);
    for (Finding& finding : notes.findings) {
        finding.file = document->file_of(finding.where);
        result.findings.push_back(std::move(finding));
    }
    if (has_errors(result.findings)) return result;
    scenario.sources = std::move(notes.sources);
    scenario.resolved_json = merged.dump(2) + "\n";
    result.scenario = std::move(scenario);
    return result;
}

}  // namespace wardwire::models

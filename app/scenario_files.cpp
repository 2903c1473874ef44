// SPDX-License-Identifier: Apache-2.0
#include "app/scenario_files.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/bundled.hpp"
#include "models/reading/suggestion.hpp"
#include "models/validation.hpp"

namespace wardwire::app {

namespace fs = std::filesystem;

std::string scenario_name(const std::string& path) { return fs::path(path).stem().string(); }

std::optional<std::string> file_text(const std::string& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return {};
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return {};
    return std::move(text).str();
}

namespace {

models::Override overlay_named(const std::string& path) {
    if (auto text = file_text(path)) return {"", std::move(*text), path};
    if (const BundledScenario* bundled = find_overlay(path))
        return {"", std::string(bundled->text), path};
    std::vector<std::string> names;
    for (const BundledScenario& one : bundled_overlays()) names.emplace_back(one.name);
    throw UsageError("--with takes a file or a bundled overlay; there is no \"" + path + "\"" +
                     models::reading::did_you_mean(path, names));
}

models::Override parameter_change(const std::string& text) {
    const auto parsed = models::parse_override(text);
    if (!parsed)
        throw UsageError("a change is POINTER=VALUE, such as /roles/nurse/count=3, got \"" + text +
                         "\"");
    return *parsed;
}

}  // namespace

std::optional<std::string> load_scenario_text(const std::string& path) {
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) return file_text(path);
    // A bundled scenario is known by its name; a file that extends it may say "name.json" too.
    const BundledScenario* bundled = find_bundled(scenario_name(path));
    if (bundled == nullptr) return {};
    return std::string(bundled->text);
}

std::vector<models::Override> overrides_of(const Arguments& arguments) {
    std::vector<models::Override> overrides;
    for (const std::string& path : arguments.texts("with"))
        overrides.push_back(overlay_named(path));
    for (const std::string& text : arguments.texts("parameter"))
        overrides.push_back(parameter_change(text));
    return overrides;
}

models::Override change_of(const std::string& text) {
    return text.starts_with("/") ? parameter_change(text) : overlay_named(text);
}

models::ReadResult read_and_validate(const std::string& path,
                                     const std::vector<models::Override>& overrides) {
    models::ReadResult result = models::read_scenario(path, overrides, load_scenario_text);
    if (!result.scenario) return result;
    const auto further = models::validate(*result.scenario);
    result.findings.insert(result.findings.end(), further.begin(), further.end());
    if (models::has_errors(result.findings)) result.scenario.reset();
    return result;
}

}  // namespace wardwire::app

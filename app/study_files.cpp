// SPDX-License-Identifier: Apache-2.0
#include "app/study_files.hpp"

#include <filesystem>
#include <span>

#include "app/arguments.hpp"
#include "app/bundled.hpp"
#include "app/scenario_files.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace {

std::string text_among(std::span<const BundledScenario> all, const char* kind,
                       const std::string& name) {
    if (auto text = file_text(name)) return std::move(*text);
    if (const BundledScenario* bundled = find_in(all, name)) return std::string(bundled->text);
    std::vector<std::string> names;
    for (const BundledScenario& one : all) names.emplace_back(one.name);
    throw UsageError(std::string("there is no ") + kind + " \"" + name + "\"" +
                     models::reading::did_you_mean(name, names));
}

}  // namespace

std::string study_text(const std::string& name) {
    return text_among(bundled_studies(), "study", name);
}

std::string tuning_text(const std::string& name) {
    return text_among(bundled_tunings(), "tuning", name);
}

std::string latent_text(const std::string& name) {
    return text_among(bundled_latent_forms(), "latent form", name);
}

std::string beside(const std::string& path, const std::string& name) {
    const auto file = std::filesystem::path(path).parent_path() / name;
    std::error_code ignored;
    return std::filesystem::is_regular_file(file, ignored) ? file.string() : name;
}

}  // namespace wardwire::app

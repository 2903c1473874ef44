// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "analysis/store/store_error.hpp"
#include "app/bundled.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/invocation.hpp"
#include "app/json_text.hpp"
#include "app/scenario_files.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace fs = std::filesystem;

namespace {

std::string title_of(const BundledScenario& bundled) {
    const auto read = models::read_scenario(bundled.name, {}, load_scenario_text);
    return read.scenario ? read.scenario->title : "";
}

void print_entry(const BundledScenario& bundled, const char* kind, const std::string& title,
                 bool as_json) {
    const std::string name(bundled.name);
    if (as_json)
        std::printf("  {\"name\": %s, \"kind\": \"%s\", \"title\": %s}", json_text(name).c_str(),
                    kind, json_text(title).c_str());
    else
        std::printf("%-18s %s\n", name.c_str(), title.c_str());
}

void write_new(const fs::path& path, std::string_view text, bool may_replace) {
    if (!may_replace && fs::exists(path))
        throw analysis::StoreError(path, "exists; --force replaces it, -o writes elsewhere");
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text << std::flush;
    if (!file) throw analysis::StoreError(path, "cannot be written");
}

}  // namespace

int list_command(const Arguments& arguments) {
    if (!arguments.operands().empty()) throw UsageError("list takes no operands");
    const bool as_json = arguments.has("json");
    const char* separator = "";
    if (as_json) std::printf("[\n");
    for (const BundledScenario& bundled : bundled_scenarios()) {
        if (as_json) std::printf("%s", separator);
        print_entry(bundled, "scenario", title_of(bundled), as_json);
        separator = ",\n";
    }
    if (!as_json) std::printf("\nOverlays, for --with:\n");
    for (const BundledScenario& bundled : bundled_overlays()) {
        if (as_json) std::printf("%s", separator);
        print_entry(bundled, "overlay", models::overlay_title(bundled.text), as_json);
    }
    if (as_json) std::printf("\n]\n");
    return exit_ok;
}

int init_command(const Arguments& arguments) {
    const std::string& name = arguments.only_operand("NAME");
    const BundledScenario* bundled = find_bundled(name);
    if (bundled == nullptr) {
        std::vector<std::string> names;
        for (const BundledScenario& one : bundled_scenarios()) names.emplace_back(one.name);
        throw UsageError("there is no bundled scenario \"" + name + "\"" +
                         models::reading::did_you_mean(name, names));
    }
    const fs::path target = arguments.text("output").value_or(name + ".json");
    fs::path story = target;
    story.replace_extension(".md");
    const bool may_replace = arguments.has("force");
    if (!bundled->story.empty() && !may_replace && fs::exists(story))
        throw analysis::StoreError(story, "exists; --force replaces it, -o writes elsewhere");
    write_new(target, bundled->text, may_replace);
    if (!bundled->story.empty()) write_new(story, bundled->story, may_replace);
    const std::string program = called_as();
    const std::string with_story = bundled->story.empty() ? "" : " and its story " + story.string();
    std::printf("Wrote %s%s.\n\nNext:\n  %s explain %s | less\n  %s run %s\n", target.c_str(),
                with_story.c_str(), program.c_str(), target.c_str(), program.c_str(),
                target.c_str());
    return exit_ok;
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/command_table.hpp"
#include "app/comparison.hpp"
#include "app/exit_code.hpp"

namespace wardwire::app {

namespace {

ComparisonWishes comparison_wishes(const Arguments& arguments) {
    ComparisonWishes wishes;
    wishes.outcomes = arguments.texts("outcome");
    wishes.smallest = arguments.texts("smallest");
    wishes.largest = arguments.texts("largest");
    for (const std::string& text : arguments.texts("matters"))
        wishes.thresholds.push_back(read_precision("matters", text));
    return wishes;
}

}  // namespace

int compare_command(const Arguments& arguments) {
    const ComparisonWishes wishes = comparison_wishes(arguments);
    const LoadedSystems loaded = load_systems(arguments);
    if (loaded.exit_code != exit_ok) return loaded.exit_code;
    if (loaded.systems.front().observations.empty()) {
        std::fprintf(stderr, "The results have no replication in common.\n");
        return exit_input;
    }
    const Comparison comparison = compare_systems(loaded.systems, wishes);
    const std::string text = arguments.has("json") ? comparison_json(loaded.systems, comparison)
                                                   : comparison_words(loaded.systems, comparison);
    std::fputs(text.c_str(), stdout);
    return exit_ok;
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "analysis/store/results_file.hpp"
#include "analysis/store/run_circumstances.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/provenance.hpp"
#include "app/summary.hpp"

namespace wardwire::app {

namespace {

std::string text_of(const std::filesystem::path& path) {
    const std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return file ? text.str() : "";
}

void print_provenance(const analysis::Results& results, const std::string& path) {
    const analysis::Provenance& from = results.provenance;
    std::printf("%s\n%s\n\n%s\n", from.title.c_str(),
                study_line(from, results.observations.size()).c_str(),
                summary_table(results.layout, results.observations).c_str());
    std::printf(
        "Provenance\n"
        "  results    %s, digest %s\n"
        "  scenario   SHA-256 %s\n"
        "  program    wardwire %s (%s), %s, contracts %s\n"
        "  libraries  %s\n",
        path.c_str(), study_digest(results.observations).c_str(), from.scenario_sha256.c_str(),
        from.program_version.c_str(), from.program_commit.c_str(), from.compiler.c_str(),
        from.contract_level.c_str(), from.libraries.c_str());
    const std::string circumstances = text_of(analysis::circumstances_path(path));
    if (!circumstances.empty()) std::printf("  how it ran\n%s", circumstances.c_str());
}

}  // namespace

int show_command(const Arguments& arguments) {
    arguments.exclude("json", "csv", "standard output takes one of them");
    const std::string& path = arguments.only_operand("RESULTS");
    const analysis::Results results = analysis::read_results(path);
    if (arguments.has("csv"))
        std::fputs(outcomes_csv(results.layout, results.observations).c_str(), stdout);
    else if (arguments.has("json"))
        std::fputs(outcomes_json({results.provenance.title, path, results.provenance.seed},
                                 results.layout, results.observations)
                       .c_str(),
                   stdout);
    else
        print_provenance(results, path);
    return exit_ok;
}

}  // namespace wardwire::app

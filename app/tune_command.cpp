// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "analysis/store/store_error.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/invocation.hpp"
#include "app/json_text.hpp"
#include "app/study_files.hpp"
#include "app/study_report.hpp"
#include "app/tuning.hpp"

namespace wardwire::app {

namespace fs = std::filesystem;

namespace {

void print_words(const PreparedTuning& prepared, const TuningResult& result) {
    const Tuning& tuning = prepared.tuning;
    std::ostringstream table;
    print_study(result.judged, table);
    std::printf("%s\n%-60s %12s %12s\n", table.str().c_str(), "Parameter", "started at", "found");
    for (std::size_t i = 0; i < tuning.parameters.size(); ++i) {
        const TunedParameter& one = tuning.parameters[i];
        const bool is_at_end = result.values[i] <= one.from || result.values[i] >= one.to;
        std::printf("%-60s %12s %12s%s\n", one.pointer.c_str(),
                    one.written(prepared.starts[i]).c_str(), one.written(result.values[i]).c_str(),
                    is_at_end ? "  at its end" : "");
    }
    std::printf("\nLoss %.4g, from %.4g, after %zu evaluations of %u replications.\n", result.loss,
                result.first_loss, result.evaluations, tuning.replications);
}

void print_json(const PreparedTuning& prepared, const TuningResult& result) {
    std::printf(
        "{\n  \"tuning\": %s,\n  \"loss\": %s,\n  \"first_loss\": %s,\n"
        "  \"evaluations\": %zu,\n  \"parameters\": [",
        json_text(prepared.tuning.name).c_str(), json_number(result.loss).c_str(),
        json_number(result.first_loss).c_str(), result.evaluations);
    const char* separator = "\n";
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        const TunedParameter& one = prepared.tuning.parameters[i];
        std::printf("%s    {\"pointer\": %s, \"unit\": %s, \"start\": %s, \"found\": %s}",
                    separator, json_text(one.pointer).c_str(), json_text(one.unit).c_str(),
                    json_number(prepared.starts[i]).c_str(), json_number(result.values[i]).c_str());
        separator = ",\n";
    }
    std::printf("\n  ]\n}\n");
}

}  // namespace

int tune_command(const Arguments& arguments) {
    const std::string& name = arguments.only_operand("TUNING");
    const auto output = arguments.text("output");
    if (output && !arguments.has("force") && fs::exists(*output))
        throw analysis::StoreError(*output, "exists; --force replaces it, -o writes elsewhere");
    ReadTuning read = read_tuning(name, tuning_text(name));
    std::optional<PreparedTuning> prepared;
    if (read.tuning) {
        if (const auto n = arguments.number("replications", 1, 10'000))
            read.tuning->replications = static_cast<std::uint32_t>(*n);
        if (const auto n = arguments.number("budget", 1, 10'000))
            read.tuning->budget = static_cast<std::uint32_t>(*n);
        prepared = prepare_tuning(*read.tuning, name, read.findings);
    }
    if (!prepared) {
        std::fputs(models::format_findings(read.findings).c_str(), stderr);
        return exit_usage;
    }
    const auto threads = static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0));
    const TuningResult result = tune(*prepared, threads, std::cerr);
    if (output) {
        std::ofstream file(*output, std::ios::binary | std::ios::trunc);
        file << tuning_overlay(*prepared, result) << std::flush;
        if (!file) throw analysis::StoreError(*output, "cannot be written");
    }
    if (arguments.has("json")) {
        print_json(*prepared, result);
        return result.judged.passes() ? exit_ok : exit_condition_failed;
    }
    print_words(*prepared, result);
    if (output)
        std::printf("Overlay: %s\n\nNext:\n  %s run %s --with %s\n", output->c_str(),
                    called_as().c_str(), prepared->study.scenario.c_str(), output->c_str());
    return result.judged.passes() ? exit_ok : exit_condition_failed;
}

}  // namespace wardwire::app

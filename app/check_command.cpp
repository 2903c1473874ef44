// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "app/check.hpp"
#include "app/command_table.hpp"
#include "app/study_check.hpp"

namespace wardwire::app {

namespace {

int check_studies(const Arguments& arguments) {
    StudyCheckOptions options;
    options.names = arguments.operands();
    if (const auto n = arguments.number("replications", 1, 1'000'000))
        options.run.replications = static_cast<std::uint32_t>(*n);
    options.run.threads = static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0));
    options.as_json = arguments.has("json");
    return check_studies(options, std::cout, std::cerr);
}

}  // namespace

int check_command(const Arguments& arguments) {
    arguments.exclude("quick", "studies", "theory, or published studies?");
    arguments.exclude("seed", "studies", "a study is run under the seed of its scenario");
    if (arguments.has("studies")) return check_studies(arguments);
    if (!arguments.operands().empty())
        throw UsageError("check takes names of studies only after --studies");
    if (arguments.has("replications"))
        throw UsageError("--replications needs --studies: the theory battery has a fixed number");
    CheckOptions options;
    options.is_quick = arguments.has("quick");
    options.as_json = arguments.has("json");
    if (const auto seed = arguments.number("seed", 0, (1ULL << 53) - 1)) options.seed = *seed;
    options.threads = static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0));
    return check(options, std::cout, std::cerr);
}

}  // namespace wardwire::app

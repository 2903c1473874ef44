// SPDX-License-Identifier: Apache-2.0
#include "app/run_wishes.hpp"

#include <cstdio>
#include <random>

#include "app/record_option.hpp"
#include "app/scenario_files.hpp"

namespace wardwire::app {

namespace {

void add_seed(const Arguments& arguments, std::vector<models::Override>& overrides) {
    const auto seed = arguments.text("seed");
    if (!seed) return;
    if (*seed == "auto") {
        // Within 2^53, so that every reader of JSON keeps it exactly.
        std::random_device entropy;
        const std::uint64_t drawn =
            (static_cast<std::uint64_t>(entropy()) << 21 ^ entropy()) & ((1ULL << 53) - 1);
        std::fprintf(stderr, "Seed drawn: %llu\n", static_cast<unsigned long long>(drawn));
        overrides.push_back({"/seed", std::to_string(drawn)});
        return;
    }
    overrides.push_back({"/seed", std::to_string(*arguments.number("seed", 0, (1ULL << 53) - 1))});
}

}  // namespace

RunWishes run_wishes(const Arguments& arguments) {
    arguments.exclude("resume", "force", "go on with the old run, or start over?");
    arguments.exclude("only", "replications", "one replication, or many?");
    arguments.exclude("only", "until", "one replication, or as many as it takes?");
    arguments.exclude("replications", "until", "--budget says how many there may be at most");
    arguments.exclude("only", "resume", "a single replication leaves nothing to go on with");
    arguments.exclude("json", "csv", "standard output takes one of them");
    RunWishes wishes;
    wishes.scenario = arguments.only_operand("SCENARIO");
    wishes.output = arguments.text("output").value_or(scenario_name(wishes.scenario) + ".h5");
    arguments.keep_apart({"output", "log", "trace", "from"});
    wishes.recorded_share = recorded_share(arguments);
    if (const auto log = arguments.text("log")) wishes.log = *log;
    if (wishes.log && wishes.recorded_share == 0.0)
        throw UsageError(
            "--log needs --record full or --record sample: there are no rows to write");
    if (const auto from = arguments.text("from")) wishes.from = *from;
    if (const auto trace = arguments.text("trace")) wishes.trace = *trace;
    wishes.trace_only = arguments.texts("trace-only");
    if (!wishes.trace && !wishes.trace_only.empty())
        throw UsageError("--trace-only needs --trace: there is no trace to filter");
    if (wishes.trace && !arguments.has("only"))
        throw UsageError("--trace needs --only: which replication?");
    wishes.overrides = overrides_of(arguments);
    if (const auto n = arguments.number("replications", 1, 1'000'000))
        wishes.overrides.push_back({"/replications", std::to_string(*n)});
    if (arguments.text("seed") == "auto" && arguments.has("resume"))
        throw UsageError("--seed auto and --resume contradict each other: the old run has a seed");
    add_seed(arguments, wishes.overrides);
    if (const auto k = arguments.number("only", 0, 999'999))
        wishes.only = static_cast<std::uint32_t>(*k);
    arguments.exclude("only", "shard", "one replication, or every n-th?");
    arguments.exclude("until", "shard", "a shard does not see how precise the others are");
    wishes.shard = shard_of(arguments);
    wishes.until = arguments.texts("until");
    if (const auto budget = arguments.number("budget", 3, 1'000'000)) wishes.budget = *budget;
    if (wishes.budget && wishes.until.empty())
        throw UsageError("--budget needs --until: what is it to be spent on?");
    wishes.threads = static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0));
    wishes.may_replace = arguments.has("force");
    wishes.resumes = arguments.has("resume");
    wishes.is_quiet = arguments.has("quiet");
    wishes.prints_json = arguments.has("json");
    wishes.prints_csv = arguments.has("csv");
    return wishes;
}

}  // namespace wardwire::app

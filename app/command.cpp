// SPDX-License-Identifier: Apache-2.0
#include "app/command.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string_view>

#include "analysis/store/store_error.hpp"
#include "app/command_table.hpp"
#include "app/invocation.hpp"
#include "app/version.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace {

constexpr Option help{"help", 'h', "", "print this help"};
constexpr Option parameter{"parameter", 'p', "POINTER=VALUE",
                           "set one value, e.g. -p /roles/nurse/count=3; may be repeated", true};
constexpr Option with{"with", 0, "OVERLAY",
                      "change the scenario by a file or bundled overlay; may be repeated", true};
constexpr Option json{"json", 0, "", "print machine-readable output on standard output"};
constexpr Option quiet{"quiet", 'q', "", "print nothing for people but errors"};
constexpr Option output{"output", 'o', "FILE", "where to write"};
constexpr Option force{"force", 'f', "", "replace the file if it exists"};
constexpr Option record{"record", 0, "none|sample|full",
                        "message rows to keep: none, of 1 % or of all threads"};
constexpr Option threads{"threads", 0, "N",
                         "how many cores to use; the results do not depend on it"};

constexpr Option shard{"shard", 0, "I/N", "run part I of N; `merge` puts the parts together"};
constexpr Option resume{"resume", 0, "", "go on with a run that was interrupted"};
constexpr Option resume_or_add{"resume", 0, "",
                               "go on after an interruption, or add to finished results"};

constexpr std::array run_options{
    Option{"output", 'o', "FILE", "the results file; without it NAME.h5 in this folder"},
    force,
    with,
    parameter,
    Option{"replications", 'n', "N", "how many; otherwise as the scenario says"},
    Option{"until", 0, "PRECISION",
           "as many as it takes, e.g. \"first_response_time 2 %\"; may be repeated", true},
    Option{"budget", 0, "N", "at most so many with --until; otherwise tenfold the scenario's"},
    Option{"seed", 's', "N|auto", "another seed; auto draws one and prints it"},
    threads,
    Option{"only", 0, "K", "run replication K alone, counted from 0"},
    Option{"from", 0, "STATE", "begin every replication with a state that `save` wrote"},
    record,
    Option{"trace", 0, "FILE", "write the events of the replication of --only as CSV"},
    Option{"trace-only", 0, "CONDITION",
           "entity=nurse 2, kind=StepEnds or time=2 days..60 h; may be repeated", true},
    Option{"log", 0, "FILE", "write the messages of the first replication as CSV too"},
    resume_or_add,
    shard,
    json,
    Option{"csv", 0, "", "print all outcomes as CSV on standard output"},
    quiet,
    help};
constexpr std::array compare_options{
    with,
    parameter,
    Option{"replications", 'n', "N", "how many; otherwise as the first scenario says"},
    Option{"seed", 's', "N", "another seed, the same for all"},
    threads,
    Option{"outcome", 0, "NAME", "compare this, e.g. \"cost[nurse]\"; may be repeated", true},
    Option{"matters", 0, "SIZE",
           "the least difference that does, \"2 %\" or \"cost[nurse] 100 USD\"", true},
    Option{"smallest", 0, "NAME", "of which system is this outcome the smallest?", true},
    Option{"largest", 0, "NAME", "of which is it the largest?", true},
    json,
    quiet,
    help};
constexpr std::array sweep_options{
    Option{"output", 'o', "FILE", "the results file; without it NAME.h5 in this folder"},
    force,
    resume_or_add,
    shard,
    threads,
    Option{"csv", 0, "", "print the outcomes of all points as CSV on standard output"},
    quiet,
    help};
constexpr std::array plan_options{with, parameter, threads, help};
constexpr std::array select_options{
    with,
    parameter,
    Option{"smallest", 0, "NAME", "the system with the smallest of this outcome is the best"},
    Option{"largest", 0, "NAME", "or that with the largest"},
    Option{"indifference", 0, "SIZE", "the least difference worth finding, e.g. \"0.1 h\""},
    Option{"procedure", 0, "NAME", "kn (without it), kn++, rinott, nsgs or ocba"},
    Option{"first-stage", 0, "N", "replications of every system to begin with; without it 20"},
    Option{"budget", 0, "N", "replications of a system at most (with ocba: on average)"},
    Option{"seed", 's', "N", "another seed, the same for all"},
    threads,
    json,
    help};
constexpr std::array sensitivity_options{
    Option{"outcome", 0, "NAME", "what the factors may have an effect on; may be repeated", true},
    json, help};
constexpr std::array staff_options{
    Option{"output", 'o', "FILE", "the results file; without it NAME.h5 in this folder"},
    force,
    resume,
    threads,
    json,
    quiet,
    help};
constexpr std::array forecast_options{
    Option{"over", 0, "DURATION", "how far ahead; without it 2 years"},
    Option{"by", 0, "month|quarter|year", "the calendar periods; without it quarter"},
    Option{"draws", 0, "FILE", "joint draws of parameters: JSON lines or CSV of pointers"},
    Option{"sets", 0, "N", "drawn from the scenario's intervals; without it 20"},
    Option{"replications", 'n', "N", "of each set; without it 4, of a single one as it says"},
    Option{"outcome", 0, "NAME", "forecast this, e.g. \"cost[nurse]\"; may be repeated", true},
    Option{"service", 0, "LEVEL", "\"answered_within[24 h] >= 90 %\": what staff does it take?"},
    Option{"staff-of", 0, "POINTER", "whose number is searched, e.g. /roles/nurse/count"},
    Option{"most", 0, "N", "people tried at most; without it four times the scenario's"},
    Option{"seed", 's', "N", "another seed"},
    with,
    parameter,
    Option{"output", 'o', "FILE", "the results; without it NAME_forecast.h5 in this folder"},
    force,
    resume,
    threads,
    json,
    quiet,
    help};
constexpr std::array merge_options{Option{"output", 'o', "FILE", "the whole"}, force, help};
constexpr std::array verify_options{with,
                                    parameter,
                                    Option{"replications", 'n', "N", "how many; without it 8"},
                                    Option{"seed", 's', "N", "another seed"},
                                    json,
                                    help};
constexpr std::array save_options{
    output,
    force,
    with,
    parameter,
    Option{"at", 0, "DURATION", "simulated time from the start; without it the end of the warm-up"},
    Option{"seed", 's', "N", "another seed"},
    Option{"only", 0, "K", "of replication K, counted from 0; without it 0"},
    record,
    help};
constexpr std::array validate_options{with, parameter, json, quiet, help};
constexpr std::array explain_options{with, parameter, help};
constexpr std::array schema_options{help};
constexpr std::array list_options{json, help};
constexpr std::array init_options{output, force, help};
constexpr std::array show_options{
    json, Option{"csv", 0, "", "print all outcomes as CSV on standard output"}, help};
constexpr std::array check_options{
    Option{"quick", 0, "", "the short battery, under 20 s"},
    Option{"studies", 0, "", "instead: compare scenarios with the published studies"},
    Option{"replications", 'n', "N", "of each study; otherwise as it says"},
    json,
    Option{"seed", 's', "N", "another seed"},
    threads,
    help};
constexpr std::array tune_options{
    Option{"output", 'o', "FILE", "write the values found as an overlay"},
    force,
    Option{"replications", 'n', "N", "of each evaluation; otherwise as the file says"},
    Option{"budget", 0, "N", "evaluations at most; otherwise as the file says"},
    threads,
    json,
    help};
constexpr std::array bench_options{
    Option{"only", 0, "NAME", "work whose name begins so, such as PHOLD"},
    Option{"turns", 0, "N", "how often each is run; without it 5"},
    Option{"history", 0, "FILE", "append the results to a table, CSV"},
    Option{"soak", 0, "MILLIONS", "run so many million events instead: does memory grow?"},
    json,
    help};

/// What simulates; the order of the help.
constexpr std::array studies{
    Command{
        "run",
        "SCENARIO",
        "simulate a scenario and write its outcomes",
        run_options,
        {"wardwire run nurse_triage", "wardwire run my.json -p /roles/nurse/count=3 -o three.h5"},
        run_command},
    Command{"compare",
            "SYSTEM SYSTEM...",
            "compare scenarios or results under the same luck",
            compare_options,
            {"wardwire compare nurse_triage +/roles/nurse/count=3 +draft_replies",
             "wardwire compare before.h5 after.h5 --matters '5 %'"},
            compare_command},
    Command{"plan",
            "SCENARIO",
            "say what a scenario or an experiment would run, and how long",
            plan_options,
            {"wardwire plan nurse_triage", "wardwire plan staffing.json"},
            plan_command},
    Command{"sweep",
            "EXPERIMENT",
            "run a scenario at all points of a design",
            sweep_options,
            {"wardwire sweep staffing.json", "wardwire sweep staffing.json --resume"},
            sweep_command},
    Command{"select",
            "SYSTEM SYSTEM...",
            "choose the best of several scenarios with confidence",
            select_options,
            {"wardwire select nurse_triage +/roles/nurse/count=3 --smallest cost[nurse] "
             "--indifference '200 USD'",
             "wardwire select nurse_triage +draft_replies --smallest first_response_time "
             "--indifference '30 min'"},
            select_command},
    Command{"sensitivity",
            "RESULTS",
            "say which factors of a sweep matter",
            sensitivity_options,
            {"wardwire sensitivity walks.h5 --outcome first_response_time",
             "wardwire sensitivity walks.h5 --outcome 'cost[nurse]' --json"},
            sensitivity_command},
    Command{"staff",
            "EXPERIMENT",
            "find the cheapest staffing that keeps service levels",
            staff_options,
            {"wardwire staff staffing.json", "wardwire staff staffing.json --resume"},
            staff_command},
    Command{"forecast",
            "SCENARIO",
            "look quarters to years ahead, with bands and staff",
            forecast_options,
            {"wardwire forecast portal_growth --over '2 years'",
             "wardwire forecast portal_growth --service 'answered_within[24 h] >= 90 %' "
             "--staff-of /roles/nurse/count"},
            forecast_command},
    Command{"merge",
            "RESULTS...",
            "put the parts of a study together",
            merge_options,
            {"wardwire merge part1.h5 part2.h5 -o whole.h5",
             "wardwire merge parts/*.h5 -o whole.h5 --force"},
            merge_command},
};

/// What looks at scenarios, results and the program itself.
constexpr std::array helpers{
    Command{"validate",
            "SCENARIO...",
            "say what is wrong or doubtful in a scenario",
            validate_options,
            {"wardwire validate my.json", "wardwire validate nurse_triage"},
            validate_command},
    Command{"explain",
            "SCENARIO [POINTER]",
            "print every value with unit, default and source",
            explain_options,
            {"wardwire explain nurse_triage", "wardwire explain nurse_triage /roles/nurse"},
            explain_command},
    Command{"schema",
            "",
            "print the JSON Schema of scenarios, for editors",
            schema_options,
            {"wardwire schema > scenario.schema.json", "wardwire schema | head"},
            schema_command},
    Command{"list",
            "",
            "list the bundled scenarios and overlays",
            list_options,
            {"wardwire list", "wardwire list --json"},
            list_command},
    Command{"init",
            "NAME",
            "copy a bundled scenario and its story, to change it",
            init_options,
            {"wardwire init nurse_triage", "wardwire init team_pool -o my.json"},
            init_command},
    Command{"save",
            "SCENARIO",
            "simulate up to a time and keep the state, for many futures",
            save_options,
            {"wardwire save nurse_triage --at '2 weeks' -o warm.state",
             "wardwire save nurse_triage --only 3 -o third.state"},
            save_command},
    Command{"show",
            "RESULTS",
            "print the outcomes and the provenance of a results file",
            show_options,
            {"wardwire show nurse_triage.h5", "wardwire show nurse_triage.h5 --csv"},
            show_command},
    Command{"verify",
            "SCENARIO",
            "execute a study in other ways: do its results stay the same?",
            verify_options,
            {"wardwire verify nurse_triage", "wardwire verify my.json -n 20 --json"},
            verify_command},
    Command{"check",
            "[STUDY...]",
            "compare the model with queueing theory, or with studies",
            check_options,
            {"wardwire check --quick", "wardwire check --studies dedicated_message_staff"},
            check_command},
    Command{"tune",
            "TUNING",
            "find values with which a scenario gives published figures",
            tune_options,
            {"wardwire tune dedicated_message_staff -o found.json",
             "wardwire tune my_tuning.json --budget 80"},
            tune_command},
    Command{"bench",
            "",
            "measure the engine beside a plain loop",
            bench_options,
            {"wardwire bench --only M/M/1", "wardwire bench --turns 9 --json > bench.json"},
            bench_command},
};

constexpr auto table = [] {
    std::array<Command, studies.size() + helpers.size()> all{};
    std::copy(helpers.begin(), helpers.end(),
              std::copy(studies.begin(), studies.end(), all.begin()));
    return all;
}();

void print_front_page(std::FILE* to) {
    const auto try_this = [to](const char* command_line, const char* why) {
        std::fprintf(to, "  %-33s %s\n", as_typed(command_line).c_str(), why);
    };
    std::fprintf(to,
                 "wardwire %s simulates clinicians, nurses and patients who exchange secure "
                 "messages,\nand says who is interrupted how often and who waits how long.\n\n"
                 "Try:\n",
                 std::string(version()).c_str());
    try_this("wardwire run nurse_triage", "a clinic in which nurses triage messages");
    try_this("wardwire list", "what else there is");
    try_this("wardwire check --quick", "does the model agree with queueing theory?");
    std::fprintf(to, "\nCommands:\n");
    for (const Command& command : table)
        std::fprintf(to, "  %-10s %s\n", command.name, command.summary);
    std::fprintf(to,
                 "\n`%s COMMAND -h` explains a command; `%s --version` says which program this "
                 "is.\n",
                 called_as().c_str(), called_as().c_str());
}

void print_help(const Command& command) {
    std::printf("wardwire %s: %s\n\nUsage: %s %s %s [OPTIONS]\n\n", command.name, command.summary,
                called_as().c_str(), command.name, command.operands);
    for (const Option& option : command.options) {
        std::string left = option.letter != 0 ? std::string("-") + option.letter + ", " : "    ";
        left += std::string("--") + option.name;
        if (*option.value != 0) left += std::string(" ") + option.value;
        std::printf("  %-32s %s\n", left.c_str(), option.help);
    }
    std::printf("\nExamples:\n  %s\n  %s\n", as_typed(command.examples[0]).c_str(),
                as_typed(command.examples[1]).c_str());
}

int run_one(const Command& command, const std::vector<std::string>& words) {
    try {
        const Arguments arguments(command.options, words);
        if (arguments.has("help")) {
            print_help(command);
            return exit_ok;
        }
        return command.run(arguments);
    } catch (const UsageError& error) {
        std::fprintf(stderr, "wardwire %s: %s\nTry `wardwire %s -h`.\n", command.name, error.what(),
                     command.name);
        return exit_usage;
    } catch (const analysis::StoreError& error) {
        std::fprintf(stderr, "wardwire %s: %s\n", command.name, error.what());
        return exit_system;
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "wardwire %s: there is not enough memory\n", command.name);
        return exit_system;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "wardwire %s: %s\n", command.name, error.what());
        return exit_system;
    }
}

}  // namespace

std::span<const Command> commands() { return table; }

int run_program(const std::vector<std::string>& words) {
    if (words.empty()) {
        print_front_page(stdout);
        return exit_ok;
    }
    const std::string& name = words.front();
    if (name == "-h" || name == "--help" || name == "help") {
        print_front_page(stdout);
        return exit_ok;
    }
    if (name == "--version") {
        std::printf("wardwire %s (%s), %s\n", std::string(version()).c_str(),
                    std::string(commit()).c_str(), compiler().c_str());
        return exit_ok;
    }
    const auto command =
        std::find_if(table.begin(), table.end(), [&](const Command& c) { return name == c.name; });
    if (command != table.end()) return run_one(*command, {words.begin() + 1, words.end()});
    std::vector<std::string> names;
    for (const Command& c : table) names.emplace_back(c.name);
    std::fprintf(stderr, "wardwire: unknown command \"%s\"%s\nTry `%s -h`.\n", name.c_str(),
                 models::reading::did_you_mean(name, names).c_str(), called_as().c_str());
    return exit_usage;
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "app/command.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string_view>

#include "analysis/log/log_error.hpp"
#include "app/command_options.hpp"
#include "app/command_table.hpp"
#include "app/invocation.hpp"
#include "app/study_plan.hpp"
#include "app/version.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace {

/// What simulates; the order of the help.
constexpr std::array studies{
    Command{
        "run",
        "SCENARIO",
        "simulate a scenario and write its outcomes",
        options::run,
        {"wardwire run nurse_triage", "wardwire run my.json -p /roles/nurse/count=3 -o three.h5"},
        run_command,
        plan_run},
    Command{"compare",
            "SYSTEM SYSTEM...",
            "compare scenarios or results under the same luck",
            options::compare,
            {"wardwire compare nurse_triage +/roles/nurse/count=3 +draft_replies",
             "wardwire compare before.h5 after.h5 --matters '5 %'"},
            compare_command,
            plan_compare},
    Command{"plan",
            "[COMMAND] STUDY",
            "say what a study would run, why, and how long",
            options::plan,
            {"wardwire plan staffing.json",
             "wardwire plan compare nurse_triage +/roles/nurse/count=3 -n 100"},
            plan_command},
    Command{"sweep",
            "EXPERIMENT",
            "run a scenario at all points of a design",
            options::sweep,
            {"wardwire sweep staffing.json", "wardwire sweep staffing.json --resume"},
            sweep_command,
            plan_sweep},
    Command{"select",
            "SYSTEM SYSTEM...",
            "choose the best of several scenarios with confidence",
            options::select,
            {"wardwire select nurse_triage +/roles/nurse/count=3 --smallest cost[nurse] "
             "--indifference '200 USD'",
             "wardwire select nurse_triage +draft_replies --smallest first_response_time "
             "--indifference '30 min'"},
            select_command,
            plan_select},
    Command{"sensitivity",
            "RESULTS",
            "say which factors of a sweep matter",
            options::sensitivity,
            {"wardwire sensitivity walks.h5 --outcome first_response_time",
             "wardwire sensitivity walks.h5 --outcome 'cost[nurse]' --json"},
            sensitivity_command,
            plan_sensitivity},
    Command{"staff",
            "EXPERIMENT",
            "find the cheapest staffing that keeps service levels",
            options::staff,
            {"wardwire staff staffing.json", "wardwire staff staffing.json --resume"},
            staff_command,
            plan_staff},
    Command{"forecast",
            "SCENARIO",
            "look quarters to years ahead, with bands and staff",
            options::forecast,
            {"wardwire forecast portal_growth --over '2 years'",
             "wardwire forecast portal_growth --service 'answered_within[24 h] >= 90 %' "
             "--staff-of /roles/nurse/count"},
            forecast_command,
            plan_forecast},
};

/// What looks at results.
constexpr std::array results_readers{
    Command{"merge",
            "RESULTS...",
            "put the parts of a study together",
            options::merge,
            {"wardwire merge part1.h5 part2.h5 -o whole.h5",
             "wardwire merge parts/*.h5 -o whole.h5 --force"},
            merge_command},
    Command{"show",
            "RESULTS",
            "print the outcomes and the provenance of a results file",
            options::show,
            {"wardwire show nurse_triage.h5", "wardwire show nurse_triage.h5 --csv"},
            show_command},
};

/// What looks at scenarios and the program itself.
constexpr std::array helpers{
    Command{"validate",
            "SCENARIO...",
            "say what is wrong or doubtful in a scenario",
            options::validate,
            {"wardwire validate my.json", "wardwire validate nurse_triage"},
            validate_command},
    Command{"explain",
            "SCENARIO [POINTER]",
            "print every value with unit, default and source",
            options::explain,
            {"wardwire explain nurse_triage", "wardwire explain nurse_triage /roles/nurse"},
            explain_command},
    Command{"schema",
            "",
            "print the JSON Schema of scenarios, for editors",
            options::schema,
            {"wardwire schema > scenario.schema.json", "wardwire schema | head"},
            schema_command},
    Command{"list",
            "",
            "list the bundled scenarios and overlays",
            options::list,
            {"wardwire list", "wardwire list --json"},
            list_command},
    Command{"init",
            "NAME",
            "copy a bundled scenario and its story, to change it",
            options::init,
            {"wardwire init nurse_triage", "wardwire init team_pool -o my.json"},
            init_command},
    Command{"save",
            "SCENARIO",
            "simulate up to a time and keep the state, for many futures",
            options::save,
            {"wardwire save nurse_triage --at '2 weeks' -o warm.state",
             "wardwire save nurse_triage --only 3 -o third.state"},
            save_command},
    Command{"verify",
            "SCENARIO",
            "execute a study in other ways: do its results stay the same?",
            options::verify,
            {"wardwire verify nurse_triage", "wardwire verify my.json -n 20 --json"},
            verify_command},
    Command{"check",
            "[STUDY...]",
            "compare the model with queueing theory, or with studies",
            options::check,
            {"wardwire check --quick", "wardwire check --studies dedicated_message_staff"},
            check_command},
    Command{"tune",
            "TUNING",
            "find values with which a scenario gives published figures",
            options::tune,
            {"wardwire tune dedicated_message_staff -o found.json",
             "wardwire tune my_tuning.json --budget 80"},
            tune_command},
    Command{"bench",
            "",
            "measure the engine beside a plain loop",
            options::bench,
            {"wardwire bench --only M/M/1", "wardwire bench --turns 9 --json > bench.json"},
            bench_command},
};

/// What looks at logs of messages from elsewhere.
constexpr Command log_reader{"log",
                             "LOG...",
                             "say what is in a log of messages and what is odd about it",
                             options::log,
                             {"wardwire log messages.csv.gz --time-zone America/New_York",
                              "wardwire log chat.csv --map epic_secure_chat --strict --json"},
                             log_command};

/// What makes something of them.
constexpr std::array log_readers{
    Command{"calibrate",
            "LOG...",
            "make a scenario from a log of messages, with intervals",
            options::calibrate,
            {"wardwire calibrate messages.csv.gz -o ours.json",
             "wardwire calibrate messages.csv --time-zone America/Chicago --json"},
            calibrate_command},
    Command{"compare-logs",
            "LOG LOG",
            "say how far two logs of messages are apart",
            options::compare_logs,
            {"wardwire compare-logs real.csv.gz simulated.csv",
             "wardwire compare-logs real.csv.gz simulated.csv --weeks even --json"},
            compare_logs_command},
};

constexpr auto all_commands = [] {
    std::array<Command,
               studies.size() + results_readers.size() + log_readers.size() + helpers.size() + 1>
        all{};
    auto end = std::copy(studies.begin(), studies.end(), all.begin());
    end = std::copy(results_readers.begin(), results_readers.end(), end);
    end = std::copy(log_readers.begin(), log_readers.end(), end);
    std::copy(helpers.begin(), helpers.end(), end);
    all.back() = log_reader;
    return all;
}();

const Command* find_command(std::string_view name) {
    const auto found = std::ranges::find(all_commands, name, &Command::name);
    return found != all_commands.end() ? &*found : nullptr;
}

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
    for (const Command& command : all_commands)
        std::fprintf(to, "  %-12s %s\n", command.name, command.summary);
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

int run_one(const Command& command, int (*run)(const Arguments&),
            const std::vector<std::string>& words) {
    try {
        const Arguments arguments(command.options, words);
        if (arguments.has("help")) {
            print_help(command);
            return exit_ok;
        }
        return run(arguments);
    } catch (const UsageError& error) {
        std::fprintf(stderr, "wardwire %s: %s\nTry `wardwire %s -h`.\n", command.name, error.what(),
                     command.name);
        return exit_usage;
    } catch (const analysis::LogError& error) {
        std::fprintf(stderr, "wardwire %s: %s\n", command.name, error.what());
        return exit_input;
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "wardwire %s: there is not enough memory\n", command.name);
        return exit_system;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "wardwire %s: %s\n", command.name, error.what());
        return exit_system;
    }
}

}  // namespace

std::span<const Command> commands() { return all_commands; }

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
    const auto after = [&words](std::ptrdiff_t count) {
        return std::vector<std::string>(words.begin() + count, words.end());
    };
    if (name == "plan" && words.size() > 1)
        if (const Command* study = find_command(words[1]); study != nullptr && study->plan)
            return run_one(*study, study->plan, after(2));
    if (const Command* command = find_command(name))
        return run_one(*command, command->run, after(1));
    std::vector<std::string> names;
    for (const Command& c : all_commands) names.emplace_back(c.name);
    std::fprintf(stderr, "wardwire: unknown command \"%s\"%s\nTry `%s -h`.\n", name.c_str(),
                 models::reading::did_you_mean(name, names).c_str(), called_as().c_str());
    return exit_usage;
}

}  // namespace wardwire::app

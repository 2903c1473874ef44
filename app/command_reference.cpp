// SPDX-License-Identifier: Apache-2.0
#include "app/command_reference.hpp"

#include "app/command.hpp"

namespace wardwire::app {

namespace {

std::string escaped(const char* text) {
    std::string result;
    for (; *text != 0; ++text) {
        if (*text == '|') result += '\\';
        result += *text;
    }
    return result;
}

std::string options_of(const Command& command) {
    std::string page = "| Option | Meaning |\n|---|---|\n";
    for (const Option& option : command.options) {
        page += "| `";
        if (option.letter != 0) page += std::string("-") + option.letter + ", ";
        page += std::string("--") + option.name;
        if (*option.value != 0) page += " " + escaped(option.value);
        page += "` | " + escaped(option.help) + " |\n";
    }
    return page;
}

}  // namespace

std::string command_reference() {
    std::string page =
        "# Command line\n\n"
        "This page is made from the program's own table of options.\n\n"
        "`wardwire` alone says what it is and three things to try. Results go to files, what "
        "machines read to standard output, words for people to standard error or, when nothing "
        "else is asked for, to standard output. Progress moves on a terminal only. No colours are "
        "used, so `NO_COLOR` changes nothing.\n\n"
        "## Exit codes\n\n"
        "| Code | Meaning |\n|---|---|\n"
        "| 0 | all is well |\n"
        "| 1 | ran, but a requested condition does not hold (a check failed, a "
        "precision was not reached) |\n"
        "| 2 | usage or scenario error |\n"
        "| 3 | input data error |\n"
        "| 4 | file or system error |\n"
        "| 5 | some runs failed |\n"
        "| 130 | interrupted; finished replications are kept, `--resume` goes on with them |\n";
    for (const Command& command : commands()) {
        page += std::string("\n## ") + command.name + "\n\n`wardwire " + command.name;
        if (*command.operands != 0) page += std::string(" ") + command.operands;
        page += std::string(" [OPTIONS]`: ") + command.summary + ".\n\n" + options_of(command);
        page +=
            std::string("\n```sh\n") + command.examples[0] + "\n" + command.examples[1] + "\n```\n";
    }
    return page;
}

}  // namespace wardwire::app

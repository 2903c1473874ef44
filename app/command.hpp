// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/arguments.hpp"
#include "app/exit_code.hpp"

namespace wardwire::app {

/// One command of the program: its place in the help, its options, what it does.
struct Command {
    const char* name;
    const char* operands;  ///< as shown in the usage line
    const char* summary;   ///< one line
    std::span<const Option> options;
    const char* examples[2];
    int (*run)(const Arguments& arguments);
    int (*plan)(const Arguments& arguments) = nullptr;  ///< says what it would run, of a study
};

/// All commands in the order of the help.
std::span<const Command> commands();

/// Parses the command line, runs the command, and turns what goes wrong into a text on standard
/// error and an exit code.
int run_program(const std::vector<std::string>& words);

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "tests/support/source_folder.hpp"
#include "tests/unit/analysis/store_sample.hpp"

namespace wardwire::tests {

/// Runs a command of the shell in a folder; what it printed, and "exit N" when it failed.
inline std::string output_of(const std::string& command, const TemporaryFolder& folder) {
    const auto printed = folder / "printed";
    const std::string line =
        "cd " + folder.path().string() + " && { " + command + "; } >" + printed.string() + " 2>&1";
    const int status = std::system(line.c_str());
    const std::string text = contents(printed);
    return status == 0 ? text : text + "exit " + std::to_string(WEXITSTATUS(status));
}

inline const std::string source = wardwire::test::source_folder().string();
/// The Python of the system, for which the reading packages are installed.
inline const std::string python = "/usr/bin/python3 -B -W ignore::RuntimeWarning ";

}  // namespace wardwire::tests

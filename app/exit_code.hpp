// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::app {

/// How the program ends; documented in docs/reference/command-line.md.
enum ExitCode : int {
    exit_ok = 0,
    exit_condition_failed = 1,  ///< ran, but a requested condition does not hold: check, precision
    exit_usage = 2,             ///< usage or scenario error
    exit_input = 3,             ///< input data error
    exit_system = 4,            ///< file or system error
    exit_runs_failed = 5,       ///< some runs failed
    exit_interrupted = 130,     ///< interrupted; what is finished is kept
};

}  // namespace wardwire::app

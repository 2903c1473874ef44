// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/command.hpp"
#include "app/exit_code.hpp"

int main(int argc, char** argv) {
    const int code = wardwire::app::run_program({argv + 1, argv + argc});
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
    std::fputs("wardwire: standard output cannot be written\n", stderr);
    return wardwire::app::exit_system;
}

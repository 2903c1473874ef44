// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "app/check.hpp"
#include "app/command_table.hpp"

namespace wardwire::app {

int check_command(const Arguments& arguments) {
    if (!arguments.operands().empty()) throw UsageError("check takes no operands");
    CheckOptions options;
    options.is_quick = arguments.has("quick");
    options.as_json = arguments.has("json");
    if (const auto seed = arguments.number("seed", 0, (1ULL << 53) - 1)) options.seed = *seed;
    options.threads = static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0));
    return check(options, std::cout, std::cerr);
}

}  // namespace wardwire::app

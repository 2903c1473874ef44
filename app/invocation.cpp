// SPDX-License-Identifier: Apache-2.0
#include "app/invocation.hpp"

#include <cstdlib>

namespace wardwire::app {

std::string called_as() {
    const char* said = std::getenv("WARDWIRE_COMMAND");
    return said != nullptr && *said != 0 ? said : "wardwire";
}

std::string as_typed(std::string_view command_line) {
    constexpr std::string_view name = "wardwire";
    return called_as() + std::string(command_line.substr(name.size()));
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "app/version.hpp"

namespace wardwire::app {

std::string_view version() { return WARDWIRE_VERSION; }

std::string compiler() {
#ifdef __clang__
    const std::string name = "clang++";
    const int numbers[] = {__clang_major__, __clang_minor__, __clang_patchlevel__};
#else
    const std::string name = "g++";
    const int numbers[] = {__GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__};
#endif
    return name + " " + std::to_string(numbers[0]) + "." + std::to_string(numbers[1]) + "." +
           std::to_string(numbers[2]);
}

}  // namespace wardwire::app

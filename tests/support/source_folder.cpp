// SPDX-License-Identifier: Apache-2.0
#include "tests/support/source_folder.hpp"

#include <fstream>
#include <sstream>

namespace wardwire::test {

std::filesystem::path source_folder() { return WARDWIRE_SOURCE_DIR; }

std::optional<std::string> text_of(const std::string& path) {
    std::ifstream file(source_folder() / path, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace wardwire::test

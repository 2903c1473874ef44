// SPDX-License-Identifier: Apache-2.0
#include "tests/support/source_folder.hpp"

namespace wardwire::test {

std::filesystem::path source_folder() { return WARDWIRE_SOURCE_DIR; }

}  // namespace wardwire::test

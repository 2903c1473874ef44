// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace wardwire::test {

/// Calls of any operator new in this program so far, through any thread. A program that asks has
/// its operators new replaced by counting ones.
std::uint64_t allocations();

}  // namespace wardwire::test

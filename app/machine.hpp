// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace wardwire::app {

/// The system and processor that this runs on: "Linux 6.1, x86_64, AMD EPYC 9R14, 2 cores".
std::string machine();

/// As many threads as the user asks for; for 0, one a core.
unsigned thread_count(unsigned asked);

/// The resident memory of this process in bytes; 0 where the system does not tell.
std::size_t resident_bytes();

}  // namespace wardwire::app

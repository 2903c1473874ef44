// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>

namespace wardwire::sim {

/// Asks the memory for an object, or for its first `most` bytes. Changes nothing but the time at
/// which they are there.
template <class Object>
void prefetch(const Object* object, std::size_t most = sizeof(Object)) {
    constexpr std::size_t line = 64;
    const char* bytes = reinterpret_cast<const char*>(object);
    for (std::size_t at = 0; at < most; at += line) __builtin_prefetch(bytes + at, 1);
}

}  // namespace wardwire::sim

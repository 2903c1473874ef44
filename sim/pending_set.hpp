// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/indexed_heap.hpp"

namespace wardwire::sim {

/// Which implementation keeps the pending events. The order of events does not depend on it.
enum class PendingSetKind : std::uint8_t { heap };

/// The pending events of a kernel.
template <class Payload>
using PendingSet = IndexedHeap<Payload>;

}  // namespace wardwire::sim

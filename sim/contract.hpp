// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sim/time.hpp"

namespace wardwire::sim {

/// Where a simulation stood when a contract broke: enough to reproduce it.
struct Situation {
    Time now = start_of_time;
    std::uint32_t kernel = 0;
    std::uint64_t seed = 0;
    std::uint32_t replication = 0;
    const char* event = "none";
};

/// Prints the broken expression, the reason and the situation to standard error and aborts.
[[noreturn, gnu::cold]] void contract_broken(const char* expression, const char* file, int line,
                                             const char* why, const Situation& situation = {});

}  // namespace wardwire::sim

/// States what must hold here; a violation is our own mistake and ends the program, in release
/// builds too. `why` is a text; a Situation may follow it.
#define WARDWIRE_EXPECT(condition, ...) \
    ((condition) ? static_cast<void>(0) \
                 : ::wardwire::sim::contract_broken(#condition, __FILE__, __LINE__, __VA_ARGS__))

/// The same for checks too expensive for every run; on with -DWARDWIRE_AUDIT (preset `audit`).
#ifdef WARDWIRE_AUDIT
#define WARDWIRE_AUDIT_EXPECT(condition, ...) WARDWIRE_EXPECT(condition, __VA_ARGS__)
#else
#define WARDWIRE_AUDIT_EXPECT(condition, ...) static_cast<void>(0)
#endif

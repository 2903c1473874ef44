// SPDX-License-Identifier: Apache-2.0
#include "sim/contract.hpp"

#include <cstdio>
#include <cstdlib>

namespace wardwire::sim {

void contract_broken(const char* expression, const char* file, int line, const char* why,
                     const Situation& situation) {
    std::fprintf(
        stderr,
        "wardwire: broken contract: %s\n"
        "  why          %s\n"
        "  where        %s:%d\n"
        "  time         %.6f s\n"
        "  kernel       %u\n"
        "  event        %s\n"
        "  seed         %llu, replication %u\n"
        "This is a mistake in the program, not in your input; please report these lines.\n",
        expression, why, file, line, in_seconds(situation.now.time_since_epoch()), situation.kernel,
        situation.event, static_cast<unsigned long long>(situation.seed), situation.replication);
    std::abort();
}

}  // namespace wardwire::sim

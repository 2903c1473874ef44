// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <ostream>

namespace wardwire::app {

struct CheckOptions {
    bool is_quick = false;  ///< windows of a tenth of the length: about 15 s on one core
    bool as_json = false;
    std::uint64_t seed = 20260105;
    unsigned threads = 0;  ///< 0: all cores
};

/// `wardwire check`: runs the theory battery, prints the table and the verdict (or one JSON object)
/// to `out` and how far it is to `progress`. Returns exit_ok, or exit_condition_failed when a row
/// does not agree with theory.
int check(const CheckOptions& options, std::ostream& out, std::ostream& progress);

}  // namespace wardwire::app

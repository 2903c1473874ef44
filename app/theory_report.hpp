// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <ostream>
#include <span>
#include <vector>

#include "app/theory_battery.hpp"

namespace wardwire::app {

/// One row of the battery against its theory.
struct Verdict {
    const SimulatedRow* simulated;
    double theory;
    double z;
    bool agrees;
};

/// A verdict on each row, in order; they refer to the rows. The limit is that of their number.
std::vector<Verdict> judge(std::span<const SimulatedRow> rows);
bool all_agree(std::span<const Verdict> verdicts);

/// A table for people that ends with the verdict on the whole.
void print_table(std::span<const Verdict> verdicts, std::ostream& out);

/// One JSON object: whether all agree, what was run, the limit and every row.
void print_json(std::span<const Verdict> verdicts, std::uint64_t seed, std::ostream& out);

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <cmath>

namespace wardwire::tests {

/// A tabled value printed to `decimals` places: what is compared with it may be off by half a unit
/// of the last place, which is all that rounding allows (and a hair for the decimal itself).
inline Approx printed(double value, int decimals = 8) {
    return Approx(value).epsilon(0.0).margin(0.5 * std::pow(10.0, -decimals) * (1.0 + 1e-6));
}

}  // namespace wardwire::tests

// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

/// Where a function with a single maximum between two limits is largest, to a 1e-5 part of their
/// distance, by the golden section (Kiefer 1953).
template <class Function>
double where_largest(Function&& function, double low, double high) {
    constexpr double golden = 0.61803398874989484820;
    constexpr int rounds = 24;  // golden^24 < 1e-5
    double left = high - golden * (high - low);
    double right = low + golden * (high - low);
    double at_left = function(left);
    double at_right = function(right);
    for (int round = 0; round < rounds; ++round) {
        if (at_left > at_right) {
            high = right;
            right = left;
            at_right = at_left;
            left = high - golden * (high - low);
            at_left = function(left);
        } else {
            low = left;
            left = right;
            at_left = at_right;
            right = low + golden * (high - low);
            at_right = function(right);
        }
    }
    return 0.5 * (low + high);
}

}  // namespace wardwire::analysis

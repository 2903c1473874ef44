// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

/// The point between `low` and `high` up to which `is_below` holds, to the last bit.
/// It must hold from `low` to that point and not beyond.
template <class Question>
double bisect(double low, double high, Question is_below) {
    while (true) {
        const double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high) return middle;
        (is_below(middle) ? low : high) = middle;
    }
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/erlang.hpp"

#include <cmath>
#include <numbers>

namespace wardwire::analysis {

double erlang_b(double offered_load, int servers) {
    double blocking = 1.0;
    for (int k = 1; k <= servers; ++k) {
        blocking = offered_load * blocking / (k + offered_load * blocking);
    }
    return blocking;
}

double erlang_c(double offered_load, int servers) {
    const double utilisation = offered_load / servers;
    if (utilisation >= 1.0) return 1.0;
    const double blocking = erlang_b(offered_load, servers);
    return blocking / (1.0 - utilisation * (1.0 - blocking));
}

int fewest_servers(double offered_load, double probability_of_wait) {
    double blocking = 1.0;
    for (int servers = 1;; ++servers) {
        blocking = offered_load * blocking / (servers + offered_load * blocking);
        const double utilisation = offered_load / servers;
        if (utilisation >= 1.0) continue;
        const double waits = blocking / (1.0 - utilisation * (1.0 - blocking));
        if (waits <= probability_of_wait) return servers;
    }
}

double halfin_whitt_probability_of_wait(double beta) {
    const double density = std::exp(-0.5 * beta * beta) * std::numbers::inv_sqrtpi;
    const double below = std::erfc(-beta / std::numbers::sqrt2);
    // Both were left without their common factor: φ = density / √2 and Φ = below / 2.
    return 1.0 / (1.0 + beta * below / (density * std::numbers::sqrt2));
}

double halfin_whitt_beta(double probability_of_wait) {
    double low = 0.0;
    double high = 40.0;  // e^-800 of arrivals wait beyond: nothing a double can hold
    while (true) {
        const double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high) return middle;
        const bool too_many_wait = halfin_whitt_probability_of_wait(middle) > probability_of_wait;
        (too_many_wait ? low : high) = middle;
    }
}

}  // namespace wardwire::analysis

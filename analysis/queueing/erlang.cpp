// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/erlang.hpp"

#include <cmath>
#include <numbers>

#include "analysis/queueing/bisection.hpp"

namespace wardwire::analysis {

namespace {

/// B_k from B_{k-1}.
double with_one_more_server(double blocking, double offered_load, int servers) {
    return offered_load * blocking / (servers + offered_load * blocking);
}

/// C from B.
double waiting_from_blocking(double blocking, double offered_load, int servers) {
    const double utilisation = offered_load / servers;
    return utilisation < 1.0 ? blocking / (1.0 - utilisation * (1.0 - blocking)) : 1.0;
}

}  // namespace

double erlang_b(double offered_load, int servers) {
    double blocking = 1.0;
    for (int k = 1; k <= servers; ++k) blocking = with_one_more_server(blocking, offered_load, k);
    return blocking;
}

double erlang_c(double offered_load, int servers) {
    return waiting_from_blocking(erlang_b(offered_load, servers), offered_load, servers);
}

int fewest_servers(double offered_load, double probability_of_wait) {
    double blocking = 1.0;
    for (int servers = 1;; ++servers) {
        blocking = with_one_more_server(blocking, offered_load, servers);
        if (offered_load < servers &&
            waiting_from_blocking(blocking, offered_load, servers) <= probability_of_wait) {
            return servers;
        }
    }
}

double halfin_whitt_probability_of_wait(double beta) {
    const double cumulative = 0.5 * std::erfc(-beta / std::numbers::sqrt2);
    const double density =
        std::exp(-0.5 * beta * beta) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return 1.0 / (1.0 + beta * cumulative / density);
}

double halfin_whitt_beta(double probability_of_wait) {
    // Beyond 38 the limit is below e^-720, less than a double can hold.
    return bisect(0.0, 38.0, [=](double beta) {
        return halfin_whitt_probability_of_wait(beta) > probability_of_wait;
    });
}

}  // namespace wardwire::analysis

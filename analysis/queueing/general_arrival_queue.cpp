// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/general_arrival_queue.hpp"

#include <limits>

#include "analysis/queueing/bisection.hpp"

namespace wardwire::analysis {

double GeneralArrivalQueue::probability_of_wait() const {
    if (utilisation() >= 1.0) return 1.0;
    // A*(μ(1 - σ)) - σ is convex, positive at 0 and zero at 1: positive below the root we seek and
    // negative between it and 1, which is what bisection needs.
    return bisect(0.0, 1.0,
                  [this](double sigma) { return gap(service_rate * (1.0 - sigma)) > sigma; });
}

double GeneralArrivalQueue::mean_wait() const {
    if (utilisation() >= 1.0) return std::numeric_limits<double>::infinity();
    const double sigma = probability_of_wait();
    return sigma / (service_rate * (1.0 - sigma));
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/general_arrival_queue.hpp"

#include <limits>

namespace wardwire::analysis {

double GeneralArrivalQueue::probability_of_wait() const {
    if (utilisation() >= 1.0) return 1.0;
    // A*(μ(1 - σ)) - σ is convex, positive at 0 and zero at 1: positive below the root we seek and
    // negative between it and 1, which is what bisection needs.
    double low = 0.0;
    double high = 1.0;
    while (true) {
        const double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high) return middle;
        (gap(service_rate * (1.0 - middle)) > middle ? low : high) = middle;
    }
}

double GeneralArrivalQueue::mean_wait() const {
    if (utilisation() >= 1.0) return std::numeric_limits<double>::infinity();
    const double sigma = probability_of_wait();
    return sigma / (service_rate * (1.0 - sigma));
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/vacations.hpp"

#include <algorithm>
#include <limits>

namespace wardwire::analysis {

namespace {

/// σ²_R / (2r) + numerator / (2 slack), the form of all three waits.
double polling_wait(const SymmetricPolling& polling, double numerator, double slack) {
    if (slack <= 0.0) return std::numeric_limits<double>::infinity();
    return polling.switching.variance() / (2.0 * polling.switching.first) +
           numerator / (2.0 * slack);
}

double residual_work(const SymmetricPolling& polling) {
    return polling.queues * polling.arrival_rate * polling.service.second;
}

}  // namespace

double mean_wait_with_repeated_vacations(const GeneralServiceQueue& queue,
                                         const Moments& vacation) {
    return queue.mean_wait() + vacation.second / (2.0 * vacation.first);
}

double mean_wait_with_single_vacation(const GeneralServiceQueue& queue, const Moments& vacation,
                                      const Transform& vacation_transform) {
    const double rate = queue.arrival_rate;
    return queue.mean_wait() +
           rate * vacation.second / (2.0 * (vacation_transform(rate) + rate * vacation.first));
}

double FixedCheck::delay_cdf(double time) const { return std::clamp(time / interval, 0.0, 1.0); }

double SymmetricPolling::mean_wait_exhaustive() const {
    const double rho = utilisation();
    return polling_wait(*this, residual_work(*this) + switching.first * (queues - rho), 1.0 - rho);
}

double SymmetricPolling::mean_wait_gated() const {
    const double rho = utilisation();
    return polling_wait(*this, residual_work(*this) + switching.first * (queues + rho), 1.0 - rho);
}

double SymmetricPolling::mean_wait_limited() const {
    const double rho = utilisation();
    const double arrivals = queues * arrival_rate;
    return polling_wait(
        *this,
        residual_work(*this) + switching.first * (queues + rho) + arrivals * switching.variance(),
        1.0 - rho - arrivals * switching.first);
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/abandonment.hpp"

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "analysis/queueing/erlang.hpp"

namespace wardwire::analysis {

namespace {

/// What the states with all servers busy add up to, each weighed by the probability p_{c+j} of j
/// customers in the queue.
struct BusyStates {
    double probability = 0.0;  ///< Σ p_{c+j}
    double queue = 0.0;        ///< Σ j p_{c+j}
    double served_wait =
        0.0;  ///< Σ p_{c+j} · P(served) · E[wait, when served] of who arrives there
};

BusyStates busy_states(const AbandonmentQueue& queue) {
    const double all_servers = queue.servers * queue.service_rate;
    const double theta = queue.patience_rate;
    BusyStates sums;
    double weight = 1.0;  // p_{c+j} / p_c
    double stages = 0.0;  // Σ_{i=1}^{j+1} 1 / (cμ + iθ): each customer ahead leaves in its turn
    for (int j = 0;; ++j) {
        const double next_rate = all_servers + (j + 1) * theta;
        stages += 1.0 / next_rate;
        sums.probability += weight;
        sums.queue += j * weight;
        sums.served_wait += weight * all_servers / next_rate * stages;
        const double ratio = queue.arrival_rate / next_rate;
        weight *= ratio;
        // The rest is at most a geometric series; the factor is for j and its neighbours.
        if (ratio < 1.0 && (j + 2) * weight < 1e-18 * (1.0 - ratio) * sums.probability) break;
    }
    // The states with at most c customers add up to p_c / B.
    const double blocking = erlang_b(queue.arrival_rate / queue.service_rate, queue.servers);
    const double full = 1.0 / (1.0 / blocking + sums.probability - 1.0);
    sums.probability *= full;
    sums.queue *= full;
    sums.served_wait *= full;
    return sums;
}

/// (e^{ax} - 1) / a, which is x at a = 0.
double exponential_integral(double a, double x) { return a == 0.0 ? x : std::expm1(a * x) / a; }

/// ∫ u e^{au} du over [0, x], by the power series where the closed form would cancel.
double exponential_first_moment(double a, double x) {
    if (std::abs(a * x) > 0.5) return (x * std::exp(a * x) - exponential_integral(a, x)) / a;
    double sum = 0.0;
    double term = x * x;  // a^k x^{k+2} / k!
    for (int k = 0; k < 20; ++k) {
        sum += term / (k + 2);
        term *= a * x / (k + 1);
    }
    return sum;
}

}  // namespace

double AbandonmentQueue::probability_of_wait() const { return busy_states(*this).probability; }

double AbandonmentQueue::mean_queue() const { return busy_states(*this).queue; }

double AbandonmentQueue::utilisation() const {
    return arrival_rate * (1.0 - probability_of_abandonment()) / (servers * service_rate);
}

double AbandonmentQueue::mean_wait_of_served() const {
    return busy_states(*this).served_wait / (1.0 - probability_of_abandonment());
}

double AbandonmentQueue::mean_wait_of_abandoned() const {
    const BusyStates sums = busy_states(*this);
    const double abandoned_wait = sums.queue / arrival_rate - sums.served_wait;
    return abandoned_wait / probability_of_abandonment();
}

double AbandonmentQueue::probability_virtual_wait_exceeds(double time) const {
    const double shape = servers * service_rate / patience_rate;
    const double argument = arrival_rate / patience_rate;
    return probability_of_wait() *
           boost::math::gamma_p(shape, argument * std::exp(-patience_rate * time)) /
           boost::math::gamma_p(shape, argument);
}

double AbandonmentQueue::probability_wait_exceeds(double time) const {
    return std::exp(-patience_rate * time) * probability_virtual_wait_exceeds(time);
}

double FixedPatienceQueue::probability_of_one_idle() const {
    const double all_servers = servers * service_rate;
    const double surplus = arrival_rate - all_servers;
    const double blocking = erlang_b(arrival_rate / service_rate, servers - 1);
    const double busy = arrival_rate * (exponential_integral(surplus, patience) +
                                        std::exp(surplus * patience) / all_servers);
    return 1.0 / (1.0 / blocking + busy);
}

double FixedPatienceQueue::probability_of_wait() const {
    const double blocking = erlang_b(arrival_rate / service_rate, servers - 1);
    return 1.0 - probability_of_one_idle() / blocking;
}

double FixedPatienceQueue::probability_of_abandonment() const {
    const double all_servers = servers * service_rate;
    return arrival_rate * probability_of_one_idle() *
           std::exp((arrival_rate - all_servers) * patience) / all_servers;
}

double FixedPatienceQueue::mean_wait() const {
    const double surplus = arrival_rate - servers * service_rate;
    return arrival_rate * probability_of_one_idle() * exponential_first_moment(surplus, patience) +
           patience * probability_of_abandonment();
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/multi_server_queue.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/queueing/birth_death.hpp"
#include "analysis/queueing/bisection.hpp"
#include "analysis/queueing/erlang.hpp"
#include "analysis/special_values.hpp"

namespace wardwire::analysis {

namespace {

BirthDeath chain_of(const BoundedQueue& queue) {
    return BirthDeath(
        queue.capacity, [&](int) { return queue.arrival_rate; },
        [&](int n) { return queue.service_rate * std::min(n, queue.servers); });
}

}  // namespace

double MultiServerQueue::probability_of_wait() const { return erlang_c(offered_load(), servers); }

double MultiServerQueue::mean_wait() const {
    return utilisation() < 1.0 ? probability_of_wait() / slack() : infinite;
}

double MultiServerQueue::probability_wait_exceeds(double time) const {
    return utilisation() < 1.0 ? probability_of_wait() * std::exp(-slack() * time) : 1.0;
}

double MultiServerQueue::wait_percentile(double level) const {
    if (utilisation() >= 1.0) return infinite;
    return std::max(0.0, std::log(probability_of_wait() / (1.0 - level)) / slack());
}

double MultiServerQueue::mean_sojourn() const { return mean_wait() + 1.0 / service_rate; }

double MultiServerQueue::mean_in_system() const { return arrival_rate * mean_sojourn(); }

double MultiServerQueue::probability_sojourn_exceeds(double time) const {
    if (utilisation() >= 1.0) return 1.0;
    const double delta = slack() - service_rate;
    const double integral = delta == 0.0 ? time : -std::expm1(-delta * time) / delta;
    return std::exp(-service_rate * time) * (1.0 + probability_of_wait() * service_rate * integral);
}

double MultiServerQueue::sojourn_percentile(double level) const {
    if (utilisation() >= 1.0) return infinite;
    const auto is_below = [=, this](double time) {
        return probability_sojourn_exceeds(time) > 1.0 - level;
    };
    double high = mean_sojourn();
    while (is_below(high)) high *= 2.0;
    return bisect(0.0, high, is_below);
}

double BoundedQueue::probability_of_loss() const { return chain_of(*this).probability(capacity); }

double BoundedQueue::mean_in_system() const { return chain_of(*this).mean(); }

double BoundedQueue::mean_sojourn() const {
    return mean_in_system() / (arrival_rate * (1.0 - probability_of_loss()));
}

double BoundedQueue::mean_wait() const { return mean_sojourn() - 1.0 / service_rate; }

}  // namespace wardwire::analysis

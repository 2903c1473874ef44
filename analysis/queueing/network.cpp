// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/network.hpp"

#include <algorithm>
#include <cstddef>

#include "analysis/queueing/birth_death.hpp"

namespace wardwire::analysis {

namespace {

/// Solves the traffic equations by taking the stations out one by one, as if each passed its
/// customers on at once; the inverse of 1 - p_kk counts the returns to itself.
std::vector<double> total_rates(const std::vector<Station>& stations) {
    const std::size_t size = stations.size();
    std::vector<double> rates;
    std::vector<std::vector<double>> routes;
    for (const Station& station : stations) {
        rates.push_back(station.external_rate);
        routes.push_back(station.next);
    }
    for (std::size_t k = 0; k < size; ++k) {
        const double visits = 1.0 / (1.0 - routes[k][k]);
        rates[k] *= visits;
        for (std::size_t i = k + 1; i < size; ++i) routes[i][k] *= visits;
        for (std::size_t j = k + 1; j < size; ++j) {
            rates[j] += rates[k] * routes[k][j];
            for (std::size_t i = k + 1; i < size; ++i) routes[i][j] += routes[i][k] * routes[k][j];
        }
    }
    for (std::size_t k = size; k-- > 0;) {
        for (std::size_t i = k + 1; i < size; ++i) rates[k] += rates[i] * routes[i][k];
    }
    return rates;
}

BirthDeath chain_of(const MachineRepair& model) {
    return BirthDeath(
        model.population, [&](int n) { return (model.population - n) / model.mean_think; },
        [&](int n) { return std::min(n, model.servers) / model.mean_service; });
}

}  // namespace

OpenNetwork::OpenNetwork(std::vector<Station> stations) {
    const std::vector<double> rates = total_rates(stations);
    for (std::size_t k = 0; k < stations.size(); ++k) {
        queues_.push_back({rates[k], stations[k].service_rate, stations[k].servers});
        external_rate_ += stations[k].external_rate;
    }
}

double OpenNetwork::mean_in_system() const {
    double sum = 0.0;
    for (const MultiServerQueue& queue : queues_) sum += queue.mean_in_system();
    return sum;
}

double MachineRepair::utilisation() const {
    const double busy = chain_of(*this).mean_of([&](int n) { return std::min(n, servers); });
    return busy / servers;
}

double MachineRepair::mean_in_system() const { return chain_of(*this).mean(); }

double MachineRepair::mean_sojourn() const {
    return mean_in_system() * mean_service / (utilisation() * servers);
}

}  // namespace wardwire::analysis

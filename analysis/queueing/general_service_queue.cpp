// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/general_service_queue.hpp"

#include <cmath>
#include <vector>

#include "analysis/special_values.hpp"

namespace wardwire::analysis {

namespace {

/// P(Poisson(mean) >= k) for k = 0..top, summed from the far end.
std::vector<double> poisson_tails(double mean, std::size_t top) {
    const std::size_t far = top + 40 + static_cast<std::size_t>(mean);
    std::vector<double> tails(far + 2, 0.0);
    for (std::size_t k = far + 1; k-- > 0;) {
        const double count = static_cast<double>(k);
        tails[k] =
            tails[k + 1] + std::exp(count * std::log(mean) - mean - std::lgamma(count + 1.0));
    }
    tails.resize(top + 1);
    return tails;
}

/// P(number in M/D/1 <= n) for n = 0..top, by balancing the flow over each cut between n - 1 and
/// n in the chain of numbers left behind at departures: no subtraction, so no cancellation.
std::vector<double> fixed_service_number_cdf(double utilisation, std::size_t top) {
    const std::vector<double> arrivals_at_least = poisson_tails(utilisation, top + 1);
    std::vector<double> probability{1.0 - utilisation};
    std::vector<double> cumulative{probability[0]};
    for (std::size_t n = 1; n <= top; ++n) {
        double upward = probability[0] * arrivals_at_least[n];
        for (std::size_t i = 1; i < n; ++i) {
            upward += probability[i] * arrivals_at_least[n - i + 1];
        }
        probability.push_back(upward * std::exp(utilisation));
        cumulative.push_back(cumulative.back() + probability.back());
    }
    return cumulative;
}

}  // namespace

double GeneralServiceQueue::mean_wait() const {
    if (utilisation() >= 1.0) return infinite;
    return arrival_rate * service.second / (2.0 * (1.0 - utilisation()));
}

double GeneralServiceQueue::second_moment_of_wait() const {
    if (utilisation() >= 1.0) return infinite;
    const double mean = mean_wait();
    return 2.0 * mean * mean + arrival_rate * service.third / (3.0 * (1.0 - utilisation()));
}

double GeneralServiceQueue::standard_deviation_of_wait() const {
    if (utilisation() >= 1.0) return infinite;
    return std::sqrt(second_moment_of_wait() - mean_wait() * mean_wait());
}

double GeneralServiceQueue::mean_sojourn_when_shared() const {
    return utilisation() < 1.0 ? service.first / (1.0 - utilisation()) : infinite;
}

double fixed_service_wait_cdf(double arrival_rate, double service_time, double time) {
    const double utilisation = arrival_rate * service_time;
    if (time < 0.0 || utilisation >= 1.0) return 0.0;
    const double services = std::floor(time / service_time) + 1.0;
    const auto k = static_cast<std::size_t>(services);
    const std::vector<double> number_cdf = fixed_service_number_cdf(utilisation, k);

    const double remaining = arrival_rate * (services * service_time - time);
    double term = std::exp(-remaining);
    double sum = 0.0;
    for (std::size_t j = 0; j < k; ++j) {
        sum += number_cdf[k - j] * term;  // at most k - 1 - j in the queue
        term *= remaining / static_cast<double>(j + 1);
    }
    return sum;
}

double BatchArrivalQueue::mean_in_system() const {
    if (utilisation() >= 1.0) return infinite;
    return utilisation() * (1.0 + second_moment_of_batch / mean_batch) /
           (2.0 * (1.0 - utilisation()));
}

}  // namespace wardwire::analysis

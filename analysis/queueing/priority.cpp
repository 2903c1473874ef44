// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/priority.hpp"

#include <algorithm>
#include <numeric>

#include "analysis/queueing/erlang.hpp"
#include "analysis/queueing/multi_server_queue.hpp"
#include "analysis/special_values.hpp"

namespace wardwire::analysis {

std::vector<double> mean_waits_nonpreemptive(std::span<const PriorityClass> classes) {
    double residual = 0.0;
    double load_so_far = 0.0;
    for (const PriorityClass& each : classes) {
        const double load = each.arrival_rate * each.service.first;
        const double carried = std::min(load, std::max(0.0, 1.0 - load_so_far));
        residual += 0.5 * carried * each.service.second / each.service.first;
        load_so_far += load;
    }
    std::vector<double> waits;
    double above = 0.0;
    for (const PriorityClass& each : classes) {
        const double with = above + each.arrival_rate * each.service.first;
        waits.push_back(with < 1.0 ? residual / ((1.0 - above) * (1.0 - with)) : infinite);
        above = with;
    }
    return waits;
}

std::vector<double> mean_sojourns_preemptive(std::span<const PriorityClass> classes) {
    std::vector<double> sojourns;
    double residual = 0.0;
    double above = 0.0;
    for (const PriorityClass& each : classes) {
        residual += 0.5 * each.arrival_rate * each.service.second;
        const double with = above + each.arrival_rate * each.service.first;
        sojourns.push_back(with < 1.0 ? each.service.first / (1.0 - above) +
                                            residual / ((1.0 - above) * (1.0 - with))
                                      : infinite);
        above = with;
    }
    return sojourns;
}

std::vector<double> mean_waits_nonpreemptive(std::span<const double> arrival_rates,
                                             double service_rate, int servers) {
    const double total_rate = std::accumulate(arrival_rates.begin(), arrival_rates.end(), 0.0);
    const double capacity = servers * service_rate;
    const double all_busy = erlang_c(total_rate / service_rate, servers);
    std::vector<double> waits;
    double above = 0.0;
    for (const double rate : arrival_rates) {
        const double with = above + rate / capacity;
        waits.push_back(with < 1.0 ? all_busy / (capacity * (1.0 - above) * (1.0 - with))
                                   : infinite);
        above = with;
    }
    return waits;
}

std::vector<double> mean_sojourns_preemptive(std::span<const double> arrival_rates,
                                             double service_rate, int servers) {
    std::vector<double> sojourns;
    double rate_so_far = 0.0;
    double number_so_far = 0.0;
    for (const double rate : arrival_rates) {
        rate_so_far += rate;
        const MultiServerQueue queue{rate_so_far, service_rate, servers};
        const double number = queue.mean_in_system();
        // An unstable class leaves no finite number to subtract from.
        sojourns.push_back(number < infinite ? (number - number_so_far) / rate : infinite);
        number_so_far = number;
    }
    return sojourns;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/interruptions.hpp"

#include <limits>

namespace wardwire::analysis {

double Interruptions::completion_when_resumed(double mean_task) const {
    return completion_when_resumed(mean_task, 0.0);
}

double Interruptions::completion_when_resumed(double mean_task, double restart_cost) const {
    return mean_task * (1.0 + rate * (mean_length + restart_cost));
}

double Interruptions::completion_when_redrawn(const Transform& task) const {
    return (1.0 / rate + mean_length) * (1.0 / task(rate) - 1.0);
}

double Interruptions::completion_when_repeated(const Transform& task) const {
    return (1.0 / rate + mean_length) * (task(-rate) - 1.0);
}

double UnreliableServerQueue::mean_in_system() const {
    const double slack = availability() * service_rate - arrival_rate;
    if (slack <= 0.0) return std::numeric_limits<double>::infinity();
    const double switching = breakdown_rate + repair_rate;
    return arrival_rate / slack * (1.0 + service_rate * breakdown_rate / (switching * switching));
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "models/outcome_report.hpp"

namespace wardwire::models {

sim::Duration sampling_interval(const Scenario& scenario) {
    return scenario.length <= sim::weeks{26} ? sim::Duration{sim::hours{1}}
                                             : sim::Duration{sim::days{1}};
}

void LevelSamples::merge(const LevelSamples& other) {
    const auto add = [](std::vector<double>& sums, const std::vector<double>& others) {
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += others[i];
    };
    add(backlog, other.backlog);
    add(in_baskets, other.in_baskets);
    add(open_threads, other.open_threads);
    add(messages, other.messages);
    add(use_types, other.use_types);
    add(answers, other.answers);
}

}  // namespace wardwire::models

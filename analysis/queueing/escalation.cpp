// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/escalation.hpp"

#include <algorithm>
#include <compare>
#include <limits>

#include "analysis/queueing/abandonment.hpp"
#include "analysis/queueing/markov_chain.hpp"

namespace wardwire::analysis {

namespace {

struct Numbers {
    int first;
    int second;
    auto operator<=>(const Numbers&) const = default;
};

MarkovChain<Numbers> chain_of(const EscalationTiers& tiers, int room) {
    return MarkovChain(Numbers{0, 0}, [&tiers, room](const Numbers& now, auto go) {
        const int busy = std::min(now.first, tiers.first_servers);
        const double served = busy * tiers.first_service_rate;
        const double timeouts = (now.first - busy) * tiers.patience_rate;
        const double escalated = served * tiers.probability_of_escalation + timeouts;
        const double done = served * (1.0 - tiers.probability_of_escalation);

        if (now.first < room) go(Numbers{now.first + 1, now.second}, tiers.arrival_rate);
        if (done > 0.0) go(Numbers{now.first - 1, now.second}, done);
        if (escalated > 0.0 && now.second < room) {
            go(Numbers{now.first - 1, now.second + 1}, escalated);
        }
        if (now.second > 0) {
            go(Numbers{now.first, now.second - 1},
               std::min(now.second, tiers.second_servers) * tiers.second_service_rate);
        }
    });
}

}  // namespace

EscalationTiers::Answer EscalationTiers::solve() const {
    // Tier 1 does not see tier 2: it is Erlang A.
    const AbandonmentQueue first{arrival_rate, first_service_rate, first_servers, patience_rate};
    const double timeout = first.probability_of_abandonment();
    const double second_rate =
        arrival_rate * (timeout + (1.0 - timeout) * probability_of_escalation);
    Answer answer{.probability_of_timeout = timeout,
                  .first_queue = first.mean_queue(),
                  .first_utilisation = first.utilisation(),
                  .second_arrival_rate = second_rate,
                  .second_queue = std::numeric_limits<double>::infinity(),
                  .second_wait = std::numeric_limits<double>::infinity()};
    if (second_rate >= second_servers * second_service_rate) return answer;

    const MarkovChain<Numbers> chain = chain_with_room(
        [this](int room) { return chain_of(*this, room); },
        [](const Numbers& now, int room) { return now.first == room || now.second == room; });
    answer.second_queue = chain.mean_of(
        [this](const Numbers& now) { return std::max(0, now.second - second_servers); });
    answer.second_wait = answer.second_queue / second_rate;
    return answer;
}

}  // namespace wardwire::analysis

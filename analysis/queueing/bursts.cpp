// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/bursts.hpp"

#include <cmath>
#include <compare>
#include <limits>

#include "analysis/queueing/markov_chain.hpp"

namespace wardwire::analysis {

namespace {

enum class Phase { slow, fast };

struct PhaseAndNumber {
    Phase phase;
    int number;
    auto operator<=>(const PhaseAndNumber&) const = default;
};

MarkovChain<PhaseAndNumber> chain_of(const BurstyArrivalQueue& queue, int room) {
    return MarkovChain(PhaseAndNumber{Phase::slow, 0}, [&queue, room](const PhaseAndNumber& now,
                                                                      auto go) {
        const bool slow = now.phase == Phase::slow;
        if (now.number < room) {
            go(PhaseAndNumber{now.phase, now.number + 1}, slow ? queue.slow_rate : queue.fast_rate);
        }
        if (now.number > 0) {
            go(PhaseAndNumber{now.phase, now.number - 1}, queue.service_rate);
        }
        go(PhaseAndNumber{slow ? Phase::fast : Phase::slow, now.number},
           slow ? queue.to_fast : queue.to_slow);
    });
}

}  // namespace

double BurstyArrivalQueue::mean_in_system() const {
    if (mean_arrival_rate() >= service_rate) return std::numeric_limits<double>::infinity();
    const MarkovChain<PhaseAndNumber> chain =
        chain_with_room([this](int room) { return chain_of(*this, room); },
                        [](const PhaseAndNumber& now, int room) { return now.number == room; });
    return chain.mean_of([](const PhaseAndNumber& now) { return now.number; });
}

double HawkesProcess::variance_of_count(double time) const {
    const double fano = long_run_fano_factor();
    const double kappa = decay * (1.0 - branching);
    return mean_rate() * (fano * time - (1.0 - fano) * std::expm1(-kappa * time) / kappa);
}

}  // namespace wardwire::analysis

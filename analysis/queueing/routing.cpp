// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/routing.hpp"

#include <compare>
#include <limits>

#include "analysis/queueing/general_arrival_queue.hpp"
#include "analysis/queueing/markov_chain.hpp"
#include "analysis/queueing/multi_server_queue.hpp"

namespace wardwire::analysis {

namespace {

struct Lengths {
    int longer;
    int shorter;
    auto operator<=>(const Lengths&) const = default;
};

/// The difference of two queues of which arrivals join the shorter falls off at least as 3^-n, so
/// that 1e-15 of the time lies beyond this.
constexpr int largest_difference = 32;

MarkovChain<Lengths> chain_of(const TwoQueues& model, int room) {
    return MarkovChain(Lengths{0, 0}, [&model, room](const Lengths& now, auto go) {
        const bool equal = now.longer == now.shorter;
        if (!equal) {
            go(Lengths{now.longer, now.shorter + 1}, model.arrival_rate);
            go(Lengths{now.longer - 1, now.shorter}, model.service_rate);
        } else if (now.longer < room) {
            go(Lengths{now.longer + 1, now.shorter}, model.arrival_rate);
        }
        if (now.shorter > 0 && now.longer - now.shorter < largest_difference) {
            go(Lengths{now.longer, now.shorter - 1}, (equal ? 2.0 : 1.0) * model.service_rate);
        }
    });
}

struct Occupancy {
    int first_busy;
    int second_busy;
    int first_queue;
    int second_queue;
    auto operator<=>(const Occupancy&) const = default;
};

MarkovChain<Occupancy> chain_of(const OverflowPools& model, int room) {
    return MarkovChain(Occupancy{}, [&model, room](const Occupancy& now, auto go) {
        Occupancy next = now;
        const bool first_full = now.first_busy == model.first_servers;
        const bool second_full = now.second_busy == model.second_servers;

        int& joined = !first_full    ? next.first_busy
                      : !second_full ? next.second_busy
                                     : next.first_queue;
        ++joined;
        if (next.first_queue <= room) go(next, model.first_arrival_rate);

        next = now;
        ++(second_full ? next.second_queue : next.second_busy);
        if (next.second_queue <= room) go(next, model.second_arrival_rate);

        if (now.first_busy > 0) {
            next = now;
            --(now.first_queue > 0 ? next.first_queue : next.first_busy);
            go(next, now.first_busy * model.service_rate);
        }
        if (now.second_busy > 0) {
            next = now;
            int& ended = now.second_queue > 0  ? next.second_queue
                         : now.first_queue > 0 ? next.first_queue
                                               : next.second_busy;
            --ended;
            go(next, now.second_busy * model.service_rate);
        }
    });
}

}  // namespace

double TwoQueues::mean_sojourn_random() const {
    return MultiServerQueue{0.5 * arrival_rate, service_rate, 1}.mean_sojourn();
}

double TwoQueues::mean_sojourn_in_turn() const {
    const double mean_gap = 2.0 / arrival_rate;
    return GeneralArrivalQueue{mean_gap, gamma_transform(mean_gap, 0.5), service_rate}
        .mean_sojourn();
}

double TwoQueues::mean_sojourn_shorter_queue() const {
    if (arrival_rate >= 2.0 * service_rate) return std::numeric_limits<double>::infinity();
    const MarkovChain<Lengths> chain =
        chain_with_room([this](int room) { return chain_of(*this, room); },
                        [](const Lengths& now, int room) { return now.longer == room; });
    return chain.mean_of([](const Lengths& now) { return now.longer + now.shorter; }) /
           arrival_rate;
}

double TwoQueues::mean_sojourn_pooled() const {
    return MultiServerQueue{arrival_rate, service_rate, 2}.mean_sojourn();
}

OverflowPools::Answer OverflowPools::solve() const {
    const MarkovChain<Occupancy> chain =
        chain_with_room([this](int room) { return chain_of(*this, room); },
                        [](const Occupancy& now, int room) {
                            return now.first_queue == room || now.second_queue == room;
                        });
    return {.first_wait = chain.mean_of([](const Occupancy& now) { return now.first_queue; }) /
                          first_arrival_rate,
            .second_wait = chain.mean_of([](const Occupancy& now) { return now.second_queue; }) /
                           second_arrival_rate,
            .first_utilisation =
                chain.mean_of([](const Occupancy& now) { return now.first_busy; }) / first_servers,
            .second_utilisation = chain.mean_of([](const Occupancy& now) {
                return now.second_busy;
            }) / second_servers};
}

}  // namespace wardwire::analysis

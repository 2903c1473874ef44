// SPDX-License-Identifier: Apache-2.0
#include "app/bench/contest.hpp"
#include "app/bench/process_models.hpp"
#include "app/bench/single_server.hpp"

namespace wardwire::app::bench {
namespace {

using sim::Purpose;

constexpr std::uint64_t customers = 1'000'000;
constexpr double process_gap_seconds = 1.0 / 0.9;
constexpr sim::Time end =
    sim::start_of_time +
    sim::microseconds{static_cast<std::int64_t>(1e6 * process_gap_seconds * customers)};

template <class Queue>
Queue queue() {
    const sim::Chance chance(1, 0);
    return Queue({sim::Exponential{process_gap_seconds}, chance.channel(Purpose{1}).stream(0)},
                 {sim::Exponential{1.0}, chance.channel(Purpose{2}).stream(0)});
}

Work by_events() {
    auto server = queue<SingleServer<>>();
    sim::Kernel kernel(server);
    server.start(kernel);
    kernel.run_until(end);
    return {server.waits().count(), kernel.digest()};
}

template <class Queue>
Work by_processes() {
    auto server = queue<Queue>();
    server.start();
    server.kernel().run_until(end);
    return {server.waits().count(), server.kernel().digest()};
}

/// One process that holds and is interrupted before its end, again and again.
class Interrupted : public sim::Processes {
 public:
    Interrupted() {
        holder_ = holds();
        interrupts();
    }
    std::uint64_t wakes = 0;

 private:
    sim::Process holds() {
        for (;;) {
            const sim::Wake wake = co_await sim::hold(sim::seconds{60});
            wakes += wake.why == sim::Why::interruption ? 1U : 0U;
        }
    }
    sim::Process interrupts() {
        for (;;) {
            co_await sim::delay(sim::seconds{1});
            holder_.interrupt();
        }
    }

    sim::Process holder_;
};

Work interruptions() {
    Interrupted pair;
    pair.kernel().run_until(sim::start_of_time + sim::seconds{customers});
    return {pair.wakes, pair.kernel().digest()};
}

}  // namespace

std::vector<Contest> process_contests() {
    const auto plain = [] { return mm1_plain(customers); };
    return {
        {"M/M/1, two processes", "customers", 16e6, 1.0, Clock::processor, plain,
         by_processes<TwoProcessServer>},
        {"M/M/1, a process a customer", "customers", 0.0, 0.0, Clock::processor, plain,
         by_processes<CustomerProcesses>},
        {"two processes against events", "customers", 0.0, 0.9, Clock::processor, by_events,
         by_processes<TwoProcessServer>},
        {"interruptions against M/M/1", "interruptions", 0.0, 0.0, Clock::processor, plain,
         interruptions},
    };
}

}  // namespace wardwire::app::bench

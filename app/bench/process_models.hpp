// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/bench/fifo.hpp"
#include "sim/process.hpp"
#include "sim/random/variate.hpp"
#include "sim/record/tally.hpp"

namespace wardwire::app::bench {

/// The queue of SingleServer written as two processes: one that brings customers, one that serves
/// them.
class TwoProcessServer : public sim::Processes {
 public:
    TwoProcessServer(sim::Variate<sim::Exponential> gap, sim::Variate<sim::Exponential> service)
        : gap_(gap), service_(service) {}

    void start() {
        arrivals();
        server();
    }

    /// Of all customers whose service has begun, in seconds.
    const sim::Tally& waits() const { return waits_; }

 private:
    sim::Process arrivals() {
        for (;;) {
            co_await sim::delay(gap_());
            line_.push(now());
            customer_came_.fire_one();
        }
    }
    sim::Process server() {
        for (;;) {
            if (line_.empty()) co_await sim::wait(customer_came_);
            waits_.add(now() - line_.pop());
            co_await sim::delay(service_());
        }
    }

    sim::Variate<sim::Exponential> gap_;
    sim::Variate<sim::Exponential> service_;
    Fifo<sim::Time> line_;
    sim::Signal customer_came_;
    sim::Tally waits_;
};

/// The same queue with a process for each customer.
class CustomerProcesses : public sim::Processes {
 public:
    CustomerProcesses(sim::Variate<sim::Exponential> gap, sim::Variate<sim::Exponential> service)
        : gap_(gap), service_(service) {}

    void start() { arrivals(); }

    /// Of all customers whose service has begun, in seconds.
    const sim::Tally& waits() const { return waits_; }

 private:
    sim::Process arrivals() {
        for (;;) {
            co_await sim::delay(gap_());
            customer();
        }
    }
    sim::Process customer() {
        const sim::Time came = now();
        co_await server_.acquire();
        waits_.add(now() - came);
        co_await sim::delay(service_());
        server_.release();
    }

    sim::Variate<sim::Exponential> gap_;
    sim::Variate<sim::Exponential> service_;
    sim::Resource server_{1};
    sim::Tally waits_;
};

}  // namespace wardwire::app::bench

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <variant>

#include "app/bench/fifo.hpp"
#include "sim/kernel.hpp"
#include "sim/random/variate.hpp"
#include "sim/record/tally.hpp"

namespace wardwire::app::bench {

/// One server, one line, first come first served: M/G/1 with arrivals at exponential gaps.
template <class Service = sim::Exponential>
class SingleServer {
 public:
    struct Arrival {};
    struct ServiceEnds {};
    using Event = std::variant<Arrival, ServiceEnds>;
    using Kernel = sim::Kernel<SingleServer>;

    SingleServer(sim::Variate<sim::Exponential> gap, sim::Variate<Service> service)
        : gap_(gap), service_(service) {}

    void start(Kernel& kernel) { kernel.after(gap_(), Arrival{}); }

    void on(Arrival, Kernel& kernel) {
        line_.push(kernel.now());
        if (!is_busy_) begin_service(kernel);
        kernel.after(gap_(), Arrival{});
    }

    void on(ServiceEnds, Kernel& kernel) {
        is_busy_ = false;
        if (!line_.empty())
            begin_service(kernel);
        else
            ++times_emptied_;
    }

    /// Of all customers whose service has begun, in seconds.
    const sim::Tally& waits() const { return waits_; }
    /// How often the last customer has left: each time all begins anew.
    std::uint64_t times_emptied() const { return times_emptied_; }

 private:
    void begin_service(Kernel& kernel) {
        is_busy_ = true;
        waits_.add(kernel.now() - line_.pop());
        kernel.after(service_(), ServiceEnds{});
    }

    sim::Variate<sim::Exponential> gap_;
    sim::Variate<Service> service_;
    Fifo<sim::Time> line_;
    bool is_busy_ = false;
    std::uint64_t times_emptied_ = 0;
    sim::Tally waits_;
};

}  // namespace wardwire::app::bench

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "sim/indexed_heap.hpp"
#include "sim/kernel.hpp"
#include "sim/random/variate.hpp"
#include "sim/record/tally.hpp"

namespace wardwire::test {

/// Equal servers, one line, customers who give up when their patience ends: M/M/c + G.
///
/// Begins at the instant at which an arrival has just taken the last free server. Service being
/// memoryless, everything begins anew whenever that happens again, which `cycles` counts.
class ManyServers {
 public:
    struct Arrival {};
    struct ServiceEnds {};
    struct PatienceEnds {
        sim::Handle place;
    };
    using Event = std::variant<Arrival, ServiceEnds, PatienceEnds>;
    using Kernel = sim::Kernel<ManyServers>;

    struct Setting {
        double arrivals_per_second;
        int servers;
        double mean_service_seconds = 1.0;
        std::optional<sim::Distribution> patience_seconds = {};  ///< none: nobody gives up
    };

    ManyServers(const Setting& setting, const sim::Chance& chance)
        : patience_(setting.patience_seconds),
          free_servers_(setting.servers),
          gap_(sim::Exponential{1.0 / setting.arrivals_per_second},
               chance.channel(sim::Purpose{1}).stream(0)),
          service_(sim::Exponential{setting.mean_service_seconds},
                   chance.channel(sim::Purpose{2}).stream(0)),
          patience_of_(chance.channel(sim::Purpose{3})) {}

    void start(Kernel& kernel) {
        while (free_servers_ > 0) begin_service(kernel);
        kernel.after(gap_(), Arrival{});
    }

    void on(Arrival, Kernel& kernel) {
        kernel.after(gap_(), Arrival{});
        const std::uint64_t customer = arrived_++;
        if (free_servers_ > 0) {
            if (free_servers_ == 1) ++cycles_;
            waits_.add(0.0);
            begin_service(kernel);
            return;
        }
        const sim::Handle place = line_.push(static_cast<std::int64_t>(customer), customer,
                                             {kernel.now(), sim::EventId{}});
        if (patience_)
            line_.at(place).patience_ends =
                kernel.after(sim::from_seconds(patience_->draw(patience_of_.uniform(customer))),
                             PatienceEnds{place});
    }

    void on(ServiceEnds, Kernel& kernel) {
        ++free_servers_;
        if (line_.empty()) return;
        const Waiting next = line_.pop();
        kernel.cancel(next.patience_ends);
        leave_line(next, kernel);
        begin_service(kernel);
    }

    void on(PatienceEnds event, Kernel& kernel) {
        ++abandoned_;
        leave_line(line_.at(event.place), kernel);
        line_.erase(event.place);
    }

    /// Of all who have left the line or never stood there, in seconds.
    const sim::Tally& waits() const { return waits_; }
    std::uint64_t waited() const { return waited_; }
    std::uint64_t waited_above_limit() const { return waited_above_limit_; }
    std::uint64_t abandoned() const { return abandoned_; }
    std::uint64_t cycles() const { return cycles_; }

    static constexpr sim::Duration limit = sim::microseconds{250'000};

 private:
    struct Waiting {
        sim::Time since;
        sim::EventId patience_ends;
    };

    void begin_service(Kernel& kernel) {
        --free_servers_;
        kernel.after(service_(), ServiceEnds{});
    }

    void leave_line(const Waiting& waiting, Kernel& kernel) {
        const sim::Duration wait = kernel.now() - waiting.since;
        waits_.add(wait);
        ++waited_;
        if (wait > limit) ++waited_above_limit_;
    }

    std::optional<sim::Distribution> patience_;
    int free_servers_;
    sim::Variate<sim::Exponential> gap_;
    sim::Variate<sim::Exponential> service_;
    sim::Channel patience_of_;
    sim::IndexedHeap<Waiting> line_;
    std::uint64_t arrived_ = 0;
    std::uint64_t waited_ = 0;
    std::uint64_t waited_above_limit_ = 0;
    std::uint64_t abandoned_ = 0;
    std::uint64_t cycles_ = 0;
    sim::Tally waits_;
};

}  // namespace wardwire::test

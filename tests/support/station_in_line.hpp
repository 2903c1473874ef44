// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "app/bench/fifo.hpp"
#include "sim/federation.hpp"
#include "sim/random/variate.hpp"
#include "sim/record/tally.hpp"

namespace wardwire::test {

/// One of a line of single servers, each with a kernel of its own: customers come to the first,
/// and walk on to the next, which takes a fifth of a second and some.
class StationInLine {
 public:
    struct Comes {
        sim::Time since;  ///< when the customer came to the first station
    };
    struct ServiceEnds {};
    using Event = std::variant<Comes, ServiceEnds>;

    static constexpr sim::Duration least_walk = sim::microseconds{200'000};

    StationInLine(std::uint32_t index, std::uint32_t stations, const sim::Chance& chance)
        : stations_(stations),
          gap_{sim::Exponential{0.050}, chance.channel(sim::Purpose{1}).stream(index)},
          service_{sim::Exponential{0.045}, chance.channel(sim::Purpose{2}).stream(index)},
          walk_{sim::Exponential{0.1}, chance.channel(sim::Purpose{3}).stream(index)} {}

    template <class AnyKernel>
    void start(AnyKernel& kernel) {
        if (kernel.index() + 1 < stations_) kernel.links().add(kernel.index() + 1, least_walk);
        if (kernel.index() == 0) kernel.after(gap_(), Comes{kernel.now()});
    }

    template <class AnyKernel>
    void on(Comes customer, AnyKernel& kernel) {
        if (kernel.index() == 0) {
            customer.since = kernel.now();
            kernel.after(gap_(), Comes{});
        }
        line_.push_back(customer);
        if (line_.size() - served_ == 1) kernel.after(service_(), ServiceEnds{});
    }

    template <class AnyKernel>
    void on(ServiceEnds, AnyKernel& kernel) {
        const Comes customer = line_[served_++];
        stays_.add(sim::in_seconds(kernel.now() - customer.since));
        if (kernel.index() + 1 < stations_)
            kernel.send(kernel.index() + 1, least_walk + walk_(), customer);
        if (served_ < line_.size()) kernel.after(service_(), ServiceEnds{});
    }

    /// Seconds since the first station.
    const sim::Tally& stays() const { return stays_; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(gap_, service_, walk_, line_, served_, stays_);
    }

 private:
    std::uint32_t stations_;
    sim::Variate<sim::Exponential> gap_, service_, walk_;
    std::vector<Comes> line_;
    std::uint64_t served_ = 0;
    sim::Tally stays_;
};

}  // namespace wardwire::test

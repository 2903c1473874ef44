// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <variant>

#include "sim/indexed_heap.hpp"
#include "sim/kernel.hpp"
#include "sim/random/variate.hpp"
#include "sim/record/tally.hpp"

namespace wardwire::test {

/// One server and three classes of customers, class 0 first, within a class first come first
/// served: M/G/1 with priorities.
class PriorityServer {
 public:
    static constexpr std::size_t classes = 3;
    enum class Discipline {
        non_preemptive,     ///< who is served stays
        preemptive_resume,  ///< who is served gives way to a better class and continues later
    };

    struct Arrival {
        std::uint32_t of_class;
    };
    struct ServiceEnds {};
    using Event = std::variant<Arrival, ServiceEnds>;
    using Kernel = sim::Kernel<PriorityServer>;

    struct Setting {
        Discipline discipline;
        std::array<double, classes> arrivals_per_second;
        std::array<sim::Distribution, classes> service_seconds;
    };

    PriorityServer(const Setting& setting, const sim::Chance& chance)
        : setting_(setting),
          gap_of_(chance.channel(sim::Purpose{1})),
          service_of_(chance.channel(sim::Purpose{2})) {}

    void start(Kernel& kernel) {
        for (std::uint32_t k = 0; k < classes; ++k) schedule_arrival(k, kernel);
    }

    void on(Arrival arrival, Kernel& kernel) {
        const std::uint32_t k = arrival.of_class;
        const double length = setting_.service_seconds[k].draw(service_of_.uniform(k, arrived_[k]));
        ++arrived_[k];
        schedule_arrival(k, kernel);
        if (is_busy_ && setting_.discipline == Discipline::preemptive_resume &&
            k < served_.of_class)
            interrupt(kernel);
        stand_in_line({kernel.now(), sim::from_seconds(length), number_++, k, false});
        if (!is_busy_) begin_service(kernel);
    }

    void on(ServiceEnds, Kernel& kernel) {
        times_in_system_[served_.of_class].add(kernel.now() - served_.arrived_at);
        is_busy_ = false;
        if (!line_.empty())
            begin_service(kernel);
        else
            ++times_emptied_;
    }

    /// From arrival to the first beginning of service, and to its end; in seconds.
    const sim::Tally& waits(std::size_t of_class) const { return waits_[of_class]; }
    const sim::Tally& times_in_system(std::size_t of_class) const {
        return times_in_system_[of_class];
    }
    /// How often the last customer has left: each time all begins anew.
    std::uint64_t times_emptied() const { return times_emptied_; }

 private:
    struct Customer {
        sim::Time arrived_at;
        sim::Duration left;  ///< of the service
        std::uint64_t number;
        std::uint32_t of_class;
        bool has_begun;
    };

    void schedule_arrival(std::uint32_t k, Kernel& kernel) {
        const sim::Exponential gap{1.0 / setting_.arrivals_per_second[k]};
        const double length = gap.quantile(gap_of_.uniform(k, arrived_[k]));
        kernel.after(sim::from_seconds(length), Arrival{k});
    }

    void stand_in_line(const Customer& customer) {
        line_.push(customer.of_class, customer.number, customer);
    }

    void begin_service(Kernel& kernel) {
        is_busy_ = true;
        served_ = line_.pop();
        if (!served_.has_begun) waits_[served_.of_class].add(kernel.now() - served_.arrived_at);
        served_.has_begun = true;
        service_ends_ = kernel.after(served_.left, ServiceEnds{});
        ends_at_ = kernel.now() + served_.left;
    }

    void interrupt(Kernel& kernel) {
        kernel.cancel(service_ends_);
        served_.left = ends_at_ - kernel.now();
        is_busy_ = false;
        stand_in_line(served_);
    }

    Setting setting_;
    sim::Channel gap_of_;
    sim::Channel service_of_;
    sim::IndexedHeap<Customer> line_;
    Customer served_{};
    bool is_busy_ = false;
    sim::EventId service_ends_;
    sim::Time ends_at_;
    std::array<std::uint64_t, classes> arrived_{};
    std::uint64_t number_ = 0;
    std::uint64_t times_emptied_ = 0;
    std::array<sim::Tally, classes> waits_;
    std::array<sim::Tally, classes> times_in_system_;
};

}  // namespace wardwire::test

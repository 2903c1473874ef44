// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "app/bench/contest.hpp"
#include "app/machine.hpp"
#include "sim/kernel.hpp"
#include "sim/random/variate.hpp"

namespace wardwire::app::bench {
namespace {

/// Clients that act after exponential delays and give up after a patience that never ends: each
/// act cancels one time-out and sets another, so that twice as many events are set as executed.
class Clients {
 public:
    struct Acts {
        std::uint32_t client;
    };
    struct GivesUp {
        std::uint32_t client;
    };
    using Event = std::variant<Acts, GivesUp>;
    using Kernel = sim::Kernel<Clients>;

    Clients(std::uint32_t count, sim::Stream stream)
        : delay_(sim::Exponential{1.0}, stream), time_outs_(count) {}

    void start(Kernel& kernel) {
        for (std::uint32_t i = 0; i < time_outs_.size(); ++i) kernel.after(delay_(), Acts{i});
    }
    void on(Acts event, Kernel& kernel) {
        kernel.cancel(time_outs_[event.client]);
        time_outs_[event.client] = kernel.after(sim::minutes{1}, GivesUp{event.client});
        kernel.after(delay_(), event);
    }
    void on(GivesUp event, Kernel& kernel) { kernel.after(delay_(), Acts{event.client}); }

 private:
    sim::Variate<sim::Exponential> delay_;
    std::vector<sim::EventId> time_outs_;
};

constexpr std::uint32_t clients = 1000;
constexpr std::uint64_t points = 10;

}  // namespace

std::vector<SoakPoint> soak(std::uint64_t events) {
    Clients model(clients, sim::Chance(1, 0).channel(sim::Purpose{1}).stream(0));
    Clients::Kernel kernel(model);
    model.start(kernel);
    std::vector<SoakPoint> seen;
    seen.reserve(points);
    for (std::uint64_t point = 1; point <= points; ++point) {
        while (kernel.events_executed() < events * point / points)
            kernel.run_until(kernel.now() + sim::seconds{1});
        seen.push_back({kernel.events_executed(), resident_bytes(), kernel.events_pending()});
    }
    return seen;
}

}  // namespace wardwire::app::bench

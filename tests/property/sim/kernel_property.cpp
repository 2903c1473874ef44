// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <random>
#include <tuple>
#include <vector>

namespace wardwire::sim {
namespace {

/// The kernel's promises without its speed: looks through all events for the next one.
template <class Model>
class SlowKernel {
 public:
    explicit SlowKernel(Model& model) : model_(model) {}

    Time now() const { return now_; }
    std::size_t events_pending() const { return pending_.size(); }

    template <class Happening>
    EventId at(Time time, const Happening& event) {
        const auto number = static_cast<std::uint32_t>(ids_++);
        pending_.push_back({time, phase_of<Happening>(), sequence_++, number, event});
        return {number, 0};
    }
    bool cancel(EventId id) {
        return std::erase_if(pending_, [&](const Entry& e) { return e.number == id.slot; }) == 1;
    }
    bool reschedule(EventId id, Time time) {
        for (Entry& entry : pending_) {
            if (entry.number != id.slot) continue;
            entry.time = time;
            entry.sequence = sequence_++;
            return true;
        }
        return false;
    }
    bool is_pending(EventId id) const {
        return std::any_of(pending_.begin(), pending_.end(),
                           [&](const Entry& e) { return e.number == id.slot; });
    }
    bool step() {
        if (pending_.empty()) return false;
        const auto next =
            std::min_element(pending_.begin(), pending_.end(), [](const Entry& a, const Entry& b) {
                return std::tie(a.time, a.phase, a.sequence) <
                       std::tie(b.time, b.phase, b.sequence);
            });
        const Entry entry = *next;
        pending_.erase(next);
        now_ = entry.time;
        std::visit([&](const auto& event) { model_.on(event, *this); }, entry.event);
        return true;
    }

 private:
    struct Entry {
        Time time;
        Phase phase;
        std::uint64_t sequence;
        std::uint32_t number;
        typename Model::Event event;
    };

    Model& model_;
    std::vector<Entry> pending_;
    Time now_ = start_of_time;
    std::uint64_t sequence_ = 0;
    std::uint64_t ids_ = 0;
};

/// Schedules, cancels and moves at random, often within the running instant, and writes down all
/// that it sees.
struct Chaos {
    template <Phase which>
    struct Happening {
        std::uint32_t label;
        static constexpr Phase phase = which;
    };
    using Event =
        std::variant<Happening<Phase::early>, Happening<Phase::normal>, Happening<Phase::late>>;

    explicit Chaos(std::uint64_t seed) : random(seed) {}

    template <Phase which, class AnyKernel>
    void on(const Happening<which>& event, AnyKernel& kernel) {
        see(event.label, kernel);
        for (auto actions = random() % 4; actions > 0; --actions) act(kernel);
    }

    template <class AnyKernel>
    void act(AnyKernel& kernel) {
        const Time when = kernel.now() + Duration{static_cast<std::int64_t>(random() % 4)};
        const auto draw = random() % 8;
        if (draw < 5 || known.empty()) {
            const auto label = static_cast<std::uint32_t>(known.size());
            const auto kind = random() % 3;
            known.push_back(kind == 0   ? kernel.at(when, Happening<Phase::early>{label})
                            : kind == 1 ? kernel.at(when, Happening<Phase::normal>{label})
                                        : kernel.at(when, Happening<Phase::late>{label}));
            return;
        }
        // Young events are often alive, old ones dead.
        const std::size_t age = random() % std::min<std::size_t>(known.size(), 40);
        const EventId id = known[known.size() - 1 - age];
        seen.push_back(kernel.is_pending(id) ? 1 : 0);
        seen.push_back((draw < 7 ? kernel.cancel(id) : kernel.reschedule(id, when)) ? 1 : 0);
    }

    template <class AnyKernel>
    void see(std::uint32_t label, const AnyKernel& kernel) {
        seen.push_back(label);
        seen.push_back(kernel.now().time_since_epoch().count());
        seen.push_back(static_cast<std::int64_t>(kernel.events_pending()));
    }

    std::mt19937_64 random;
    std::vector<EventId> known;
    std::vector<std::int64_t> seen;
};

template <template <class> class AnyKernel>
std::vector<std::int64_t> history(std::uint64_t seed) {
    Chaos chaos(seed);
    AnyKernel<Chaos> kernel(chaos);
    for (int i = 0; i < 20; ++i) chaos.act(kernel);
    for (int i = 0; i < 1500 && kernel.step(); ++i)
        while (kernel.events_pending() < 5) chaos.act(kernel);
    return chaos.seen;
}

}  // namespace

TEST_CASE("D2: a kernel runs the history that a search through all events would run") {
    const std::uint64_t seed = GENERATE(range(1U, 21U));
    CAPTURE(seed);
    const auto expected = history<SlowKernel>(seed);
    CHECK(expected.size() > 4000);
    CHECK(history<Kernel>(seed) == expected);
}

}  // namespace wardwire::sim

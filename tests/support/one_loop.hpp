// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <variant>
#include <vector>

#include "sim/kernel.hpp"

namespace wardwire::test {

/// The promises of a federation without its speed: all events of all kernels in one list, which is
/// searched for the next one. It knows no windows.
template <class Model>
class OneLoop {
 public:
    class Kernel {
     public:
        Kernel(OneLoop& loop, std::uint32_t index) : loop_(&loop), index_(index) {}

        sim::Time now() const { return loop_->now_; }
        std::uint32_t index() const { return index_; }
        sim::Links& links() { return links_; }

        template <class Happening>
        void after(sim::Duration delay, const Happening& event) {
            add(index_, delay, sim::phase_of<Happening>(), event);
        }
        void send(std::uint32_t to, sim::Duration delay,
                  const typename sim::ParcelOf<Model>::type& parcel) {
            if constexpr (requires { typename Model::Parcel; })
                add(to, delay, sim::phase_of<typename Model::Parcel>(),
                    loop_->models_[to].unpack(parcel));
            else
                add(to, delay, sim::Phase::normal, parcel);
        }

     private:
        void add(std::uint32_t to, sim::Duration delay, sim::Phase phase,
                 const typename Model::Event& event) {
            loop_->pending_.push_back(
                {{now() + delay, phase, index_, sequence_++, event.index(), to}, event});
        }

        OneLoop* loop_;
        std::uint32_t index_;
        std::uint64_t sequence_ = 0;
        sim::Links links_;
    };

    explicit OneLoop(std::vector<Model> models) : models_(std::move(models)) {
        for (std::uint32_t index = 0; index < models_.size(); ++index)
            kernels_.emplace_back(*this, index);
        for (Kernel& kernel : kernels_) models_[kernel.index()].start(kernel);
    }

    /// Everything up to and including `end`, in the order in which it happened.
    std::vector<sim::Executed> run_until(sim::Time end) {
        std::vector<sim::Executed> history;
        for (;;) {
            const auto next = std::min_element(
                pending_.begin(), pending_.end(),
                [](const Entry& a, const Entry& b) { return key(a.what) < key(b.what); });
            if (next == pending_.end() || next->what.time > end) return history;
            const Entry entry = *next;
            *next = pending_.back();
            pending_.pop_back();
            now_ = entry.what.time;
            history.push_back(entry.what);
            const std::uint32_t kernel = entry.what.kernel;
            std::visit([&](const auto& event) { models_[kernel].on(event, kernels_[kernel]); },
                       entry.event);
        }
    }

 private:
    struct Entry {
        sim::Executed what;
        typename Model::Event event;
    };

    static auto key(const sim::Executed& what) {
        return std::tie(what.time, what.phase, what.origin, what.sequence);
    }

    std::vector<Model> models_;
    std::vector<Kernel> kernels_;
    std::vector<Entry> pending_;
    sim::Time now_ = sim::start_of_time;
};

}  // namespace wardwire::test

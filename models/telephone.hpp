// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/events.hpp"
#include "models/task.hpp"
#include "sim/random/growing_rate.hpp"

namespace wardwire::models {

class Site;
struct Step;

/// Telephone lines: calls arrive, queue in the line's pool, and give up when patience ends; calls
/// that staff is to make wait there, too. A call that a message replaces is not made: it is the
/// next that would have come.
class Telephone {
 public:
    explicit Telephone(Site& site);

    void start();
    void on(CallArrives event);
    /// A patient has written instead of calling.
    void forgo(std::uint32_t line) { ++forgone_[line]; }
    /// A patient is to be called; says how long that will take.
    sim::Duration call_back(std::uint32_t line, Address address);
    Step next_step(Task& task);
    sim::Duration step_length(const Task& task, std::uint64_t attempt) const;

    template <class Archive>
    void persist(Archive& archive) {
        archive(calls_, forgone_);
    }

 private:
    void schedule_next(std::uint32_t line);
    Address address_of(std::uint32_t line) const;

    Site& site_;
    std::vector<sim::GrowingRate> rate_;
    std::vector<std::uint64_t> calls_;    ///< so far, by line
    std::vector<std::uint64_t> forgone_;  ///< calls yet to come that will not be made, by line
};

}  // namespace wardwire::models

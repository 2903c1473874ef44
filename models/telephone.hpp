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

/// Telephone lines: calls arrive, queue in the line's pool, and give up when patience ends.
class Telephone {
 public:
    explicit Telephone(Site& site);

    void start();
    void on(CallArrives event);
    Step next_step(Task& task) const;
    sim::Duration step_length(const Task& task, std::uint64_t attempt) const;

    template <class Archive>
    void persist(Archive& archive) {
        archive(calls_);
    }

 private:
    void schedule_next(std::uint32_t line);
    Address address_of(std::uint32_t line) const;

    Site& site_;
    std::vector<sim::GrowingRate> rate_;
    std::vector<std::uint64_t> calls_;  ///< so far, by line
};

}  // namespace wardwire::models

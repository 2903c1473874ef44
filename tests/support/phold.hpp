// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "sim/kernel.hpp"
#include "sim/random/variate.hpp"

namespace wardwire::test {

/// PHOLD (Fujimoto 1990): every event of a logical process schedules one for itself or, with
/// probability 1/4, for any other, 0.1 s + Exp(0.9 s) later.
class Phold {
 public:
    struct Job {
        std::uint32_t process;
    };
    using Event = std::variant<Job>;
    using Kernel = sim::Kernel<Phold>;

    Phold(std::uint32_t processes, const sim::Channel& channel) {
        for (std::uint32_t i = 0; i < processes; ++i) draws_.push_back(channel.stream(i));
    }

    /// One job for each process.
    void start(Kernel& kernel) {
        for (std::uint32_t i = 0; i < draws_.size(); ++i) kernel.after(delay(draws_[i]), Job{i});
    }

    void on(Job job, Kernel& kernel) {
        sim::Stream& draw = draws_[job.process];
        // One draw serves twice: given u < 1/4, 4 u is uniform again.
        const double u = draw.uniform();
        const auto next =
            u < remote_share
                ? static_cast<std::uint32_t>(u / remote_share * static_cast<double>(draws_.size()))
                : job.process;
        kernel.after(delay(draw), Job{next});
    }

 private:
    static constexpr double remote_share = 0.25;

    sim::Duration delay(sim::Stream& draw) const {
        return sim::microseconds{100'000} + sim::from_seconds(beyond_.quantile(draw.uniform()));
    }

    sim::Exponential beyond_{0.9};
    std::vector<sim::Stream> draws_;  // of each process
};

}  // namespace wardwire::test

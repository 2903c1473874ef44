// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "sim/kernel.hpp"
#include "sim/random/variate.hpp"

namespace wardwire::app::bench {

struct PholdPlan {
    std::uint32_t processes = 1'000;
    std::uint32_t jobs_each = 1;
    double remote_share = 0.25;
    double lookahead_s = 0.1;
    double mean_beyond_s = 0.9;
};

/// PHOLD (Fujimoto 1990): every event of a logical process schedules one for itself or, by the
/// remote share, for any of them all, the lookahead and an exponential time later.
class Phold {
 public:
    struct Job {
        std::uint32_t process;
    };
    using Event = std::variant<Job>;
    using Kernel = sim::Kernel<Phold>;

    Phold(std::uint32_t processes, const sim::Channel& channel)
        : Phold(PholdPlan{.processes = processes}, channel) {}
    Phold(const PholdPlan& plan, const sim::Channel& channel)
        : plan_(plan),
          remote_below_(static_cast<std::uint64_t>(plan.remote_share * 0x1p32)),
          processes_per_bit_(plan.processes / (plan.remote_share * 0x1p32)),
          lookahead_(sim::from_seconds(plan.lookahead_s)),
          beyond_(plan.mean_beyond_s),
          channel_(channel),
          processes_(plan.processes) {
        for (std::uint32_t i = 0; i < plan.processes; ++i)
            processes_[i].next_bits = channel.bits(i);
    }

    void start(Kernel& kernel) {
        for (std::uint32_t round = 0; round < plan_.jobs_each; ++round)
            for (std::uint32_t i = 0; i < processes_.size(); ++i)
                kernel.after(delay(draw(i)), Job{i});
    }

    void on(Job job, Kernel& kernel) {
        const std::uint64_t bits = draw(job.process);
        const std::uint64_t which = bits >> 32;
        if (which < remote_below_)
            job.process =
                static_cast<std::uint32_t>(static_cast<double>(which) * processes_per_bit_);
        kernel.after(delay(bits), job);
    }

 private:
    struct Process {
        std::uint64_t next_bits;
        std::uint64_t draws = 0;
    };

    /// 64 addressed bits serve a whole event: 32 say whether it is remote and then where it goes,
    /// 32 when it is due. They are computed one event ahead, while the processor waits for other
    /// things.
    std::uint64_t draw(std::uint32_t process) {
        Process& p = processes_[process];
        const std::uint64_t bits = p.next_bits;
        p.next_bits = channel_.bits(process, ++p.draws);
        return bits;
    }

    sim::Duration delay(std::uint64_t bits) const {
        const double u = (static_cast<double>(bits & 0xffffffff) + 0.5) * 0x1p-32;
        return lookahead_ + sim::from_seconds(beyond_.quantile(u));
    }

    PholdPlan plan_;
    std::uint64_t remote_below_;  ///< of 2^32
    double processes_per_bit_;
    sim::Duration lookahead_;
    sim::Exponential beyond_;
    sim::Channel channel_;
    std::vector<Process> processes_;
};

}  // namespace wardwire::app::bench

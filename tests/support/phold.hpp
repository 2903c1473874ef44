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

    Phold(std::uint32_t processes, const sim::Channel& channel)
        : channel_(channel), processes_(processes) {
        for (std::uint32_t i = 0; i < processes; ++i) processes_[i].next_bits = channel.bits(i);
    }

    /// One job for each process.
    void start(Kernel& kernel) {
        for (std::uint32_t i = 0; i < processes_.size(); ++i) kernel.after(delay(draw(i)), Job{i});
    }

    void on(Job job, Kernel& kernel) {
        const std::uint64_t bits = draw(job.process);
        const bool is_remote = bits >> 62 == 0;
        const std::uint64_t anyone = (bits >> 32 & 0x3fffffff) * processes_.size() >> 30;
        kernel.after(delay(bits),
                     Job{is_remote ? static_cast<std::uint32_t>(anyone) : job.process});
    }

 private:
    struct Process {
        std::uint64_t next_bits;
        std::uint64_t draws = 0;
    };

    /// 64 addressed bits serve a whole event: 2 say whether it is remote, 30 where it goes, 32 when
    /// it is due. They are computed one event ahead, while the processor waits for other things.
    std::uint64_t draw(std::uint32_t process) {
        Process& p = processes_[process];
        const std::uint64_t bits = p.next_bits;
        p.next_bits = channel_.bits(process, ++p.draws);
        return bits;
    }

    sim::Duration delay(std::uint64_t bits) const {
        const double u = (static_cast<double>(bits & 0xffffffff) + 0.5) * 0x1p-32;
        return sim::microseconds{100'000} + sim::from_seconds(beyond_.quantile(u));
    }

    sim::Exponential beyond_{0.9};
    sim::Channel channel_;
    std::vector<Process> processes_;
};

}  // namespace wardwire::test

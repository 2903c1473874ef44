// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "app/bench/fifo.hpp"
#include "sim/federation.hpp"
#include "sim/random/variate.hpp"
#include "sim/record/tally.hpp"

namespace wardwire::app::bench {

/// Models with a kernel each, in one federation. A model starts by declaring its links and
/// scheduling its first events.
template <class Model>
class Federated {
 public:
    using Kernel = sim::Kernel<Model>;

    explicit Federated(std::vector<Model> all, std::uint64_t seed = 1) : models(std::move(all)) {
        kernels.reserve(models.size());
        for (Model& model : models)
            kernels.emplace_back(model, sim::KernelIdentity{index_of(model), seed, 0});
        federation.emplace(pointers());
    }
    Federated(const Federated&) = delete;
    Federated& operator=(const Federated&) = delete;

    void start() {
        for (Kernel& kernel : kernels) models[kernel.index()].start(kernel);
    }
    template <class Archive>
    void persist(Archive& archive) {
        for (Model& model : models) archive(model);
        archive(*federation);
    }

    std::vector<Model> models;
    std::vector<Kernel> kernels;
    std::optional<sim::Federation<Model>> federation;

 private:
    std::uint32_t index_of(const Model& model) const {
        return static_cast<std::uint32_t>(&model - models.data());
    }
    std::vector<Kernel*> pointers() {
        std::vector<Kernel*> all;
        for (Kernel& kernel : kernels) all.push_back(&kernel);
        return all;
    }
};

/// PHOLD (Fujimoto 1990) whose logical processes are divided among kernels in blocks: every event
/// schedules one for its own process or, with probability `remote`, for any, latency + Exp(mean)
/// later.
class PartOfPhold {
 public:
    struct Job {
        std::uint32_t process;
    };
    using Event = std::variant<Job>;

    struct Shape {
        std::uint32_t kernels = 1;
        std::uint32_t processes_per_kernel = 1;
        std::uint32_t jobs_per_process = 1;
        double remote = 0.25;
        sim::Duration latency = sim::microseconds{100'000};
        sim::Duration mean = sim::microseconds{900'000};
    };

    PartOfPhold(const Shape& shape, std::uint32_t index, const sim::Channel& channel)
        : shape_(shape),
          first_(index * shape.processes_per_kernel),
          remote_below_(static_cast<std::uint32_t>(shape.remote * 0x1p16)),
          beyond_{sim::in_seconds(shape.mean)},
          channel_(channel),
          processes_(shape.processes_per_kernel) {
        for (std::uint32_t i = 0; i < processes_.size(); ++i)
            processes_[i].next_bits = channel_.bits(first_ + i);
    }

    template <class AnyKernel>
    void start(AnyKernel& kernel) {
        if (shape_.kernels > 1) kernel.links().add_to_all(shape_.latency);
        for (std::uint32_t process = first_; process < first_ + processes_.size(); ++process)
            for (std::uint32_t job = 0; job < shape_.jobs_per_process; ++job)
                kernel.after(delay(draw(process)), Job{process});
    }

    template <class AnyKernel>
    void on(Job job, AnyKernel& kernel) {
        const std::uint64_t bits = draw(job.process);
        if ((bits >> 32 & 0xffff) >= remote_below_) {
            kernel.after(delay(bits), job);
            return;
        }
        const std::uint64_t all = std::uint64_t{shape_.kernels} * shape_.processes_per_kernel;
        // 16 bits are too few for 10^5 processes; the low ones only say when.
        const auto anyone =
            static_cast<std::uint32_t>(((bits >> 48 << 16 | (bits & 0xffff)) * all) >> 32);
        const std::uint32_t to = anyone / shape_.processes_per_kernel;
        if (to == kernel.index())
            kernel.after(delay(bits), Job{anyone});
        else
            kernel.send(to, delay(bits), Job{anyone});
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(processes_);
    }

 private:
    struct Process {
        std::uint64_t next_bits = 0;
        std::uint64_t draws = 0;
    };

    /// Computed one event ahead, while the processor waits for other things.
    std::uint64_t draw(std::uint32_t process) {
        Process& p = processes_[process - first_];
        const std::uint64_t bits = p.next_bits;
        p.next_bits = channel_.bits(process, ++p.draws);
        return bits;
    }
    sim::Duration delay(std::uint64_t bits) const {
        const double u = (static_cast<double>(bits & 0xffffffff) + 0.5) * 0x1p-32;
        return shape_.latency + sim::from_seconds(beyond_.quantile(u));
    }

    Shape shape_;
    std::uint32_t first_;
    std::uint32_t remote_below_;
    sim::Exponential beyond_;
    sim::Channel channel_;
    std::vector<Process> processes_;
};

inline std::vector<PartOfPhold> parts_of_phold(const PartOfPhold::Shape& shape,
                                               std::uint64_t seed = 1) {
    const sim::Chance chance(seed, 0);
    std::vector<PartOfPhold> parts;
    for (std::uint32_t index = 0; index < shape.kernels; ++index)
        parts.emplace_back(shape, index, chance.channel(sim::Purpose{1}));
    return parts;
}

}  // namespace wardwire::app::bench

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "analysis/store/message_table.hpp"
#include "analysis/store/packed_values.hpp"
#include "sim/record/results.hpp"

namespace wardwire::analysis {

/// The shape of a measure's dataset: replications, then the axes.
std::vector<hsize_t> shape_of(const sim::Measure& measure, const sim::ResultLayout& layout,
                              Observations observations);

/// The chunks of all measures in the order of the file: metrics, histograms, series. Threads pack
/// them ahead while the owner writes; the bytes are the same for any number of threads.
///
/// The layout and the observations stay where they are meanwhile. Not for two owners.
class MeasurePacking {
 public:
    /// `threads` is 1 or more; the owner's counts.
    MeasurePacking(const sim::ResultLayout& layout, Observations observations, unsigned threads);
    ~MeasurePacking();
    MeasurePacking(const MeasurePacking&) = delete;
    MeasurePacking& operator=(const MeasurePacking&) = delete;

    /// The next chunk is one of this measure.
    bool is_next_of(const sim::Measure& measure) const;
    hsize_t next_row() const { return chunks_[taken_].from; }
    /// Packs other chunks while a thread is busy with this one. Throws std::bad_alloc.
    std::string take_next();

 private:
    /// Some replications of a measure.
    struct Chunk {
        const sim::Measure* measure;
        hsize_t from;
        hsize_t rows;  ///< the last chunk may find fewer replications
        std::span<const std::byte> (*values)(const sim::Observation&, const sim::Measure&);
        std::string packed = {};
        std::exception_ptr failure = {};
        bool is_ready = false;
    };

    template <auto values>
    void add_chunks(const std::vector<sim::Measure>& measures, const sim::ResultLayout& layout);
    std::string pack(const Chunk& chunk) const;
    bool pack_one();

    Observations observations_;
    std::vector<Chunk> chunks_;
    std::size_t taken_ = 0;
    std::atomic<std::size_t> begun_ = 0;
    std::mutex mutex_;
    std::condition_variable one_is_ready_;
    std::vector<std::jthread> threads_;
};

}  // namespace wardwire::analysis

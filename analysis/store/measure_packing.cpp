// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/measure_packing.hpp"

#include <algorithm>
#include <utility>

namespace wardwire::analysis {
namespace {

using sim::Measure;
using sim::Observation;

static_assert(sizeof(double) == sizeof(std::uint64_t));
constexpr std::size_t value_bytes = sizeof(double);

template <auto values>
std::span<const std::byte> values_of(const Observation& observation, const Measure& measure) {
    return std::as_bytes(std::span(observation.*values).subspan(measure.offset, measure.size));
}

}  // namespace

std::vector<hsize_t> shape_of(const Measure& measure, const sim::ResultLayout& layout,
                              Observations observations) {
    std::vector<hsize_t> shape{observations.size()};
    for (const std::uint32_t axis : measure.axes) shape.push_back(layout.axes[axis].size());
    return shape;
}

MeasurePacking::MeasurePacking(const sim::ResultLayout& layout, Observations observations,
                               unsigned threads)
    : observations_(observations) {
    add_chunks<&Observation::metrics>(layout.metrics, layout);
    add_chunks<&Observation::counts>(layout.histograms, layout);
    add_chunks<&Observation::series>(layout.series, layout);
    constexpr std::size_t values_worth_a_thread = std::size_t{1} << 18;
    std::size_t values = 0;
    for (const Chunk& chunk : chunks_) values += chunk.rows * chunk.measure->size;
    const std::size_t useful = values / values_worth_a_thread;
    for (std::size_t helpers = std::min<std::size_t>(threads - 1, useful); helpers > 0; --helpers)
        threads_.emplace_back([this] {
            while (pack_one()) {
            }
        });
}

MeasurePacking::~MeasurePacking() { begun_ = chunks_.size(); }

template <auto values>
void MeasurePacking::add_chunks(const std::vector<Measure>& measures,
                                const sim::ResultLayout& layout) {
    for (const Measure& measure : measures) {
        if (measure.size == 0) continue;
        const hsize_t rows =
            hdf5::chunk_shape(shape_of(measure, layout, observations_), value_bytes).front();
        for (hsize_t from = 0; from < observations_.size(); from += rows)
            chunks_.push_back({&measure, from, rows, values_of<values>});
    }
}

bool MeasurePacking::is_next_of(const Measure& measure) const {
    return taken_ < chunks_.size() && chunks_[taken_].measure == &measure;
}

std::string MeasurePacking::take_next() {
    Chunk& chunk = chunks_[taken_++];
    std::unique_lock lock(mutex_);
    while (!chunk.is_ready) {
        lock.unlock();
        const bool was_useful = pack_one();
        lock.lock();
        if (!was_useful) one_is_ready_.wait(lock, [&] { return chunk.is_ready; });
    }
    if (chunk.failure) std::rethrow_exception(chunk.failure);
    return std::move(chunk.packed);
}

std::string MeasurePacking::pack(const Chunk& chunk) const {
    hdf5::ChunkPacking packing(chunk.rows * chunk.measure->size, value_bytes);
    const std::size_t end = std::min<std::size_t>(chunk.from + chunk.rows, observations_.size());
    for (std::size_t r = chunk.from; r < end; ++r)
        packing.add(chunk.values(*observations_[r], *chunk.measure));
    return packing.finish();
}

/// Packs the first chunk that nobody has begun, if there is one.
bool MeasurePacking::pack_one() {
    const std::size_t next = begun_++;
    if (next >= chunks_.size()) return false;
    Chunk& chunk = chunks_[next];
    std::string packed;
    std::exception_ptr failure;
    try {
        packed = pack(chunk);
    } catch (...) {
        failure = std::current_exception();
    }
    {
        const std::lock_guard lock(mutex_);
        chunk.packed = std::move(packed);
        chunk.failure = failure;
        chunk.is_ready = true;
    }
    one_is_ready_.notify_one();
    return true;
}

}  // namespace wardwire::analysis

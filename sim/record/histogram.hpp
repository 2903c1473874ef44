// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sim/time.hpp"

namespace wardwire::sim {

/// Counts of durations in fixed, nearly logarithmic bins; merging is exact in any order.
///
/// Bin 0 holds everything below 1 s. Above, every octave [2^k, 2^(k+1)) seconds is cut into eight
/// equal parts, so a bin is at most 12.5 % wide and a quantile read from it is off by at most that
/// (the layout of HdrHistogram, Tene 2012, with three bits). The last bin is open: 2^28 s, 8.5
/// years.
class DurationHistogram {
 public:
    static constexpr int sub_bits = 3;
    static constexpr int octaves = 28;
    static constexpr std::size_t bins = 2 + (static_cast<std::size_t>(octaves) << sub_bits);

    static constexpr std::size_t bin_of(Duration d) {
        const std::int64_t ticks = d.count();
        constexpr std::int64_t second = 1'000'000;
        if (ticks < second) return 0;
        const auto whole = static_cast<std::uint64_t>(ticks / second);
        const int octave = static_cast<int>(std::bit_width(whole)) - 1;
        if (octave >= octaves) return bins - 1;
        const auto base = static_cast<std::uint64_t>(second) << octave;
        const auto part = ((static_cast<std::uint64_t>(ticks) - base) << sub_bits) / base;
        return 1 + (static_cast<std::size_t>(octave) << sub_bits) + static_cast<std::size_t>(part);
    }

    /// The lower edge of a bin in seconds; the lower edge of bin `bins` is where the last one ends
    /// for output, although it is open.
    static constexpr double edge_seconds(std::size_t bin) {
        if (bin == 0) return 0.0;
        const std::size_t octave = (bin - 1) >> sub_bits;
        const std::size_t part = (bin - 1) & ((1U << sub_bits) - 1);
        const double base = static_cast<double>(1ULL << octave);
        return base * (1.0 + static_cast<double>(part) / (1U << sub_bits));
    }

    void add(Duration d, std::uint64_t count = 1) { counts_[bin_of(d)] += count; }
    void merge(const DurationHistogram& other) {
        for (std::size_t i = 0; i < bins; ++i) counts_[i] += other.counts_[i];
    }

    const std::array<std::uint64_t, bins>& counts() const { return counts_; }
    std::uint64_t total() const {
        std::uint64_t sum = 0;
        for (const auto count : counts_) sum += count;
        return sum;
    }

 private:
    std::array<std::uint64_t, bins> counts_{};
};

}  // namespace wardwire::sim

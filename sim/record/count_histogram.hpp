// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace wardwire::sim {

/// How often each whole number came up, and their exact sum; merging is exact in any order.
///
/// Numbers below 128 have a bin each. Above, every octave is cut into eight equal parts, as in a
/// DurationHistogram; the last bin is open, from 16384.
class CountHistogram {
 public:
    static constexpr std::size_t exact = 128;
    static constexpr std::size_t octaves = 7;
    static constexpr std::size_t bins = exact + 8 * octaves + 1;

    static constexpr std::size_t bin_of(std::uint64_t number) {
        if (number < exact) return static_cast<std::size_t>(number);
        const auto octave =
            static_cast<std::size_t>(std::bit_width(number) - std::bit_width(exact));
        if (octave >= octaves) return bins - 1;
        const std::uint64_t base = exact << octave;
        return exact + 8 * octave + static_cast<std::size_t>((number - base) * 8 / base);
    }
    /// The least number of a bin.
    static constexpr std::uint64_t least(std::size_t bin) {
        if (bin < exact) return bin;
        const std::uint64_t base = exact << ((bin - exact) / 8);
        return base + base / 8 * ((bin - exact) % 8);
    }

    void add(std::uint64_t number) {
        ++counts_[bin_of(number)];
        sum_ += number;
    }
    void merge(const CountHistogram& other) {
        for (std::size_t i = 0; i < bins; ++i) counts_[i] += other.counts_[i];
        sum_ += other.sum_;
    }

    const std::array<std::uint64_t, bins>& counts() const { return counts_; }
    std::uint64_t sum() const { return sum_; }
    std::uint64_t total() const {
        std::uint64_t total = 0;
        for (const std::uint64_t count : counts_) total += count;
        return total;
    }
    double mean() const {
        const std::uint64_t n = total();
        return n > 0 ? static_cast<double>(sum_) / static_cast<double>(n) : undefined;
    }
    /// The least number that at least the share `p` of all do not exceed (definition 1 of Hyndman &
    /// Fan 1996); of the numbers from 128 on, the least of their bin. NaN when there are none.
    double quantile(double p) const {
        const double wanted = p * static_cast<double>(total());
        double reached = 0.0;
        for (std::size_t bin = 0; bin < bins; ++bin) {
            reached += static_cast<double>(counts_[bin]);
            if (counts_[bin] > 0 && reached >= wanted) return static_cast<double>(least(bin));
        }
        return undefined;
    }

 private:
    static constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

    std::array<std::uint64_t, bins> counts_{};
    std::uint64_t sum_ = 0;
};

}  // namespace wardwire::sim

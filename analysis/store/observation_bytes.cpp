// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/observation_bytes.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

namespace wardwire::analysis {
namespace {

using sim::MessageRow;

// Rows are copied as they lie in memory; a hole between their members would hold chance bytes.
static_assert(std::is_trivially_copyable_v<MessageRow>);
static_assert(sizeof(MessageRow) == 9 * 8 + 6 * 4 + 2 * 2 + 4 * 1 + 8);

using SmallLevel = std::uint16_t;
constexpr double greatest_small_level = std::numeric_limits<SmallLevel>::max();

class Writer {
 public:
    /// `expected` bytes or so will be written behind so many zeros.
    explicit Writer(std::size_t expected = 0, std::size_t zeros = 0) {
        bytes_.reserve(zeros + expected);
        bytes_.resize(zeros, '\0');
    }

    template <class Value>
    void add(const Value& value) {
        static_assert(std::is_trivially_copyable_v<Value>);
        bytes_.append(reinterpret_cast<const char*>(&value), sizeof(Value));
    }
    template <class Value>
    void add(const std::vector<Value>& values) {
        add(static_cast<std::uint64_t>(values.size()));
        if constexpr (std::is_trivially_copyable_v<Value>) {
            bytes_.append(reinterpret_cast<const char*>(values.data()),
                          values.size() * sizeof(Value));
        } else {
            for (const Value& value : values) add(value);
        }
    }
    /// Nine of ten counts are zero: the others with their places.
    void add_counts(const std::vector<std::uint64_t>& counts) {
        add(static_cast<std::uint32_t>(counts.size()));
        add(static_cast<std::uint32_t>(counts.size() - static_cast<std::size_t>(std::ranges::count(
                                                           counts, std::uint64_t{0}))));
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i] == 0) continue;
            add(static_cast<std::uint32_t>(i));
            add(counts[i]);
        }
    }
    /// Levels and counts by hour are mostly whole and small: then two bytes each, otherwise as they
    /// are.
    void add_levels(const std::vector<double>& levels) {
        std::vector<SmallLevel> small(levels.size());
        bool are_small = true;
        for (std::size_t i = 0; i < levels.size(); ++i) {
            const bool is_in_range = levels[i] >= 0.0 && levels[i] <= greatest_small_level;
            small[i] = static_cast<SmallLevel>(is_in_range ? levels[i] : 0.0);
            // Bits and not numbers are compared: of -0 the sign would be lost.
            are_small =
                are_small && std::bit_cast<std::uint64_t>(levels[i]) ==
                                 std::bit_cast<std::uint64_t>(static_cast<double>(small[i]));
        }
        add(static_cast<std::uint8_t>(are_small));
        if (are_small) {
            add(small);
        } else {
            add(levels);
        }
    }
    void add(const std::string& text) {
        add(static_cast<std::uint64_t>(text.size()));
        bytes_ += text;
    }
    void add(const sim::Axis& axis) {
        add(axis.name);
        add(axis.description);
        add(axis.labels);
        add(axis.numbers);
        add(axis.unit);
    }
    void add(const sim::Measure& measure) {
        add(measure.name);
        add(measure.unit);
        add(measure.definition);
        add(measure.axes);
        add(static_cast<std::uint64_t>(measure.offset));
        add(static_cast<std::uint64_t>(measure.size));
    }

    std::string take() { return std::move(bytes_); }

 private:
    std::string bytes_;
};

/// Takes values off the front of some bytes; after the first that is not there, nothing fits.
class Reader {
 public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    template <class Value>
    void take(Value& value) {
        if (can_take(sizeof(Value))) copy(&value, sizeof(Value));
    }
    template <class Value>
    void take(std::vector<Value>& values) {
        std::uint64_t count = 0;
        take(count);
        if (count > rest_.size() / sizeof(Value)) is_sound_ = false;
        if (!is_sound_) return;
        values.resize(count);
        copy(values.data(), count * sizeof(Value));
    }
    void take_counts(std::vector<std::uint64_t>& counts) {
        std::uint32_t size = 0;
        std::uint32_t used = 0;
        take(size);
        take(used);
        if (is_sound_) counts.assign(size, 0);
        for (std::uint32_t n = 0; n < used && is_sound_; ++n) {
            std::uint32_t place = 0;
            take(place);
            is_sound_ = is_sound_ && place < size;
            if (is_sound_) take(counts[place]);
        }
    }
    void take_levels(std::vector<double>& levels) {
        std::uint8_t are_small = 0;
        take(are_small);
        if (are_small == 0) return take(levels);
        std::vector<SmallLevel> small;
        take(small);
        levels.assign(small.begin(), small.end());
    }
    bool is_at_end() const { return is_sound_ && rest_.empty(); }

 private:
    bool can_take(std::size_t bytes) { return is_sound_ = is_sound_ && rest_.size() >= bytes; }
    void copy(void* target, std::size_t bytes) {
        if (bytes > 0) std::memcpy(target, rest_.data(), bytes);
        rest_.remove_prefix(bytes);
    }

    std::string_view rest_;
    bool is_sound_ = true;
};

}  // namespace

std::string to_bytes(const sim::Observation& observation, std::size_t room) {
    constexpr std::size_t heads = 128;  // of the vectors, and what is no vector
    const auto size_of = [](const auto& values) { return values.size() * sizeof values[0]; };
    Writer writer(heads + size_of(observation.metrics) + size_of(observation.counts) / 4 +
                      size_of(observation.series) / 4 + size_of(observation.messages),
                  room);
    writer.add(observation.replication);
    writer.add(observation.seed);
    writer.add(observation.digest);
    writer.add(observation.events);
    writer.add(observation.metrics);
    writer.add_counts(observation.counts);
    writer.add_levels(observation.series);
    writer.add(observation.messages);
    return writer.take();
}

std::optional<sim::Observation> from_bytes(std::string_view bytes) {
    Reader reader(bytes);
    sim::Observation observation;
    reader.take(observation.replication);
    reader.take(observation.seed);
    reader.take(observation.digest);
    reader.take(observation.events);
    reader.take(observation.metrics);
    reader.take_counts(observation.counts);
    reader.take_levels(observation.series);
    reader.take(observation.messages);
    if (!reader.is_at_end()) return std::nullopt;
    return observation;
}

std::string to_bytes(const sim::ResultLayout& layout) {
    Writer writer;
    writer.add(layout.axes);
    writer.add(layout.metrics);
    writer.add(layout.histograms);
    writer.add(layout.series);
    return writer.take();
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "sim/random/eight.hpp"
#include "sim/random/philox.hpp"

namespace wardwire::sim {

/// What a draw is for: "time to the next message", "handling time". Each model numbers its own,
/// `Purpose{3}`; a number once given keeps its meaning, or old results cannot be repeated.
enum class Purpose : std::uint32_t {};

/// The thing a draw describes: the number of a patient, a message, a task. Numbers are given by
/// origin (a patient's n-th message), never by a counter shared between entities.
using Entity = std::uint64_t;

/// A number strictly between 0 and 1 from 64 random bits: an odd multiple of 2^-53, so that
/// neither end can occur, 1 - u is exact and as likely as u, and the mean is exactly 1/2.
constexpr double to_uniform(std::uint64_t bits) {
    // 52 bits behind the point of a number from 1 to 2. Both steps are exact, and neither is a
    // conversion, for which older processors have no instruction that takes many at once.
    return std::bit_cast<double>(0x3ff0000000000000 | bits >> 12) - (1.0 - 0x1p-53);
}

class Stream;

/// The draws of one purpose in one run, addressed by (entity, index).
///
/// Every draw exists whether it is read or not (promise D4): reading one changes no other, and the
/// same address gives the same number in any order, on any thread. 8 bytes; copy it freely.
class Channel {
 public:
    /// Entities with a few draws each are best read here: nothing is kept, nothing is wasted.
    double uniform(Entity entity, std::uint64_t index = 0) const {
        return to_uniform(bits(entity, index));
    }

    /// 64 random bits. Draws 2n and 2n + 1 share one block of the generator.
    std::uint64_t bits(Entity entity, std::uint64_t index = 0) const {
        const auto pair = draws_of_block(entity, index / 2);
        return index % 2 == 0 ? pair[0] : pair[1];
    }

    /// The same draws in the order of their index, from 0.
    Stream stream(Entity entity) const;

 private:
    friend class Chance;
    friend class Stream;

    explicit Channel(Philox::Key key) : key_(key) {}

    std::array<std::uint64_t, 2> draws_of_block(Entity entity, std::uint64_t block) const {
        const auto words = Philox::block(
            {Philox::low(block), Philox::high(block), Philox::low(entity), Philox::high(entity)},
            key_);
        return {words[0] | std::uint64_t{words[1]} << 32, words[2] | std::uint64_t{words[3]} << 32};
    }

    Philox::Key key_;
};

/// Reads the draws of one entity one after another: the n-th is `channel.bits(entity, n)`.
///
/// A standard uniform random bit generator. It computes eight draws ahead, which saves half of the
/// wait for each, and takes 96 bytes. Trivially copyable: a copy reads the same draws again, and a
/// saved stream continues where it was.
class Stream {
 public:
    using result_type = std::uint64_t;

    explicit Stream(Channel channel, Entity entity = 0) : channel_(channel), entity_(entity) {}

    /// The next draw, strictly between 0 and 1.
    double uniform() { return to_uniform((*this)()); }

    /// The next draw as 64 random bits.
    std::uint64_t operator()() {
        if (next_ == ahead_.size()) [[unlikely]]
            refill();
        return ahead_[next_++];
    }

    /// The next eight draws, strictly between 0 and 1, at a third of the cost.
    void uniforms(EightNumbers& numbers);

    /// The index of the draw that comes next: how many were read, if there was no `seek`.
    std::uint64_t position() const { return first_ + next_; }

    /// Moves to any index, forwards or backwards, at no cost.
    void seek(std::uint64_t index) {
        next_ = ahead_.size();
        first_ = index - next_;
    }

    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return std::numeric_limits<std::uint64_t>::max(); }

 private:
    void refill();

    Channel channel_;
    Entity entity_;
    std::uint64_t next_ = 8;                      // within ahead_; its size means: all read
    std::uint64_t first_ = std::uint64_t{0} - 8;  // index of ahead_[0]; wraps before 0
    EightDraws ahead_{};
};

inline Stream Channel::stream(Entity entity) const { return Stream{*this, entity}; }

/// All the randomness of one run. Two runs with equal (seed, replication) read equal draws.
class Chance {
 public:
    Chance(std::uint64_t seed, std::uint32_t replication)
        : seed_(seed), replication_(replication) {}

    /// The draws of one purpose. Takes one block of the generator: keep the channel, not the run.
    Channel channel(Purpose purpose) const;

    std::uint64_t seed() const { return seed_; }
    std::uint32_t replication() const { return replication_; }

 private:
    std::uint64_t seed_;
    std::uint32_t replication_;
};

}  // namespace wardwire::sim

// SPDX-License-Identifier: Apache-2.0
#include "sim/random/stream.hpp"

#include <type_traits>

namespace wardwire::sim {

static_assert(sizeof(Channel) == 8 && std::is_trivially_copyable_v<Channel>);
static_assert(sizeof(Stream) == 96 && std::is_trivially_copyable_v<Stream>);

namespace {

/// The key under which keys are derived: "wardwire" in ASCII. A stream has it by accident only.
constexpr Philox::Key deriving_key = {0x64726177, 0x65726977};

}  // namespace

// A block of the generator itself turns the 128 bits (seed, replication, purpose) into the 64 bits
// of a key, so that neighbouring seeds and purposes get unrelated keys.
Channel Chance::channel(Purpose purpose) const {
    const auto words = Philox::block({Philox::low(seed_), Philox::high(seed_), replication_,
                                      static_cast<std::uint32_t>(purpose)},
                                     deriving_key);
    return Channel{{words[0], words[1]}};
}

void Stream::refill() {
    const std::uint64_t index = position();
    next_ = index % 2;  // a block holds two draws: an odd index starts in its middle
    first_ = index - next_;
    philox_blocks(channel_.key_, entity_, first_ / 2, ahead_);
}

void Stream::uniforms(EightNumbers& numbers) {
    if (position() % 2 != 0 || next_ < ahead_.size()) {
        for (double& number : numbers) number = uniform();
        return;
    }
    refill();
    for (std::size_t i = 0; i < ahead_.size(); ++i) numbers[i] = to_uniform(ahead_[i]);
    next_ = ahead_.size();
}

}  // namespace wardwire::sim

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"
#include "sim/time.hpp"

namespace wardwire::sim {

/// A law in seconds bound to an addressed stream: a duration that a model draws again and again.
///
/// The n-th value is that of the stream's n-th draw from where it stood. Eight are computed ahead,
/// because the processor works on several at once, but one between two events keeps it waiting.
/// Trivially copyable where its law is: a copy draws the same values again. An entity with a few
/// draws is better read from its channel.
///
///     Variate<Exponential> gap{Exponential{60.0}, chance.channel(arrivals).stream(0)};
///     kernel.after(gap(), Arrival{});
template <class Law = Distribution>
class Variate {
 public:
    Variate(Law law, Stream stream) : law_(std::move(law)), stream_(stream) {}

    /// The next duration.
    Duration operator()() {
        if (next_ == ahead_.size()) [[unlikely]]
            draw_ahead();
        return ahead_[next_++];
    }

    const Law& law() const { return law_; }

 private:
    [[gnu::noinline]] void draw_ahead() {
        EightNumbers numbers;
        stream_.uniforms(numbers);
        if constexpr (requires { law_.quantiles(numbers); })
            law_.quantiles(numbers);
        else
            for (double& number : numbers) number = law_.quantile(number);
        for (std::size_t i = 0; i < numbers.size(); ++i) ahead_[i] = from_seconds(numbers[i]);
        next_ = 0;
    }

    Law law_;
    Stream stream_;
    std::array<Duration, 8> ahead_{};
    std::size_t next_ = 8;  // within ahead_; its size means: all drawn
};

}  // namespace wardwire::sim

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"
#include "sim/time.hpp"

namespace wardwire::sim {

/// A law in seconds bound to an addressed stream: a duration that a model draws again and again.
///
///     Variate<Exponential> gap{Exponential{60.0}, chance.channel(arrivals).stream(0)};
///     kernel.after(gap(), Arrival{});
template <class Law = Distribution>
class Variate {
 public:
    Variate(Law law, Stream stream) : law_(std::move(law)), stream_(stream) {}

    /// The next duration.
    Duration operator()() { return from_seconds(value()); }

    /// The next value, in the unit of the law.
    double value() { return law_.quantile(stream_.uniform()); }

    const Law& law() const { return law_; }
    Stream& stream() { return stream_; }

 private:
    Law law_;
    Stream stream_;
};

}  // namespace wardwire::sim

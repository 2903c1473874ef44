// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/random/laws.hpp"
#include "sim/random/stream.hpp"
#include "sim/time.hpp"

namespace wardwire::test {

/// Draws of one seed, one after another, for tests that try many cases.
class Draws {
 public:
    explicit Draws(std::uint64_t seed)
        : draw_(sim::Chance(seed, 0).channel(sim::Purpose{0}).stream(0)) {}

    double uniform() { return draw_.uniform(); }
    bool chance(double probability) { return uniform() < probability; }
    std::int64_t whole(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(uniform() * static_cast<double>(high - low + 1));
    }
    template <class T>
    T one_of(std::vector<T> list) {
        return list[static_cast<std::size_t>(whole(0, static_cast<std::int64_t>(list.size()) - 1))];
    }
    sim::Distribution about(sim::Duration mean) {
        const double mean_s = sim::in_seconds(mean);
        if (chance(0.5)) return sim::Exponential{mean_s};
        return sim::Lognormal::from_moments(mean_s, mean_s * (0.1 + uniform()));
    }

 private:
    sim::Stream draw_;
};

}  // namespace wardwire::test

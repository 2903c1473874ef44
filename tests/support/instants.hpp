// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sim/time.hpp"

namespace wardwire::test {

constexpr sim::Time at_microsecond(std::int64_t microseconds) {
    return sim::start_of_time + sim::Duration{microseconds};
}
constexpr sim::Time at_second(std::int64_t seconds) {
    return sim::start_of_time + sim::seconds{seconds};
}
inline sim::Time at_hour(double hour) {
    return sim::start_of_time + sim::from_seconds(hour * 3600.0);
}

}  // namespace wardwire::test

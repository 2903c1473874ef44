// SPDX-License-Identifier: Apache-2.0
#include "sim/parallel/federation_work.hpp"

#include <tuple>
#include <utility>

namespace wardwire::sim {

void Failure::join(const Failure& other) {
    if (!other.what_) return;
    if (!what_ || std::tie(other.time_, other.kernel_) < std::tie(time_, kernel_)) *this = other;
}

void Failure::note(const FederationWork& work, std::uint32_t index, std::exception_ptr what) {
    Failure latest;
    latest.time_ = work.now(index);
    latest.kernel_ = index;
    latest.what_ = std::move(what);
    join(latest);
}

}  // namespace wardwire::sim

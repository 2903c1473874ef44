// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/time.hpp"

namespace wardwire::sim {

/// What travels from one kernel to another: a value of the model with its place in the order of the
/// kernel that receives it.
template <class Parcel>
struct Posted {
    std::int64_t time = 0;
    std::uint64_t order = 0;
    std::uint32_t to = 0;
    Parcel parcel;
    Posted* next = nullptr;  ///< on the way: the next one to the same kernel

    friend bool operator<(const Posted& a, const Posted& b) {
        return a.time != b.time ? a.time < b.time : a.order < b.order;
    }
};

/// The type that a model sends to other kernels: `Model::Parcel`, or its events.
template <class Model>
struct ParcelOf {
    using type = typename Model::Event;
};
template <class Model>
requires requires { typename Model::Parcel; }
struct ParcelOf<Model> {
    using type = typename Model::Parcel;
};

/// The links that lead out of one kernel, each with its latency: the least time that anything takes
/// to cross it, and so how far the two ends can be apart in time (lookahead).
class Links {
 public:
    /// Adds a link; of two to the same kernel the later holds.
    void add(std::uint32_t to, Duration latency) {
        const auto at = place_of(to);
        if (at != some_.end() && at->to == to)
            at->latency = latency;
        else
            some_.insert(at, {to, latency});
        least_ = std::min(least_, latency);
    }
    /// A link to every kernel that has none of its own.
    void add_to_all(Duration latency) {
        to_all_ = latency;
        least_ = std::min(least_, latency);
    }

    /// Nothing when no link leads there.
    std::optional<Duration> latency(std::uint32_t to) const {
        const auto at = place_of(to);
        if (at != some_.end() && at->to == to) return at->latency;
        return to_all_;
    }
    /// The smallest latency; the largest duration when there is no link.
    Duration least() const { return least_; }
    bool empty() const { return some_.empty() && !to_all_; }
    bool leads_to_all() const { return to_all_.has_value(); }
    /// Calls visit(to) for each kernel that was named, in ascending order.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (const Link& link : some_) visit(link.to);
    }

 private:
    struct Link {
        std::uint32_t to;
        Duration latency;
    };

    std::vector<Link>::iterator place_of(std::uint32_t to) {
        return std::lower_bound(some_.begin(), some_.end(), to,
                                [](const Link& link, std::uint32_t k) { return link.to < k; });
    }
    std::vector<Link>::const_iterator place_of(std::uint32_t to) const {
        return std::lower_bound(some_.begin(), some_.end(), to,
                                [](const Link& link, std::uint32_t k) { return link.to < k; });
    }

    std::vector<Link> some_;  ///< by destination
    std::optional<Duration> to_all_;
    Duration least_ = Duration::max();
};

}  // namespace wardwire::sim

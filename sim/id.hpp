// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace wardwire::sim {

/// An index into one kind of thing. `Id<struct Pool>` and `Id<struct Role>` do not mix.
template <class Tag>
class Id {
 public:
    constexpr Id() = default;
    constexpr explicit Id(std::size_t index) : index_(static_cast<std::uint32_t>(index)) {}

    constexpr std::uint32_t index() const { return index_; }
    constexpr bool is_valid() const { return index_ != no_index; }
    constexpr auto operator<=>(const Id&) const = default;

 private:
    static constexpr std::uint32_t no_index = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t index_ = no_index;
};

}  // namespace wardwire::sim

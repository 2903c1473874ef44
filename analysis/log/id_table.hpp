// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wardwire::analysis {

/// Numbers texts from 0 in the order in which they are first met.
class IdTable {
 public:
    /// The number of a text, given now if it has none yet.
    std::int32_t number(std::string_view text);
    /// The number that it has, or -1.
    std::int32_t find(std::string_view text) const;

    std::int32_t size() const { return static_cast<std::int32_t>(ends_.size()) - 1; }
    std::string_view text(std::int32_t number) const;
    std::vector<std::string> texts() const;

 private:
    struct Slot {
        std::uint32_t mark = 0;  ///< of the hash
        std::int32_t number = -1;
    };

    /// Where a text stands, or where it would.
    std::size_t slot_of(std::string_view text, std::size_t hash) const;
    void grow();

    std::string texts_;                                ///< one behind the other
    std::vector<std::uint64_t> ends_ = {0};            ///< text i is from ends_[i] to ends_[i + 1]
    std::vector<Slot> slots_ = std::vector<Slot>(16);  ///< a power of two, at most 3/4 full
};

}  // namespace wardwire::analysis

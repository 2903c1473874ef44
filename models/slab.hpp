// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/contract.hpp"
#include "sim/id.hpp"

namespace wardwire::models {

/// Values addressed by typed ids; the places of released values are used again.
template <class Value, class Tag>
class Slab {
   public:
    using Key = sim::Id<Tag>;

    explicit Slab(std::size_t bound, const char* above) : bound_(bound), above_(above) {}

    /// A fresh, default value. More than the bound is a broken contract that says `above`.
    Key take() {
        if (!free_.empty()) {
            const Key key = free_.back();
            free_.pop_back();
            values_[key.index()] = Value{};
            return key;
        }
        WARDWIRE_EXPECT(values_.size() < bound_, above_);
        values_.emplace_back();
        return Key{values_.size() - 1};
    }
    void release(Key key) { free_.push_back(key); }

    Value& operator[](Key key) { return values_[key.index()]; }
    const Value& operator[](Key key) const { return values_[key.index()]; }
    std::size_t in_use() const { return values_.size() - free_.size(); }

   private:
    std::vector<Value> values_;
    std::vector<Key> free_;
    std::size_t bound_;
    const char* above_;
};

}  // namespace wardwire::models

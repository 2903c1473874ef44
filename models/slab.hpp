// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/contract.hpp"
#include "sim/id.hpp"
#include "sim/prefetch.hpp"

namespace wardwire::models {

/// Values addressed by typed ids; the places of released values are used again. References stay
/// valid while the slab grows.
template <class Value, class Tag>
class Slab {
 public:
    using Key = sim::Id<Tag>;

    /// More than `bound` values in use is a broken contract that says `above`.
    explicit Slab(std::size_t bound, const char* above) : bound_(bound), above_(above) {}

    /// A fresh, default value.
    Key take() {
        if (!free_.empty()) {
            const Key key = free_.back();
            free_.pop_back();
            (*this)[key] = Value{};
            return key;
        }
        WARDWIRE_EXPECT(size_ < bound_, above_);
        if (size_ % chunk == 0) {
            chunks_.emplace_back();
            chunks_.back().resize(chunk);
            values_.push_back(chunks_.back().data());
        }
        return Key{size_++};
    }
    void release(Key key) { free_.push_back(key); }

    /// Asks the memory for the value that is taken next.
    void prefetch_next() const {
        if (!free_.empty()) sim::prefetch(&(*this)[free_.back()]);
    }

    Value& operator[](Key key) { return values_[key.index() / chunk][key.index() % chunk]; }
    const Value& operator[](Key key) const {
        return values_[key.index() / chunk][key.index() % chunk];
    }
    /// Visits the values in use, in order of key.
    template <class Visit>
    void for_each(Visit&& visit) const {
        std::vector<bool> is_free(size_);
        for (const Key key : free_) is_free[key.index()] = true;
        for (std::size_t i = 0; i < size_; ++i)
            if (!is_free[i]) visit((*this)[Key{i}]);
    }
    std::size_t in_use() const { return size_ - free_.size(); }

    template <class Archive>
    void persist(Archive& archive) {
        archive(chunks_, free_, size_);
        if constexpr (Archive::is_loading) {
            values_.clear();
            for (std::vector<Value>& one : chunks_) values_.push_back(one.data());
        }
    }

 private:
    static constexpr std::size_t chunk = 256;

    std::vector<std::vector<Value>> chunks_;
    std::vector<Value*> values_;  ///< of each chunk: one look in memory less
    std::vector<Key> free_;
    std::size_t size_ = 0;
    std::size_t bound_;
    const char* above_;
};

}  // namespace wardwire::models

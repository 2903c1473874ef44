// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace wardwire::sim {

/// A short ascending sequence from which the first is taken and into which any can be inserted, at
/// the cost of its distance to the nearer end.
template <class Entry>
class SortedRun {
 public:
    bool empty() const { return begin_ == entries_.size(); }
    std::size_t size() const { return entries_.size() - begin_; }
    const Entry& first() const { return entries_[begin_]; }
    void reserve(std::size_t count) { entries_.reserve(count); }

    Entry take() { return entries_[begin_++]; }

    void clear() {
        entries_.clear();
        begin_ = 0;
    }

    void insert(const Entry& entry) {
        if (begin_ > 0 && !empty() && entry < entries_[begin_ + size() / 2]) {
            std::size_t at = --begin_;
            for (; entries_[at + 1] < entry; ++at) entries_[at] = entries_[at + 1];
            entries_[at] = entry;
            return;
        }
        append(entry);
        std::size_t at = entries_.size() - 1;
        for (; at > begin_ && entry < entries_[at - 1]; --at) entries_[at] = entries_[at - 1];
        entries_[at] = entry;
    }

    /// Adds an entry that sort() will put in its place.
    void append(const Entry& entry) {
        if (entries_.size() == entries_.capacity() && begin_ >= size()) [[unlikely]]
            forget_taken();
        entries_.push_back(entry);
    }
    void sort() {
        std::sort(entries_.begin() + static_cast<std::ptrdiff_t>(begin_), entries_.end());
    }

    void replace_all(const Entry& entry) {
        clear();
        entries_.push_back(entry);
    }

    template <class Visit>
    void for_each(Visit&& visit) const {
        for (std::size_t i = begin_; i < entries_.size(); ++i) visit(entries_[i]);
    }
    template <class Keep>
    void keep_if(Keep&& keep) {
        forget_taken();
        std::erase_if(entries_, [&](const Entry& entry) { return !keep(entry); });
    }

 private:
    void forget_taken() {
        entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(begin_));
        begin_ = 0;
    }

    std::vector<Entry> entries_;
    std::size_t begin_ = 0;  // those before it were taken
};

}  // namespace wardwire::sim

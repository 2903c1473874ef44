// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/id_table.hpp"

#include <functional>

namespace wardwire::analysis {
namespace {

std::size_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }

std::uint32_t mark_of(std::size_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

}  // namespace

std::string_view IdTable::text(std::int32_t number) const {
    const auto index = static_cast<std::size_t>(number);
    return std::string_view(texts_).substr(ends_[index], ends_[index + 1] - ends_[index]);
}

std::vector<std::string> IdTable::texts() const {
    std::vector<std::string> all;
    for (std::int32_t i = 0; i < size(); ++i) all.emplace_back(text(i));
    return all;
}

std::size_t IdTable::slot_of(std::string_view wanted, std::size_t hash) const {
    const std::size_t last = slots_.size() - 1;
    std::size_t at = hash & last;
    while (slots_[at].number >= 0 &&
           (slots_[at].mark != mark_of(hash) || text(slots_[at].number) != wanted)) {
        at = (at + 1) & last;
    }
    return at;
}

void IdTable::grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    const std::size_t last = slots_.size() - 1;
    for (const Slot& slot : old) {
        if (slot.number < 0) continue;
        std::size_t at = hash_of(text(slot.number)) & last;
        while (slots_[at].number >= 0) at = (at + 1) & last;
        slots_[at] = slot;
    }
}

std::int32_t IdTable::number(std::string_view text) {
    const std::size_t hash = hash_of(text);
    Slot& slot = slots_[slot_of(text, hash)];
    if (slot.number >= 0) return slot.number;
    const std::int32_t number = size();
    slot = {mark_of(hash), number};
    texts_ += text;
    ends_.push_back(texts_.size());
    if (4 * ends_.size() > 3 * slots_.size()) grow();
    return number;
}

std::int32_t IdTable::find(std::string_view text) const {
    return slots_[slot_of(text, hash_of(text))].number;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/digest.hpp"

/// State as bytes and back.
///
/// A class that can be saved lists its changing members once, for both directions:
///
///     template <class Archive>
///     void persist(Archive& archive) { archive(now_, line_, waits_); }
///
/// Values without pointers are copied as they lie in memory; vectors, strings, optionals and
/// whatever has `persist` follow from that. The bytes are therefore read back by the same build
/// only, and the archive checks what it can: that each value is of the kind and size that was
/// written.
namespace wardwire::sim {

/// Specialised for what is not to be copied as bytes although it could be.
template <class Value>
inline constexpr bool is_plain_value =
    std::is_trivially_copyable_v<Value> && !std::is_pointer_v<Value>;

/// Collects the bytes of a state.
class Saver {
 public:
    static constexpr bool is_loading = false;

    template <class... Values>
    void operator()(Values&... values) {
        (save(values), ...);
    }

    /// All bytes so far, with their shape and checksum at the end.
    std::vector<std::byte> finish() && {
        put(shape_.value());
        put(checksum(bytes_));
        return std::move(bytes_);
    }

    static std::uint64_t checksum(std::span<const std::byte> bytes) {
        Digest digest;
        digest.fold(bytes.size());
        for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + at, std::min(sizeof word, bytes.size() - at));
            digest.fold(word);
        }
        return digest.value();
    }

 private:
    template <class Value>
    void save(Value& value) {
        if constexpr (requires { value.persist(*this); }) {
            value.persist(*this);
        } else if constexpr (is_plain_value<Value>) {
            shape_.fold(sizeof(Value));
            put(value);
        } else {
            save_parts(value);
        }
    }

    template <class Value>
    void save_parts(std::optional<Value>& value) {
        bool has_value = value.has_value();
        save(has_value);
        if (has_value) save(*value);
    }
    template <class Value, std::size_t size>
    void save_parts(std::array<Value, size>& values) {
        for (Value& value : values) save(value);
    }
    void save_parts(std::string& text) { save_all(text); }
    template <class Value>
    void save_parts(std::vector<Value>& values) {
        save_all(values);
    }

    template <class Sequence>
    void save_all(Sequence& values) {
        using Value = typename Sequence::value_type;
        auto count = static_cast<std::uint64_t>(values.size());
        save(count);
        if constexpr (is_plain_value<Value> && !requires(Value v) { v.persist(*this); }) {
            shape_.fold(sizeof(Value), 1);
            const auto raw = std::as_bytes(std::span(values));
            bytes_.insert(bytes_.end(), raw.begin(), raw.end());
        } else {
            for (Value& value : values) save(value);
        }
    }

    template <class Value>
    void put(const Value& value) {
        const auto raw = std::as_bytes(std::span(&value, 1));
        bytes_.insert(bytes_.end(), raw.begin(), raw.end());
    }

    std::vector<std::byte> bytes_;
    Digest shape_;
};

/// Reads what a Saver wrote. Damage is remembered, not thrown: after the last value ask
/// is_complete(); what was read before a false answer must not be used.
class Loader {
 public:
    static constexpr bool is_loading = true;

    explicit Loader(std::span<const std::byte> bytes) : left_(bytes) {
        constexpr std::size_t tail = 2 * sizeof(std::uint64_t);
        is_sound_ = bytes.size() >= tail;
        if (!is_sound_) {
            left_ = {};
            return;
        }
        std::memcpy(&shape_written_, bytes.data() + bytes.size() - tail, sizeof shape_written_);
        std::uint64_t checksum = 0;
        std::memcpy(&checksum, bytes.data() + bytes.size() - sizeof checksum, sizeof checksum);
        is_sound_ = checksum == Saver::checksum(bytes.first(bytes.size() - sizeof checksum));
        left_ = is_sound_ ? bytes.first(bytes.size() - tail) : std::span<const std::byte>{};
    }

    /// Whether no byte was damaged or missing so far.
    bool is_sound() const { return is_sound_; }
    /// Whether all was read, nothing is left, and every value was of the kind that was written.
    bool is_complete() const {
        return is_sound_ && left_.empty() && shape_.value() == shape_written_;
    }

    template <class... Values>
    void operator()(Values&... values) {
        (load(values), ...);
    }

 private:
    template <class Value>
    void load(Value& value) {
        if constexpr (requires { value.persist(*this); }) {
            value.persist(*this);
        } else if constexpr (is_plain_value<Value>) {
            shape_.fold(sizeof(Value));
            take(std::as_writable_bytes(std::span(&value, 1)));
        } else {
            load_parts(value);
        }
    }

    template <class Value>
    void load_parts(std::optional<Value>& value) {
        bool has_value = false;
        load(has_value);
        value.reset();
        if (has_value) load(value.emplace());
    }
    template <class Value, std::size_t size>
    void load_parts(std::array<Value, size>& values) {
        for (Value& value : values) load(value);
    }
    void load_parts(std::string& text) { load_all(text); }
    template <class Value>
    void load_parts(std::vector<Value>& values) {
        load_all(values);
    }

    template <class Sequence>
    void load_all(Sequence& values) {
        using Value = typename Sequence::value_type;
        std::uint64_t count = 0;
        load(count);
        // A damaged count would ask for any amount of memory; each value takes a byte at least.
        if (count > left_.size()) {
            is_sound_ = false;
            count = 0;
        }
        values.resize(count);
        if constexpr (is_plain_value<Value> && !requires(Value v) { v.persist(*this); }) {
            shape_.fold(sizeof(Value), 1);
            take(std::as_writable_bytes(std::span(values)));
        } else {
            for (Value& value : values) load(value);
        }
    }

    void take(std::span<std::byte> into) {
        if (into.size() > left_.size()) {
            is_sound_ = false;
            left_ = {};
            return;
        }
        if (!into.empty()) std::memcpy(into.data(), left_.data(), into.size());
        left_ = left_.subspan(into.size());
    }

    std::span<const std::byte> left_;
    std::uint64_t shape_written_ = 0;
    bool is_sound_ = false;
    Digest shape_;
};

}  // namespace wardwire::sim

// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/sha256.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>

// Our own rather than a cryptographic library: one hash of one text a run is no reason
// to ask every user for OpenSSL. It names and compares files; it guards no secret.

namespace wardwire::analysis {
namespace {

constexpr std::size_t block_bytes = 64;
constexpr std::size_t length_bytes = 8;

/// The first 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
constexpr std::array<std::uint32_t, 64> round_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The message schedule W of one block (6.2.2, step 1).
std::array<std::uint32_t, 64> schedule(std::string_view block) {
    std::array<std::uint32_t, 64> words{};
    for (std::size_t i = 0; i < block_bytes; ++i) {
        words[i / 4] = (words[i / 4] << 8) | static_cast<std::uint8_t>(block[i]);
    }
    for (std::size_t t = 16; t < words.size(); ++t) {
        const std::uint32_t a = words[t - 15], b = words[t - 2];
        const std::uint32_t small_0 = std::rotr(a, 7) ^ std::rotr(a, 18) ^ (a >> 3);
        const std::uint32_t small_1 = std::rotr(b, 17) ^ std::rotr(b, 19) ^ (b >> 10);
        words[t] = small_1 + words[t - 7] + small_0 + words[t - 16];
    }
    return words;
}

}  // namespace

void Sha256Hasher::fold(std::string_view block) {
    const auto words = schedule(block);
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t t = 0; t < words.size(); ++t) {
        const std::uint32_t large_1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const std::uint32_t choice = (e & f) ^ (~e & g);
        const std::uint32_t first = h + large_1 + choice + round_constants[t] + words[t];
        const std::uint32_t large_0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + large_0 + majority;
    }
    const decltype(state_) folded = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < state_.size(); ++i) state_[i] += folded[i];
}

void Sha256Hasher::add(std::string_view bytes) {
    bytes_ += bytes.size();
    if (!rest_.empty()) {
        const auto missing = std::min(block_bytes - rest_.size(), bytes.size());
        rest_ += bytes.substr(0, missing);
        bytes.remove_prefix(missing);
        if (rest_.size() < block_bytes) return;
        fold(rest_);
        rest_.clear();
    }
    for (; bytes.size() >= block_bytes; bytes.remove_prefix(block_bytes)) {
        fold(bytes.substr(0, block_bytes));
    }
    rest_ = bytes;
}

/// Pads the rest to one or two blocks and folds them into a copy (5.1.1).
Sha256 Sha256Hasher::hash() const {
    const std::uint64_t bits = bytes_ * 8;
    std::string padding = "\x80";
    padding.append((2 * block_bytes - 1 - length_bytes - rest_.size()) % block_bytes, '\0');
    for (int shift = 56; shift >= 0; shift -= 8) padding += static_cast<char>(bits >> shift);
    Sha256Hasher padded = *this;
    padded.add(padding);
    Sha256 hash{};
    for (std::size_t i = 0; i < hash.size(); ++i) {
        hash[i] = static_cast<std::uint8_t>(padded.state_[i / 4] >> (24 - 8 * (i % 4)));
    }
    return hash;
}

Sha256 sha256(std::string_view bytes) {
    Sha256Hasher hasher;
    hasher.add(bytes);
    return hasher.hash();
}

std::string text_of(const Sha256& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : hash) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 15]);
    }
    return text;
}

std::string sha256_text(std::string_view bytes) { return text_of(sha256(bytes)); }

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/pseudonym.hpp"

namespace wardwire::analysis {
namespace {

constexpr std::size_t block_bytes = 64;

std::string_view bytes_of(const Sha256& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

Sha256 hmac_sha256(std::string_view key, std::string_view text) {
    std::string inner(block_bytes, '\0');
    const Sha256 hashed = sha256(key);
    (key.size() > block_bytes ? bytes_of(hashed) : key).copy(inner.data(), block_bytes);
    std::string outer = inner;
    for (char& byte : inner) byte = static_cast<char>(byte ^ 0x36);
    for (char& byte : outer) byte = static_cast<char>(byte ^ 0x5c);
    const Sha256 first = sha256(inner.append(text));
    return sha256(outer.append(bytes_of(first)));
}

std::string Pseudonyms::of(char kind, std::string_view name) const {
    return kind + text_of(hmac_sha256(key_, kind + std::string(name))).substr(0, 20);
}

std::int64_t Pseudonyms::weeks() const {
    const Sha256 hash = hmac_sha256(key_, "weeks");
    return 1 + (hash[0] * 256 + hash[1]) % 520;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/seal.hpp"

#include <algorithm>
#include <cstdint>

#include "analysis/store/sha256.hpp"

namespace wardwire::analysis {
namespace {

constexpr std::string_view before_hash = "\nwardwire results end here; sha256 ";
constexpr std::uint64_t seal_bytes = before_hash.size() + 64 + 1;
constexpr std::uint64_t bytes_a_read = std::uint64_t{1} << 20;

std::string seal_with(const Sha256& hash) {
    return std::string(before_hash) + text_of(hash) + "\n";
}

}  // namespace

std::string seal_for(std::string_view contents) { return seal_with(sha256(contents)); }

Seal check_seal(const File& file) {
    const std::uint64_t size = file.size();
    if (size < seal_bytes) return Seal::missing;
    const std::uint64_t end = size - seal_bytes;
    const std::string found = file.read(end, seal_bytes);
    if (!found.starts_with(before_hash)) return Seal::missing;
    Sha256Hasher hasher;
    for (std::uint64_t from = 0; from < end; from += bytes_a_read) {
        hasher.add(file.read(from, std::min(bytes_a_read, end - from)));
    }
    return found == seal_with(hasher.hash()) ? Seal::right : Seal::wrong;
}

}  // namespace wardwire::analysis

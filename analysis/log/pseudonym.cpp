// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/pseudonym.hpp"

#include "analysis/store/sha256.hpp"

namespace wardwire::analysis {

std::string Pseudonyms::of(char kind, std::string_view name) const {
    return kind + text_of(hmac_sha256(key_, kind + std::string(name))).substr(0, 20);
}

std::int64_t Pseudonyms::weeks() const {
    const Sha256 hash = hmac_sha256(key_, "weeks");
    return 1 + (hash[0] * 256 + hash[1]) % 520;
}

}  // namespace wardwire::analysis

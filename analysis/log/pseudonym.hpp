// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/store/sha256.hpp"

namespace wardwire::analysis {

/// HMAC with SHA-256 (RFC 2104): what only the holder of the key can compute from a text.
Sha256 hmac_sha256(std::string_view key, std::string_view text);

/// Names in place of names: the same for the same key and name, and otherwise without a trace of
/// it.
class Pseudonyms {
 public:
    explicit Pseudonyms(std::string key) : key_(std::move(key)) {}

    /// A letter for the kind and 20 hexadecimal digits, the first 80 bits of the HMAC of both:
    /// among a million names, two are alike with a probability below 10^-12.
    std::string of(char kind, std::string_view name) const;

    /// By how many weeks this key shifts times: 1 to 520.
    std::int64_t weeks() const;

 private:
    std::string key_;
};

}  // namespace wardwire::analysis

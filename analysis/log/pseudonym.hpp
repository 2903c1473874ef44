// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wardwire::analysis {

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

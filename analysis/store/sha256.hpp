// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // of OpenSSL

namespace wardwire::analysis {

using Sha256 = std::array<std::uint8_t, 32>;

/// The SHA-256 of bytes that come piece by piece (FIPS 180-4). Throws std::bad_alloc.
class Sha256Hasher {
 public:
    Sha256Hasher();

    void add(std::string_view bytes);
    /// Of all bytes so far; more can be added.
    Sha256 hash() const;

 private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    using Context = std::unique_ptr<evp_md_ctx_st, Free>;

    Context context_;
};

Sha256 sha256(std::string_view bytes);

/// HMAC with SHA-256 (RFC 2104): what only the holder of the key can compute from a text.
Sha256 hmac_sha256(std::string_view key, std::string_view text);

/// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
std::string text_of(const Sha256& hash);
std::string sha256_text(std::string_view bytes);

}  // namespace wardwire::analysis

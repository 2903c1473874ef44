// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/sha256.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <new>

namespace wardwire::analysis {
namespace {

/// OpenSSL fails here only when memory is short: the method is built in, and there is no input it
/// refuses.
void expect_memory(bool has_worked) {
    if (!has_worked) throw std::bad_alloc();
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

void Sha256Hasher::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256Hasher::Sha256Hasher() : context_(EVP_MD_CTX_new()) {
    expect_memory(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

void Sha256Hasher::add(std::string_view bytes) {
    expect_memory(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

Sha256 Sha256Hasher::hash() const {
    const Context copy(EVP_MD_CTX_new());
    Sha256 hash{};
    expect_memory(copy && EVP_MD_CTX_copy_ex(copy.get(), context_.get()) == 1 &&
                  EVP_DigestFinal_ex(copy.get(), hash.data(), nullptr) == 1);
    return hash;
}

Sha256 sha256(std::string_view bytes) {
    Sha256 hash{};
    expect_memory(
        EVP_Digest(bytes.data(), bytes.size(), hash.data(), nullptr, EVP_sha256(), nullptr) == 1);
    return hash;
}

Sha256 hmac_sha256(std::string_view key, std::string_view text) {
    Sha256 hash{};
    expect_memory(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text),
                       text.size(), hash.data(), nullptr) != nullptr);
    return hash;
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

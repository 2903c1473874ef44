// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/packed_values.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <new>
#include <string>
#include <utility>

namespace wardwire::analysis::hdf5 {
namespace {

constexpr std::size_t chunk_bytes_at_most = std::size_t{1} << 19;

/// A zlib stream (RFC 1950) made of planes, each deflated by itself and closed at a byte's end; so
/// a plane of zeros, as most are, is deflated once and repeated.
class Deflation {
 public:
    Deflation() {
        constexpr int level = 1;
        constexpr int without_header = -15;  // and with the largest window
        constexpr int memory_level = 8;
        if (::deflateInit2(&stream_, level, Z_DEFLATED, without_header, memory_level, Z_RLE) !=
            Z_OK)
            throw std::bad_alloc();
    }
    ~Deflation() { ::deflateEnd(&stream_); }
    Deflation(const Deflation&) = delete;
    Deflation& operator=(const Deflation&) = delete;

    /// All planes of one stream are equally long.
    void add(std::span<unsigned char> plane) {
        const auto length = static_cast<uInt>(plane.size());
        // That each byte is like the next is a comparison of memory.
        const bool is_zero =
            plane.front() == 0 && std::ranges::equal(plane.first(length - 1), plane.subspan(1));
        if (!is_zero) {
            check_ = ::adler32(check_, plane.data(), length);
            deflated_ += deflate(plane, Z_FULL_FLUSH);
            return;
        }
        if (zeros_.empty()) {
            zeros_ = deflate(plane, Z_FULL_FLUSH);
            zeros_check_ = ::adler32(::adler32(0, nullptr, 0), plane.data(), length);
        }
        check_ = ::adler32_combine(check_, zeros_check_, static_cast<z_off_t>(length));
        deflated_ += zeros_;
    }

    std::string finish() {
        deflated_ += deflate({}, Z_FINISH);
        for (int shift = 24; shift >= 0; shift -= 8)
            deflated_ += static_cast<char>(check_ >> shift & 0xff);
        return std::move(deflated_);
    }

 private:
    std::string deflate(std::span<unsigned char> bytes, int flush) {
        stream_.next_in = bytes.data();
        stream_.avail_in = static_cast<uInt>(bytes.size());
        std::string deflated;
        std::array<char, std::size_t{1} << 14> part;
        do {
            stream_.next_out = reinterpret_cast<Bytef*>(part.data());
            stream_.avail_out = part.size();
            ::deflate(&stream_, flush);
            deflated.append(part.data(), part.size() - stream_.avail_out);
        } while (stream_.avail_out == 0);
        return deflated;
    }

    z_stream stream_{};
    std::string deflated_ = "\x78\x01";  ///< deflate, a window of 32 KiB, the fastest level
    uLong check_ = ::adler32(0, nullptr, 0);
    std::string zeros_;
    uLong zeros_check_ = 0;
};

using EightValues = std::array<std::uint64_t, 8>;

/// Swaps the upper parts of some words with the lower parts of those `distance` further on.
template <std::size_t distance>
void exchange(EightValues& words, std::uint64_t lower_parts, unsigned width) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if ((i & distance) != 0) continue;
        const std::uint64_t change = ((words[i] >> width) ^ words[i + distance]) & lower_parts;
        words[i + distance] ^= change;
        words[i] ^= change << width;
    }
}

/// Word k of the result holds byte k of each value: a transposed matrix of bytes, by swapping ever
/// smaller blocks beside its diagonal.
void transpose(EightValues& values) {
    exchange<4>(values, 0x0000'0000'ffff'ffff, 32);
    exchange<2>(values, 0x0000'ffff'0000'ffff, 16);
    exchange<1>(values, 0x00ff'00ff'00ff'00ff, 8);
}

}  // namespace

std::vector<hsize_t> chunk_shape(std::span<const hsize_t> shape, std::size_t value_bytes) {
    std::vector<hsize_t> chunk(shape.begin(), shape.end());
    hsize_t row_bytes = value_bytes;
    for (hsize_t& length : chunk) {
        length = std::max<hsize_t>(length, 1);
        if (&length == chunk.data()) continue;
        if (__builtin_mul_overflow(row_bytes, length, &row_bytes))
            throw Error("a shape is too large");
    }
    while (chunk.front() > 1 && chunk.front() > chunk_bytes_at_most / row_bytes)
        chunk.front() = (chunk.front() + 1) / 2;
    return chunk;
}

ChunkPacking::ChunkPacking(std::size_t values_a_chunk, std::size_t value_bytes)
    : places_(values_a_chunk), value_bytes_(value_bytes), shuffled_(places_ * value_bytes) {}

void ChunkPacking::add(std::span<const std::byte> values) {
    const std::size_t count = values.size() / value_bytes_;
    const std::size_t transposed = add_by_eights(values);
    for (std::size_t b = 0; b < value_bytes_; ++b) {
        // Little-endian, as the file is.
        const std::size_t at =
            std::endian::native == std::endian::little ? b : value_bytes_ - 1 - b;
        unsigned char* plane = shuffled_.data() + b * places_ + filled_;
        for (std::size_t i = transposed; i < count; ++i)
            plane[i] = std::to_integer<unsigned char>(values[i * value_bytes_ + at]);
    }
    filled_ += count;
}

/// Adds values of eight bytes, eight at a time, without counting them yet; gives back how many.
std::size_t ChunkPacking::add_by_eights(std::span<const std::byte> values) {
    EightValues words;
    if (value_bytes_ != words.size() || std::endian::native != std::endian::little) return 0;
    const std::size_t count = values.size() / sizeof words * words.size();
    for (std::size_t i = 0; i < count; i += words.size()) {
        std::memcpy(words.data(), values.data() + i * value_bytes_, sizeof words);
        transpose(words);
        for (std::size_t b = 0; b < value_bytes_; ++b)
            std::memcpy(shuffled_.data() + b * places_ + filled_ + i, &words[b], sizeof words[b]);
    }
    return count;
}

std::string ChunkPacking::finish() {
    Deflation deflation;
    for (std::size_t b = 0; b < value_bytes_; ++b)
        deflation.add(std::span(shuffled_).subspan(b * places_, places_));
    return deflation.finish();
}

}  // namespace wardwire::analysis::hdf5

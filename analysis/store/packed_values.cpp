// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/packed_values.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <new>

namespace wardwire::analysis::hdf5 {
namespace {

constexpr std::size_t chunk_bytes_at_most = std::size_t{1} << 19;

std::string deflate_runs(std::span<unsigned char> bytes) {
    constexpr int level = 1;
    constexpr int window_bits = 15;  // with zlib's header, as HDF5's filter reads it
    constexpr int memory_level = 8;
    z_stream stream{};
    if (::deflateInit2(&stream, level, Z_DEFLATED, window_bits, memory_level, Z_RLE) != Z_OK)
        throw std::bad_alloc();
    stream.next_in = bytes.data();
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string deflated;
    std::array<char, std::size_t{1} << 14> part;
    do {
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = part.size();
        ::deflate(&stream, Z_FINISH);
        deflated.append(part.data(), part.size() - stream.avail_out);
    } while (stream.avail_out == 0);
    ::deflateEnd(&stream);
    return deflated;
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
    for (std::size_t b = 0; b < value_bytes_; ++b) {
        // Little-endian, as the file is.
        const std::size_t at =
            std::endian::native == std::endian::little ? b : value_bytes_ - 1 - b;
        unsigned char* plane = shuffled_.data() + b * places_ + filled_;
        for (std::size_t i = 0; i < count; ++i)
            plane[i] = std::to_integer<unsigned char>(values[i * value_bytes_ + at]);
    }
    filled_ += count;
}

std::string ChunkPacking::finish() { return deflate_runs(shuffled_); }

}  // namespace wardwire::analysis::hdf5

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analysis/store/hdf5_handle.hpp"

/// The numbers of a dataset as HDF5 stores them. HDF5 packs with one thread; this packs without
/// HDF5, so that several datasets can be packed at the same time.
namespace wardwire::analysis::hdf5 {

/// The shape of the chunks into which a dataset is cut: whole rows, at most half a mebibyte of them
/// but one at least. Two such chunks fit into HDF5's cache of a mebibyte, so that a chunk which
/// several writes fill is compressed once. Throws Error when no machine could hold the shape, as a
/// damaged file may have it.
std::vector<hsize_t> chunk_shape(std::span<const hsize_t> shape, std::size_t value_bytes);

/// Packs the values of one chunk: shuffled and deflated. Where the values end before the chunk
/// does, zeros follow.
///
/// Deflated by runs of equal bytes alone (zlib's Z_RLE): shuffled means have nothing else to find,
/// and counts are mostly zeros. It takes half the time of zlib's first level, and fewer bytes.
class ChunkPacking {
 public:
    ChunkPacking(std::size_t values_a_chunk, std::size_t value_bytes);

    /// The next values, at most as many in all as the chunk has.
    void add(std::span<const std::byte> values);
    std::string finish();

 private:
    std::size_t add_by_eights(std::span<const std::byte> values);

    std::size_t places_;
    std::size_t value_bytes_;
    std::size_t filled_ = 0;
    std::vector<unsigned char> shuffled_;  ///< all first bytes before all second ones
};

}  // namespace wardwire::analysis::hdf5

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/store/hdf5_value.hpp"
#include "analysis/store/packed_values.hpp"

/// Datasets of numbers, and the scales that name their dimensions. T is one of the numbers that
/// memory_type() knows. Every function throws Error.
namespace wardwire::analysis::hdf5 {

/// An empty dataset in chunks as chunk_shape() cuts them, shuffled and deflated. A fill value is
/// what a reader takes for "none": it is what unwritten places hold, and the attribute _FillValue.
template <class T>
Dataset create_dataset(hid_t parent, const std::string& name, std::span<const hsize_t> shape,
                       std::optional<T> fill = {});

std::vector<hsize_t> shape_of(const Dataset& dataset);

/// All values, row-major; as many as the shape says.
template <class T>
void write(Dataset& dataset, std::span<const T> values);
/// One chunk as ChunkPacking has it, that begins with this row.
void write_chunk(Dataset& dataset, hsize_t row, const std::string& packed);
template <class T>
std::vector<T> read(const Dataset& dataset);

/// Rows of a one-dimensional dataset, starting with row `from`.
template <class T>
void write_rows(Dataset& dataset, hsize_t from, std::span<const T> values);
template <class T>
std::vector<T> read_rows(const Dataset& dataset, hsize_t from, hsize_t rows);

/// Says what the numbers 0, 1, 2 ... of a dataset mean (CF conventions, section 3.5).
void write_flags(Dataset& dataset, std::span<const std::string_view> meanings);

/// Makes a one-dimensional dataset the scale of the dimension `name`.
void make_scale(Dataset& dataset, const std::string& name);

void attach_scale(Dataset& dataset, const Dataset& scale, unsigned dimension);

/// The names of the scales of a dataset's dimensions, slowest first; empty where there is none.
std::vector<std::string> scale_names(const Dataset& dataset);

}  // namespace wardwire::analysis::hdf5

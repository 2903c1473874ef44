// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "analysis/store/hdf5_handle.hpp"

/// Files, groups, texts and attributes in the one manner in which the store writes them, which
/// netCDF-4, xarray, h5py and R read, and in which equal input gives equal bytes: no times of
/// creation, little-endian numbers, creation order kept. Every function throws Error.
namespace wardwire::analysis::hdf5 {

/// The type of a number in memory, and in files from any machine.
template <class T>
hid_t memory_type();
template <class T>
hid_t file_type();

/// A new file that exists in memory only. HDF5 1.10 keeps the identifiers of a file that it cannot
/// flush and stumbles over them at exit, so no disk may fail under it: we write the image.
File create_image();

/// The bytes of such a file, after flushing it; they live until it changes or is closed.
std::string_view image_of(const File& file);

File open_file(const std::string& path);
Group create_group(hid_t parent, const std::string& name);
Group open_group(hid_t parent, const std::string& name);
Dataset open_dataset(hid_t parent, const std::string& name);
bool has_link(hid_t parent, const std::string& name);

/// The properties of every new dataset: no times, attributes in the order in which they were made.
PropertyList dataset_creation_list();

/// The names of the datasets in a group, in the order of their creation.
std::vector<std::string> dataset_names(hid_t group);

/// A one-dimensional dataset of UTF-8 texts of any length.
Dataset create_texts(hid_t parent, const std::string& name, std::span<const std::string> texts);
std::vector<std::string> read_texts(const Dataset& dataset);
bool holds_texts(const Dataset& dataset);

void write_attribute(hid_t object, const std::string& name, std::string_view text);
template <class T>
requires std::is_arithmetic_v<T>
void write_attribute(hid_t object, const std::string& name, T value);
bool has_attribute(hid_t object, const std::string& name);
std::string read_text_attribute(hid_t object, const std::string& name);
template <class T>
T read_attribute(hid_t object, const std::string& name);

}  // namespace wardwire::analysis::hdf5

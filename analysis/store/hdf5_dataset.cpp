// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/hdf5_dataset.hpp"

#include <hdf5_hl.h>

#include <algorithm>

namespace wardwire::analysis::hdf5 {
namespace {

/// How many values a shape holds; a damaged file may name a shape that no machine could hold.
hsize_t product(std::span<const hsize_t> shape) {
    hsize_t values = 1;
    for (const hsize_t length : shape) {
        if (__builtin_mul_overflow(values, length, &values)) throw Error("a shape is too large");
    }
    return values;
}

/// Some rows of a one-dimensional dataset, there and as a plain array here.
struct Selection {
    Dataspace there;
    Dataspace here;

    Selection(const Dataset& dataset, hsize_t from, hsize_t rows)
        : there(H5Dget_space(dataset.id()), "find a shape"),
          here(H5Screate_simple(1, &rows, nullptr), "shape rows") {
        if (shape_of(dataset).size() != 1) throw Error("a column has more than one dimension");
        check(H5Sselect_hyperslab(there.id(), H5S_SELECT_SET, &from, nullptr, &rows, nullptr),
              "select rows");
    }
};

/// Keeps the first scale open for the caller and ends the iteration.
herr_t take_scale(hid_t, unsigned, hid_t scale, void* taken) {
    *static_cast<hid_t*>(taken) = scale;
    return H5Iinc_ref(scale) < 0 ? -1 : 1;
}

std::string scale_name(const Dataset& scale) {
    const auto length = check(H5DSget_scale_name(scale.id(), nullptr, 0), "read a scale's name");
    std::string name(static_cast<std::size_t>(length), '\0');
    check(H5DSget_scale_name(scale.id(), name.data(), name.size() + 1), "read a scale's name");
    return name;
}

}  // namespace

template <class T>
Dataset create_dataset(hid_t parent, const std::string& name, std::span<const hsize_t> shape,
                       std::optional<T> fill) {
    const int rank = static_cast<int>(shape.size());
    const Dataspace space(H5Screate_simple(rank, shape.data(), nullptr), "shape " + name);
    const PropertyList list = dataset_creation_list();
    check(H5Pset_chunk(list.id(), rank, chunk_shape(shape, sizeof(T)).data()), "cut " + name);
    check(H5Pset_shuffle(list.id()), "shuffle " + name);
    check(H5Pset_deflate(list.id(), 1), "deflate " + name);
    if (fill) check(H5Pset_fill_value(list.id(), memory_type<T>(), &*fill), "fill " + name);
    Dataset dataset(H5Dcreate2(parent, name.c_str(), file_type<T>(), space.id(), H5P_DEFAULT,
                               list.id(), H5P_DEFAULT),
                    "create " + name);
    if (fill) write_attribute(dataset.id(), "_FillValue", *fill);
    return dataset;
}

std::vector<hsize_t> shape_of(const Dataset& dataset) {
    const Dataspace space(H5Dget_space(dataset.id()), "find a shape");
    const int rank = check(H5Sget_simple_extent_ndims(space.id()), "find a shape");
    std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
    check(H5Sget_simple_extent_dims(space.id(), shape.data(), nullptr), "find a shape");
    return shape;
}

void write_chunk(Dataset& dataset, hsize_t row, const std::string& packed) {
    std::vector<hsize_t> at(shape_of(dataset).size());
    at.front() = row;
    check(H5Dwrite_chunk(dataset.id(), H5P_DEFAULT, 0, at.data(), packed.size(), packed.data()),
          "write a chunk");
}

template <class T>
void write(Dataset& dataset, std::span<const T> values) {
    const std::vector<hsize_t> shape = shape_of(dataset);
    const hsize_t rows = chunk_shape(shape, sizeof(T)).front();
    const std::size_t row_values = shape.front() > 0 ? values.size() / shape.front() : 0;
    for (hsize_t row = 0; row_values > 0 && row < shape.front(); row += rows) {
        ChunkPacking packing(rows * row_values, sizeof(T));
        packing.add(std::as_bytes(values.subspan(
            row * row_values, std::min<std::size_t>(rows, shape.front() - row) * row_values)));
        write_chunk(dataset, row, packing.finish());
    }
}

template <class T>
std::vector<T> read(const Dataset& dataset) {
    std::vector<T> values(product(shape_of(dataset)));
    check(H5Dread(dataset.id(), memory_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          "read values");
    return values;
}

template <class T>
void write_rows(Dataset& dataset, hsize_t from, std::span<const T> values) {
    const Selection rows(dataset, from, values.size());
    check(H5Dwrite(dataset.id(), memory_type<T>(), rows.here.id(), rows.there.id(), H5P_DEFAULT,
                   values.data()),
          "write rows");
}

template <class T>
std::vector<T> read_rows(const Dataset& dataset, hsize_t from, hsize_t count) {
    const Selection rows(dataset, from, count);
    std::vector<T> values(count);
    check(H5Dread(dataset.id(), memory_type<T>(), rows.here.id(), rows.there.id(), H5P_DEFAULT,
                  values.data()),
          "read rows");
    return values;
}

void write_flags(Dataset& dataset, std::span<const std::string_view> meanings) {
    std::string joined;
    std::vector<std::int8_t> values;
    for (const std::string_view meaning : meanings) {
        if (!joined.empty()) joined += ' ';
        joined += meaning;
        values.push_back(static_cast<std::int8_t>(values.size()));
    }
    const hsize_t count = values.size();
    const Dataspace space(H5Screate_simple(1, &count, nullptr), "shape flags");
    Attribute attribute(H5Acreate2(dataset.id(), "flag_values", file_type<std::int8_t>(),
                                   space.id(), H5P_DEFAULT, H5P_DEFAULT),
                        "create the attribute flag_values");
    check(H5Awrite(attribute.id(), memory_type<std::int8_t>(), values.data()), "write flags");
    attribute.close();
    write_attribute(dataset.id(), "flag_meanings", joined);
}

void make_scale(Dataset& dataset, const std::string& name) {
    check(H5DSset_scale(dataset.id(), name.c_str()), "make a scale of " + name);
}

void attach_scale(Dataset& dataset, const Dataset& scale, unsigned dimension) {
    check(H5DSattach_scale(dataset.id(), scale.id(), dimension), "attach a scale");
}

std::vector<std::string> scale_names(const Dataset& dataset) {
    std::vector<std::string> names(shape_of(dataset).size());
    for (unsigned i = 0; i < names.size(); ++i) {
        hid_t taken = H5I_INVALID_HID;
        check(H5DSiterate_scales(dataset.id(), i, nullptr, take_scale, &taken), "find scales");
        if (taken >= 0) names[i] = scale_name(Dataset(taken, "open a scale"));
    }
    return names;
}

// clang-format off
#define WARDWIRE_DATASETS_OF(T)                                                             \
    template Dataset create_dataset(hid_t, const std::string&, std::span<const hsize_t>,    \
                                    std::optional<T>);                                      \
    template void write(Dataset&, std::span<const T>);                                      \
    template std::vector<T> read(const Dataset&);                                           \
    template void write_rows(Dataset&, hsize_t, std::span<const T>);                        \
    template std::vector<T> read_rows(const Dataset&, hsize_t, hsize_t);
// clang-format on

WARDWIRE_DATASETS_OF(double)
WARDWIRE_DATASETS_OF(std::uint64_t)
WARDWIRE_DATASETS_OF(std::int64_t)
WARDWIRE_DATASETS_OF(std::int32_t)
WARDWIRE_DATASETS_OF(std::int16_t)
WARDWIRE_DATASETS_OF(std::int8_t)

}  // namespace wardwire::analysis::hdf5

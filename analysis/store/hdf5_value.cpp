// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/hdf5_value.hpp"

namespace wardwire::analysis::hdf5 {
namespace {

constexpr std::size_t image_growth_bytes = std::size_t{1} << 22;

Datatype text_type() {
    Datatype type(H5Tcopy(H5T_C_S1), "make a type for texts");
    check(H5Tset_size(type.id(), H5T_VARIABLE), "make a type for texts");
    check(H5Tset_cset(type.id(), H5T_CSET_UTF8), "make a type for texts");
    return type;
}

PropertyList creation_list(hid_t list_class) {
    PropertyList list(H5Pcreate(list_class), "make a property list");
    check(H5Pset_obj_track_times(list.id(), 0), "leave out times");
    check(H5Pset_attr_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
          "keep the order of attributes");
    return list;
}

/// For groups, of which the root of a file is one: keeps the order of what is in them too.
PropertyList group_creation_list(hid_t list_class) {
    PropertyList list = creation_list(list_class);
    check(H5Pset_link_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
          "keep the order of a group");
    return list;
}

void write_scalar(hid_t object, const std::string& name, hid_t stored, hid_t given,
                  const void* value) {
    const Dataspace space(H5Screate(H5S_SCALAR), "shape " + name);
    Attribute attribute(
        H5Acreate2(object, name.c_str(), stored, space.id(), H5P_DEFAULT, H5P_DEFAULT),
        "create the attribute " + name);
    check(H5Awrite(attribute.id(), given, value), "write the attribute " + name);
    attribute.close();
}

/// Texts that HDF5 has allocated, and takes back.
class BorrowedTexts {
 public:
    explicit BorrowedTexts(hsize_t count)
        : type_(text_type()),
          space_(H5Screate_simple(1, &count, nullptr), "shape texts"),
          texts_(count, nullptr) {}
    BorrowedTexts(const BorrowedTexts&) = delete;
    BorrowedTexts& operator=(const BorrowedTexts&) = delete;
    ~BorrowedTexts() { H5Dvlen_reclaim(type_.id(), space_.id(), H5P_DEFAULT, texts_.data()); }

    hid_t type() const { return type_.id(); }
    void* data() { return texts_.data(); }
    std::vector<std::string> copies() const {
        std::vector<std::string> copies;
        for (const char* text : texts_) copies.emplace_back(text == nullptr ? "" : text);
        return copies;
    }

 private:
    Datatype type_;
    Dataspace space_;
    std::vector<char*> texts_;
};

/// Attributes and lists of texts have one value or one dimension; anything else is not ours.
hsize_t count_values(const Dataspace& space) {
    if (check(H5Sget_simple_extent_ndims(space.id()), "find a shape") > 1) {
        throw Error("cannot read texts: more than one dimension");
    }
    return static_cast<hsize_t>(check(H5Sget_simple_extent_npoints(space.id()), "find a shape"));
}

void expect_one_value(const Attribute& attribute, const std::string& name) {
    const Dataspace space(H5Aget_space(attribute.id()), "find a shape");
    if (count_values(space) != 1) throw Error("the attribute " + name + " is not one value");
}

}  // namespace

// clang-format off
template <> hid_t memory_type<double>() { return H5T_NATIVE_DOUBLE; }
template <> hid_t memory_type<std::uint64_t>() { return H5T_NATIVE_UINT64; }
template <> hid_t memory_type<std::int64_t>() { return H5T_NATIVE_INT64; }
template <> hid_t memory_type<std::int32_t>() { return H5T_NATIVE_INT32; }
template <> hid_t memory_type<std::int16_t>() { return H5T_NATIVE_INT16; }
template <> hid_t memory_type<std::int8_t>() { return H5T_NATIVE_INT8; }
template <> hid_t file_type<double>() { return H5T_IEEE_F64LE; }
template <> hid_t file_type<std::uint64_t>() { return H5T_STD_U64LE; }
template <> hid_t file_type<std::int64_t>() { return H5T_STD_I64LE; }
template <> hid_t file_type<std::int32_t>() { return H5T_STD_I32LE; }
template <> hid_t file_type<std::int16_t>() { return H5T_STD_I16LE; }
template <> hid_t file_type<std::int8_t>() { return H5T_STD_I8LE; }
// clang-format on

File create_image() {
    const PropertyList creation = group_creation_list(H5P_FILE_CREATE);
    const PropertyList access(H5Pcreate(H5P_FILE_ACCESS), "make a property list");
    check(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18), "set the format");
    check(H5Pset_fapl_core(access.id(), image_growth_bytes, false), "work in memory");
    return {H5Fcreate("image", H5F_ACC_TRUNC, creation.id(), access.id()), "create an image"};
}

std::string_view image_of(const File& file) {
    check(H5Fflush(file.id(), H5F_SCOPE_GLOBAL), "finish the image");
    const ssize_t size = check(H5Fget_file_image(file.id(), nullptr, 0), "measure the image");
    void* handle = nullptr;
    check(H5Fget_vfd_handle(file.id(), H5P_DEFAULT, &handle), "find the image");
    // The handle of the driver for memory is the address of its pointer to the bytes.
    return {*static_cast<const char* const*>(handle), static_cast<std::size_t>(size)};
}

File open_file(const std::string& path) {
    return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), "open it as HDF5"};
}

Group create_group(hid_t parent, const std::string& name) {
    const PropertyList list = group_creation_list(H5P_GROUP_CREATE);
    return {H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, list.id(), H5P_DEFAULT),
            "create the group " + name};
}

Group open_group(hid_t parent, const std::string& name) {
    return {H5Gopen2(parent, name.c_str(), H5P_DEFAULT), "open the group " + name};
}

Dataset open_dataset(hid_t parent, const std::string& name) {
    return {H5Dopen2(parent, name.c_str(), H5P_DEFAULT), "open " + name};
}

bool has_link(hid_t parent, const std::string& name) {
    return check(H5Lexists(parent, name.c_str(), H5P_DEFAULT), "look for " + name) > 0;
}

PropertyList dataset_creation_list() { return creation_list(H5P_DATASET_CREATE); }

std::vector<std::string> dataset_names(hid_t group) {
    H5G_info_t info{};
    check(H5Gget_info(group, &info), "look into a group");
    std::vector<std::string> names;
    for (hsize_t i = 0; i < info.nlinks; ++i) {
        const auto name_of = [&](char* text, std::size_t size) {
            return check(H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, text,
                                            size, H5P_DEFAULT),
                         "list a group");
        };
        std::string name(static_cast<std::size_t>(name_of(nullptr, 0)), '\0');
        name_of(name.data(), name.size() + 1);
        const Handle<H5Oclose> object(H5Oopen(group, name.c_str(), H5P_DEFAULT), "open " + name);
        if (H5Iget_type(object.id()) == H5I_DATASET) names.push_back(name);
    }
    return names;
}

Dataset create_texts(hid_t parent, const std::string& name, std::span<const std::string> texts) {
    const hsize_t count = texts.size();
    const Datatype type = text_type();
    const Dataspace space(H5Screate_simple(1, &count, nullptr), "shape " + name);
    const PropertyList list = dataset_creation_list();
    Dataset dataset(H5Dcreate2(parent, name.c_str(), type.id(), space.id(), H5P_DEFAULT, list.id(),
                               H5P_DEFAULT),
                    "create " + name);
    std::vector<const char*> pointers;
    for (const std::string& text : texts) pointers.push_back(text.c_str());
    check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()),
          "write " + name);
    return dataset;
}

std::vector<std::string> read_texts(const Dataset& dataset) {
    const Dataspace space(H5Dget_space(dataset.id()), "find a shape");
    BorrowedTexts texts(count_values(space));
    check(H5Dread(dataset.id(), texts.type(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()),
          "read texts");
    return texts.copies();
}

bool holds_texts(const Dataset& dataset) {
    const Datatype type(H5Dget_type(dataset.id()), "find the type of a dataset");
    return H5Tget_class(type.id()) == H5T_STRING;
}

void write_attribute(hid_t object, const std::string& name, std::string_view text) {
    const Datatype type = text_type();
    const std::string terminated(text);
    const char* pointer = terminated.c_str();
    write_scalar(object, name, type.id(), type.id(), &pointer);
}

template <class T>
requires std::is_arithmetic_v<T>
void write_attribute(hid_t object, const std::string& name, T value) {
    write_scalar(object, name, file_type<T>(), memory_type<T>(), &value);
}

bool has_attribute(hid_t object, const std::string& name) {
    return check(H5Aexists(object, name.c_str()), "look for the attribute " + name) > 0;
}

std::string read_text_attribute(hid_t object, const std::string& name) {
    const Attribute attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT),
                              "open the attribute " + name);
    expect_one_value(attribute, name);
    BorrowedTexts texts(1);
    check(H5Aread(attribute.id(), texts.type(), texts.data()), "read the attribute " + name);
    return texts.copies().front();
}

template <class T>
T read_attribute(hid_t object, const std::string& name) {
    const Attribute attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT),
                              "open the attribute " + name);
    expect_one_value(attribute, name);
    T value{};
    check(H5Aread(attribute.id(), memory_type<T>(), &value), "read the attribute " + name);
    return value;
}

template void write_attribute(hid_t, const std::string&, double);
template void write_attribute(hid_t, const std::string&, std::uint64_t);
template void write_attribute(hid_t, const std::string&, std::int64_t);
template void write_attribute(hid_t, const std::string&, std::int32_t);
template void write_attribute(hid_t, const std::string&, std::int16_t);
template void write_attribute(hid_t, const std::string&, std::int8_t);
template double read_attribute(hid_t, const std::string&);
template std::uint64_t read_attribute(hid_t, const std::string&);

}  // namespace wardwire::analysis::hdf5

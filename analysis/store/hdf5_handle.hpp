// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hdf5.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace wardwire::analysis::hdf5 {

/// HDF5 refused something. The entrances of the store turn it into a StoreError with the path.
class Error : public std::runtime_error {
 public:
    using std::runtime_error::runtime_error;
};

/// Why the last call failed: the innermost message of HDF5's error stack.
std::string last_reason();

/// The result of an HDF5 call, which is negative on failure; throws Error then.
template <class Result>
Result check(Result result, const std::string& action) {
    if (result < 0) throw Error("cannot " + action + ": " + last_reason());
    return result;
}

/// While one lives, HDF5 prints no errors of its own on standard error.
class QuietErrors {
 public:
    QuietErrors() {
        H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
        H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
    ~QuietErrors() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

 private:
    H5E_auto2_t function_ = nullptr;
    void* data_ = nullptr;
};

/// Owns one HDF5 identifier.
///
/// HDF5 compresses the last data of a dataset when it closes it, and no later call repeats an error
/// of then: whoever has written calls close(), which reports; the destructor only tidies up.
template <herr_t (*close_function)(hid_t)>
class Handle {
 public:
    Handle(hid_t id, const std::string& action) : id_(check(id, action)) {}
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    Handle& operator=(Handle&&) = delete;
    ~Handle() {
        if (id_ >= 0) close_function(id_);
    }

    hid_t id() const { return id_; }
    void close() { check(close_function(std::exchange(id_, H5I_INVALID_HID)), "finish writing"); }

 private:
    hid_t id_;
};

using File = Handle<H5Fclose>;
using Group = Handle<H5Gclose>;
using Dataset = Handle<H5Dclose>;
using Dataspace = Handle<H5Sclose>;
using Datatype = Handle<H5Tclose>;
using Attribute = Handle<H5Aclose>;
using PropertyList = Handle<H5Pclose>;

}  // namespace wardwire::analysis::hdf5

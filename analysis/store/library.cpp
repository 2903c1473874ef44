// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/library.hpp"

#include <H5public.h>

namespace wardwire::analysis {

std::string store_library() {
    unsigned major = 0;
    unsigned minor = 0;
    unsigned release = 0;
    H5get_libversion(&major, &minor, &release);
    return "HDF5 " + std::to_string(major) + "." + std::to_string(minor) + "." +
           std::to_string(release);
}

}  // namespace wardwire::analysis

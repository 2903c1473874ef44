// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/hdf5_handle.hpp"

namespace wardwire::analysis::hdf5 {
namespace {

/// Called from the outermost to the innermost entry of the stack; the last one stays.
herr_t note_reason(unsigned, const H5E_error2_t* entry, void* reason) {
    if (entry->desc != nullptr) *static_cast<std::string*>(reason) = entry->desc;
    return 0;
}

}  // namespace

std::string last_reason() {
    std::string reason = "no reason given";
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, note_reason, &reason);
    return reason;
}

}  // namespace wardwire::analysis::hdf5

// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/hdf5_handle.hpp"

#include <string_view>

namespace wardwire::analysis::hdf5 {
namespace {

/// Cuts the words of the operating system out of a description of HDF5's file driver, which also
/// has the date, the file's number and addresses: "... error message = 'No space left on device',".
std::string_view system_message(std::string_view description) {
    constexpr std::string_view before = "error message = '";
    const auto begin = description.find(before);
    if (begin == std::string_view::npos) return {};
    description.remove_prefix(begin + before.size());
    return description.substr(0, description.find('\''));
}

/// Called from the outermost to the innermost entry of the stack.
herr_t note_reason(unsigned, const H5E_error2_t* entry, void* reason) {
    auto& noted = *static_cast<std::pair<std::string, bool>*>(reason);
    auto& [text, is_of_system] = noted;
    if (is_of_system || entry->desc == nullptr) return 0;
    const auto message = system_message(entry->desc);
    is_of_system = !message.empty();
    text = is_of_system ? message : entry->desc;
    return 0;
}

}  // namespace

std::string last_reason() {
    std::pair<std::string, bool> noted{"no reason given", false};
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, note_reason, &noted);
    return noted.first;
}

}  // namespace wardwire::analysis::hdf5

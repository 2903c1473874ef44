// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace wardwire::analysis {

/// The world said no: a disk is full, a folder is missing, a file is damaged or of another kind.
/// The text reads "results/x.h5: No space left on device".
class StoreError : public std::runtime_error {
 public:
    StoreError(const std::filesystem::path& path, const std::string& reason)
        : std::runtime_error(path.string() + ": " + reason), path_(path) {}

    const std::filesystem::path& path() const { return path_; }

 private:
    std::filesystem::path path_;
};

}  // namespace wardwire::analysis

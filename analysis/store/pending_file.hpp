// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "analysis/store/file.hpp"
#include "analysis/store/overwrite.hpp"

namespace wardwire::analysis {

/// Throws StoreError when a file could not take this name: one is there that is not to be replaced,
/// or a device, a pipe or a folder.
void check_target(const std::filesystem::path& target, Overwrite overwrite);

/// A file that appears under its name only when it is complete.
///
/// It is written as NAME.partial in the same folder (with a number after it while another one is
/// there) and takes its name by an atomic renaming; if it is never committed, it is deleted.
/// Only a killed process leaves a partial file behind. Failures throw StoreError with the name.
class PendingFile {
 public:
    PendingFile(const std::filesystem::path& target, Overwrite overwrite);
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;
    ~PendingFile();

    File& file() { return *file_; }

    /// Puts the contents on the disk, then the name.
    void commit();

 private:
    void create();
    void rename();

    std::filesystem::path target_;
    std::filesystem::path partial_path_;
    Overwrite overwrite_;
    std::optional<File> file_;
    bool is_committed_ = false;
};

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace wardwire::analysis {

/// A file read from front to back, unpacked on the way when it is gzip, whatever its name.
class PackedFile {
 public:
    /// Throws StoreError when it cannot be opened.
    explicit PackedFile(const std::filesystem::path& path);

    /// Appends up to `bytes` bytes to `text` and returns how many; 0 at the end. Throws LogError
    /// for an archive that is damaged, and StoreError when the disk fails.
    std::size_t read(std::string& text, std::size_t bytes);

    /// Whether the archive broke off: known when `read` has returned 0.
    bool is_cut_off() const { return is_cut_off_; }

 private:
    struct Close {
        void operator()(void* file) const;
    };

    std::filesystem::path path_;
    std::unique_ptr<void, Close> file_;
    bool is_cut_off_ = false;
};

/// A text as a gzip file of its own; such files may stand one behind the other (RFC 1952, 2.2).
std::string gzip_member(std::string text);

}  // namespace wardwire::analysis

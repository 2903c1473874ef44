// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace wardwire::analysis {

/// An open file of the operating system. Every failure is a StoreError with the name it was given.
class File {
 public:
    /// Opens `path` with the flags of open(2); errors speak of `name`.
    File(const std::filesystem::path& path, int flags, const std::filesystem::path& name);
    File(const std::filesystem::path& path, int flags) : File(path, flags, path) {}
    File(File&& other) noexcept;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File& operator=(File&&) = delete;
    ~File();

    /// Whether this process now holds the file alone; file systems without locks always agree.
    bool try_lock();

    std::uint64_t size() const;
    std::string read(std::uint64_t from, std::uint64_t bytes) const;

    /// Writes all of the bytes at `at`: in one call, unless the system takes only a part of them.
    void write(std::uint64_t at, std::string_view bytes);
    void truncate(std::uint64_t bytes);

    /// Returns when the contents have reached the disk.
    void synchronise();

 private:
    [[noreturn]] void fail(const char* what) const;

    std::filesystem::path name_;
    int descriptor_;
};

/// Returns when the names in a folder have reached the disk.
void synchronise_folder(const std::filesystem::path& file_in_it);

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <system_error>
#include <utility>

#include "analysis/store/store_error.hpp"

namespace wardwire::analysis {
namespace {

constexpr mode_t read_and_write_for_all = 0666;  // less what the user's umask takes away

std::string last_error() { return std::generic_category().message(errno); }

}  // namespace

File::File(const std::filesystem::path& path, int flags, const std::filesystem::path& name)
    : name_(name), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, read_and_write_for_all)) {
    if (descriptor_ < 0) fail("cannot be opened");
}

File::File(File&& other) noexcept
    : name_(std::move(other.name_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool File::try_lock() {
    return ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

std::uint64_t File::size() const {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) fail("cannot be examined");
    return static_cast<std::uint64_t>(status.st_size);
}

std::string File::read(std::uint64_t from, std::uint64_t bytes) const {
    std::string text(bytes, '\0');
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t got = ::pread(descriptor_, text.data() + done, text.size() - done,
                                    static_cast<off_t>(from + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("cannot be read");
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    text.resize(done);
    return text;
}

void File::write(std::uint64_t at, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("cannot be written");
        at += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void File::truncate(std::uint64_t bytes) {
    if (::ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0) fail("cannot be shortened");
}

void File::synchronise() {
    if (::fdatasync(descriptor_) != 0) fail("cannot be synchronised");
}

void File::fail(const char* what) const {
    throw StoreError(name_, std::string(what) + ": " + last_error());
}

void synchronise_folder(const std::filesystem::path& file_in_it) {
    const auto parent = file_in_it.parent_path();
    const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_CLOEXEC);
    // Some file systems cannot synchronise a folder and say EINVAL; they have nothing to wait for.
    const bool is_done = folder >= 0 && (::fsync(folder) == 0 || errno == EINVAL);
    const std::string reason = is_done ? "" : last_error();
    if (folder >= 0) ::close(folder);
    if (!is_done) throw StoreError(file_in_it, "its folder cannot be synchronised: " + reason);
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/pending_file.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "analysis/store/store_error.hpp"

namespace wardwire::analysis {
namespace {

constexpr const char* exists_already = "exists already; it is replaced only when told to";
constexpr int partial_files_at_most = 100;

bool is_taken(const std::filesystem::path& path) {
    std::error_code ignored;  // a folder that cannot be searched is reported on creation
    return std::filesystem::exists(std::filesystem::symlink_status(path, ignored));
}

}  // namespace

void check_target(const std::filesystem::path& target, Overwrite overwrite) {
    if (!is_taken(target)) return;
    if (overwrite == Overwrite::refuse) throw StoreError(target, exists_already);
    if (!std::filesystem::is_regular_file(target))
        throw StoreError(target, "is no file that could be replaced");
}

PendingFile::PendingFile(const std::filesystem::path& target, Overwrite overwrite)
    : target_(target), overwrite_(overwrite) {
    check_target(target, overwrite);
    create();
}

PendingFile::~PendingFile() {
    if (!is_committed_) ::unlink(partial_path_.c_str());
}

/// Exclusive creation, so that two processes never write into one partial file.
void PendingFile::create() {
    for (int number = 0; number < partial_files_at_most; ++number) {
        partial_path_ = target_;
        partial_path_ += ".partial" + (number == 0 ? "" : std::to_string(number));
        if (is_taken(partial_path_)) continue;
        file_.emplace(partial_path_, O_RDWR | O_CREAT | O_EXCL, target_);
        return;
    }
    throw StoreError(target_, "too many partial files beside it; delete those of killed runs");
}

void PendingFile::commit() {
    file_->synchronise();
    rename();
    is_committed_ = true;
    synchronise_folder(target_);
}

void PendingFile::rename() {
    if (overwrite_ == Overwrite::refuse) {
        const int result = ::renameat2(AT_FDCWD, partial_path_.c_str(), AT_FDCWD, target_.c_str(),
                                       RENAME_NOREPLACE);
        if (result == 0) return;
        if (errno == EEXIST) throw StoreError(target_, exists_already);
        // Network file systems know no exclusive renaming (EINVAL): look, then rename plainly.
        if (is_taken(target_)) throw StoreError(target_, exists_already);
    }
    if (::rename(partial_path_.c_str(), target_.c_str()) != 0) {
        throw StoreError(target_, "cannot be renamed: " + std::generic_category().message(errno));
    }
}

}  // namespace wardwire::analysis

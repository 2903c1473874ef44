// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/packed_file.hpp"

#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <new>

#include "analysis/log/log_error.hpp"
#include "analysis/store/store_error.hpp"

namespace wardwire::analysis {
namespace {

gzFile handle(const auto& file) { return static_cast<gzFile>(file.get()); }

}  // namespace

void PackedFile::Close::operator()(void* file) const { gzclose_r(static_cast<gzFile>(file)); }

PackedFile::PackedFile(const std::filesystem::path& path) : path_(path) {
    if (std::filesystem::is_directory(path)) throw StoreError(path, "is a folder");
    if (std::filesystem::exists(path) && !std::filesystem::is_regular_file(path))
        throw StoreError(path, "is a pipe or a device; a log is read more than once, from a file");
    file_.reset(gzopen(path.c_str(), "rb"));
    if (!file_) throw StoreError(path, std::strerror(errno));
    gzbuffer(handle(file_), 1U << 18);
}

std::size_t PackedFile::read(std::string& text, std::size_t bytes) {
    const std::size_t before = text.size();
    text.resize(before + bytes);
    const int got = gzread(handle(file_), text.data() + before, static_cast<unsigned>(bytes));
    text.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got > 0) return static_cast<std::size_t>(got);
    int error = Z_OK;
    const char* const reason = gzerror(handle(file_), &error);
    if (error == Z_BUF_ERROR) {
        is_cut_off_ = true;
    } else if (error == Z_ERRNO) {
        throw StoreError(path_, std::strerror(errno));
    } else if (error != Z_OK && error != Z_STREAM_END) {
        throw LogError(path_, std::string("the archive is damaged: ") + reason);
    }
    return 0;
}

std::string gzip_member(std::string text) {
    z_stream stream{};
    constexpr int gzip_window = 15 + 16;
    constexpr int memory_level = 8;
    if (deflateInit2(&stream, 6, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        throw std::bad_alloc();
    }
    std::string bytes(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    deflate(&stream, Z_FINISH);
    bytes.resize(stream.total_out);
    deflateEnd(&stream);
    return bytes;
}

}  // namespace wardwire::analysis

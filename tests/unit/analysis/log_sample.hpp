// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <string>
#include <string_view>

#include <zlib.h>

#include "analysis/log/log_reader.hpp"
#include "tests/unit/analysis/store_sample.hpp"

/// Logs written for a test and read back.
namespace wardwire::tests {

inline std::string gzip(std::string_view text) {
    std::string packed(compressBound(text.size()) + 64, '\0');
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string input(text);
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

inline void write_file(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

inline analysis::ImportedLog read_log_text(std::string_view text,
                                           const analysis::LogWishes& wishes = {}) {
    const TemporaryFolder folder;
    write_file(folder / "log.csv", text);
    return analysis::read_log({folder / "log.csv"}, wishes);
}

}  // namespace wardwire::tests

// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/state_file.hpp"

#include <fcntl.h>

#include <charconv>
#include <cstring>
#include <string_view>
#include <system_error>

#include "analysis/store/pending_file.hpp"
#include "analysis/store/seal.hpp"
#include "analysis/store/sha256.hpp"
#include "analysis/store/store_error.hpp"

namespace wardwire::analysis {
namespace {

constexpr std::string_view kind = "wardwire state";
constexpr std::string_view first_line_of_a_state = "wardwire state 1\n";

std::string_view text_of_bytes(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string header_of(const SavedState& state) {
    std::string text(first_line_of_a_state);
    text += "program " + state.program + "\n";
    text += "scenario " + state.scenario_sha256 + "\n";
    text += "seed " + std::to_string(state.seed) + "\n";
    text += "replication " + std::to_string(state.replication) + "\n";
    text += "time_us " + std::to_string(state.time_us) + "\n";
    text += "bytes " + std::to_string(state.bytes.size()) + "\n";
    text += "structure\n" + state.structure;
    return text + "\n";
}

/// Reads header lines one after another; what is not as expected makes the file no state of ours.
class HeaderReader {
 public:
    HeaderReader(const std::filesystem::path& path, std::string_view text)
        : path_(path), left_(text) {}

    /// The rest of the next line, which must begin with this word.
    std::string field(std::string_view word) {
        const std::string_view line = next_line();
        if (!line.starts_with(word) || line.size() < word.size() + 1) refuse();
        return std::string(line.substr(word.size() + 1));
    }

    template <class Number>
    Number number(std::string_view word) {
        const std::string digits = field(word);
        Number value{};
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || end != digits.data() + digits.size()) refuse();
        return value;
    }

    /// The lines up to an empty one.
    std::string paragraph(std::string_view heading) {
        if (next_line() != heading) refuse();
        std::string text;
        for (std::string_view line = next_line(); !line.empty(); line = next_line())
            text += std::string(line) + "\n";
        return text;
    }

    std::string_view rest() const { return left_; }
    [[noreturn]] void refuse() const { throw StoreError(path_, "is not a saved state"); }

 private:
    std::string_view next_line() {
        const auto end = left_.find('\n');
        if (end == std::string_view::npos) refuse();
        const std::string_view line = left_.substr(0, end);
        left_.remove_prefix(end + 1);
        return line;
    }

    std::filesystem::path path_;
    std::string_view left_;
};

/// The whole file without its seal. Throws StoreError unless it is whole and a state of version 1.
std::string sealed_contents(const std::filesystem::path& path) {
    const File file(path, O_RDONLY);
    const std::string begin = file.read(0, first_line_of_a_state.size());
    if (!begin.starts_with(kind)) throw StoreError(path, "is not a saved state");
    if (begin != first_line_of_a_state)
        throw StoreError(path, "is a saved state of another version than this program reads (1)");
    if (check_seal(file) != Seal::right)
        throw StoreError(path, "is damaged or cut off: its checksum does not fit; save it again");
    return file.read(0, file.size());
}

}  // namespace

std::string state_program(const Provenance& provenance) {
    return provenance.program_version + " " + provenance.program_commit + " " +
           provenance.contract_level;
}

void write_state(const std::filesystem::path& path, const SavedState& state, Overwrite overwrite) {
    std::string contents = header_of(state);
    contents += text_of_bytes(state.bytes);
    PendingFile pending(path, overwrite);
    pending.file().write(0, contents);
    pending.file().write(contents.size(), seal_for(contents));
    pending.commit();
}

SavedState read_state(const std::filesystem::path& path, const std::string& program) {
    const std::string contents = sealed_contents(path);
    HeaderReader header(path, std::string_view(contents).substr(first_line_of_a_state.size()));
    SavedState state;
    state.program = header.field("program");
    if (state.program != program)
        throw StoreError(path, "was saved by wardwire " + state.program + ", this is " + program +
                                   "; a state is read only by the program that wrote it");
    state.scenario_sha256 = header.field("scenario");
    state.seed = header.number<std::uint64_t>("seed");
    state.replication = header.number<std::uint32_t>("replication");
    state.time_us = header.number<std::int64_t>("time_us");
    const auto bytes = header.number<std::uint64_t>("bytes");
    state.structure = header.paragraph("structure");
    if (bytes > header.rest().size()) header.refuse();
    state.bytes.resize(bytes);
    if (bytes > 0) std::memcpy(state.bytes.data(), header.rest().data(), bytes);
    return state;
}

std::string digest_of(const SavedState& state) { return sha256_text(text_of_bytes(state.bytes)); }

}  // namespace wardwire::analysis

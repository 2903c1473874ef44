// SPDX-License-Identifier: Apache-2.0
#include "app/output_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <system_error>
#include <utility>

#include "analysis/store/store_error.hpp"

namespace wardwire::app {

namespace fs = std::filesystem;

bool OutputFile::extends() const { return resumes && may_extend && fs::exists(path); }

void prepare_output(const OutputFile& output) {
    if (output.path.has_parent_path()) {
        std::error_code error;
        fs::create_directories(output.path.parent_path(), error);
        if (error) throw analysis::StoreError(output.path.parent_path(), error.message());
    }
    const fs::path journal = analysis::Journal::path_for(output.path);
    if (!output.may_replace && !output.extends() && fs::exists(output.path))
        throw analysis::StoreError(
            output.path, std::string("exists; ") +
                             (output.may_extend ? "--resume adds replications to it, " : "") +
                             "--force replaces it, -o writes elsewhere");
    if (output.resumes || !fs::exists(journal)) return;
    if (!output.may_replace)
        throw analysis::StoreError(
            journal,
            "an interrupted run left finished replications here; --resume goes on with "
            "them, --force starts over");
    fs::remove(journal);
}

analysis::Journal open_journal(const fs::path& output, const analysis::Provenance& provenance,
                               const sim::ResultLayout& layout) {
    auto journal = analysis::Journal::open_or_create(output, provenance, layout);
    fs::remove(output.string() + ".partial");
    return journal;
}

void recover(analysis::Journal& journal, bool is_quiet, std::vector<sim::Observation>& finished) {
    for (sim::Observation& one : journal.recover().observations) finished.push_back(std::move(one));
    // A study that was killed between writing and tidying up left some of them twice.
    std::ranges::stable_sort(finished, {}, &sim::Observation::replication);
    const auto again = std::ranges::unique(finished, {}, &sim::Observation::replication);
    finished.erase(again.begin(), again.end());
    if (!finished.empty() && !is_quiet)
        std::fprintf(stderr, "Going on with %zu finished replications.\n", finished.size());
}

unsigned threads_of(const Arguments& arguments) {
    return static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0));
}

Shard shard_of(const Arguments& arguments) {
    const auto text = arguments.text("shard");
    if (!text) return {};
    Shard shard;
    const char* end = text->data() + text->size();
    const auto [slash, no_index] = std::from_chars(text->data(), end, shard.index);
    if (no_index == std::errc{} && slash != end && *slash == '/') {
        const auto [rest, no_count] = std::from_chars(slash + 1, end, shard.of);
        if (no_count == std::errc{} && rest == end && shard.index >= 1 && shard.index <= shard.of)
            return shard;
    }
    throw UsageError("--shard takes a part of a number of parts, such as 2/8, got \"" + *text +
                     "\"");
}

std::string text_of(const Shard& shard) {
    return std::to_string(shard.index) + "/" + std::to_string(shard.of);
}

std::vector<std::uint32_t> in_shard(const Shard& shard, std::vector<std::uint32_t> runs) {
    std::erase_if(runs, [&](std::uint32_t run) { return run % shard.of != shard.index - 1; });
    return runs;
}

std::string now_iso() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S+00:00", &utc);
    return text.data();
}

}  // namespace wardwire::app

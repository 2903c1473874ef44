// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include "analysis/store/observation_bytes.hpp"
#include "analysis/store/sha256.hpp"
#include "analysis/store/store_error.hpp"

namespace wardwire::analysis {
namespace {

constexpr std::string_view first_line = "wardwire journal 3\n";
constexpr std::uint64_t header_bytes_at_most = 4096;
constexpr auto synchronise_every = std::chrono::seconds{1};

/// What stands before each record. The checksum tells a torn record from a whole one.
struct RecordHead {
    std::uint64_t bytes;
    std::array<std::uint64_t, 2> checksum;
};

/// Two sums of 64 bits over words of eight bytes. Each step can be undone, so a change of one word
/// changes both; anything else goes unseen once in 2^128. A cryptographic hash takes twenty times
/// as long, which shows when runs take milliseconds.
std::array<std::uint64_t, 2> checksum_of(std::string_view body) {
    // Odd multipliers: the fractions of the golden ratio and of the root of two.
    constexpr std::uint64_t one = 0x9e3779b97f4a7c15;
    constexpr std::uint64_t other = 0x6a09e667f3bcc909;
    std::array<std::uint64_t, 2> sum{body.size() + one, body.size() + other};
    while (!body.empty()) {
        std::uint64_t word = 0;
        const std::size_t taken = std::min(body.size(), sizeof word);
        std::memcpy(&word, body.data(), taken);
        body.remove_prefix(taken);
        sum[0] = std::rotl((sum[0] ^ word) * one, 29);
        sum[1] = std::rotl((sum[1] + word) * other, 31);
    }
    return sum;
}

RecordHead head_of(std::string_view body) { return {body.size(), checksum_of(body)}; }

/// Lines that `head` shows to people, ended by an empty one: what the records are replications of.
std::string header_text(const Provenance& provenance, const sim::ResultLayout& layout) {
    std::string text(first_line);
    text += "scenario " + provenance.scenario_sha256 + "\n";
    if (!provenance.initial_state.empty())
        text += "initial state " + provenance.initial_state + "\n";
    text += "seed " + std::to_string(provenance.seed) + "\n";
    text += "program " + provenance.program_version + " " + provenance.program_commit + " " +
            provenance.contract_level + "\n";
    text += "layout " + sha256_text(to_bytes(layout)) + "\n";
    return text + "\n";
}

/// Takes the first line off a text.
std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

/// The first line in which two headers differ: "seed 7, this run has seed 8".
std::string difference(std::string_view found, std::string_view expected) {
    while (!expected.empty()) {
        const auto theirs = take_line(found);
        const auto ours = take_line(expected);
        if (theirs != ours) return std::string(theirs) + ", this run has " + std::string(ours);
    }
    return {};
}

}  // namespace

std::filesystem::path Journal::path_for(const std::filesystem::path& results) {
    std::filesystem::path path = results;
    path += ".journal";
    return path;
}

Journal Journal::open_or_create(const std::filesystem::path& results, const Provenance& provenance,
                                const sim::ResultLayout& layout) {
    Journal journal(path_for(results));
    journal.read_header(header_text(provenance, layout));
    journal.read_records();
    return journal;
}

Journal::Journal(const std::filesystem::path& path)
    : path_(path), file_(std::make_unique<File>(path, O_RDWR | O_CREAT)) {
    if (!file_->try_lock()) throw StoreError(path, "another run is writing it");
}

/// Begins an empty file; a beginning of our own header is what a kill at birth leaves.
void Journal::read_header(const std::string& expected) {
    const std::string found = file_->read(0, header_bytes_at_most);
    end_ = expected.size();
    if (found.starts_with(expected)) return;
    if (!expected.starts_with(found)) {
        if (!found.starts_with(first_line)) throw StoreError(path_, "is not a journal of a run");
        throw StoreError(path_, "belongs to another run: it has " + difference(found, expected) +
                                    "; delete it or write to another name");
    }
    file_->write(0, expected);
    file_->synchronise();
    synchronise_folder(path_);
}

/// Reads whole records up to the first that is not, and cuts the file there.
void Journal::read_records() {
    const std::uint64_t size = file_->size();
    while (true) {
        RecordHead head{};
        const std::string head_bytes = file_->read(end_, sizeof head);
        if (head_bytes.size() < sizeof head) break;
        std::memcpy(&head, head_bytes.data(), sizeof head);
        const std::uint64_t body_at = end_ + sizeof head;
        if (head.bytes > size - body_at) break;
        const std::string body = file_->read(body_at, head.bytes);
        if (head_of(body).checksum != head.checksum) break;
        auto observation = from_bytes(body);
        if (!observation) break;
        recovery_.observations.push_back(std::move(*observation));
        end_ = body_at + head.bytes;
    }
    recovery_.torn_bytes = size - end_;
    if (recovery_.torn_bytes > 0) file_->truncate(end_);
}

Journal::~Journal() {
    if (!file_) return;  // moved from
    try {
        if (synchronisation_.valid()) synchronisation_.get();
        if (synchronised_end_ < end_) file_->synchronise();
    } catch (const StoreError&) {
        // The records are with the operating system; a destructor has nobody to tell.
    }
}

Recovery Journal::recover() { return std::exchange(recovery_, {}); }

void Journal::append(const sim::Observation& observation) {
    std::string record = to_bytes(observation, sizeof(RecordHead));
    const RecordHead head = head_of(std::string_view(record).substr(sizeof head));
    std::memcpy(record.data(), &head, sizeof head);
    try {
        file_->write(end_, record);
    } catch (const StoreError&) {
        file_->truncate(end_);
        throw;
    }
    end_ += record.size();
    if (std::chrono::steady_clock::now() - synchronised_at_ >= synchronise_every)
        begin_synchronisation();
}

/// A second one does not begin before the first has ended.
void Journal::begin_synchronisation() {
    if (synchronisation_.valid()) {
        if (synchronisation_.wait_for(std::chrono::seconds{0}) != std::future_status::ready) return;
        synchronisation_.get();
    }
    synchronised_end_ = end_;
    synchronised_at_ = std::chrono::steady_clock::now();
    synchronisation_ =
        std::async(std::launch::async, [file = file_.get()] { file->synchronise(); });
}

void Journal::remove() {
    if (::unlink(path_.c_str()) != 0) {
        throw StoreError(path_, "cannot be deleted: " + std::generic_category().message(errno));
    }
    synchronised_end_ = end_;  // nobody needs the records any more
    synchronise_folder(path_);
}

}  // namespace wardwire::analysis

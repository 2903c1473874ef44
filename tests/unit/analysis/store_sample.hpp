// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/store/provenance.hpp"
#include "analysis/store/sha256.hpp"
#include "sim/record/results.hpp"

/// A study with everything that the store has to keep: names outside ASCII, undefined outcomes,
/// empty axes, the largest counts, messages without recipient, replications without messages.
namespace wardwire::tests {

/// A new folder, deleted with all that is in it: in memory where the system offers that, as the
/// store waits for the disk after every file, and a test writes thousands.
class TemporaryFolder {
 public:
    TemporaryFolder() {
        const std::filesystem::path memory = "/dev/shm";
        const bool has_memory = std::filesystem::is_directory(memory);
        const auto parent = has_memory ? memory : std::filesystem::temp_directory_path();
        std::string name = (parent / "store.XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const char* name) const { return path_ / name; }
    std::size_t count_files() const {
        const std::filesystem::directory_iterator files(path_);
        return static_cast<std::size_t>(std::distance(begin(files), end(files)));
    }

 private:
    std::filesystem::path path_;
};

inline std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void put(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

inline analysis::Provenance sample_provenance() {
    analysis::Provenance provenance;
    provenance.title = "Zwei Praxen, \"übers Jahr\"";
    provenance.scenario_text =
        "{\"wardwire_scenario\": 1, \"filler\": \"" + std::string(100'000, 'x') + "\"}";
    provenance.scenario_sha256 = analysis::sha256_text(provenance.scenario_text);
    provenance.program_version = "0.1.0";
    provenance.program_commit = "0123456789ab";
    provenance.compiler = "GNU 12.2.0";
    provenance.libraries = "HDF5 1.10.8";
    provenance.contract_level = "release";
    provenance.seed = 20'260'105;
    provenance.start_date = "2026-01-05";
    provenance.time_zone = "-05:00";
    provenance.warm_up_seconds = 86'400.0;
    provenance.length_seconds = 864'000.5;
    return provenance;
}

inline sim::ResultLayout sample_layout() {
    sim::ResultLayout layout;
    layout.axes = {
        {"role", "who works", {"nurse", "physician", "Pädiatrie, MFA"}, {}, ""},
        {"hour", "hour of day", {}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, "h"},
        {"duration_bin", "lower edge of the bin", {}, {0.0, 1.0, 1.125, 2.0, 60.0}, "s"},
        {"time", "end of the interval", {}, {6.0, 12.0, 18.0, 24.0}, "h"},
        {"pool", "group that answers together", {"triage", "refills"}, {}, ""},
        {"site", "none in this study", {}, {}, ""},
    };
    layout.metrics = {
        {"first_response_time", "h", "mean wall time to the first answer", {}, 0, 1},
        {"utilisation", "1", "share of the time on duty", {0}, 1, 3},
        {"messages_sent", "1", "messages by role and hour", {0, 1}, 4, 36},
        {"load_by_site", "1", "messages by site", {5}, 40, 0},
    };
    layout.histograms = {
        {"first_response_time", "1", "answers by time", {2}, 0, 5},
        {"focus_time", "1", "stretches of work by role and length", {0, 2}, 5, 15},
    };
    layout.series = {
        {"backlog", "1", "messages nobody has opened", {3, 4}, 0, 8},
        {"on_duty", "", "", {3}, 8, 4},
    };
    return layout;
}

inline sim::RecordTables sample_tables() {
    return {{"nurse_1", "nurse_2", "Dr. \"Ö\", 3", "patient_4"},
            {"nurse", "nurse", "physician", "patient"},
            {"triage", "refills"},
            {"refill", "result", "question"},
            {"portal", "chat"},
            {"open", "answered", "expired"}};
}

inline sim::MessageRow sample_message(std::mt19937_64& bits, std::uint64_t number) {
    constexpr std::int64_t days_10 = 864'000'000'000;
    const auto below = [&](std::int64_t limit) {
        return static_cast<std::int64_t>(bits() % static_cast<std::uint64_t>(limit));
    };
    const auto index = [&](std::int64_t limit) { return static_cast<std::int32_t>(below(limit)); };
    sim::MessageRow row;
    row.conversation = number / 3;
    row.message = number;
    row.reply_to = number % 3 == 0 ? -1 : static_cast<std::int64_t>(number) - 1;
    row.sent_at = below(days_10);
    row.sender = index(4);
    row.pool = index(3) - 1;
    row.use_type = index(3);
    row.channel = static_cast<std::int8_t>(below(2));
    row.urgency = static_cast<std::int8_t>(below(2));
    if (below(4) == 0) return row;  // nobody has touched it
    row.delivered_at = row.sent_at;
    row.read_at = row.sent_at + below(days_10);
    row.responded_at = row.read_at + 1;
    row.closed_at = row.responded_at + below(1'000'000);
    row.claimed_at = row.pool < 0 ? -1 : row.read_at;
    row.recipient = index(3);
    row.responder = row.recipient;
    row.claimed_by = row.pool < 0 ? -1 : row.recipient;
    row.hop = static_cast<std::int16_t>(below(3));
    row.escalation_level = static_cast<std::int16_t>(below(2));
    row.close_reason = static_cast<std::int8_t>(below(3));
    row.handling_seconds = static_cast<double>(below(1'000'000)) / 1024.0;
    return row;
}

/// One replication; the same for the same arguments.
inline sim::Observation sample_observation(std::uint32_t replication, std::size_t messages) {
    std::mt19937_64 bits(1000 + replication);
    sim::Observation observation;
    observation.replication = replication;
    observation.seed = bits();
    observation.digest = bits();
    observation.events = bits() >> 20;
    for (int i = 0; i < 40; ++i) {
        observation.metrics.push_back(static_cast<double>(bits()) / 1e15);
    }
    observation.metrics[2] = std::numeric_limits<double>::quiet_NaN();
    observation.metrics[3] = -0.0;
    for (int i = 0; i < 20; ++i) observation.counts.push_back(bits() >> 10);
    observation.counts[7] = std::numeric_limits<std::uint64_t>::max();
    for (int i = 0; i < 12; ++i) {
        observation.series.push_back(static_cast<double>(bits() % 1000));
    }
    for (std::size_t i = 0; i < messages; ++i) {
        observation.messages.push_back(sample_message(bits, i));
    }
    return observation;
}

/// Replications 0, 1, 2 and 7; the second has no messages.
inline std::vector<sim::Observation> sample_observations() {
    return {sample_observation(0, 120), sample_observation(1, 0), sample_observation(2, 75),
            sample_observation(7, 5)};
}

/// Equal in every bit; NaN is like NaN.
inline bool are_same(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    });
}

inline bool are_same(const sim::MessageRow& a, const sim::MessageRow& b) {
    return std::bit_cast<std::array<std::byte, sizeof a>>(a) ==
           std::bit_cast<std::array<std::byte, sizeof b>>(b);
}

inline bool are_same(const sim::Observation& a, const sim::Observation& b) {
    return a.replication == b.replication && a.seed == b.seed && a.digest == b.digest &&
           a.events == b.events && are_same(a.metrics, b.metrics) && a.counts == b.counts &&
           are_same(a.series, b.series) &&
           std::equal(a.messages.begin(), a.messages.end(), b.messages.begin(), b.messages.end(),
                      [](const auto& x, const auto& y) { return are_same(x, y); });
}

}  // namespace wardwire::tests

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "analysis/calibration/further_estimates.hpp"
#include "analysis/log/log_reader.hpp"

// What is told of real logs beyond what a scenario uses, beside figures that were computed
// independently from the same files.

namespace {

using namespace wardwire::analysis;

/// A log of pairs; nothing, and a word on it, when the folder is not there.
std::optional<EventLog> mail_from(const char* name, const ColumnWishes& columns, const char* zone) {
    const char* const folder = std::getenv("WARDWIRE_REAL_LOGS");
    const auto path = std::filesystem::path(folder ? folder : "") / name;
    if (folder == nullptr || !std::filesystem::exists(path)) {
        WARN("skipped: WARDWIRE_REAL_LOGS names no folder with " << name);
        return std::nullopt;
    }
    LogWishes wishes;
    wishes.columns = columns;
    wishes.times.zone = TimeZone::find(zone);
    return read_log({path}, wishes).log;
}

std::optional<EventLog> mail_of_a_manufacturer() {
    ColumnWishes columns;
    columns.map = {
        {"sender_id", "Sender"}, {"recipient_id", "Recipient"}, {"sent_at", "EventDate"}};
    return mail_from("manufacturing_email/communication.csv.gz", columns, "UTC");
}

class Told {
 public:
    explicit Told(const EventLog& log)
        : rows_(further_estimates(log, gather_chat(log), gather_portal(log), LeastCell{})) {}

    const Estimate& operator[](const std::string& name) const {
        const auto found = std::ranges::find(rows_, name, &FurtherEstimate::name);
        REQUIRE(found != rows_.end());
        return found->estimate;
    }

 private:
    std::vector<FurtherEstimate> rows_;
};

bool holds(const Estimate& estimate, double truth) {
    return estimate.limits.lower <= truth && truth <= estimate.limits.upper;
}

TEST_CASE("what is told of a manufacturer's mail agrees with what is known of it") {
    const auto log = mail_of_a_manufacturer();
    if (!log) return;
    const Told told(*log);
    CHECK(holds(told["messages that answer one of the pair"], 0.367));
    CHECK(told["gaps of pairs, off by"].value < 0.1);
    // Of the known shares, rows to oneself and repeated rows were not left out.
    CHECK(told["messages to 1"].value == Approx(0.8615).margin(0.004));
    CHECK(told["messages to 2"].value == Approx(0.0617).margin(0.004));
    // The law has too few messages to one and too few to many, and the table says so.
    CHECK(told["law of recipients, largest gap of shares"].limits.lower > 0.05);
    CHECK(told["other: gaps of a person, off by"].limits.upper <
          0.5 * told["other: gaps of a person without intervals, off by"].limits.lower);
}

TEST_CASE("students left, and those who stayed wrote less") {
    ColumnWishes columns;
    columns.no_header = {"sender_id", "recipient_id", "sent_at"};
    const auto log = mail_from("collegemsg/CollegeMsg.txt.gz", columns, "America/Los_Angeles");
    if (!log) return;
    const Told told(*log);
    CHECK(holds(told["messages that answer one of the pair"], 0.691));
    CHECK(holds(told["mean delay of quick answers"], 467.0));
    CHECK(holds(told["mean delay of slow answers"], 15.27 * 3600.0));
    CHECK(told["people who write, from week to week"].limits.upper < 1.0);
    CHECK(told["messages of each, from week to week"].limits.upper < 1.0);
    CHECK(told["begins with who has begun with them lately"].limits.lower > 0.0);
}

}  // namespace

// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {
namespace {

TEST_CASE("the rows of a log are sorted by time, then message, then order of reading") {
    EventLog log;
    log.sent_at = {30, 10, 20, 10, 20};
    log.message = {0, 2, 1, 1, 1};
    log.conversation = {0, 1, 2, 3, 4};
    log.sender = {5, 6, 7, 8, 9};
    log.recipient = {0, none, 2, 3, 4};
    log.read_at = {40, no_time, 25, 11, 26};

    select_rows(log, sorted_rows(log));

    CHECK(log.sent_at == std::vector<Instant>{10, 10, 20, 20, 30});
    CHECK(log.message == std::vector<std::int32_t>{1, 2, 1, 1, 0});
    CHECK(log.conversation == std::vector<std::int32_t>{3, 1, 2, 4, 0});
    CHECK(log.sender == std::vector<std::int32_t>{8, 6, 7, 9, 5});
    CHECK(log.recipient == std::vector<std::int32_t>{3, none, 2, 4, 0});
    CHECK(log.read_at == std::vector<Instant>{11, no_time, 25, 26, 40});
    CHECK(log.closed_at.empty());
}

}  // namespace
}  // namespace wardwire::analysis

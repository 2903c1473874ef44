// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <fstream>

#include "sim/pending_set.hpp"

namespace wardwire::sim {
namespace {

/// Memory of this program that lies in real memory now, in bytes. Linux only.
std::uint64_t resident_bytes() {
    std::ifstream status("/proc/self/statm");
    std::uint64_t program_pages = 0, resident_pages = 0;
    status >> program_pages >> resident_pages;
    return resident_pages * 4096;
}

struct Event {
    std::uint32_t kind;
    std::uint64_t what;
};

}  // namespace

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEMPLATE_TEST_CASE("ten million pending events fit in a gigabyte", "", IndexedHeap<Event>,
                   RadixHeap<Event>) {
    const std::uint64_t before = resident_bytes();
    REQUIRE(before > 0);
    TestType set;
    std::uint64_t random = 1, order = 0, most = 0;
    // It grows by doubling, unannounced: what was left behind counts, too.
    for (int i = 0; i < 10'000'000; ++i) {
        random = random * 6364136223846793005ULL + 1442695040888963407ULL;
        set.push(static_cast<std::int64_t>(random >> 24), order++, Event{1, random});
        if (i % 500'000 == 0) most = std::max(most, resident_bytes() - before);
    }
    most = std::max(most, resident_bytes() - before);
    std::int64_t last = 0;
    bool in_order = true;
    for (int i = 0; i < 100'000; ++i) {
        in_order = in_order && set.top_key() >= last;
        last = set.top_key();
        set.pop();
    }
    most = std::max(most, resident_bytes() - before);
    CHECK(in_order);
    CHECK(set.size() == 9'900'000);
    CHECK(most < 1'000'000'000);
    CHECK(most > 10'000'000 * sizeof(Event));
}
#endif

}  // namespace wardwire::sim

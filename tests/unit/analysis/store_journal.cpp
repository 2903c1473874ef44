// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <string_view>

#include "analysis/store/journal.hpp"
#include "analysis/store/store_error.hpp"
#include "tests/unit/analysis/store_sample.hpp"

using namespace wardwire;
using analysis::Journal;
using Catch::Contains;
using tests::are_same;
using tests::TemporaryFolder;

namespace {

Journal open(const std::filesystem::path& results) {
    return Journal::open_or_create(results, tests::sample_provenance(), tests::sample_layout());
}

/// Leaves a journal of replications 0, 1, ..., count - 1, of two messages each, and its bytes.
std::string write_journal(const std::filesystem::path& results, std::uint32_t count) {
    Journal journal = open(results);
    for (std::uint32_t i = 0; i < count; ++i) journal.append(tests::sample_observation(i, 2));
    return tests::contents(Journal::path_for(results));
}

}  // namespace

TEST_CASE("a journal gives back the replications of a run that ended early") {
    const TemporaryFolder folder;
    write_journal(folder / "x.h5", 3);
    Journal journal = open(folder / "x.h5");
    const auto recovery = journal.recover();
    CHECK(recovery.torn_bytes == 0);
    REQUIRE(recovery.observations.size() == 3);
    for (std::uint32_t i = 0; i < 3; ++i) {
        CHECK(are_same(recovery.observations[i], tests::sample_observation(i, 2)));
    }
    CHECK(journal.recover().observations.empty());
}

TEST_CASE("a journal keeps every bit of levels that are small or large or whole or none") {
    const double none = std::numeric_limits<double>::quiet_NaN();
    for (const double odd : {0.0, 65'535.0, 65'536.0, -1.0, -0.0, 0.5, 1e300, none}) {
        INFO(odd);
        const TemporaryFolder folder;
        sim::Observation observation = tests::sample_observation(0, 0);
        std::ranges::fill(observation.series, 3.0);
        observation.series.back() = odd;
        open(folder / "x.h5").append(observation);
        const auto recovery = open(folder / "x.h5").recover();
        REQUIRE(recovery.observations.size() == 1);
        CHECK(are_same(recovery.observations.front(), observation));
    }
}

TEST_CASE("a journal torn anywhere in its last record keeps the records before it") {
    const TemporaryFolder folder;
    const auto results = folder / "x.h5";
    const std::string two = write_journal(results, 2);
    const std::string three = write_journal(folder / "y.h5", 3);
    REQUIRE(three.starts_with(two));
    for (std::size_t size = two.size(); size <= three.size(); ++size) {
        INFO(size - two.size() << " of " << three.size() - two.size() << " bytes are left");
        tests::put(Journal::path_for(results), std::string_view(three).substr(0, size));
        Journal journal = open(results);
        const auto recovery = journal.recover();
        const bool is_whole = size == three.size();
        REQUIRE(recovery.observations.size() == (is_whole ? 3 : 2));
        REQUIRE(recovery.torn_bytes == (is_whole ? 0 : size - two.size()));
        if (size % 97 != 0) continue;
        journal.append(tests::sample_observation(2, 2));
        REQUIRE(tests::contents(Journal::path_for(results)) ==
                (is_whole ? three + three.substr(two.size()) : three));
    }
}

TEST_CASE("a record with a single wrong byte is not taken for a whole one") {
    const TemporaryFolder folder;
    const auto results = folder / "x.h5";
    const std::string one = write_journal(results, 1);
    const std::string two = write_journal(folder / "y.h5", 2);
    for (std::size_t at = one.size(); at < two.size(); ++at) {
        std::string damaged = two;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
        tests::put(Journal::path_for(results), damaged);
        REQUIRE(open(results).recover().observations.size() == 1);
    }
}

TEST_CASE("a journal that was killed at birth begins anew") {
    const TemporaryFolder folder;
    const std::string header = write_journal(folder / "x.h5", 0);
    for (std::size_t size = 0; size < header.size(); ++size) {
        tests::put(folder / "x.h5.journal", std::string_view(header).substr(0, size));
        REQUIRE(open(folder / "x.h5").recover().observations.empty());
        REQUIRE(tests::contents(folder / "x.h5.journal") == header);
    }
}

TEST_CASE("a journal of another run is refused with the reason and left as it is") {
    const TemporaryFolder folder;
    const auto results = folder / "x.h5";
    const std::string before = write_journal(results, 2);
    auto provenance = tests::sample_provenance();
    auto layout = tests::sample_layout();
    const auto attempt = [&] { Journal::open_or_create(results, provenance, layout); };
    SECTION("another seed") {
        provenance.seed = 8;
        CHECK_THROWS_WITH(attempt(), Contains("x.h5.journal: belongs to another run: it has seed "
                                              "20260105, this run has seed 8"));
    }
    SECTION("another scenario") {
        provenance.scenario_sha256 = std::string(64, 'f');
        CHECK_THROWS_WITH(attempt(), Contains("this run has scenario ffff"));
    }
    SECTION("another program") {
        provenance.program_commit = "fedcba";
        CHECK_THROWS_WITH(attempt(), Contains("this run has program 0.1.0 fedcba release"));
    }
    SECTION("another layout") {
        layout.metrics[0].definition = "something else";
        CHECK_THROWS_WITH(attempt(), Contains("it has layout"));
    }
    SECTION("no journal at all") {
        tests::put(Journal::path_for(results), "a shopping list");
        CHECK_THROWS_WITH(attempt(), Contains("is not a journal of a run"));
        CHECK(tests::contents(Journal::path_for(results)) == "a shopping list");
        return;
    }
    CHECK(tests::contents(Journal::path_for(results)) == before);
}

TEST_CASE("a journal is open to one run at a time and gone after its removal") {
    const TemporaryFolder folder;
    Journal journal = open(folder / "x.h5");
    CHECK_THROWS_WITH(open(folder / "x.h5"), Contains("another run is writing it"));
    journal.append(tests::sample_observation(0, 0));
    journal.remove();
    CHECK(folder.count_files() == 0);
}

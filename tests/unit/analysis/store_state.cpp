// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstddef>
#include <string>

#include "analysis/store/state_file.hpp"
#include "analysis/store/store_error.hpp"
#include "tests/unit/analysis/store_sample.hpp"

using namespace wardwire;
using analysis::SavedState;
using Catch::Contains;
using tests::TemporaryFolder;

namespace {

const std::string program = "0.1.0 0123456789ab release";

SavedState sample() {
    SavedState state{program,
                     std::string(64, 'a'),
                     "role nurse: 2 members\npool triage\n",
                     (1ULL << 53) - 1,
                     7,
                     1'209'600'000'000,
                     {}};
    for (int i = 0; i < 1000; ++i) state.bytes.push_back(static_cast<std::byte>(i * 37));
    return state;
}

}  // namespace

TEST_CASE("a state is read back as it was written") {
    const TemporaryFolder folder;
    const SavedState written = sample();
    analysis::write_state(folder / "x.state", written, analysis::Overwrite::refuse);
    const SavedState read = analysis::read_state(folder / "x.state", program);
    CHECK(read.program == written.program);
    CHECK(read.scenario_sha256 == written.scenario_sha256);
    CHECK(read.structure == written.structure);
    CHECK(read.seed == written.seed);
    CHECK(read.replication == written.replication);
    CHECK(read.time_us == written.time_us);
    CHECK(read.bytes == written.bytes);
    CHECK(analysis::digest_of(read) == analysis::digest_of(written));
    CHECK(folder.count_files() == 1);
}

TEST_CASE("a state that was damaged anywhere, or cut off anywhere, is refused") {
    const TemporaryFolder folder;
    analysis::write_state(folder / "x.state", sample(), analysis::Overwrite::refuse);
    const std::string whole = tests::contents(folder / "x.state");
    for (std::size_t at = 0; at < whole.size(); at += 7) {
        INFO(at);
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        tests::put(folder / "x.state", damaged);
        REQUIRE_THROWS_AS(analysis::read_state(folder / "x.state", program), analysis::StoreError);
        tests::put(folder / "x.state", std::string_view(whole).substr(0, at));
        REQUIRE_THROWS_AS(analysis::read_state(folder / "x.state", program), analysis::StoreError);
    }
}

TEST_CASE("a state of another program or version, or no state at all, is refused with the reason") {
    const TemporaryFolder folder;
    const auto path = folder / "x.state";
    analysis::write_state(path, sample(), analysis::Overwrite::refuse);
    CHECK_THROWS_WITH(analysis::read_state(path, "0.2.0 ba9876543210 release"),
                      Contains("was saved by wardwire 0.1.0 0123456789ab") && Contains("0.2.0"));
    std::string text = tests::contents(path);
    text.replace(text.find("state 1"), 7, "state 2");
    tests::put(path, text);
    CHECK_THROWS_WITH(analysis::read_state(path, program), Contains("another version"));
    tests::put(path, "{}");
    CHECK_THROWS_WITH(analysis::read_state(path, program), Contains("is not a saved state"));
    CHECK_THROWS_WITH(analysis::read_state(folder / "none.state", program),
                      Contains("No such file"));
    CHECK_THROWS_AS(analysis::write_state(path, sample(), analysis::Overwrite::refuse),
                    analysis::StoreError);
}

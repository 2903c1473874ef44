// SPDX-License-Identifier: Apache-2.0
#include <hdf5.h>

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "analysis/store/results_file.hpp"
#include "analysis/store/store_error.hpp"
#include "tests/unit/analysis/store_sample.hpp"

using namespace wardwire;
using analysis::MessageRows;
using analysis::Overwrite;
using analysis::StoreError;
using Catch::Contains;
using tests::are_same;
using tests::TemporaryFolder;

namespace {

void write(const std::filesystem::path& path, const std::vector<sim::Observation>& observations,
           Overwrite overwrite = Overwrite::refuse) {
    analysis::write_results(path, tests::sample_provenance(), tests::sample_layout(),
                            tests::sample_tables(), observations, overwrite);
}

}  // namespace

TEST_CASE("results come back from a file with every bit") {
    const TemporaryFolder folder;
    const auto observations = tests::sample_observations();
    write(folder / "x.h5", observations);
    const auto results = analysis::read_results(folder / "x.h5", MessageRows::read);

    CHECK(results.provenance == tests::sample_provenance());
    CHECK(results.layout == tests::sample_layout());
    REQUIRE(results.observations.size() == observations.size());
    for (std::size_t i = 0; i < observations.size(); ++i) {
        INFO("replication " << observations[i].replication);
        CHECK(are_same(results.observations[i], observations[i]));
    }
    CHECK(results.tables.people == tests::sample_tables().people);
    CHECK(results.tables.roles == tests::sample_tables().roles);
    CHECK(results.tables.close_reasons == tests::sample_tables().close_reasons);
    CHECK(folder.count_files() == 1);
}

TEST_CASE("the messages of a results file are read only when they are asked for") {
    const TemporaryFolder folder;
    write(folder / "x.h5", tests::sample_observations());
    const auto results = analysis::read_results(folder / "x.h5");
    for (const auto& observation : results.observations) CHECK(observation.messages.empty());
    CHECK(results.tables.people.empty());
}

TEST_CASE("replications are written in order of their index") {
    const TemporaryFolder folder;
    auto observations = tests::sample_observations();
    write(folder / "sorted.h5", observations);
    std::swap(observations[0], observations[3]);
    std::swap(observations[1], observations[2]);
    write(folder / "shuffled.h5", observations);
    CHECK(tests::contents(folder / "sorted.h5") == tests::contents(folder / "shuffled.h5"));

    SECTION("and a file with another number in it differs") {
        observations[2].series[3] += 1e-9;
        write(folder / "other.h5", observations);
        CHECK(tests::contents(folder / "sorted.h5") != tests::contents(folder / "other.h5"));
    }
}

TEST_CASE("many replications come back from several chunks and any number of threads") {
    // 40,000 replications of 40 means: the largest measure fills several chunks and a part of one.
    const TemporaryFolder folder;
    std::vector<sim::Observation> observations;
    const sim::Observation sample = tests::sample_observation(0, 0);
    for (std::uint32_t i = 0; i < 40'000; ++i) {
        observations.push_back(sample);
        observations.back().replication = i;
        observations.back().metrics.front() = i / 7.0;
        observations.back().metrics.back() = -1.0 * i;
        observations.back().counts.front() = i;
    }
    const auto write_with = [&](const char* name, unsigned threads) {
        analysis::write_results(folder / name, tests::sample_provenance(), tests::sample_layout(),
                                tests::sample_tables(), observations, Overwrite::refuse, {},
                                threads);
        return tests::contents(folder / name);
    };
    const std::string alone = write_with("alone.h5", 1);
    CHECK(write_with("together.h5", 3) == alone);
    const auto results = analysis::read_results(folder / "alone.h5");
    REQUIRE(results.observations.size() == observations.size());
    for (std::size_t i = 0; i < observations.size(); i += 997)
        REQUIRE(are_same(results.observations[i], observations[i]));
    REQUIRE(are_same(results.observations.back(), observations.back()));
}

TEST_CASE("a results file replaces another only when told to") {
    const TemporaryFolder folder;
    write(folder / "x.h5", {tests::sample_observation(0, 0)});
    const auto before = tests::contents(folder / "x.h5");
    CHECK_THROWS_WITH(write(folder / "x.h5", {tests::sample_observation(1, 0)}),
                      Contains("x.h5: exists already"));
    CHECK(tests::contents(folder / "x.h5") == before);

    write(folder / "x.h5", {tests::sample_observation(1, 0)}, Overwrite::allow);
    CHECK(analysis::read_results(folder / "x.h5").observations.at(0).replication == 1);
    CHECK(folder.count_files() == 1);
}

TEST_CASE("what does not fit the layout is refused before a file is made") {
    const TemporaryFolder folder;
    const auto path = folder / "x.h5";
    const auto provenance = tests::sample_provenance();
    auto layout = tests::sample_layout();
    std::vector observations{tests::sample_observation(0, 1)};
    auto tables = tests::sample_tables();
    const auto attempt = [&] {
        analysis::write_results(path, provenance, layout, tables, observations);
    };

    SECTION("an observation with too few values") {
        observations[0].metrics.pop_back();
        CHECK_THROWS_WITH(attempt(), Contains("replication 0 has 39 values of metrics"));
    }
    SECTION("a replication twice") {
        observations.push_back(observations[0]);
        CHECK_THROWS_WITH(attempt(), Contains("replication 0 occurs twice"));
    }
    SECTION("no replication") {
        observations.clear();
        CHECK_THROWS_WITH(attempt(), Contains("there is no replication to write"));
    }
    SECTION("a measure of another size than its axes") {
        layout.metrics[1].size = 4;
        CHECK_THROWS_WITH(attempt(), Contains("utilisation has 4 values, its axes have 3"));
    }
    SECTION("measures with a gap between them") {
        layout.series[1].offset = 9;
        CHECK_THROWS_WITH(attempt(), Contains("on_duty does not begin where the last one ends"));
    }
    SECTION("an axis with a name that the file needs") {
        layout.axes[0].name = "seed";
        CHECK_THROWS_WITH(attempt(), Contains("an axis cannot be called seed"));
    }
    SECTION("two axes of one name") {
        layout.axes[0].name = "pool";
        CHECK_THROWS_WITH(attempt(), Contains("cannot create pool"));
    }
    SECTION("a message from a person without a name") {
        tables.people.resize(1);
        observations[0].messages[0].sender = 3;
        CHECK_THROWS_WITH(attempt(), Contains("sender_id 3 of a message has no name"));
    }
    CHECK(folder.count_files() == 0);
}

TEST_CASE("a results file needs a date for its time zero") {
    const TemporaryFolder folder;
    auto provenance = tests::sample_provenance();
    const std::string date = GENERATE("", "2026-02-30", "5 January 2026", "2026-1-5");
    provenance.start_date = date;
    CHECK_THROWS_WITH(analysis::write_results(folder / "x.h5", provenance, tests::sample_layout(),
                                              tests::sample_tables(), tests::sample_observations()),
                      Contains("needs a start date like 2026-01-05, got '" + date + "'"));
}

TEST_CASE("a folder that is not there or cannot be written to is named with the reason") {
    const TemporaryFolder folder;
    CHECK_THROWS_WITH(write(folder / "missing" / "x.h5", tests::sample_observations()),
                      Contains("missing/x.h5: cannot be opened: No such file or directory"));
    // No user, not even root, can make a file in /proc.
    CHECK_THROWS_AS(write("/proc/x.h5", tests::sample_observations()), StoreError);
}

TEST_CASE("a file that is no results file gives a clear error") {
    const TemporaryFolder folder;
    const auto path = folder / "x.h5";
    SECTION("missing") {
        CHECK_THROWS_WITH(analysis::read_results(path), Contains("No such file or directory"));
    }
    SECTION("text") {
        tests::put(path, "replication,seed\n0,1\n");
        CHECK_THROWS_WITH(analysis::read_results(path), Contains("file signature not found"));
    }
    SECTION("empty") {
        tests::put(path, "");
        CHECK_THROWS_AS(analysis::read_results(path), StoreError);
    }
    SECTION("HDF5 of another kind") {
        REQUIRE(H5Fclose(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)) >= 0);
        CHECK_THROWS_WITH(analysis::read_results(path),
                          Contains("x.h5: is HDF5, but not a results file of wardwire"));
    }
    SECTION("a later version of the layout") {
        write(path, tests::sample_observations());
        const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
        const hid_t version = H5Aopen(file, "wardwire_results", H5P_DEFAULT);
        const std::uint64_t two = 2;
        REQUIRE(H5Awrite(version, H5T_NATIVE_UINT64, &two) >= 0);
        REQUIRE(H5Aclose(version) >= 0);
        REQUIRE(H5Fclose(file) >= 0);
        CHECK_THROWS_WITH(analysis::read_results(path), Contains("has version 2 of the layout"));
    }
}

TEST_CASE("a results file that was cut short anywhere is recognised") {
    const TemporaryFolder folder;
    write(folder / "x.h5", tests::sample_observations());
    const auto whole = tests::contents(folder / "x.h5");
    const auto end_of_data = whole.rfind("\nwardwire results end here");
    REQUIRE(end_of_data != std::string::npos);
    for (std::size_t size = 0; size < end_of_data; size += 997) {
        INFO("of " << whole.size() << " bytes " << size << " are left");
        tests::put(folder / "cut.h5", std::string_view(whole).substr(0, size));
        CHECK_THROWS_AS(analysis::read_results(folder / "cut.h5", MessageRows::read), StoreError);
    }
}

TEST_CASE("a single wrong bit anywhere in a results file is recognised") {
    const TemporaryFolder folder;
    write(folder / "x.h5", {tests::sample_observation(0, 20)});
    const auto whole = tests::contents(folder / "x.h5");
    for (std::size_t at = 0; at < whole.rfind("\nwardwire results end here"); at += 499) {
        INFO("byte " << at);
        auto damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
        tests::put(folder / "damaged.h5", damaged);
        CHECK_THROWS_WITH(analysis::read_results(folder / "damaged.h5"),
                          Contains("does not match its checksum"));
    }
}

TEST_CASE("a results file that has lost its checksum is read all the same") {
    const TemporaryFolder folder;
    write(folder / "x.h5", tests::sample_observations());
    const auto whole = tests::contents(folder / "x.h5");
    const auto end_of_data = whole.rfind("\nwardwire results end here");
    tests::put(folder / "bare.h5", std::string_view(whole).substr(0, end_of_data));
    const auto results = analysis::read_results(folder / "bare.h5");
    CHECK(results.observations.size() == 4);
    CHECK(results.layout == tests::sample_layout());
}

// SPDX-License-Identifier: Apache-2.0
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iomanip>
#include <string>
#include <thread>
#include <vector>

#include "analysis/store/results_file.hpp"
#include "tests/integration/analysis/store_shell.hpp"
#include "tests/unit/analysis/store_sample.hpp"

using namespace wardwire;
using Catch::Contains;
using tests::TemporaryFolder;

namespace {

void write_sample(const std::filesystem::path& path) {
    analysis::write_results(path, tests::sample_provenance(), tests::sample_layout(),
                            tests::sample_tables(), tests::sample_observations());
}

/// Lists as JSON, with enough digits to read the same numbers back.
class JsonLists {
 public:
    explicit JsonLists(const std::filesystem::path& path) : file_(path) {
        file_ << std::setprecision(17) << "{";
    }
    ~JsonLists() { file_ << "}\n"; }

    void begin(const char* name, const char* bracket) {
        separate();
        file_ << "\"" << name << "\": " << bracket;
        is_first_ = true;
    }
    void end(const char* bracket) {
        file_ << bracket;
        is_first_ = false;
    }
    template <class Values, class Get>
    void add(const char* name, const Values& values, Get&& get) {
        begin(name, "[");
        for (const auto& value : values) add(get(value));
        end("]");
    }
    template <class Value>
    void add(const Value& value) {
        separate();
        if constexpr (std::is_same_v<Value, double>) {
            if (std::isnan(value)) {
                file_ << "NaN";
                return;
            }
        }
        if constexpr (std::is_arithmetic_v<Value>) {
            file_ << value;
        } else {
            file_ << "[";
            is_first_ = true;
            for (const auto& element : value) add(element);
            end("]");
        }
    }

 private:
    void separate() {
        if (!is_first_) file_ << ", ";
        is_first_ = false;
    }

    std::ofstream file_;
    bool is_first_ = true;
};

double seconds_or_nan(std::int64_t microseconds) {
    return microseconds < 0 ? NAN : static_cast<double>(microseconds) * 1e-6;
}

/// What a reader should find, said without the store.
void write_expectation(const std::filesystem::path& path) {
    const auto observations = tests::sample_observations();
    std::vector<sim::MessageRow> rows;
    std::vector<std::uint32_t> replications;
    for (const auto& observation : observations) {
        rows.insert(rows.end(), observation.messages.begin(), observation.messages.end());
        replications.insert(replications.end(), observation.messages.size(),
                            observation.replication);
    }
    JsonLists json(path);
    json.add("replication", observations, [](const auto& one) { return one.replication; });
    json.add("seed", observations, [](const auto& one) { return one.seed; });
    json.add("digest", observations, [](const auto& one) { return one.digest; });
    json.add("events", observations, [](const auto& one) { return one.events; });
    json.add("metrics", observations, [](const auto& one) { return one.metrics; });
    json.add("histograms", observations, [](const auto& one) { return one.counts; });
    json.add("series", observations, [](const auto& one) { return one.series; });
    json.begin("messages", "{");
    json.add("replication", replications, [](auto replication) { return replication; });
    json.add("conversation_id", rows, [](const auto& row) { return row.conversation; });
    json.add("message_id", rows, [](const auto& row) { return row.message; });
    json.add("reply_to", rows, [](const auto& row) { return row.reply_to; });
    json.add("sender_id", rows, [](const auto& row) { return row.sender; });
    json.add("recipient_id", rows, [](const auto& row) { return row.recipient; });
    json.add("sent_at", rows, [](const auto& row) { return seconds_or_nan(row.sent_at); });
    json.add("read_at", rows, [](const auto& row) { return seconds_or_nan(row.read_at); });
    json.add("topic_class", rows, [](const auto& row) { return row.use_type; });
    json.add("channel", rows, [](const auto& row) { return int{row.channel}; });
    json.add("priority", rows, [](const auto& row) { return int{row.urgency}; });
    json.add("hop", rows, [](const auto& row) { return row.hop; });
    json.end("}");
}

}  // namespace

TEST_CASE("h5py and xarray read the names and dimensions and units and values of a results file") {
    const TemporaryFolder folder;
    write_sample(folder / "x.h5");
    write_expectation(folder / "written.json");
    const std::string check = tests::python + "'" + tests::source +
                              "/tests/integration/readers/read_results.py' x.h5 written.json";
    CHECK(tests::output_of(check, folder) == "");

    // The check has power: it notices a single other number.
    auto observations = tests::sample_observations();
    observations[2].counts[9] += 1;
    analysis::write_results(folder / "x.h5", tests::sample_provenance(), tests::sample_layout(),
                            tests::sample_tables(), observations, analysis::Overwrite::allow);
    CHECK_THAT(tests::output_of(check, folder),
               Contains("Mismatched elements: 1") && Contains("exit 1"));
}

TEST_CASE("the tools of netCDF take a results file for one of theirs") {
    const TemporaryFolder folder;
    write_sample(folder / "x.h5");
    const auto header = tests::output_of("ncdump -h x.h5", folder);
    for (const char* line :
         {"replication = 4 ;", "role = 3 ;", "int64 replication(replication) ;",
          "string role(role) ;", "double time(time) ;",
          "string time:units = \"hours since 2026-01-05 00:00:00\" ;", "group: metrics {",
          "double messages_sent(replication, role, hour) ;",
          "uint64 focus_time(replication, role, duration_bin) ;",
          "double backlog(replication, time, pool) ;", "row = 200 ;", "double sent_at(row) ;",
          "string sent_at:units = \"seconds since 2026-01-05 00:00:00\" ;",
          "int recipient_id(row) ;", "recipient_id:_FillValue = -1 ;",
          "string priority:flag_meanings = \"routine urgent\" ;", "group: provenance {"}) {
        CHECK_THAT(header, Contains(line));
    }
    CHECK(tests::output_of("nccopy x.h5 copy.nc && ncdump -h copy.nc | tail -n +2 >copy.txt && "
                           "ncdump -h x.h5 | tail -n +2 | diff - copy.txt",
                           folder) == "");
}

TEST_CASE("the tools of HDF5 read a results file") {
    const TemporaryFolder folder;
    write_sample(folder / "x.h5");
    const auto header = tests::output_of("h5dump -H -p x.h5", folder);
    for (const char* line :
         {"CSET H5T_CSET_UTF8", "COMPRESSION DEFLATE { LEVEL 1 }", "PREPROCESSING SHUFFLE",
          "DATASET \"messages_sent\"", "SIMPLE { ( 4, 3, 12 ) / ( 4, 3, 12 ) }"}) {
        CHECK_THAT(header, Contains(line));
    }
    CHECK_THAT(tests::output_of("h5dump -d /metrics/utilisation -y -w 0 x.h5", folder),
               Contains("H5T_IEEE_F64LE"));
    // The format of HDF5 1.8: superblock 2, which libraries since 2008 read.
    CHECK_THAT(tests::output_of("h5dump -H -B x.h5", folder), Contains("SUPERBLOCK_VERSION 2"));
}

TEST_CASE("two processes write the same bytes seconds apart") {
    const TemporaryFolder folder;
    for (const char* name : {"first.h5", "second.h5"}) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            write_sample(folder / name);
            ::_exit(0);
        }
        int status = -1;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(status == 0);
        // HDF5 keeps time in seconds: enough for a stamp to differ.
        std::this_thread::sleep_for(std::chrono::milliseconds{1100});
    }
    const auto first = tests::contents(folder / "first.h5");
    CHECK(first.size() > 10'000);
    CHECK((first == tests::contents(folder / "second.h5")));
}

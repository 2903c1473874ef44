// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <hdf5.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "analysis/store/journal.hpp"
#include "analysis/store/results_file.hpp"
#include "analysis/store/store_error.hpp"
#include "tests/unit/analysis/store_sample.hpp"

using namespace wardwire;
using analysis::Journal;
using analysis::Overwrite;
using analysis::StoreError;
using Catch::Contains;
using tests::TemporaryFolder;

namespace {

void write(const std::filesystem::path& path, const std::vector<sim::Observation>& observations) {
    analysis::write_results(path, tests::sample_provenance(), tests::sample_layout(),
                            tests::sample_tables(), observations, Overwrite::allow);
}

Journal open_journal(const std::filesystem::path& results) {
    return Journal::open_or_create(results, tests::sample_provenance(), tests::sample_layout());
}

/// A disk in memory with room for so many kibibytes, if the system lets us mount one.
class SmallDisk {
 public:
    explicit SmallDisk(std::size_t kibibytes) {
        const std::string size = "size=" + std::to_string(kibibytes) + "k";
        is_mounted_ = ::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, size.c_str()) == 0;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (is_mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
    }

    bool is_mounted() const { return is_mounted_; }
    const TemporaryFolder& folder() const { return folder_; }

 private:
    TemporaryFolder folder_;
    bool is_mounted_ = false;
};

std::size_t open_files() {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

/// Runs `work` in a process of its own and kills it after a while.
template <class Work>
void run_and_kill(std::chrono::microseconds after, Work&& work) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        work();
        ::_exit(0);
    }
    std::this_thread::sleep_for(after);
    REQUIRE(::kill(child, SIGKILL) == 0);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
}

std::chrono::microseconds draw_moment(std::mt19937_64& bits) {
    return std::chrono::microseconds{bits() % 30'000};
}

}  // namespace

TEST_CASE("a full disk is reported wherever it strikes and nothing is left behind") {
    const auto observations = tests::sample_observations();
    const TemporaryFolder roomy;
    write(roomy / "x.h5", observations);
    const std::size_t kibibytes = tests::contents(roomy / "x.h5").size() / 1024;
    std::size_t failures = 0;
    for (std::size_t size = 4; size <= kibibytes + 32; size += 4) {
        const SmallDisk disk(size);
        if (!disk.is_mounted()) {
            WARN("skipped: this user may not mount a small disk");
            return;
        }
        INFO(size << " of " << kibibytes << " KiB");
        const auto path = disk.folder() / "x.h5";
        const auto files_before = open_files();
        try {
            write(path, observations);
            CHECK((tests::contents(path) == tests::contents(roomy / "x.h5")));
        } catch (const StoreError& error) {
            ++failures;
            CHECK_THAT(error.what(), Contains("x.h5: ") && Contains("No space left on device"));
            CHECK(disk.folder().count_files() == 0);
        }
        CHECK(open_files() == files_before);
        CHECK(H5Fget_obj_count(static_cast<hid_t>(H5F_OBJ_ALL), H5F_OBJ_ALL) == 0);
    }
    CHECK(failures >= kibibytes / 4 - 2);
    write(roomy / "y.h5", observations);
    CHECK((tests::contents(roomy / "x.h5") == tests::contents(roomy / "y.h5")));
}

TEST_CASE("a journal on a full disk keeps what it has and goes on when there is room") {
    const SmallDisk disk(64);
    if (!disk.is_mounted()) {
        WARN("skipped: this user may not mount a small disk");
        return;
    }
    const auto results = disk.folder() / "x.h5";
    const auto ballast = disk.folder() / "ballast";
    tests::put(ballast, std::string(32 * 1024, 'x'));
    std::uint32_t appended = 0;
    {
        Journal journal = open_journal(results);
        const auto fill = [&] {
            while (true) journal.append(tests::sample_observation(appended, 20)), ++appended;
        };
        CHECK_THROWS_WITH(fill(), Contains("cannot be written: No space left on device"));
        CHECK(appended >= 3);
        std::filesystem::remove(ballast);
        journal.append(tests::sample_observation(appended++, 20));
    }
    const auto recovery = open_journal(results).recover();
    CHECK(recovery.torn_bytes == 0);
    REQUIRE(recovery.observations.size() == appended);
    for (std::uint32_t i = 0; i < appended; ++i) {
        CHECK(tests::are_same(recovery.observations[i], tests::sample_observation(i, 20)));
    }
}

TEST_CASE("a killed writer leaves the whole old results or the whole new ones") {
    const TemporaryFolder folder;
    const auto path = folder / "x.h5";
    const std::vector old_ones{tests::sample_observation(0, 500)};
    const std::vector new_ones{tests::sample_observation(1, 500)};
    write(path, new_ones);
    const auto new_bytes = tests::contents(path);
    write(path, old_ones);
    const auto old_bytes = tests::contents(path);
    std::mt19937_64 bits(4);
    std::size_t partial_files = 0;
    for (int i = 0; i < 40; ++i) {
        run_and_kill(draw_moment(bits), [&] {
            while (true) {
                write(path, new_ones);
                write(path, old_ones);
            }
        });
        const auto found = tests::contents(path);
        REQUIRE((found == old_bytes || found == new_bytes));
        // Had no kill struck in the middle of a write, this test would show nothing.
        partial_files += std::filesystem::remove(folder / "x.h5.partial") ? 1 : 0;
        REQUIRE(folder.count_files() == 1);
    }
    CHECK(partial_files > 0);
}

TEST_CASE("a killed run loses no replication that its journal has taken") {
    const TemporaryFolder folder;
    const auto results = folder / "x.h5";
    std::mt19937_64 bits(5);
    std::size_t replications = 0;
    for (int i = 0; i < 40; ++i) {
        int pipe[2];
        REQUIRE(::pipe(pipe) == 0);
        run_and_kill(draw_moment(bits), [&] {
            Journal journal = open_journal(results);
            for (std::uint32_t replication = 0; replication < 10'000; ++replication) {
                journal.append(tests::sample_observation(replication, 50));
                if (::write(pipe[1], "x", 1) != 1) return;
            }
        });
        ::close(pipe[1]);
        std::string taken(100'000, '\0');
        std::size_t count = 0;
        while (const ssize_t got = ::read(pipe[0], taken.data(), taken.size())) {
            REQUIRE(got > 0);
            count += static_cast<std::size_t>(got);
        }
        ::close(pipe[0]);
        const auto found = open_journal(results).recover().observations;
        REQUIRE(found.size() >= count);
        for (std::uint32_t j = 0; j < found.size(); ++j) {
            REQUIRE(tests::are_same(found[j], tests::sample_observation(j, 50)));
        }
        replications += count;
        std::filesystem::remove(Journal::path_for(results));
    }
    CHECK(replications > 0);
}

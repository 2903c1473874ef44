// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace wardwire::app::bench {

/// What a run did: how many operations, and a number that depends on all of them, so that no
/// compiler can leave them out.
struct Work {
    std::uint64_t operations = 0;
    std::uint64_t proof = 0;
};

enum class Clock {
    processor,  ///< time of all threads together: hardly disturbed by other programs
    wall,       ///< real time: for several threads, on a quiet machine
};

/// Our code against a reference loop for the same work.
struct Contest {
    std::string name;
    std::string unit;        ///< what one operation is, plural
    double goal_per_second;  ///< operations a second; 0: none
    double goal_ratio;       ///< times the reference; 0: none
    Clock clock = Clock::processor;
    std::function<Work()> reference;
    std::function<Work()> ours;
};

struct Outcome {
    double reference_per_second;
    double ours_per_second;
    double ratio;  ///< of the two, taken pair by pair
};

/// Runs reference and ours in turns, changing who begins, and takes medians over `repeats` turns.
/// Neighbours in time see the same machine, hence the ratio of a pair says more than either rate.
Outcome measure(const Contest& contest, int repeats);

/// Whether the goal is met; a contest without a goal has nothing to miss. Of two goals the ratio
/// decides: rates swing by a factor of two on shared machines.
bool is_met(const Contest& contest, const Outcome& outcome);
bool has_goal(const Contest& contest);

/// One row of a table: name, rates in millions a second, ratio, and the goals beside them.
std::string row(const Contest& contest, const Outcome& outcome);
std::string heading();

/// What a long run held at some point.
struct SoakPoint {
    std::uint64_t events;
    std::size_t resident_bytes;
    std::size_t pending;
};

/// PHOLD with a time-out set and cancelled at every event, on one kernel, for so many events;
/// looks at the memory at ten points of equal distance.
std::vector<SoakPoint> soak(std::uint64_t events);

std::vector<Contest> pending_set_contests();
std::vector<Contest> model_contests();
std::vector<Contest> replication_contests();
std::vector<Contest> federation_contests();
std::vector<Contest> process_contests();
std::vector<Contest> ward_contests();

/// M/M/1 at load 0.9 on a plain loop: the reference for the same queue in either style.
Work mm1_plain(std::uint64_t customers);

}  // namespace wardwire::app::bench

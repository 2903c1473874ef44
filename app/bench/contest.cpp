// SPDX-License-Identifier: Apache-2.0
#include "app/bench/contest.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace wardwire::app::bench {
namespace {

double seconds_now(Clock clock) {
    std::timespec t{};
    clock_gettime(clock == Clock::wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double rate(const std::function<Work()>& run, Clock clock) {
    const double begin = seconds_now(clock);
    const Work work = run();
    const double end = seconds_now(clock);
    static_cast<void>(*const_cast<const volatile std::uint64_t*>(&work.proof));
    return static_cast<double>(work.operations) / (end - begin);
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

template <class... Values>
std::string print(const char* format, Values... values) {
    char text[160];
    const int length = std::snprintf(text, sizeof text, format, values...);
    return {text, static_cast<std::size_t>(length)};
}

std::string goal(double value, const char* format) {
    return value > 0 ? print(format, value) : std::string("-");
}

}  // namespace

Outcome measure(const Contest& contest, int repeats) {
    std::vector<double> reference, ours, ratio;
    for (int turn = 0; turn < repeats; ++turn) {
        double rate_of_ours = 0, rate_of_reference = 0;
        if (turn % 2 == 0) rate_of_ours = rate(contest.ours, contest.clock);
        rate_of_reference = rate(contest.reference, contest.clock);
        if (turn % 2 == 1) rate_of_ours = rate(contest.ours, contest.clock);
        reference.push_back(rate_of_reference);
        ours.push_back(rate_of_ours);
        ratio.push_back(rate_of_ours / rate_of_reference);
    }
    return {median(reference), median(ours), median(ratio)};
}

bool has_goal(const Contest& contest) {
    return contest.goal_ratio > 0 || contest.goal_per_second > 0;
}

bool is_met(const Contest& contest, const Outcome& outcome) {
    if (contest.goal_ratio > 0) return outcome.ratio >= contest.goal_ratio;
    return outcome.ours_per_second >= contest.goal_per_second;
}

std::string heading() {
    return print("%-46s %-13s %9s %8s %6s %6s %6s", "work (million a second)", "unit", "reference",
                 "ours", "goal", "ratio", "goal");
}

std::string row(const Contest& contest, const Outcome& outcome) {
    const char* verdict = has_goal(contest) && !is_met(contest, outcome) ? " missed" : "";
    return print("%-46s %-13s %9.2f %8.2f %6s %6.2f %6s%s", contest.name.c_str(),
                 contest.unit.c_str(), 1e-6 * outcome.reference_per_second,
                 1e-6 * outcome.ours_per_second,
                 goal(1e-6 * contest.goal_per_second, "%.0f").c_str(), outcome.ratio,
                 goal(contest.goal_ratio, "%.2f").c_str(), verdict);
}

}  // namespace wardwire::app::bench

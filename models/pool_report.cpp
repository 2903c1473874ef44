// SPDX-License-Identifier: Apache-2.0
// Lines: of pools and of telephones.
#include "models/report_sections.hpp"

namespace wardwire::models {

namespace {

using P = PoolOutcomes;

template <class Of>
void by_pool(ReportBuilder& build, const Observed& seen, const char* name, const char* unit,
             const char* what, Of&& of) {
    build.metric(name, unit, {Dimension::pool}, what, each(seen.outcomes.pools, of));
}

std::uint64_t left(const P& p) { return p.claimed + p.escalated + p.abandoned; }

/// Mean of the levels at the midnights after the window's start.
Values backlog_at_end_of_day(const Observed& seen) {
    const std::size_t pools = seen.outcomes.pools.size();
    const std::size_t samples = pools > 0 ? seen.samples.backlog.size() / pools : 0;
    const sim::Time start = sim::start_of_time + seen.scenario.warm_up;
    const sim::Duration step = sampling_interval(seen.scenario);
    Values sums(pools);
    double days = 0.0;
    for (std::size_t k = 1; k < samples; ++k) {
        const sim::Time at = start + static_cast<std::int64_t>(k) * step;
        if (seen.scenario.calendar.day(at) == seen.scenario.calendar.day(at - step)) continue;
        days += 1.0;
        for (std::size_t i = 0; i < pools; ++i) sums[i] += seen.samples.backlog[k * pools + i];
    }
    for (double& sum : sums) sum = ratio(sum, days);
    return sums;
}

}  // namespace

void report_pools(ReportBuilder& build, const Observed& seen) {
    by_pool(build, seen, "pool_wait", "min", "Mean wait of all that left the line, claimed or not.",
            [](const P& p) { return to_minutes(p.wait.mean()); });
    by_pool(build, seen, "pool_wait_claimed", "min", "Mean wait of what was claimed.",
            [](const P& p) { return to_minutes(p.wait_claimed.mean()); });
    by_pool(build, seen, "pool_backlog", "1", "Time average of the number waiting.",
            [&seen](const P& p) { return p.queue.mean(seen.end); });
    by_pool(build, seen, "pool_backlog_maximum", "1",
            "Greatest number waiting; of several sites, at one.",
            [](const P& p) { return static_cast<double>(p.queue.greatest()); });
    build.metric("pool_backlog_end_of_day", "1", {Dimension::pool},
                 "Mean number waiting when a day is over, at the first sample of the next; the "
                 "window's last day is not among them.",
                 backlog_at_end_of_day(seen));
    by_pool(build, seen, "pool_entered", "1", "Messages or calls that joined the line.",
            [](const P& p) { return count(p.entered); });
    by_pool(build, seen, "pool_abandoned_share", "1",
            "Share of those that left the line by giving up.",
            [](const P& p) { return share(p.abandoned, left(p)); });
    by_pool(build, seen, "pool_escalated_share", "1",
            "Share of those that left the line because a deadline passed.",
            [](const P& p) { return share(p.escalated, left(p)); });
    std::vector<const sim::DurationHistogram*> waits;
    for (const P& p : seen.outcomes.pools) waits.push_back(&p.wait_histogram);
    build.histogram("pool_wait", {Dimension::pool}, "Wait in the line.", waits);
}

}  // namespace wardwire::models

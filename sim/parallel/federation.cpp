// SPDX-License-Identifier: Apache-2.0
#include "sim/parallel/federation.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "sim/parallel/crew.hpp"
#include "sim/parallel/replicate.hpp"
#include "sim/parallel/window_plan.hpp"

namespace wardwire::sim {
namespace {

using WallClock = std::chrono::steady_clock;

// A decision rests on a pilot of so many windows and events, is tried for a short chapter, and
// holds for a long one. Where several threads were a loss, they are tried again after a rest.
constexpr std::uint64_t pilot_windows = 32;
constexpr std::uint64_t pilot_events = 4096;
constexpr std::uint64_t trial_windows = 128;
constexpr std::uint64_t chapter_windows = 2048;
constexpr std::uint64_t longest_rest_windows = 64 * chapter_windows;

/// Events and the time they took.
struct Stretch {
    std::uint64_t events = 0;
    double ns = 0;

    void add(const Stretch& other) {
        events += other.events;
        ns += other.ns;
    }
    double ns_per_event() const { return events > 0 ? ns / static_cast<double>(events) : 0; }
};

/// The windows of one run, in chapters on one thread or several.
class WindowRun {
 public:
    WindowRun(FederationWork& work, Time end, const FederationOptions& options, unsigned threads,
              FederationReport& report)
        : work_(work),
          options_(options),
          window_(work.first_window(end)),
          threads_(static_cast<unsigned>(std::min<std::size_t>(threads, work.linked().size()))),
          report_(report) {}

    Failure run() {
        if (must_end())
            report_.was_stopped = true;
        else if (threads_ <= 1)
            run_alone(endless);
        else if (options_.threading == Threading::always)
            run_together_throughout();
        else
            run_as_it_pays();
        if (crew_) failure_.join(crew_->failure());
        if (together_.events > 0 && alone_.events > 0)
            report_.observed_speed_up = alone_.ns_per_event() / together_.ns_per_event();
        return failure_;
    }

 private:
    static constexpr std::uint64_t endless = ~std::uint64_t{0};

    void run_together_throughout() {
        run_together(trial_windows, threads_);
        while (!is_over_) run_together(chapter_windows, threads_);
    }

    void run_as_it_pays() {
        std::uint64_t rest = chapter_windows;
        WindowSample sample = run_alone(pilot_windows, pilot_events);
        while (!is_over_) {
            const WindowPlan plan = plan_windows(sample, threads_);
            report_.predicted_speed_up = plan.predicted_speed_up;
            if (plan.workers == 1) {
                sample = run_alone(chapter_windows);
                continue;
            }
            bool pays = true;
            bool has_paid = false;
            while (!is_over_ && pays) {
                const std::uint64_t windows = has_paid ? chapter_windows : trial_windows;
                pays = run_together(windows, plan.workers).ns_per_event() < sample.ns_per_event;
                has_paid = has_paid || pays;
            }
            rest = has_paid ? chapter_windows : std::min(2 * rest, longest_rest_windows);
            if (!is_over_) sample = run_alone(rest);
        }
    }

    /// Windows on this thread: at least so many windows and events, but not more than a chapter
    /// for the sake of events.
    WindowSample run_alone(std::uint64_t windows, std::uint64_t events = 0) {
        const FederationReport before = report_;
        const auto begin = WallClock::now();
        const std::uint64_t most = std::max(windows, chapter_windows);
        for (std::uint64_t done = 0;
             !is_over_ && done < most &&
             (done < windows || report_.window_events - before.window_events < events);
             ++done) {
            const Time bound = work_.run_window(window_, report_, failure_);
            note_end(window_.is_last(), must_end());
            window_ = window_.next(bound);
        }
        const Stretch stretch{report_.window_events - before.window_events, since(begin)};
        alone_.add(stretch);
        const auto count =
            static_cast<double>(std::max<std::uint64_t>(report_.windows - before.windows, 1));
        return {static_cast<double>(stretch.events) / count,
                static_cast<double>(report_.events_of_busiest - before.events_of_busiest) / count,
                stretch.ns_per_event()};
    }

    Stretch run_together(std::uint64_t windows, unsigned workers) {
        if (!crew_) crew_.emplace(work_, threads_, options_.stop, options_.claim_seed);
        const std::uint64_t events_before = events();
        const auto begin = WallClock::now();
        const Crew::Chapter chapter = crew_->run(window_, windows, workers);
        const Stretch stretch{events() - events_before, since(begin)};
        together_.add(stretch);
        window_ = chapter.next;
        note_end(chapter.has_reached_end, chapter.must_end);
        report_.level = FederationLevel::windows_parallel;
        report_.workers = std::max(report_.workers, workers);
        report_.windows += chapter.windows;
        report_.parallel_windows += chapter.windows;
        report_.window_events += stretch.events;
        report_.events_of_busiest += chapter.events_of_busiest;
        return stretch;
    }

    void note_end(bool has_reached_end, bool must) {
        is_over_ = has_reached_end || must;
        report_.was_stopped = must && !has_reached_end;
    }
    bool must_end() const { return failure_.has_happened() || options_.stop.stop_requested(); }
    std::uint64_t events() const {
        std::uint64_t sum = 0;
        for (const std::uint32_t index : work_.linked()) sum += work_.events(index);
        return sum;
    }
    static double since(WallClock::time_point begin) {
        return std::chrono::duration<double, std::nano>(WallClock::now() - begin).count();
    }

    FederationWork& work_;
    const FederationOptions& options_;
    Window window_;
    unsigned threads_;
    FederationReport& report_;
    std::optional<Crew> crew_;
    Failure failure_;
    Stretch alone_, together_;
    bool is_over_ = false;
};

/// Kernels without links, each to the end.
Failure run_apart(FederationWork& work, Time end, const FederationOptions& options,
                  unsigned threads, FederationReport& report) {
    const std::vector<std::uint32_t>& alone = work.alone();
    std::vector<Failure> failures(alone.size());
    std::atomic<std::size_t> ended = 0;
    for_each_index(alone.size(), {threads, options.stop}, [&](std::size_t i) {
        failures[i].watch(work, alone[i], [&] { work.run_alone(alone[i], end); });
        ended.fetch_add(1, std::memory_order_relaxed);
    });
    report.workers = static_cast<unsigned>(std::clamp<std::size_t>(alone.size(), 1, threads));
    report.was_stopped = ended < alone.size();
    Failure first;
    for (const Failure& each : failures) first.join(each);
    return first;
}

}  // namespace

FederationReport run_until(FederationWork& work, Time end, const FederationOptions& options) {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    unsigned threads = options.threads > 0 ? options.threads : cores;
    if (options.threading == Threading::when_it_pays) threads = std::min(threads, cores);
    FederationReport report = work.begin();
    run_apart(work, end, options, threads, report).rethrow();
    if (!work.linked().empty()) WindowRun(work, end, options, threads, report).run().rethrow();
    work.end();
    for (const auto* kernels : {&work.alone(), &work.linked()})
        for (const std::uint32_t index : *kernels) report.events += work.events(index);
    return report;
}

}  // namespace wardwire::sim

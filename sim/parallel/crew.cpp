// SPDX-License-Identifier: Apache-2.0
#include "sim/parallel/crew.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "sim/digest.hpp"
#include "sim/line_up.hpp"

namespace wardwire::sim {
namespace {

/// With more workers than cores, who spins takes the core from the one it waits for.
Patience patience_of(unsigned workers) {
    return Patience(workers <= std::thread::hardware_concurrency() ? std::chrono::microseconds{10}
                                                                   : std::chrono::microseconds{0});
}

/// A number below 2^32, so that sums of them do not overflow.
std::uint64_t drawn(std::uint64_t seed, std::uint32_t kernel) {
    Digest digest;
    digest.fold(seed, kernel);
    return digest.value() >> 32;
}

}  // namespace

Crew::Crew(FederationWork& work, unsigned size, std::stop_token stop, std::uint64_t claim_seed)
    : work_(work),
      stop_(std::move(stop)),
      claim_seed_(claim_seed),
      patience_(patience_of(size)),
      barrier_(size, patience_),
      claims_(size, work.linked().size()),
      costs_(work.linked().size()),
      events_before_(work.linked().size(), 0),
      failures_(size) {
    work.admit(size);
    threads_.reserve(size - 1);
    try {
        for (unsigned worker = 1; worker < size; ++worker)
            threads_.emplace_back([this, worker] { wait_for_chapters(worker); });
    } catch (...) {
        close();  // or those who run already would be waited for without end
        throw;
    }
}

Crew::~Crew() { close(); }

void Crew::close() {
    is_closing_ = true;
    chapter_.fetch_add(1);
    chapter_.notify_all();
}

Crew::Chapter Crew::run(const Window& first, std::uint64_t most, unsigned workers) {
    first_ = first;
    most_ = most;
    workers_ = workers;
    deal();
    busy_.store(size() - 1, std::memory_order_relaxed);
    chapter_.fetch_add(1);
    chapter_.notify_all();
    const Chapter chapter = run_chapter(0);
    for (std::uint32_t busy; (busy = busy_.load(std::memory_order_acquire)) > 0;)
        patience_.outwait(busy_, busy);
    epoch_ += static_cast<std::uint32_t>(chapter.windows);
    return chapter;
}

Failure Crew::failure() const {
    Failure first;
    for (const Watch& each : failures_) first.join(each.failure);
    return first;
}

/// By what each kernel did since they were dealt last.
void Crew::deal() {
    for (std::size_t i = 0; i < costs_.size(); ++i) {
        const std::uint32_t kernel = work_.linked()[i];
        const std::uint64_t events = work_.events(kernel);
        costs_[i] = {kernel, events - std::exchange(events_before_[i], events)};
        if (claim_seed_ != 0) costs_[i].events = drawn(claim_seed_ + epoch_, kernel);
    }
    claims_.deal(costs_, workers_);
}

void Crew::wait_for_chapters(unsigned worker) {
    for (std::uint32_t chapter = 0;;) {
        chapter = patience_.outwait(chapter_, chapter);
        if (is_closing_) return;
        if (worker < workers_) run_chapter(worker);
        if (busy_.fetch_sub(1) == 1) busy_.notify_all();
    }
}

Crew::Chapter Crew::run_chapter(unsigned worker) {
    Chapter chapter{first_};
    while (chapter.windows < most_ && !chapter.has_reached_end && !chapter.must_end) {
        const std::uint32_t epoch = epoch_ + static_cast<std::uint32_t>(++chapter.windows);
        const WindowNews news =
            barrier_.meet(worker, workers_, epoch, run_window(chapter.next, worker, epoch));
        chapter.events_of_busiest += news.events_of_busiest;
        chapter.has_reached_end = chapter.next.is_last();
        chapter.must_end = news.must_end;
        chapter.next = chapter.next.next(news.bound);
    }
    return chapter;
}

WindowNews Crew::run_window(const Window& window, unsigned worker, std::uint32_t epoch) {
    WindowNews news;
    Failure& failure = failures_[worker].failure;
    LineUp line_up(
        work_.prefetch_steps(costs_.size() / workers_),
        [&](std::uint32_t kernel, unsigned step) { work_.prefetch(kernel, window, step); },
        [&](std::uint32_t kernel) {
            failure.watch(work_, kernel, [&] {
                const Turn turn = work_.take_turn(kernel, window, worker);
                news.bound = std::min(news.bound, turn.bound);
                news.events_of_busiest = std::max(news.events_of_busiest, turn.events);
            });
        });
    claims_.work(
        worker, workers_, epoch, [&](std::uint32_t kernel) { line_up.join(kernel); },
        [&] { line_up.finish(); });
    news.must_end = failure.has_happened() || (worker == 0 && stop_.stop_requested());
    return news;
}

}  // namespace wardwire::sim

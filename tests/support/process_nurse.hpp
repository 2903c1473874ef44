// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>
#include <vector>

#include "app/bench/fifo.hpp"
#include "sim/kernel.hpp"
#include "sim/process.hpp"
#include "sim/random/variate.hpp"

namespace wardwire::test {

/// What the nurse's day is made of: she works on tasks one after another; messages come, interrupt
/// her, and are handled first come first served; before she goes on with the task she needs a while
/// to find back into it, which the next message interrupts, too, and which then begins anew.
struct NursesDay {
    explicit NursesDay(const sim::Chance& chance)
        : task{sim::Exponential{1'200.0}, chance.channel(sim::Purpose{1}).stream(0)},
          gap{sim::Exponential{400.0}, chance.channel(sim::Purpose{2}).stream(0)},
          handling{sim::Exponential{90.0}, chance.channel(sim::Purpose{3}).stream(0)} {}

    void handle_first(sim::Time now) {
        waits.push_back(now - inbox.pop());
        handled_at.push_back(now);
    }

    sim::Variate<sim::Exponential> task, gap, handling;
    sim::Duration lag = sim::seconds{30};

    app::bench::Fifo<sim::Time> inbox;
    std::vector<sim::Duration> waits;
    std::vector<sim::Time> handled_at;
    std::vector<sim::Time> task_done_at;
};

/// The nurse as a process.
class NurseByProcess : public sim::Processes {
 public:
    explicit NurseByProcess(const sim::Chance& chance) : day(chance) {
        nurse_ = nurse();
        messages();
    }

    NursesDay day;

 private:
    sim::Process nurse() {
        for (;;) {
            sim::Wake task = co_await sim::hold(day.task());
            while (task.why == sim::Why::interruption) {
                const sim::Duration left = task.left;
                sim::Wake lag;
                do {
                    while (!day.inbox.empty()) {
                        day.handle_first(now());
                        co_await sim::delay(day.handling());
                    }
                    lag = co_await sim::hold(day.lag);
                } while (lag.why == sim::Why::interruption);
                task = co_await sim::hold(left);
            }
            day.task_done_at.push_back(now());
        }
    }
    sim::Process messages() {
        for (;;) {
            co_await sim::delay(day.gap());
            day.inbox.push(now());
            nurse_.interrupt();
        }
    }

    sim::Process nurse_;
};

/// The same nurse as events.
class NurseByEvents {
 public:
    struct MessageComes {};
    struct MessageHandled {};
    struct LagEnds {};
    struct TaskEnds {};
    using Event = std::variant<MessageComes, MessageHandled, LagEnds, TaskEnds>;
    using Kernel = sim::Kernel<NurseByEvents>;

    explicit NurseByEvents(const sim::Chance& chance) : day(chance) {}

    void start(Kernel& kernel) {
        work_on_task(kernel, day.task());
        kernel.after(day.gap(), MessageComes{});
    }

    void on(MessageComes, Kernel& kernel) {
        day.inbox.push(kernel.now());
        if (!is_handling_) {
            if (kernel.cancel(task_)) left_ = task_ends_at_ - kernel.now();
            kernel.cancel(lag_);
            handle_next(kernel);
        }
        kernel.after(day.gap(), MessageComes{});
    }
    void on(MessageHandled, Kernel& kernel) {
        if (!day.inbox.empty()) return handle_next(kernel);
        is_handling_ = false;
        lag_ = kernel.after(day.lag, LagEnds{});
    }
    void on(LagEnds, Kernel& kernel) { work_on_task(kernel, left_); }
    void on(TaskEnds, Kernel& kernel) {
        day.task_done_at.push_back(kernel.now());
        work_on_task(kernel, day.task());
    }

    NursesDay day;

 private:
    void work_on_task(Kernel& kernel, sim::Duration length) {
        task_ends_at_ = kernel.now() + length;
        task_ = kernel.after(length, TaskEnds{});
    }
    void handle_next(Kernel& kernel) {
        is_handling_ = true;
        day.handle_first(kernel.now());
        kernel.after(day.handling(), MessageHandled{});
    }

    bool is_handling_ = false;
    sim::EventId task_;
    sim::EventId lag_;
    sim::Time task_ends_at_ = sim::start_of_time;
    sim::Duration left_ = sim::Duration::zero();
};

}  // namespace wardwire::test

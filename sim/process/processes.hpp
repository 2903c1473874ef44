// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <variant>
#include <vector>

#include "sim/archive.hpp"
#include "sim/contract.hpp"
#include "sim/kernel.hpp"
#include "sim/process/frame_pool.hpp"
#include "sim/time.hpp"

namespace wardwire::sim {

class Line;
class Processes;

/// A wait without an end of its own.
inline constexpr Duration forever = Duration::max();

/// What ended a wait.
enum class Why : std::uint8_t { time, signal, interruption };

/// How a wait ended.
struct Wake {
    Why why = Why::time;
    std::uint64_t reason = 0;          ///< what interrupt() was given; else 0
    Duration left = Duration::zero();  ///< of the hold or the limit; `forever` if it had no end
};

/// A process: a coroutine whose variables and place in the code are its state, and this is how one
/// speaks of it. A value of 16 bytes, safe to keep after the process has ended, not after its
/// Processes have.
///
///     sim::Process clock(sim::Processes& all) {
///         for (;;) co_await sim::delay(sim::minutes{1});
///     }
///
/// A function that returns a Process and contains co_await is one. Calling it starts the process:
/// it begins to run at the present instant, behind what is already scheduled there. One argument,
/// or the object whose member it is, must be the Processes it belongs to; the others are kept in
/// its frame, so take by value what may end sooner. Capturing lambdas end sooner.
class Process {
 public:
    class promise_type;

    /// Nobody: is not alive, cannot be interrupted.
    Process() = default;

    bool is_alive() const;

    /// Ends what the process waits for: it runs at the present instant, behind what is already
    /// scheduled there, and finds Why::interruption and `reason` in its Wake.
    ///
    /// False, and nothing happens, when it has ended, when it runs, when something else has woken
    /// it in this instant, and during a delay(), which nothing interrupts. A message that must not
    /// get lost belongs where the process looks.
    bool interrupt(std::uint64_t reason = 0) const;

 private:
    friend class Processes;

    Process(Processes& home, std::uint32_t slot, std::uint32_t generation)
        : home_(&home), slot_(slot), generation_(generation) {}

    Processes* home_ = nullptr;
    std::uint32_t slot_ = 0;
    std::uint32_t generation_ = 0;
};

/// A handle points into memory: it cannot be saved.
template <>
inline constexpr bool is_plain_value<Process> = false;

/// The model that a kernel of processes executes: it has one event, a process that runs again.
struct Turns {
    struct Resume {
        std::uint32_t slot;        ///< of the process
        std::uint32_t generation;  ///< how many processes have ended in this slot
    };
    using Event = std::variant<Resume>;

    static const char* event_name(std::size_t) { return "Resume"; }
    void on(Resume resume, Kernel<Turns>& kernel);

    Processes& processes;
};

/// Processes in one simulated time, with the kernel that runs them. A model may derive from it, so
/// that its member functions can be processes.
///
/// A process never runs another: whatever wakes one schedules a Resume, so that processes run in
/// the order of the kernel's events (promise D2), and the stack stays flat.
///
/// Frames and tables are reused: after warm-up nothing is allocated. Frames can neither be copied
/// nor saved; a model that has to be saved is written with events.
///
/// Processes alive at the end are destroyed in order of their slots. The destructors of their
/// variables then run, and must use nothing that has ended before.
class Processes {
 public:
    explicit Processes(KernelIdentity identity = {}) : turns_{*this}, kernel_(turns_, identity) {}
    ~Processes() {
        for (std::size_t slot = 0; slot < places_.size(); ++slot)
            if (places_[slot].frame) places_[slot].frame.destroy();
    }
    Processes(const Processes&) = delete;
    Processes& operator=(const Processes&) = delete;

    /// Runs the processes, counts events, has the digest: all that a kernel can.
    Kernel<Turns>& kernel() { return kernel_; }
    const Kernel<Turns>& kernel() const { return kernel_; }
    Time now() const { return kernel_.now(); }

    /// How many processes have been started and not yet ended.
    std::size_t alive() const { return alive_; }

 private:
    friend class Process;
    friend class Process::promise_type;
    friend struct Turns;
    using Frame = std::coroutine_handle<Process::promise_type>;

    struct Place {
        Frame frame;  ///< none when the slot is free
        std::uint32_t generation = 0;
    };

    Process enter(Frame frame);
    void resume(Turns::Resume resume);
    void leave(std::uint32_t slot);
    bool has(Process process) const {
        return places_[process.slot_].generation == process.generation_;
    }

    FramePool frames_;
    std::vector<Place> places_;
    std::vector<std::uint32_t> free_slots_;
    std::size_t alive_ = 0;
    Turns turns_;
    Kernel<Turns> kernel_;
};

/// What the engine keeps of a process in its frame: whom it belongs to and what it waits for.
class Process::promise_type {
 public:
    template <class... Arguments>
    explicit promise_type(Arguments&... arguments) : home_(home_of(arguments...)) {}

    // Always inline because g++ 12 finds at -O0 that a template does not match operator delete.
    template <class... Arguments>
    [[gnu::always_inline]] static void* operator new(std::size_t size, Arguments&... arguments) {
        return home_of(arguments...).frames_.take(size);
    }
    static void operator delete(void* frame, std::size_t size) {
        FramePool::give_back(frame, size);
    }

    Process get_return_object() { return home_.enter(Processes::Frame::from_promise(*this)); }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    [[noreturn]] void unhandled_exception() const {
        contract_broken("unhandled_exception", __FILE__, __LINE__, "no exception leaves a process",
                        home_.kernel_.situation());
    }

    /// Runs again after `length`, come what may.
    void delay(Duration length) { timer_ = home_.kernel_.after(length, turn_); }

    /// Runs again after `length`, or when woken before. With `forever` only when woken.
    void hold(Duration length) {
        wake_ = Wake{};
        is_open_ = true;
        end_ = end_of_time;
        if (length == forever) return;
        timer_ = home_.kernel_.after(length, turn_);
        end_ = home_.kernel_.now() + length;
    }

    /// Makes the process run at the present instant. False when it did not wait openly.
    bool wake(Why why, std::uint64_t reason);

    /// How the last open wait ended.
    const Wake& wake() const { return wake_; }

 private:
    friend class Processes;
    friend class Line;

    template <class First, class... Rest>
    static Processes& home_of(First& first, Rest&... rest) {
        if constexpr (std::is_base_of_v<Processes, First>) {
            return first;
        } else {
            static_assert(sizeof...(Rest) > 0, "one argument is the Processes it belongs to");
            return home_of(rest...);
        }
    }

    Processes& home_;
    Turns::Resume turn_{};
    EventId timer_;  ///< of the scheduled Resume
    bool is_open_ = false;
    Time end_ = end_of_time;
    Wake wake_;
    Line* line_ = nullptr;  ///< in which it stands
    promise_type* ahead_ = nullptr;
    promise_type* behind_ = nullptr;
};

/// Processes that wait, first come first served. Owns nothing; must live as long as processes stand
/// in it that may still run.
class Line {
 public:
    Line() = default;
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    bool empty() const { return first_ == nullptr; }

    void join(Process::promise_type& process) {
        process.line_ = this;
        process.ahead_ = last_;
        process.behind_ = nullptr;
        (last_ == nullptr ? first_ : last_->behind_) = &process;
        last_ = &process;
    }
    void leave(Process::promise_type& process) {
        process.line_ = nullptr;
        (process.ahead_ == nullptr ? first_ : process.ahead_->behind_) = process.behind_;
        (process.behind_ == nullptr ? last_ : process.behind_->ahead_) = process.ahead_;
    }

    /// Wakes the one that has waited longest. False when nobody waits.
    bool wake_first() { return first_ != nullptr && first_->wake(Why::signal, 0); }

 private:
    Process::promise_type* first_ = nullptr;
    Process::promise_type* last_ = nullptr;
};

inline bool Process::promise_type::wake(Why why, std::uint64_t reason) {
    if (!is_open_) return false;
    is_open_ = false;
    if (line_ != nullptr) line_->leave(*this);
    Kernel<Turns>& kernel = home_.kernel_;
    wake_ = {why, reason, end_ == end_of_time ? forever : end_ - kernel.now()};
    if (!kernel.reschedule(timer_, kernel.now())) timer_ = kernel.at(kernel.now(), turn_);
    return true;
}

inline bool Process::is_alive() const { return home_ != nullptr && home_->has(*this); }

inline bool Process::interrupt(std::uint64_t reason) const {
    return is_alive() && home_->places_[slot_].frame.promise().wake(Why::interruption, reason);
}

inline void Turns::on(Resume resume, Kernel<Turns>&) { processes.resume(resume); }

inline Process Processes::enter(Frame frame) {
    if (free_slots_.empty()) {
        WARDWIRE_EXPECT(places_.size() < UINT32_MAX, "at most 2^32 - 1 processes at a time",
                        kernel_.situation());
        free_slots_.push_back(static_cast<std::uint32_t>(places_.size()));
        places_.emplace_back();
    }
    const std::uint32_t slot = free_slots_.back();
    free_slots_.pop_back();
    places_[slot].frame = frame;
    ++alive_;
    Process::promise_type& process = frame.promise();
    process.turn_ = {slot, places_[slot].generation};
    process.delay(Duration::zero());
    return {*this, slot, places_[slot].generation};
}

inline void Processes::resume(Turns::Resume resume) {
    const Frame frame = places_[resume.slot].frame;
    WARDWIRE_AUDIT_EXPECT(places_[resume.slot].generation == resume.generation,
                          "only a process that is alive runs", kernel_.situation());
    Process::promise_type& process = frame.promise();
    process.is_open_ = false;
    if (process.line_ != nullptr) process.line_->leave(process);
    frame.resume();
    if (frame.done()) leave(resume.slot);
}

inline void Processes::leave(std::uint32_t slot) {
    const Frame frame = places_[slot].frame;
    places_[slot].frame = {};
    ++places_[slot].generation;
    free_slots_.push_back(slot);
    --alive_;
    frame.destroy();
}

}  // namespace wardwire::sim

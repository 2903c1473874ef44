// SPDX-License-Identifier: Apache-2.0
#include "sim/process.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <type_traits>
#include <vector>

#include "tests/support/broken_contract.hpp"
#include "tests/support/instants.hpp"

namespace wardwire::sim {
namespace {

using test::at_second;

/// Processes that write down what they do.
struct ProcessDiary : Processes {
    std::string happened;
    std::vector<Wake> wakes;
    Signal signal;

    Process writes(char name, Duration delay_before) {
        co_await delay(delay_before);
        happened += name;
    }
    Process holds(Duration length) {
        wakes.push_back(co_await hold(length));
        happened += '!';
    }
    Process waits(char name, Duration limit = forever) {
        wakes.push_back(co_await wait(signal, limit));
        happened += name;
    }
    Process interrupts(Process other, Duration after, std::uint64_t reason) {
        co_await delay(after);
        happened += other.interrupt(reason) ? 'y' : 'n';
    }
    Process fires_one(Duration after) {
        co_await delay(after);
        happened += signal.fire_one() ? 'y' : 'n';
    }
};

bool same(const Wake& wake, Why why, std::uint64_t reason, Duration left) {
    return wake.why == why && wake.reason == reason && wake.left == left;
}

template <class T>
concept Saved = requires(T& state, int& archive) {
    state.persist(archive);
};

static_assert(!Saved<Processes> && !Saved<Turns>, "frames cannot be saved");
static_assert(!is_plain_value<Process>, "nor can handles");
static_assert(!std::is_copy_constructible_v<Processes>, "frames cannot be copied");

Process counts(Processes&, int& count) {
    ++count;
    co_return;
}

}  // namespace

TEST_CASE("a process begins in the instant of its call behind what is already scheduled there") {
    ProcessDiary diary;
    diary.writes('a', seconds{0});
    const Process b = diary.writes('b', seconds{0});
    CHECK(diary.happened.empty());
    CHECK(b.is_alive());
    diary.kernel().run_until(start_of_time);
    CHECK(diary.happened == "ab");
    CHECK_FALSE(b.is_alive());
}

TEST_CASE("member functions, functions and lambdas without captures can be processes") {
    Processes all;
    int count = 0;
    counts(all, count);
    [](int& how_often, Processes&) -> Process {
        co_await delay(seconds{1});
        ++how_often;
    }(count, all);
    all.kernel().run_until(at_second(1));
    CHECK(count == 2);
}

TEST_CASE("processes run in order of time and their clock is the kernel's") {
    ProcessDiary diary;
    diary.writes('c', seconds{3});
    diary.writes('a', seconds{1});
    diary.writes('b', seconds{2});
    diary.kernel().run_until(at_second(2));
    CHECK(diary.happened == "ab");
    CHECK(diary.now() == at_second(2));
    CHECK(diary.alive() == 1);
}

TEST_CASE("a hold that nobody interrupts ends with its time and leaves nothing") {
    ProcessDiary diary;
    diary.holds(seconds{5});
    diary.kernel().run_until(at_second(5));
    REQUIRE(diary.wakes.size() == 1);
    CHECK(same(diary.wakes[0], Why::time, 0, Duration::zero()));
}

TEST_CASE("an interrupted hold says the reason and what is left") {
    ProcessDiary diary;
    diary.interrupts(diary.holds(seconds{5}), seconds{2}, 42);
    diary.kernel().run_until(at_second(9));
    REQUIRE(diary.wakes.size() == 1);
    CHECK(same(diary.wakes[0], Why::interruption, 42, seconds{3}));
    CHECK(diary.happened == "y!");
    CHECK(diary.kernel().events_pending() == 0);
}

TEST_CASE("end and interruption of a hold in one instant: what is executed first decides") {
    ProcessDiary end_first;
    const Process holder = end_first.holds(seconds{5});
    end_first.kernel().run_until(at_second(1));
    end_first.interrupts(holder, seconds{4}, 7);
    end_first.kernel().run_until(at_second(8));
    CHECK(end_first.happened == "!n");
    CHECK(same(end_first.wakes.at(0), Why::time, 0, Duration::zero()));

    ProcessDiary interruption_first;
    Process whom;
    [](ProcessDiary& diary, const Process& other) -> Process {
        co_await delay(seconds{5});
        diary.happened += other.interrupt(7) ? 'y' : 'n';
    }(interruption_first, whom);
    interruption_first.kernel().run_until(start_of_time);
    whom = interruption_first.holds(seconds{5});
    interruption_first.kernel().run_until(at_second(8));
    CHECK(interruption_first.happened == "y!");
    CHECK(same(interruption_first.wakes.at(0), Why::interruption, 7, Duration::zero()));
}

TEST_CASE("holding for ever ends by interruption alone") {
    ProcessDiary diary;
    const Process holder = diary.holds(forever);
    diary.kernel().run_until(at_second(1'000'000));
    CHECK(diary.kernel().events_pending() == 0);
    CHECK(holder.interrupt(1));
    diary.kernel().run_until(at_second(1'000'000));
    CHECK(same(diary.wakes.at(0), Why::interruption, 1, forever));
}

TEST_CASE("nobody is interrupted who does not wait openly") {
    ProcessDiary diary;
    CHECK_FALSE(Process{}.interrupt());
    CHECK_FALSE(Process{}.is_alive());
    const Process delays = diary.writes('a', seconds{2});
    CHECK_FALSE(delays.interrupt());  // not yet begun
    diary.kernel().run_until(at_second(1));
    CHECK_FALSE(delays.interrupt());  // in a delay
    diary.kernel().run_until(at_second(2));
    CHECK_FALSE(delays.interrupt());  // ended

    const Process holder = diary.holds(seconds{5});
    diary.kernel().run_until(at_second(3));
    CHECK(holder.interrupt(1));
    CHECK_FALSE(holder.interrupt(2));  // already on its way
    diary.kernel().run_until(at_second(4));
    CHECK(same(diary.wakes.at(0), Why::interruption, 1, seconds{4}));
}

TEST_CASE("a process cannot interrupt itself") {
    Processes all;
    bool has_worked = true;
    Process self;
    self = [](Processes&, const Process& me, bool& result) -> Process {
        result = me.interrupt();
        co_return;
    }(all, self, has_worked);
    all.kernel().run_until(start_of_time);
    CHECK_FALSE(has_worked);
}

TEST_CASE("the handle of an ended process does not reach the one that took its place") {
    ProcessDiary diary;
    const Process ended = diary.writes('a', seconds{0});
    diary.kernel().run_until(at_second(1));
    const Process holder = diary.holds(seconds{5});
    diary.kernel().run_until(at_second(2));
    CHECK(holder.is_alive());
    CHECK_FALSE(ended.is_alive());
    CHECK_FALSE(ended.interrupt());
}

TEST_CASE("a signal wakes in the order of coming, one or all, behind who fired") {
    ProcessDiary diary;
    for (const char name : {'a', 'b', 'c'}) diary.waits(name);
    diary.kernel().run_until(start_of_time);
    diary.fires_one(seconds{1});
    diary.kernel().run_until(at_second(1));
    CHECK(diary.happened == "ya");
    CHECK(diary.signal.fire() == 2);
    CHECK(diary.happened == "ya");
    diary.kernel().run_until(at_second(1));
    CHECK(diary.happened == "yabc");
    CHECK(same(diary.wakes.at(2), Why::signal, 0, forever));
}

TEST_CASE("a signal that fires before anybody waits is not remembered") {
    ProcessDiary diary;
    CHECK(diary.signal.fire() == 0);
    CHECK_FALSE(diary.signal.fire_one());
    diary.waits('a', seconds{5});
    diary.kernel().run_until(at_second(4));
    CHECK(diary.happened.empty());
    CHECK(diary.signal.has_waiting());
}

TEST_CASE("a wait ends by its signal, its limit or an interruption, and says what was left") {
    ProcessDiary diary;
    diary.waits('a', seconds{2});
    const Process b = diary.waits('b', seconds{5});
    diary.waits('c', seconds{7});
    diary.interrupts(b, seconds{3}, 9);
    diary.kernel().run_until(at_second(4));
    diary.signal.fire();
    diary.kernel().run_until(at_second(9));
    CHECK(diary.happened == "aybc");
    CHECK(same(diary.wakes.at(0), Why::time, 0, Duration::zero()));
    CHECK(same(diary.wakes.at(1), Why::interruption, 9, seconds{2}));
    CHECK(same(diary.wakes.at(2), Why::signal, 0, seconds{3}));
    CHECK_FALSE(diary.signal.has_waiting());
    CHECK(diary.kernel().events_pending() == 0);
}

TEST_CASE("limit and signal in one instant: what is executed first ends the wait") {
    ProcessDiary limit_first;
    limit_first.waits('a', seconds{2});
    limit_first.kernel().run_until(at_second(1));
    limit_first.fires_one(seconds{1});
    limit_first.kernel().run_until(at_second(3));
    CHECK(limit_first.happened == "an");

    ProcessDiary signal_first;
    signal_first.fires_one(seconds{2});
    signal_first.kernel().run_until(start_of_time);
    signal_first.waits('a', seconds{2});
    signal_first.kernel().run_until(at_second(3));
    CHECK(signal_first.happened == "ya");
    CHECK(same(signal_first.wakes.at(0), Why::signal, 0, Duration::zero()));
}

TEST_CASE("a resource serves first come first served and lets those go who lose patience") {
    struct Desk : Processes {
        Resource desk{1};
        std::string happened;

        Process customer(char name, Duration patience) {
            const Wake wake = co_await desk.acquire(patience);
            if (wake.why != Why::signal) {
                happened += '-';
                happened += name;
                co_return;
            }
            happened += name;
            co_await delay(seconds{4});
            desk.release();
        }
    };
    Desk all;
    all.customer('a', forever);
    all.customer('b', seconds{5});
    all.customer('c', seconds{3});
    all.customer('d', seconds{20});
    all.kernel().run_until(at_second(5));
    CHECK(all.happened == "a-cb");
    CHECK(all.desk.free() == 0);
    all.kernel().run_until(at_second(20));
    CHECK(all.happened == "a-cbd");
    CHECK(all.desk.free() == all.desk.servers());
    CHECK(test::broken_contract([&] { all.desk.release(); }).find("was acquired") !=
          std::string::npos);
}

TEST_CASE("contracts of processes say what broke and when") {
    ProcessDiary diary;
    diary.kernel().run_until(at_second(3));
    CHECK(test::broken_contract([&] {
              diary.writes('a', seconds{-1});
              diary.kernel().run_until(at_second(4));
          }).find("a delay is not negative") != std::string::npos);
    const std::string printed = test::broken_contract([&] {
        [](Processes&) -> Process {
            throw 1;
            co_return;
        }(diary);
        diary.kernel().run_until(at_second(4));
    });
    CHECK(printed.find("no exception leaves a process") != std::string::npos);
    CHECK(printed.find("Resume") != std::string::npos);
}

}  // namespace wardwire::sim

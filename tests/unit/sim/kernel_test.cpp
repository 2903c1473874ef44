// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/broken_contract.hpp"
#include "tests/support/instants.hpp"

namespace wardwire::sim {
namespace {

using test::at_second;

/// Writes down what happens; `then`, when set, runs inside each event.
struct Diary {
    struct Dawn {
        char name;
        static constexpr Phase phase = Phase::early;
    };
    struct Noon {
        char name;
    };
    struct Dusk {
        char name;
        static constexpr Phase phase = Phase::late;
    };
    using Event = std::variant<Noon, Dawn, Dusk>;

    static const char* event_name(std::size_t kind) {
        constexpr const char* names[] = {"Noon", "Dawn", "Dusk"};
        return names[kind];
    }

    template <class Happening>
    void on(const Happening& event, Kernel<Diary>& kernel) {
        happened += event.name;
        if (then) then(event.name, kernel);
    }

    std::string happened;
    std::function<void(char, Kernel<Diary>&)> then;
};

using Dawn = Diary::Dawn;
using Noon = Diary::Noon;
using Dusk = Diary::Dusk;

}  // namespace

TEST_CASE("events run in order of time") {
    Diary diary;
    Kernel kernel(diary);
    kernel.at(at_second(3), Noon{'c'});
    kernel.at(at_second(1), Noon{'a'});
    kernel.at(at_second(2), Noon{'b'});
    kernel.run_until(at_second(10));
    CHECK(diary.happened == "abc");
    CHECK(kernel.events_executed() == 3);
    CHECK(kernel.events_pending() == 0);
}

TEST_CASE("D2: events of one instant run in order of phase, then in the order of scheduling") {
    Diary diary;
    Kernel kernel(diary);
    kernel.at(at_second(1), Dusk{'e'});
    kernel.at(at_second(1), Noon{'c'});
    kernel.at(at_second(1), Dawn{'a'});
    kernel.at(at_second(1), Noon{'d'});
    kernel.at(at_second(1), Dawn{'b'});
    kernel.run_until(at_second(1));
    CHECK(diary.happened == "abcde");
}

TEST_CASE("what an event schedules for its own instant still runs in that instant and by phase") {
    Diary diary;
    Kernel kernel(diary);
    diary.then = [](char name, Kernel<Diary>& k) {
        if (name != 'a') return;
        k.after(Duration::zero(), Dusk{'e'});
        k.after(Duration::zero(), Noon{'d'});
        k.after(Duration::zero(), Dawn{'b'});  // an earlier phase than the one that is running
    };
    kernel.at(at_second(1), Noon{'a'});
    kernel.at(at_second(1), Noon{'c'});
    kernel.at(at_second(2), Dawn{'f'});
    kernel.run_until(at_second(2));
    CHECK(diary.happened == "abcdef");
}

TEST_CASE("the clock shows the time of the event while it runs and the end afterwards") {
    Diary diary;
    Kernel kernel(diary);
    std::vector<Time> clock;
    diary.then = [&](char, Kernel<Diary>& k) { clock.push_back(k.now()); };
    kernel.at(at_second(2), Noon{'a'});
    kernel.after(seconds{5}, Noon{'b'});
    kernel.run_until(at_second(9));
    CHECK(clock == std::vector{at_second(2), at_second(5)});
    CHECK(kernel.now() == at_second(9));
}

TEST_CASE("running until an end includes the events at the end and none after it") {
    Diary diary;
    Kernel kernel(diary);
    diary.then = [](char name, Kernel<Diary>& k) {
        if (name == 'b') k.after(Duration::zero(), Noon{'c'});
    };
    kernel.at(at_second(1), Noon{'a'});
    kernel.at(at_second(2), Noon{'b'});
    kernel.at(at_second(2) + microseconds{1}, Noon{'d'});
    kernel.run_until(at_second(2));
    CHECK(diary.happened == "abc");
    CHECK(kernel.events_pending() == 1);
    kernel.run_until(at_second(2));
    CHECK(diary.happened == "abc");
    kernel.run_until(at_second(3));
    CHECK(diary.happened == "abcd");
}

TEST_CASE("a step executes one event and says when there is none") {
    Diary diary;
    Kernel kernel(diary);
    kernel.at(at_second(1), Noon{'a'});
    kernel.at(at_second(1), Noon{'b'});
    CHECK(kernel.step());
    CHECK(diary.happened == "a");
    CHECK(kernel.step());
    CHECK_FALSE(kernel.step());
    CHECK(diary.happened == "ab");
    CHECK(kernel.now() == at_second(1));
}

TEST_CASE("a cancelled event does not run and can be cancelled only once") {
    Diary diary;
    Kernel kernel(diary);
    const EventId a = kernel.at(at_second(1), Noon{'a'});
    kernel.at(at_second(1), Noon{'b'});
    CHECK(kernel.is_pending(a));
    CHECK(kernel.cancel(a));
    CHECK_FALSE(kernel.is_pending(a));
    CHECK_FALSE(kernel.cancel(a));
    kernel.run_until(at_second(2));
    CHECK(diary.happened == "b");
}

TEST_CASE("cancelling or moving an event that ran does nothing even when its place is taken") {
    Diary diary;
    Kernel kernel(diary);
    const EventId ran = kernel.at(at_second(1), Noon{'a'});
    kernel.run_until(at_second(1));
    const EventId successor = kernel.at(at_second(2), Noon{'b'});
    CHECK_FALSE(kernel.cancel(ran));
    CHECK_FALSE(kernel.reschedule(ran, at_second(9)));
    CHECK(kernel.is_pending(successor));
    kernel.run_until(at_second(2));
    CHECK(diary.happened == "ab");
}

TEST_CASE("an event that is running is no longer pending") {
    Diary diary;
    Kernel kernel(diary);
    EventId self;
    diary.then = [&](char name, Kernel<Diary>& k) {
        if (name != 'a') return;
        CHECK_FALSE(k.is_pending(self));
        CHECK(k.events_pending() == 1);
        CHECK_FALSE(k.cancel(self));
        CHECK_FALSE(k.reschedule(self, at_second(3)));
        CHECK(k.events_pending() == 1);
    };
    self = kernel.at(at_second(1), Noon{'a'});
    kernel.at(at_second(2), Noon{'b'});
    kernel.run_until(at_second(5));
    CHECK(diary.happened == "ab");
}

TEST_CASE("an event may cancel others and move them to its own instant and an earlier phase") {
    Diary diary;
    Kernel kernel(diary);
    const EventId doomed = kernel.at(at_second(4), Noon{'x'});
    const EventId hastened = kernel.at(at_second(9), Dawn{'b'});
    const EventId delayed = kernel.at(at_second(2), Noon{'d'});
    diary.then = [&](char name, Kernel<Diary>& k) {
        if (name != 'a') return;
        CHECK(k.cancel(doomed));
        CHECK(k.reschedule(hastened, k.now()));
        CHECK(k.reschedule(delayed, at_second(5)));
    };
    kernel.at(at_second(1), Noon{'a'});
    kernel.at(at_second(3), Noon{'c'});
    kernel.run_until(at_second(9));
    CHECK(diary.happened == "abcd");
}

TEST_CASE("a moved event keeps its phase and runs behind what its new instant already holds") {
    Diary diary;
    Kernel kernel(diary);
    const EventId early = kernel.at(at_second(1), Noon{'c'});
    kernel.at(at_second(2), Noon{'b'});
    kernel.at(at_second(2), Dusk{'d'});
    kernel.at(at_second(2), Dawn{'a'});
    CHECK(kernel.reschedule(early, at_second(2)));
    kernel.run_until(at_second(2));
    CHECK(diary.happened == "abcd");
}

TEST_CASE("D3: scheduling in the past ends the program and prints the situation") {
    const std::string printed = test::broken_contract([] {
        Diary diary;
        Kernel kernel(diary, {.index = 7, .seed = 42, .replication = 3});
        diary.then = [](char, Kernel<Diary>& k) { k.at(k.now() - microseconds{1}, Noon{'x'}); };
        kernel.at(at_second(5), Dusk{'a'});
        kernel.run_until(at_second(9));
    });
    CAPTURE(printed);
    for (const char* part :
         {"broken contract: time >= now_", "in the past", "kernel.hpp:", "time         5.000000 s",
          "kernel       7", "event        Dusk", "seed         42, replication 3"}) {
        CAPTURE(part);
        CHECK(printed.find(part) != std::string::npos);
    }
}

TEST_CASE("D3: moving into the past, negative delays and running backwards end the program") {
    Diary diary;
    Kernel kernel(diary);
    kernel.run_until(at_second(5));
    const EventId event = kernel.at(at_second(6), Noon{'a'});
    const auto says = [](const std::string& printed, const char* why) {
        return printed.find(why) != std::string::npos;
    };
    CHECK(says(test::broken_contract([&] { kernel.reschedule(event, at_second(4)); }),
               "cannot be moved into the past"));
    CHECK(says(test::broken_contract([&] { kernel.after(microseconds{-1}, Noon{'b'}); }),
               "a delay is not negative"));
    CHECK(says(test::broken_contract([&] { kernel.after(Duration::max(), Noon{'b'}); }),
               "before the end of time"));
    CHECK(says(test::broken_contract([&] { kernel.run_until(at_second(4)); }),
               "time does not run backwards"));
    CHECK(test::broken_contract([&] { kernel.at(at_second(5), Noon{'b'}); }) == "did not abort");
    CHECK(test::broken_contract([&] { kernel.at(end_of_time, Noon{'b'}); }) == "did not abort");
}

TEST_CASE("an event that runs its own kernel ends the program") {
    const std::string printed = test::broken_contract([] {
        Diary diary;
        Kernel kernel(diary);
        diary.then = [](char, Kernel<Diary>& k) { k.step(); };
        kernel.at(at_second(1), Noon{'a'});
        kernel.step();
    });
    CHECK(printed.find("an event cannot run its own kernel") != std::string::npos);
}

TEST_CASE("the digest is equal for equal histories and differs when anything of an event differs") {
    const auto digest_of = [](auto&& schedule, KernelIdentity identity = {}) {
        Diary diary;
        Kernel kernel(diary, identity);
        schedule(kernel);
        kernel.run_until(at_second(100));
        return kernel.digest();
    };
    const auto history = [](Kernel<Diary>& k) {
        k.at(at_second(1), Noon{'a'});
        k.at(at_second(2), Dusk{'b'});
    };
    const std::uint64_t digest = digest_of(history);
    CHECK(digest == digest_of(history));

    SECTION("in time") {
        CHECK(digest != digest_of([](Kernel<Diary>& k) {
                  k.at(at_second(1), Noon{'a'});
                  k.at(at_second(2) + microseconds{1}, Dusk{'b'});
              }));
    }
    SECTION("in kind and phase") {
        CHECK(digest != digest_of([](Kernel<Diary>& k) {
                  k.at(at_second(1), Noon{'a'});
                  k.at(at_second(2), Dawn{'b'});
              }));
    }
    SECTION("in the order of scheduling") {
        CHECK(digest != digest_of([](Kernel<Diary>& k) {
                  k.at(at_second(2), Dusk{'b'});
                  k.at(at_second(1), Noon{'a'});
              }));
    }
    SECTION("in the origin") { CHECK(digest != digest_of(history, {.index = 1})); }
    SECTION("in a missing event") {
        CHECK(digest != digest_of([](Kernel<Diary>& k) { k.at(at_second(1), Noon{'a'}); }));
    }
    SECTION("but not in what was cancelled behind everything else") {
        CHECK(digest == digest_of([&](Kernel<Diary>& k) {
                  history(k);
                  k.cancel(k.at(at_second(3), Noon{'c'}));
              }));
    }
    SECTION("and not in how the time was cut into runs") {
        Diary diary;
        Kernel kernel(diary);
        history(kernel);
        kernel.step();
        kernel.run_until(at_second(1) + microseconds{7});
        kernel.run_until(at_second(50));
        CHECK(digest == kernel.digest());
    }
}

namespace {

/// Two kinds of one phase: only the kind tells them apart.
struct Twins {
    struct Left {};
    struct Right {};
    using Event = std::variant<Left, Right>;
    void on(Left, Kernel<Twins>&) {}
    void on(Right, Kernel<Twins>&) {}
};

}  // namespace

TEST_CASE("the digest tells kinds of the same phase apart") {
    Twins model;
    Kernel left(model);
    Kernel right(model);
    left.at(at_second(1), Twins::Left{});
    right.at(at_second(1), Twins::Right{});
    left.run_until(at_second(1));
    right.run_until(at_second(1));
    CHECK(left.digest() != right.digest());
}

TEST_CASE("two kernels live side by side without noticing each other") {
    const auto chain = [](char name, Kernel<Diary>& k) {
        if (name < 'f') k.after(seconds{1}, Noon{static_cast<char>(name + 1)});
    };
    Diary alone;
    alone.then = chain;
    Kernel single(alone);
    single.at(at_second(1), Noon{'a'});
    single.run_until(at_second(20));

    Diary first, second;
    first.then = second.then = chain;
    Kernel one(first);
    Kernel other(second);
    one.at(at_second(1), Noon{'a'});
    other.at(at_second(1), Noon{'c'});
    while (one.step() || other.step()) other.step();
    one.run_until(at_second(20));
    CHECK(first.happened == "abcdef");
    CHECK(second.happened == "cdef");
    CHECK(one.digest() == single.digest());
    CHECK(other.digest() != single.digest());
}

}  // namespace wardwire::sim

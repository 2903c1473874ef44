// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/task.hpp"
#include "sim/prefetch.hpp"

namespace wardwire::models {

class Site;
struct LoadOutcomes;
struct UnitOutcomes;

/// What messages ask of each member of staff: how many a day, how many conversations at a time,
/// with whom, and how long. A person's day is entered in the outcomes of the role when something
/// happens to the person on a later day, and when the books are closed.
///
/// Partners are kept for pairs that have exchanged messages, not for all that could.
class StaffLoad {
 public:
    explicit StaffLoad(Site& site);

    void sent(StaffId id, std::uint32_t messages);
    void received(StaffId id, std::uint32_t messages);
    void conversation_opens(StaffId id);
    void conversation_closes(StaffId id);
    /// In a conversation that is over, `from` wrote so many messages that the person `to`, by the
    /// number in the records of all sites, received.
    void wrote(StaffId from, std::int32_t to, std::uint32_t messages);
    /// A message was read so long after it came.
    void read(StaffId id, sim::Duration delay);
    void interrupted(StaffId id);
    /// Time with messages, of the window.
    void worked(StaffId id, sim::Duration spent) { people_[id.index()].messaging += spent; }

    /// Asks the memory for a person's day.
    void prefetch(StaffId id) const { sim::prefetch(&people_[id.index()]); }

    /// The window begins: forgets all but which conversations are open.
    void restart();
    /// Enters in the outcomes what they do not have yet.
    void close_books();

    template <class Archive>
    void persist(Archive& archive) {
        archive(people_, partners_);
    }

 private:
    struct Person {
        sim::Time day_ends{};
        sim::Time busy_since{};  ///< with at least one conversation open
        sim::Duration messaging{};
        std::uint32_t sent = 0;  ///< today
        std::uint32_t received = 0;
        std::uint32_t open = 0;
        std::uint32_t most_open = 0;  ///< today
    };
    struct Partner {
        std::int32_t id = -1;
        std::uint32_t messages = 0;
    };

    Person& today(StaffId id);
    void enter_day(StaffId id);
    LoadOutcomes& outcomes_of(StaffId id);
    /// Null where the site has one unit.
    UnitOutcomes* unit_of(StaffId id);

    Site& site_;
    std::vector<Person> people_;
    std::vector<std::vector<Partner>> partners_;  ///< of each person, in order of number
};

}  // namespace wardwire::models

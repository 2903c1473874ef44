// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/chat_partners.hpp"
#include "models/chat_starts.hpp"
#include "models/events.hpp"
#include "models/slab.hpp"
#include "models/task.hpp"

namespace wardwire::models {

class Site;
struct Step;

inline constexpr std::size_t most_chat_users = 12;

/// An exchange between members of staff in turns; a turn is the messages of one user before
/// another writes.
struct Conversation {
    std::array<StaffId, most_chat_users> users{};  ///< the first one began it
    std::uint8_t user_count = 0;
    bool is_urgent = false;
    bool is_recorded = false;
    bool is_taken = false;     ///< somebody is answering the present turn
    bool is_over = false;      ///< the present turn will not be answered
    std::uint16_t turn = 0;    ///< turns sent
    std::uint32_t number = 0;  ///< the first user's n-th conversation
    std::uint32_t open_tasks = 0;
    std::uint32_t messages = 0;
    StaffId author;          ///< of the present turn
    sim::Time first_sent{};  ///< the first message of all
    sim::Time turn_sent{};   ///< the first message of the present turn
    std::int64_t last_message = -1;
    std::array<std::uint32_t, most_chat_users> written{};  ///< messages, by user
};

/// Staff chat. Replies are not drawn: they emerge from notice, attention, work and writing time.
class Chat {
 public:
    explicit Chat(Site& site);

    void start();
    void on(ConversationStarts event);

    void begins(const Task& task);
    Step next_step(TaskId task, StaffId by);
    sim::Duration step_length(const Task& task, std::uint64_t attempt) const;
    /// The task is done or dropped.
    void ends(const Task& task);

    /// Conversations begun and not yet read to their end.
    std::uint64_t open_conversations() const { return open_; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(begun_, open_, conversations_, partners_);
    }

 private:
    using ConversationId = sim::Id<struct ConversationTag>;

    void schedule_next(StaffId id);
    void invite(Conversation& conversation, StaffId starter, Address address);
    std::uint32_t messages_in(Address conversation, std::uint32_t turn) const;
    Address address_of(const Conversation& conversation) const;
    void send_turn(ConversationId id, StaffId author, const Task& task);
    double willingness_to_answer(const Conversation& conversation) const;
    void count_sent(StaffId author, std::uint32_t messages);
    void count_latency(StaffId author, sim::Duration latency);
    void count_partners(const Conversation& conversation);
    static std::size_t place_of(const Conversation& conversation, StaffId user);
    void deliver(ConversationId id, StaffId user, std::uint32_t messages, sim::Duration writing);
    void record_turn(const Conversation& conversation, StaffId user, Task& task,
                     std::uint32_t messages, sim::Duration writing);
    std::uint64_t conversation_id(const Conversation& conversation) const;
    std::int64_t message_id(const Conversation& conversation, std::uint32_t turn,
                            std::uint32_t message) const;

    Site& site_;
    ChatStarts starts_;
    ChatPartners partners_;
    std::vector<std::uint32_t> begun_;  ///< candidates, by staff
    std::uint64_t open_ = 0;
    Slab<Conversation, ConversationTag> conversations_;
};

}  // namespace wardwire::models

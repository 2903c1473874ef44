// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/chat_partners.hpp"
#include "models/chat_starts.hpp"
#include "models/events.hpp"
#include "models/parcel.hpp"
#include "models/slab.hpp"
#include "models/task.hpp"

namespace wardwire::models {

class Site;
struct Step;

/// An exchange between members of staff in turns; a turn is the messages of one user before
/// another writes.
///
/// One between two sites has two users. It is kept at the site of who began it; while it goes on,
/// the other site keeps its part of it as a guest. At each, the user who is elsewhere has no id.
struct Conversation {
    std::array<StaffId, most_chat_users> users{};  ///< the first one began it
    std::uint8_t user_count = 0;
    bool is_urgent = false;
    bool is_recorded = false;
    bool is_taken = false;  ///< somebody is answering the present turn
    bool is_over = false;   ///< the present turn will not be answered
    bool is_guest = false;
    bool is_aside = false;   ///< begun as an answer to one of several
    std::uint16_t turn = 0;  ///< turns sent
    std::uint32_t open_tasks = 0;
    std::uint32_t messages = 0;
    std::uint32_t turn_messages = 0;  ///< of the present turn
    Address address;                  ///< of its draws
    std::uint64_t log_id = 0;
    std::int32_t author = -1;  ///< of the present turn, in the records of all sites
    RoleId author_role;
    sim::Time first_sent{};         ///< the first message of all
    sim::Time turn_sent{};          ///< the first message of the present turn
    std::int32_t last_author = -1;  ///< of the latest turn that went out from here
    sim::Time last_turn_went{};     ///< when that was
    sim::Duration turn_writing{};   ///< of all its messages
    std::int64_t last_message = -1;
    std::array<std::uint32_t, most_chat_users> written{};  ///< messages, by user

    SiteId elsewhere;  ///< the site of the user who is not at this one; invalid: all are
    RoleId role_elsewhere;
    std::int32_t person_elsewhere = -1;  ///< in the records of all sites, once known
    std::uint32_t number_elsewhere = 0;  ///< of the conversation there, once known
};

/// Staff chat. Replies are not drawn: they emerge from notice, attention, work and writing time.
class Chat {
 public:
    explicit Chat(Site& site);

    void start();
    void on(ConversationStarts event);
    void on(ChatTurnIsSent event);
    /// Where the draws of the conversation are from.
    Address address_of(ChatTurnIsSent event) const {
        return conversations_[ConversationId{event.conversation}].address;
    }

    void begins(const Task& task);
    Step next_step(TaskId task, StaffId by);
    sim::Duration step_length(const Task& task, StaffId by, std::uint64_t attempt) const;
    /// The task is done or dropped.
    void ends(const Task& task);

    // chat_links.cpp: conversations between two sites
    void arrive(const ChatTurnTravels& turn);
    void arrive(const ChatTurnIsRead& turn);
    /// Turns of this site's conversations that the other site has not done with.
    std::uint64_t turns_elsewhere() const { return turns_elsewhere_; }
    /// Turns of other sites' conversations that are read or answered here.
    std::uint64_t guest_turns() const { return guest_turns_; }

    /// Conversations begun here and not yet read to their end.
    std::uint64_t open_conversations() const { return open_; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(begun_, open_, turns_elsewhere_, guest_turns_, conversations_, partners_);
    }

 private:
    using ConversationId = sim::Id<struct ConversationTag>;

    void schedule_next(StaffId id);
    ConversationId open_conversation(StaffId starter, std::uint32_t number);
    void begin_writing(ConversationId id);
    bool begins_aside(const Conversation& conversation, const Task& task, StaffId by) const;
    void begin_aside(ConversationId of, StaffId by);
    bool begins_off_duty(StaffId id, std::uint32_t number) const;
    void invite(Conversation& conversation, StaffId starter);
    void choose_users(Conversation& conversation, StaffId starter);
    std::uint32_t messages_in(const Conversation& conversation, std::uint32_t turn) const;
    static Address address_of(const Conversation& conversation, std::uint32_t turn,
                              std::uint32_t message);
    sim::Duration when_written(const Conversation& conversation, RoleId author, sim::Duration all,
                               std::uint32_t turn, std::uint32_t message) const;
    sim::Duration pauses_before(const Conversation& conversation, std::uint32_t message) const;
    void write_turn(ConversationId id, StaffId author, const Task& task);
    void send_turn(ConversationId id);
    void begin_books(Conversation& conversation, sim::Time first_sent);
    bool is_in_exchange(const Conversation& conversation, StaffId reader) const;
    double chance_of_an_answer(const Conversation& conversation, StaffId author) const;
    StaffId author_of(const Conversation& conversation) const;
    void count_sent(StaffId author, std::uint32_t messages);
    void count_latency(StaffId author, sim::Duration latency);
    void count_partners(const Conversation& conversation);
    std::int32_t person(const Conversation& conversation, std::uint8_t user) const;
    static std::size_t place_of(const Conversation& conversation, StaffId user);
    void deliver(ConversationId id, StaffId user);
    void record_turn(const Conversation& conversation, StaffId user, Task& task);
    static std::int64_t message_id(const Conversation& conversation, std::uint32_t turn,
                                   std::uint32_t message);
    void close_if_done(ConversationId id);
    void close_when_done(ConversationId id);
    void close_books(const Conversation& conversation);

    void send_elsewhere(ConversationId id);
    ConversationId welcome(const ChatTurnTravels& turn);
    void say_it_is_read(Conversation& conversation);
    void close_guest_when_done(ConversationId id);

    Site& site_;
    ChatStarts starts_;
    ChatPartners partners_;
    std::vector<double> answers_;       ///< factor on the odds that a person answers; drawn once
    std::vector<double> answered_;      ///< the same, that the person is answered
    std::vector<std::uint32_t> begun_;  ///< candidates, by staff
    std::uint64_t open_ = 0;
    std::uint64_t turns_elsewhere_ = 0;
    std::uint64_t guest_turns_ = 0;
    Slab<Conversation, ConversationTag> conversations_;
};

}  // namespace wardwire::models

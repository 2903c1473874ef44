// SPDX-License-Identifier: Apache-2.0
// Turns of conversations: how they are written, sent, and come to their readers.
#include <algorithm>

#include "models/chat.hpp"
#include "models/site.hpp"

namespace wardwire::models {

/// The next turn is written; its messages are sent at once, or with pauses between them.
void Chat::write_turn(ConversationId id, StaffId author, const Task& task) {
    const ChatSpec& chat = *site_.scenario.chat;
    Conversation& conversation = conversations_[id];
    const std::uint32_t turn = conversation.turn + 1U;
    const std::uint32_t messages = messages_in(conversation, turn);
    const RoleId role = site_.workforce[author].role;
    // Messages of a turn are sent as each is written.
    const sim::Time first_sent = site_.now() - task.step_length +
                                 when_written(conversation, role, task.step_length, turn, 0);
    if (turn == 1) {
        begin_books(conversation, first_sent);
    } else {
        site_.log.responded(task.row, author, first_sent);
        site_.log.closed(task.row, CloseReason::answered, first_sent);
        if (site_.outcomes.is_measured(conversation.turn_sent))
            count_latency(author, first_sent - conversation.turn_sent);
    }
    conversation.turn = static_cast<std::uint16_t>(turn);
    conversation.turn_messages = messages;
    conversation.turn_sent = first_sent;
    conversation.turn_writing = task.step_length;
    conversation.author = site_.log.person(author);
    conversation.author_role = role;
    conversation.messages += messages;
    conversation.written[place_of(conversation, author)] += messages;
    conversation.is_taken = false;
    conversation.is_over =
        turn >= chat.max_turns ||
        !site_.draws.happens(Draw::turn_continuation,
                             {conversation.address.entity, conversation.address.index + turn},
                             chance_of_an_answer(conversation, author));
    count_sent(author, messages);
    const sim::Duration pauses = pauses_before(conversation, messages - 1);
    if (pauses == sim::Duration::zero()) {
        send_turn(id);
        return;
    }
    ++conversation.open_tasks;
    site_.kernel.after(pauses, ChatTurnIsSent{id.index()});
}

void Chat::on(ChatTurnIsSent event) {
    const ConversationId id{event.conversation};
    send_turn(id);
    --conversations_[id].open_tasks;
    close_if_done(id);
}

/// All messages of the present turn go to all other users.
void Chat::send_turn(ConversationId id) {
    Conversation& conversation = conversations_[id];
    for (std::uint8_t k = 0; k < conversation.user_count; ++k) {
        const StaffId user = conversation.users[k];
        if (!user.is_valid())
            send_elsewhere(id);
        else if (person(conversation, k) != conversation.author)
            deliver(id, user);
    }
    conversation.last_message =
        message_id(conversation, conversation.turn, conversation.turn_messages - 1);
    conversation.last_author = conversation.author;
    conversation.last_turn_went = site_.now();
}

/// Whether the reader of the present turn wrote the one before a short while ago.
bool Chat::is_in_exchange(const Conversation& conversation, StaffId reader) const {
    const auto& exchange = site_.scenario.chat->exchange;
    return exchange && conversation.turn > 1 &&
           conversation.last_author == site_.log.person(reader) &&
           conversation.turn_sent - conversation.last_turn_went <=
               sim::from_seconds(exchange->within_s);
}

/// How far into the time in which a turn was written its n-th message was: each takes a part of it
/// as drawn.
sim::Duration Chat::when_written(const Conversation& conversation, RoleId author, sim::Duration all,
                                 std::uint32_t turn, std::uint32_t message) const {
    const std::uint32_t messages = messages_in(conversation, turn);
    const sim::Distribution& law = site_.scenario.chat->writing[author.index()];
    if (message + 1 == messages) return all;
    if (law.is_constant()) return all * (message + 1) / messages;
    double until_then = 0.0;
    double sum = 0.0;
    for (std::uint32_t k = 0; k < messages; ++k) {
        sum += law.draw(site_.draws.uniform(Draw::turn_writing, address_of(conversation, turn, k)));
        if (k == message) until_then = sum;
    }
    return sum > 0.0 ? sim::from_seconds(sim::in_seconds(all) * until_then / sum) : all;
}

/// How long the author of the present turn has paused before the n-th message, in all.
sim::Duration Chat::pauses_before(const Conversation& conversation, std::uint32_t message) const {
    const sim::Distribution& law = site_.scenario.chat->pause;
    if (law.is_constant()) return sim::from_seconds(message * law.mean());
    double sum_s = 0.0;
    for (std::uint32_t k = 0; k < message; ++k)
        sum_s += law.draw(
            site_.draws.uniform(Draw::turn_pause, address_of(conversation, conversation.turn, k)));
    return sim::from_seconds(sum_s);
}

/// The present turn goes to one of its readers.
void Chat::deliver(ConversationId id, StaffId user) {
    const ChatSpec& chat = *site_.scenario.chat;
    Conversation& conversation = conversations_[id];
    ++conversation.open_tasks;
    Address address = conversation.address;
    address.index += conversation.turn;
    const TaskId task_id = site_.new_task(TaskKind::chat_turn, address);
    Task& task = site_.tasks[task_id];
    task.channel = Channel::chat;
    task.subject = id.index();
    task.turn = conversation.turn;
    task.rank = conversation.is_urgent ? chat.urgent_rank : chat.rank;
    task.is_urgent = conversation.is_urgent;
    // Each reader notices in a way of his or her own.
    task.hop = static_cast<std::uint8_t>(place_of(conversation, user));
    task.is_in_exchange = is_in_exchange(conversation, user);
    const RoleId receiver = site_.workforce[user].role;
    const std::size_t pair =
        conversation.author_role.index() * site_.scenario.roles.size() + receiver.index();
    site_.outcomes.roles[receiver.index()]
        .messages_received[static_cast<std::size_t>(Channel::chat)] += conversation.turn_messages;
    site_.outcomes.chat_by_role_pair[pair] += conversation.turn_messages;
    if (conversation.user_count == 2)
        site_.outcomes.chat_of_two_by_role_pair[pair] += conversation.turn_messages;
    site_.load.received(user, conversation.turn_messages);
    if (conversation.is_recorded) record_turn(conversation, user, task);
    site_.send_to_person(task_id, user);
}

std::int64_t Chat::message_id(const Conversation& conversation, std::uint32_t turn,
                              std::uint32_t message) {
    return static_cast<std::int64_t>(conversation.log_id << 14 | std::min(turn, 255U) << 6 |
                                     message);
}

/// One row a message; the task carries the last one, which is the one read and answered.
void Chat::record_turn(const Conversation& conversation, StaffId user, Task& task) {
    const auto written = [&](std::uint32_t message) {
        return when_written(conversation, conversation.author_role, conversation.turn_writing,
                            conversation.turn, message);
    };
    const sim::Time begun = conversation.turn_sent - written(0);
    for (std::uint32_t k = 0; k < conversation.turn_messages; ++k) {
        sim::MessageRow row;
        row.conversation = conversation.log_id;
        row.message = static_cast<std::uint64_t>(message_id(conversation, task.turn, k));
        row.reply_to = conversation.last_message;
        row.sent_at = MessageLog::ticks(begun + written(k) + pauses_before(conversation, k));
        row.delivered_at = MessageLog::ticks(site_.now());
        row.sender = conversation.author;
        row.recipient = site_.log.person(user);
        row.channel = static_cast<std::int8_t>(Channel::chat);
        row.urgency = conversation.is_urgent ? 1 : 0;
        task.row = site_.log.add(row);
    }
}

}  // namespace wardwire::models

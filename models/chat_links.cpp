// SPDX-License-Identifier: Apache-2.0
// Conversations between two sites: turns that leave, guests, and what comes back.
#include "models/chat.hpp"
#include "models/site.hpp"

namespace wardwire::models {

/// The present turn goes to the user at the other site.
void Chat::send_elsewhere(ConversationId id) {
    Conversation& conversation = conversations_[id];
    ChatTurnTravels parcel;
    parcel.address = conversation.address;
    parcel.log_id = conversation.log_id;
    parcel.reply_to = conversation.last_message;
    parcel.sent = conversation.turn_sent;
    parcel.writing = conversation.turn_writing;
    parcel.from = site_.id();
    parcel.conversation_there = id.index();
    parcel.conversation_here = conversation.number_elsewhere;
    parcel.sender = conversation.author;
    parcel.sender_role = conversation.author_role;
    parcel.receiver_role = conversation.role_elsewhere;
    parcel.turn = conversation.turn;
    parcel.messages = static_cast<std::uint16_t>(conversation.turn_messages);
    parcel.is_urgent = conversation.is_urgent;
    parcel.is_recorded = conversation.is_recorded;
    parcel.is_over = conversation.is_over;
    site_.post(conversation.elsewhere, parcel);
    if (conversation.is_guest) {
        --guest_turns_;
    } else {
        ++turns_elsewhere_;
        ++conversation.open_tasks;
    }
}

/// A turn comes: the first one to a new guest, an even one to where the conversation was begun.
void Chat::arrive(const ChatTurnTravels& turn) {
    const ConversationId id =
        turn.turn == 1 ? welcome(turn) : ConversationId{turn.conversation_here};
    Conversation& conversation = conversations_[id];
    const std::uint8_t reader = conversation.is_guest ? 1 : 0;
    conversation.turn = turn.turn;
    conversation.turn_messages = turn.messages;
    conversation.turn_sent = turn.sent;
    conversation.turn_writing = turn.writing;
    conversation.author = conversation.person_elsewhere = turn.sender;
    conversation.author_role = turn.sender_role;
    conversation.number_elsewhere = turn.conversation_there;
    conversation.is_over = turn.is_over;
    conversation.is_taken = false;
    conversation.messages += turn.messages;
    conversation.written[1U - reader] += turn.messages;
    conversation.last_message = turn.reply_to;
    deliver(id, conversation.users[reader]);
    conversation.last_message = message_id(conversation, turn.turn, turn.messages - 1U);
    if (conversation.is_guest) {
        ++guest_turns_;
    } else {
        --turns_elsewhere_;
        --conversation.open_tasks;
    }
}

Chat::ConversationId Chat::welcome(const ChatTurnTravels& turn) {
    const ConversationId id = conversations_.take();
    Conversation& conversation = conversations_[id];
    conversation.is_guest = true;
    conversation.user_count = 2;
    conversation.address = turn.address;
    conversation.log_id = turn.log_id;
    conversation.is_urgent = turn.is_urgent;
    conversation.is_recorded = turn.is_recorded;
    conversation.elsewhere = turn.from;
    conversation.role_elsewhere = turn.sender_role;
    conversation.first_sent = turn.sent;
    const Address invitation{turn.address.entity, turn.address.index + 1};
    conversation.users[1] = partners_.choose_for_guest(turn.receiver_role, invitation);
    site_.load.conversation_opens(conversation.users[1]);
    return id;
}

void Chat::say_it_is_read(Conversation& conversation) {
    site_.post(conversation.elsewhere, ChatTurnIsRead{conversation.number_elsewhere});
    --guest_turns_;
}

void Chat::arrive(const ChatTurnIsRead& turn) {
    const ConversationId id{turn.conversation};
    --turns_elsewhere_;
    --conversations_[id].open_tasks;
    close_when_done(id);
}

/// A guest's part is over when the last turn was read, or sent, here.
void Chat::close_guest_when_done(ConversationId id) {
    const Conversation& conversation = conversations_[id];
    if (!conversation.is_over || conversation.open_tasks > 0) return;
    site_.load.conversation_closes(conversation.users[1]);
    if (site_.outcomes.is_measured(conversation.first_sent)) count_partners(conversation);
    conversations_.release(id);
}

}  // namespace wardwire::models

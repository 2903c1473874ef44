// SPDX-License-Identifier: Apache-2.0
#include "models/chat.hpp"

#include <algorithm>
#include <span>

#include "models/site.hpp"

namespace wardwire::models {

namespace {

constexpr std::size_t most_conversations = 20'000'000;
constexpr std::uint32_t most_messages_a_turn = 60;

/// Which of some weighted choices a uniform number means; weights sum to 1.
std::size_t pick(const std::vector<double>& weights, double u) {
    std::size_t i = 0;
    while (i + 1 < weights.size() && u >= weights[i]) u -= weights[i++];
    return i;
}

}  // namespace

Chat::Chat(Site& site)
    : site_(site),
      starts_(site),
      partners_(site),
      conversations_(most_conversations, "at most 20 million open conversations") {
    if (site.scenario.chat) begun_.resize(site.workforce.size());
}

void Chat::start() {
    for (std::size_t i = 0; i < begun_.size(); ++i) schedule_next(StaffId{i});
}

/// The n-th candidate of a person; one who is off duty then begins nothing.
void Chat::schedule_next(StaffId id) {
    const Staff& person = site_.workforce[id];
    const double gap = sim::exponential_quantile(
        site_.draws.uniform(Draw::conversation_gap, {person.entity, begun_[id.index()]}));
    const sim::Time next = starts_.next(id, site_.now(), gap);
    if (next < sim::end_of_time) site_.kernel.at(next, ConversationStarts{id});
}

void Chat::on(ConversationStarts event) {
    const Staff& person = site_.workforce[event.staff];
    const std::uint32_t number = begun_[event.staff.index()]++;
    schedule_next(event.staff);
    if (!person.is_on_duty || person.is_leaving) return;
    const ConversationId id = conversations_.take();
    Conversation& conversation = conversations_[id];
    conversation.users[0] = event.staff;
    conversation.address = {person.entity, static_cast<std::uint64_t>(number) << 16};
    conversation.log_id =
        1ULL << 48 | static_cast<std::uint64_t>(site_.log.person(event.staff)) << 26 | number;
    const Address address = conversation.address;
    invite(conversation, event.staff);
    if (conversation.user_count < 2) {
        conversations_.release(id);
        return;
    }
    const ChatSpec& chat = *site_.scenario.chat;
    conversation.is_urgent =
        site_.draws.happens(Draw::conversation_urgency, address, chat.urgent_probability);
    conversation.is_recorded = site_.is_recorded(address);
    conversation.open_tasks = 1;
    const TaskId task_id = site_.new_task(TaskKind::chat_start, address);
    Task& task = site_.tasks[task_id];
    task.channel = Channel::chat;
    task.subject = id.index();
    task.rank = conversation.is_urgent ? chat.urgent_rank : chat.rank;
    task.is_urgent = conversation.is_urgent;
    site_.workforce.fall_due(task_id, event.staff, false);
}

/// Chooses the other users: the role of each, then a person.
void Chat::invite(Conversation& conversation, StaffId starter) {
    const ChatSpec& chat = *site_.scenario.chat;
    const Address address = conversation.address;
    conversation.user_count = 1;
    const double u = site_.draws.uniform(Draw::conversation_users, address);
    const std::size_t wanted = std::min(pick(chat.users_probability, u) + 2, most_chat_users);
    for (std::size_t k = 1; k < wanted; ++k) {
        const Address own = {address.entity, address.index + k};
        const RoleId role =
            partners_.choose_role(starter, site_.draws.uniform(Draw::conversation_role, own));
        if (!role.is_valid()) continue;
        if (wanted == 2) conversation.elsewhere = partners_.choose_site(role, own);
        if (conversation.elsewhere.is_valid()) {
            conversation.role_elsewhere = role;
            conversation.user_count = 2;
            return;
        }
        const std::span<const StaffId> users(conversation.users.data(), conversation.user_count);
        const StaffId chosen = partners_.choose(users, role, own);
        if (!chosen.is_valid() || std::ranges::find(users, chosen) != users.end()) continue;
        conversation.users[conversation.user_count++] = chosen;
        partners_.remember(starter, chosen);
    }
}

std::uint32_t Chat::messages_in(const Conversation& conversation, std::uint32_t turn) const {
    if (turn == conversation.turn) return conversation.turn_messages;
    const Address address = conversation.address;
    const sim::Distribution& law = site_.scenario.chat->messages_per_turn;
    const double count = law.is_constant()
                             ? law.mean()
                             : law.draw(site_.draws.uniform(
                                   Draw::turn_messages, {address.entity, address.index + turn}));
    return std::clamp(static_cast<std::uint32_t>(count), 1U, most_messages_a_turn);
}

/// All messages of the turn are read together.
void Chat::begins(const Task& task) {
    if (task.row < 0) return;
    const Conversation& conversation = conversations_[ConversationId{task.subject}];
    const auto messages = static_cast<std::int32_t>(messages_in(conversation, task.turn));
    for (std::int32_t k = 0; k < messages; ++k) site_.log.read(task.row - k, site_.now());
    for (std::int32_t k = 1; k < messages; ++k)
        site_.log.closed(task.row - k, CloseReason::read, site_.now());
}

/// A turn is read, then perhaps answered; the task that starts a conversation only writes.
Step Chat::next_step(TaskId id, StaffId by) {
    Task& task = site_.tasks[id];
    const ConversationId conversation_id{task.subject};
    Conversation& conversation = conversations_[conversation_id];
    if (task.kind == TaskKind::chat_start && task.stage == 0) task.stage = 1;
    switch (task.stage++) {
        case 0:
            return {Activity::chat_reading, step_length(task, 0), true};
        case 1: {
            const bool answers =
                task.kind == TaskKind::chat_start ||
                (task.turn == conversation.turn && !conversation.is_taken && !conversation.is_over);
            if (!answers) {
                site_.log.closed(task.row, CloseReason::read, site_.now());
                if (conversation.is_guest) say_it_is_read(conversation);
                return {};
            }
            conversation.is_taken = true;
            return {Activity::chat_writing, step_length(task, 0), true};
        }
        default:
            send_turn(conversation_id, by, task);
            return {};
    }
}

sim::Duration Chat::step_length(const Task& task, std::uint64_t attempt) const {
    const ChatSpec& chat = *site_.scenario.chat;
    const Conversation& conversation = conversations_[ConversationId{task.subject}];
    const Address address = conversation.address;
    const bool reads = task.stage == 1;
    const std::uint32_t turn = reads ? task.turn : conversation.turn + 1U;
    const std::uint32_t messages = messages_in(conversation, turn);
    const sim::Distribution& law = reads ? chat.reading : chat.writing;
    if (law.is_constant()) return sim::from_seconds(messages * law.mean());
    // Turn and message make the sub-address; an attempt after an interruption draws afresh.
    double length_s = 0.0;
    for (std::uint32_t k = 0; k < messages; ++k) {
        const std::uint64_t index = ((address.index + turn) << 8 | k) + (attempt << 56);
        length_s += law.draw(site_.draws.uniform(reads ? Draw::turn_reading : Draw::turn_writing,
                                                 {address.entity, index}));
    }
    return sim::from_seconds(length_s);
}

/// The next turn is written: its messages go to all other users.
void Chat::send_turn(ConversationId id, StaffId author, const Task& task) {
    const ChatSpec& chat = *site_.scenario.chat;
    Conversation& conversation = conversations_[id];
    const std::uint32_t turn = conversation.turn + 1U;
    const std::uint32_t messages = messages_in(conversation, turn);
    // Messages of a turn are sent as each is written, at equal steps of the writing time.
    const sim::Time first_sent = site_.now() - task.step_length + task.step_length / messages;
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
    conversation.author_role = site_.workforce[author].role;
    conversation.messages += messages;
    conversation.written[place_of(conversation, author)] += messages;
    conversation.is_taken = false;
    conversation.is_over =
        turn >= chat.max_turns ||
        !site_.draws.happens(Draw::turn_continuation,
                             {conversation.address.entity, conversation.address.index + turn},
                             nth_or_last(chat.continuation_probability, turn - 1) *
                                 willingness_to_answer(conversation));
    count_sent(author, messages);
    for (std::uint8_t k = 0; k < conversation.user_count; ++k) {
        const StaffId user = conversation.users[k];
        if (!user.is_valid())
            send_elsewhere(id);
        else if (user != author)
            deliver(id, user);
    }
    conversation.last_message = message_id(conversation, turn, messages - 1);
}

void Chat::begin_books(Conversation& conversation, sim::Time first_sent) {
    conversation.first_sent = first_sent;
    ++site_.outcomes.conversations.started;
    ++open_;
    for (std::uint8_t k = 0; k < conversation.user_count; ++k)
        if (conversation.users[k].is_valid()) site_.load.conversation_opens(conversation.users[k]);
}

/// Of the most willing of those who get the present turn.
double Chat::willingness_to_answer(const Conversation& conversation) const {
    const std::vector<double>& factor = site_.scenario.chat->answer_factor;
    if (factor.empty()) return 1.0;
    double most = 0.0;
    for (std::uint8_t k = 0; k < conversation.user_count; ++k) {
        if (person(conversation, k) == conversation.author) continue;
        const StaffId user = conversation.users[k];
        const RoleId role =
            user.is_valid() ? site_.workforce[user].role : conversation.role_elsewhere;
        most = std::max(most, factor[role.index()]);
    }
    return most;
}

/// In the records of all sites.
std::int32_t Chat::person(const Conversation& conversation, std::uint8_t user) const {
    const StaffId id = conversation.users[user];
    return id.is_valid() ? site_.log.person(id) : conversation.person_elsewhere;
}

void Chat::count_sent(StaffId author, std::uint32_t messages) {
    constexpr auto chat = static_cast<std::size_t>(Channel::chat);
    RoleOutcomes& role = site_.outcomes.roles[site_.workforce[author].role.index()];
    const unsigned hour = site_.scenario.calendar.hour_of_week(site_.now());
    role.messages_sent[chat] += messages;
    role.sent_by_hour[chat][hour % 24] += messages;
    site_.outcomes.count_messages(Channel::chat, hour, messages);
    site_.load.sent(author, messages);
}

void Chat::count_latency(StaffId author, sim::Duration latency) {
    RoleOutcomes& role = site_.outcomes.roles[site_.workforce[author].role.index()];
    site_.outcomes.conversations.response_latency.add(latency);
    site_.outcomes.conversations.latency_histogram.add(latency);
    role.chat_response.add(latency);
    role.chat_response_histogram.add(latency);
}

std::size_t Chat::place_of(const Conversation& conversation, StaffId user) {
    return static_cast<std::size_t>(
        std::find(conversation.users.begin(), conversation.users.end(), user) -
        conversation.users.begin());
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
    const std::uint32_t messages = conversation.turn_messages;
    const sim::Duration writing = conversation.turn_writing;
    const sim::Time begun = conversation.turn_sent - writing / messages;
    for (std::uint32_t k = 0; k < messages; ++k) {
        sim::MessageRow row;
        row.conversation = conversation.log_id;
        row.message = static_cast<std::uint64_t>(message_id(conversation, task.turn, k));
        row.reply_to = conversation.last_message;
        row.sent_at = MessageLog::ticks(begun + writing * (k + 1) / messages);
        row.delivered_at = MessageLog::ticks(site_.now());
        row.sender = conversation.author;
        row.recipient = site_.log.person(user);
        row.channel = static_cast<std::int8_t>(Channel::chat);
        row.urgency = conversation.is_urgent ? 1 : 0;
        task.row = site_.log.add(row);
    }
}

void Chat::ends(const Task& task) {
    const ConversationId id{task.subject};
    --conversations_[id].open_tasks;
    if (conversations_[id].is_guest)
        close_guest_when_done(id);
    else
        close_when_done(id);
}

/// Done when nobody here or elsewhere has a turn to read.
void Chat::close_when_done(ConversationId id) {
    const Conversation& conversation = conversations_[id];
    if (conversation.open_tasks > 0) return;
    if (conversation.turn > 0) close_books(conversation);
    conversations_.release(id);
}

void Chat::close_books(const Conversation& conversation) {
    ConversationOutcomes& outcomes = site_.outcomes.conversations;
    ++outcomes.closed;
    --open_;
    for (std::uint8_t k = 0; k < conversation.user_count; ++k)
        if (conversation.users[k].is_valid()) site_.load.conversation_closes(conversation.users[k]);
    if (!site_.outcomes.is_measured(conversation.first_sent)) return;
    outcomes.turns.add(conversation.turn);
    outcomes.messages.add(conversation.messages);
    outcomes.users.add(conversation.user_count);
    outcomes.turns_histogram.add(conversation.turn);
    outcomes.messages_histogram.add(conversation.messages);
    outcomes.users_histogram.add(conversation.user_count);
    outcomes.duration.add(conversation.turn_sent - conversation.first_sent);
    count_partners(conversation);
}

void Chat::count_partners(const Conversation& conversation) {
    for (std::uint8_t i = 0; i < conversation.user_count; ++i)
        for (std::uint8_t k = 0; k < conversation.user_count; ++k)
            if (i != k && conversation.users[i].is_valid())
                site_.load.wrote(conversation.users[i], person(conversation, k),
                                 conversation.written[i]);
}

}  // namespace wardwire::models

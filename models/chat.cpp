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

/// A chance whose odds are so many times those of `chance`.
double with_odds(double chance, double factor) {
    return chance * factor / (1.0 - chance + chance * factor);
}

}  // namespace

Chat::Chat(Site& site)
    : site_(site),
      starts_(site),
      partners_(site),
      conversations_(most_conversations, "at most 20 million open conversations") {
    if (!site.scenario.chat) return;
    begun_.resize(site.workforce.size());
    answers_ = factors_of_people(site, Draw::answer_effect, site.scenario.chat->effects.answers);
    answered_ =
        factors_of_people(site, Draw::answered_effect, site.scenario.chat->effects.answered);
}

void Chat::start() {
    for (std::size_t i = 0; i < begun_.size(); ++i) schedule_next(StaffId{i});
}

/// The n-th candidate of a person; one who is off duty then begins nothing.
void Chat::schedule_next(StaffId id) {
    const Staff& person = site_.workforce[id];
    const Address candidate{person.entity, begun_[id.index()]};
    const auto& burst = site_.scenario.chat->burst;
    const double further = burst ? burst->further_probability : 0.0;
    const double gap =
        sim::exponential_quantile(site_.draws.uniform(Draw::conversation_gap, candidate));
    const sim::Time next =
        begun_[id.index()] > 0 && site_.draws.happens(Draw::further_start, candidate, further)
            ? site_.now() + site_.draws.duration(Draw::further_gap, candidate, burst->gap)
            : starts_.next(id, site_.now(), gap / (1.0 - further));
    if (next < sim::end_of_time) site_.kernel.at(next, ConversationStarts{id});
}

void Chat::on(ConversationStarts event) {
    const Staff& person = site_.workforce[event.staff];
    const std::uint32_t number = begun_[event.staff.index()]++;
    schedule_next(event.staff);
    if (person.is_leaving || !(person.is_on_duty || begins_off_duty(event.staff, number))) return;
    const ConversationId id = open_conversation(event.staff, number);
    Conversation& conversation = conversations_[id];
    invite(conversation, event.staff);
    if (conversation.user_count < 2) {
        conversations_.release(id);
        return;
    }
    conversation.is_urgent = site_.draws.happens(Draw::conversation_urgency, conversation.address,
                                                 site_.scenario.chat->urgent_probability);
    begin_writing(id);
}

/// Whether somebody off duty begins a conversation in his or her own time.
bool Chat::begins_off_duty(StaffId id, std::uint32_t number) const {
    const Staff& person = site_.workforce[id];
    const std::vector<double>& by_role = site_.scenario.chat->off_duty_probability;
    return !by_role.empty() && site_.draws.happens(Draw::off_duty_start, {person.entity, number},
                                                   by_role[person.role.index()]);
}

/// The n-th conversation that a person begins.
Chat::ConversationId Chat::open_conversation(StaffId starter, std::uint32_t number) {
    const ConversationId id = conversations_.take();
    Conversation& conversation = conversations_[id];
    conversation.users[0] = starter;
    conversation.user_count = 1;
    conversation.address = {site_.workforce[starter].entity, static_cast<std::uint64_t>(number)
                                                                 << 16};
    conversation.log_id =
        1ULL << 48 | static_cast<std::uint64_t>(site_.log.person(starter)) << 26 | number;
    conversation.is_recorded = site_.is_recorded(conversation.address);
    return id;
}

/// Who begins a conversation has its first turn to write.
void Chat::begin_writing(ConversationId id) {
    const ChatSpec& chat = *site_.scenario.chat;
    Conversation& conversation = conversations_[id];
    conversation.open_tasks = 1;
    const TaskId task_id = site_.new_task(TaskKind::chat_start, conversation.address);
    Task& task = site_.tasks[task_id];
    task.channel = Channel::chat;
    task.subject = id.index();
    task.rank = conversation.is_urgent ? chat.urgent_rank : chat.rank;
    task.is_urgent = conversation.is_urgent;
    const StaffId starter = conversation.users[0];
    if (site_.workforce[starter].state == Staff::State::off_duty)
        site_.workforce.fall_due_off_duty(task_id, starter);
    else
        site_.workforce.fall_due(task_id, starter, false);
}

/// Whether one of several readers answers the author of the turn alone.
bool Chat::begins_aside(const Conversation& conversation, const Task& task, StaffId by) const {
    return conversation.user_count > 2 && task.kind == TaskKind::chat_turn &&
           task.turn == conversation.turn &&
           site_.draws.happens(
               Draw::aside, task.address.at(task.hop),
               with_odds(site_.scenario.chat->aside_probability,
                         answers_[by.index()] * answered_[author_of(conversation).index()]));
}

/// Of the present turn, which somebody here has written.
StaffId Chat::author_of(const Conversation& conversation) const {
    return *std::ranges::find_if(conversation.users, [&](StaffId user) {
        return site_.log.person(user) == conversation.author;
    });
}

/// A conversation of a reader and the author of the turn that was read.
void Chat::begin_aside(ConversationId of, StaffId by) {
    const StaffId to = author_of(conversations_[of]);
    const ConversationId id = open_conversation(by, begun_[by.index()]++);
    Conversation& aside = conversations_[id];
    aside.users[aside.user_count++] = to;
    aside.is_urgent = conversations_[of].is_urgent;
    aside.is_aside = true;
    partners_.remember(by, to);
    begin_writing(id);
}

/// Finds the other users: those of an earlier conversation, or some that are chosen anew.
void Chat::invite(Conversation& conversation, StaffId starter) {
    conversation.user_count = partners_.choose_same(conversation.users, conversation.address);
    const std::span<const StaffId> users = conversation.users;
    if (conversation.user_count == 1)
        choose_users(conversation, starter);
    else
        for (const StaffId other : users.first(conversation.user_count).subspan(1))
            partners_.remember(starter, other);
    if (conversation.user_count > 1 && !conversation.elsewhere.is_valid())
        partners_.remember(users.first(conversation.user_count));
}

/// The role of each, then a person.
void Chat::choose_users(Conversation& conversation, StaffId starter) {
    const ChatSpec& chat = *site_.scenario.chat;
    const Address address = conversation.address;
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
    const ChatSpec& chat = *site_.scenario.chat;
    const sim::Distribution& law = turn == 1 && chat.messages_of_first_turn
                                       ? *chat.messages_of_first_turn
                                       : chat.messages_per_turn;
    const auto in_turn = [](double count) {
        return std::clamp(static_cast<std::uint32_t>(count), 1U, most_messages_a_turn);
    };
    if (law.is_constant()) return in_turn(law.mean());
    double u = site_.draws.uniform(Draw::turn_messages, {address.entity, address.index + turn});
    // The chance of any number above the least shrinks by the factor.
    const double factor = chat.repeated_to_all_factor;
    if (conversation.user_count > 2 && factor < 1.0) u = std::max(0.0, 1.0 - (1.0 - u) / factor);
    return in_turn(law.draw(u));
}

/// Where the draws of a message are from.
Address Chat::address_of(const Conversation& conversation, std::uint32_t turn,
                         std::uint32_t message) {
    const Address address = conversation.address;
    return {address.entity, (address.index + turn) << 8 | message};
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
            return {Activity::chat_reading, step_length(task, by, 0), true};
        case 1: {
            const bool answers =
                task.kind == TaskKind::chat_start ||
                (task.turn == conversation.turn && !conversation.is_taken && !conversation.is_over);
            if (!answers) {
                site_.log.closed(task.row, CloseReason::read, site_.now());
                if (conversation.is_guest) say_it_is_read(conversation);
                if (begins_aside(conversation, task, by)) begin_aside(conversation_id, by);
                return {};
            }
            conversation.is_taken = true;
            return {Activity::chat_writing, step_length(task, by, 0), true};
        }
        default:
            write_turn(conversation_id, by, task);
            return {};
    }
}

sim::Duration Chat::step_length(const Task& task, StaffId by, std::uint64_t attempt) const {
    const ChatSpec& chat = *site_.scenario.chat;
    const Conversation& conversation = conversations_[ConversationId{task.subject}];
    const bool reads = task.stage == 1;
    const std::uint32_t turn = reads ? task.turn : conversation.turn + 1U;
    const std::uint32_t messages = messages_in(conversation, turn);
    const sim::Distribution& law =
        (reads ? chat.reading : chat.writing)[site_.workforce[by].role.index()];
    if (law.is_constant()) return sim::from_seconds(messages * law.mean());
    // An attempt after an interruption draws afresh.
    double length_s = 0.0;
    for (std::uint32_t k = 0; k < messages; ++k) {
        Address address = address_of(conversation, turn, k);
        address.index += attempt << 56;
        length_s +=
            law.draw(site_.draws.uniform(reads ? Draw::turn_reading : Draw::turn_writing, address));
    }
    return sim::from_seconds(length_s);
}

void Chat::begin_books(Conversation& conversation, sim::Time first_sent) {
    conversation.first_sent = first_sent;
    ++site_.outcomes.conversations.started;
    ++open_;
    for (std::uint8_t k = 0; k < conversation.user_count; ++k)
        if (conversation.users[k].is_valid()) site_.load.conversation_opens(conversation.users[k]);
}

/// That the present turn is answered, by the likeliest to do so of those who get it.
double Chat::chance_of_an_answer(const Conversation& conversation, StaffId author) const {
    const ChatSpec& chat = *site_.scenario.chat;
    double chance = nth_or_last(chat.continuation_probability, conversation.turn - 1U);
    if (conversation.user_count > 2) chance *= chat.to_all_factor;
    if (conversation.is_aside && conversation.turn == 1) chance *= chat.to_aside_factor;
    if (conversation.turn_messages > 1)
        chance *= nth_or_last(chat.to_repeated_factor, conversation.turn - 1U);
    if (!chat.answered_at_factor.empty())
        chance *= chat.answered_at_factor[site_.scenario.calendar.hour_of_week(site_.now()) % 24];
    if (!chat.effects.answered.empty())
        chance = with_odds(std::min(1.0, chance), answered_[author.index()]);
    if (chat.answer_factor.empty() && chat.effects.answers.empty()) return chance;
    double most = 0.0;
    for (std::uint8_t k = 0; k < conversation.user_count; ++k) {
        if (person(conversation, k) == conversation.author) continue;
        const StaffId user = conversation.users[k];
        const RoleId role =
            user.is_valid() ? site_.workforce[user].role : conversation.role_elsewhere;
        const double of_role =
            chat.answer_factor.empty() ? chance : chance * chat.answer_factor[role.index()];
        most = std::max(most, user.is_valid() && !chat.effects.answers.empty()
                                  ? with_odds(std::min(1.0, of_role), answers_[user.index()])
                                  : of_role);
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

void Chat::ends(const Task& task) {
    const ConversationId id{task.subject};
    --conversations_[id].open_tasks;
    close_if_done(id);
}

void Chat::close_if_done(ConversationId id) {
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

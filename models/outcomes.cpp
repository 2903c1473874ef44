// SPDX-License-Identifier: Apache-2.0
#include "models/outcomes.hpp"

#include <algorithm>
#include <utility>

namespace wardwire::models {

OutcomeSizes::OutcomeSizes(const Scenario& scenario)
    : roles(scenario.roles.size()),
      pools(scenario.pools.size() + scenario.telephone.size()),
      use_types(scenario.portal ? scenario.portal->use_types.size() : 0),
      patient_groups(models::patient_groups(scenario).size()),
      patient_cells(models::patient_cells(scenario).size()),
      units(scenario.units > 1 ? scenario.units : 0) {}

Outcomes::Outcomes(const OutcomeSizes& the_sizes)
    : sizes(the_sizes),
      response_by_use_type(sizes.use_types),
      response_by_patient_group(sizes.patient_groups > 1 ? sizes.patient_groups : 0),
      patients(sizes.patient_groups, sizes.patient_cells, sizes.use_types),
      roles(sizes.roles),
      load(sizes.roles),
      units(sizes.units),
      chat_by_role_pair(sizes.roles * sizes.roles),
      chat_of_two_by_role_pair(sizes.roles * sizes.roles),
      pools(sizes.pools) {}

void Outcomes::restart(sim::Time now) {
    Outcomes fresh(sizes);
    fresh.window_starts = now;
    fresh.threads.open_at_start = threads.open_at_start + threads.started - threads.closed;
    fresh.conversations.open_at_start =
        conversations.open_at_start + conversations.started - conversations.closed;
    for (std::size_t i = 0; i < pools.size(); ++i) {
        fresh.pools[i].queue = pools[i].queue;
        fresh.pools[i].queue.restart(now);
        fresh.pools[i].waiting_at_start = static_cast<std::uint64_t>(pools[i].queue.level());
    }
    *this = std::move(fresh);
}

namespace {

template <class List>
void add_each(List& sums, const List& others) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += others[i];
}
template <class List>
void merge_each(List& sums, const List& others) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i].merge(others[i]);
}

constexpr double microseconds_per_hour = 3.6e9;

}  // namespace

void ResponseOutcomes::merge(const ResponseOutcomes& other) {
    messages += other.messages;
    answered += other.answered;
    closed_without_reply += other.closed_without_reply;
    add_each(within, other.within);
    add_each(touched_within, other.touched_within);
    wall.merge(other.wall);
    business.merge(other.business);
    first_touch.merge(other.first_touch);
    first_touch_business.merge(other.first_touch_business);
    wall_histogram.merge(other.wall_histogram);
}

void UrgentOutcomes::add(sim::Duration unseen_for) {
    unseen.add(unseen_for);
    for (std::size_t i = 0; i < past.size(); ++i)
        if (unseen_for > ResponseOutcomes::limits[i]) ++past[i];
}

void UrgentOutcomes::merge(const UrgentOutcomes& other) {
    unseen.merge(other.unseen);
    add_each(past, other.past);
}

void AuditOutcomes::merge(const AuditOutcomes& other) {
    messages += other.messages;
    resolved += other.resolved;
}

void ThreadOutcomes::merge(const ThreadOutcomes& other) {
    open_at_start += other.open_at_start;
    started += other.started;
    closed += other.closed;
    closed_of_window += other.closed_of_window;
    closed_without_clinician += other.closed_without_clinician;
    open_at_end += other.open_at_end;
    time_to_close.merge(other.time_to_close);
    rounds.merge(other.rounds);
    round_counts.merge(other.round_counts);
    messages.merge(other.messages);
    handoffs.merge(other.handoffs);
}

void ConversationOutcomes::merge(const ConversationOutcomes& other) {
    open_at_start += other.open_at_start;
    started += other.started;
    closed += other.closed;
    open_at_end += other.open_at_end;
    turns.merge(other.turns);
    messages.merge(other.messages);
    users.merge(other.users);
    duration.merge(other.duration);
    response_latency.merge(other.response_latency);
    latency_histogram.merge(other.latency_histogram);
    turns_histogram.merge(other.turns_histogram);
    messages_histogram.merge(other.messages_histogram);
    users_histogram.merge(other.users_histogram);
}

void RoleOutcomes::merge(const RoleOutcomes& other) {
    add_each(microseconds, other.microseconds);
    after_hours_microseconds += other.after_hours_microseconds;
    overtime_microseconds += other.overtime_microseconds;
    shifts += other.shifts;
    add_each(interruptions, other.interruptions);
    between_interruptions.merge(other.between_interruptions);
    tasks_done += other.tasks_done;
    tasks_interrupted += other.tasks_interrupted;
    tasks_never_resumed += other.tasks_never_resumed;
    tasks_left_undone += other.tasks_left_undone;
    expected_errors += other.expected_errors;
    cost_usd += other.cost_usd;
    completion.merge(other.completion);
    fragments.merge(other.fragments);
    resumption.merge(other.resumption);
    longest_focus.merge(other.longest_focus);
    visit_wait.merge(other.visit_wait);
    visits += other.visits;
    no_shows += other.no_shows;
    add_each(messages_sent, other.messages_sent);
    add_each(messages_received, other.messages_received);
    for (std::size_t i = 0; i < sent_by_hour.size(); ++i)
        add_each(sent_by_hour[i], other.sent_by_hour[i]);
    read_delay.merge(other.read_delay);
    read_delay_business.merge(other.read_delay_business);
    merge_each(read_delay_by_channel, other.read_delay_by_channel);
    portal_response.merge(other.portal_response);
    chat_response.merge(other.chat_response);
    chat_response_histogram.merge(other.chat_response_histogram);
}

void LoadOutcomes::merge(const LoadOutcomes& other) {
    sent_per_day.merge(other.sent_per_day);
    received_per_day.merge(other.received_per_day);
    most_conversations.merge(other.most_conversations);
    partners.merge(other.partners);
    in_conversation += other.in_conversation;
    top_partner_share.merge(other.top_partner_share);
    messaging.insert(messaging.end(), other.messaging.begin(), other.messaging.end());
}

void PoolOutcomes::merge(const PoolOutcomes& other, sim::Time now) {
    queue.merge(other.queue, now);
    waiting_at_start += other.waiting_at_start;
    entered += other.entered;
    claimed += other.claimed;
    escalated += other.escalated;
    abandoned += other.abandoned;
    waited += other.waited;
    wait.merge(other.wait);
    wait_claimed.merge(other.wait_claimed);
    wait_histogram.merge(other.wait_histogram);
}

void Outcomes::merge(const Outcomes& other, sim::Time now) {
    response.merge(other.response);
    merge_each(response_by_use_type, other.response_by_use_type);
    merge_each(response_by_urgency, other.response_by_urgency);
    merge_each(response_by_patient_group, other.response_by_patient_group);
    merge_each(response_by_hour, other.response_by_hour);
    urgent.merge(other.urgent);
    audit.merge(other.audit);
    threads.merge(other.threads);
    patients.merge(other.patients);
    conversations.merge(other.conversations);
    merge_each(roles, other.roles);
    merge_each(load, other.load);
    add_each(chat_by_role_pair, other.chat_by_role_pair);
    add_each(chat_of_two_by_role_pair, other.chat_of_two_by_role_pair);
    for (std::size_t i = 0; i < pools.size(); ++i) pools[i].merge(other.pools[i], now);
    in_basket_escalations += other.in_basket_escalations;
    covered_messages += other.covered_messages;
    resolved_for_others += other.resolved_for_others;
    add_each(messages, other.messages);
    for (std::size_t i = 0; i < messages_by_hour_of_week.size(); ++i)
        add_each(messages_by_hour_of_week[i], other.messages_by_hour_of_week[i]);
}

double staffed_hours(const RoleOutcomes& role) {
    std::int64_t sum = 0;
    for (const std::int64_t part : role.microseconds) sum += part;
    return static_cast<double>(sum) / microseconds_per_hour;
}

double cost_usd(const RoleOutcomes& role, const RoleSpec& spec) {
    const double overtime = static_cast<double>(role.overtime_microseconds) / microseconds_per_hour;
    return spec.cost_usd_per_hour * (staffed_hours(role) + overtime * (spec.overtime_factor - 1.0));
}

sim::Duration within_window(const Outcomes& outcomes, sim::Time from, sim::Time to) {
    return std::max(sim::Duration::zero(), to - std::max(from, outcomes.window_starts));
}

}  // namespace wardwire::models

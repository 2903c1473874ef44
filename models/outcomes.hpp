// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/patient_outcomes.hpp"
#include "models/task.hpp"
#include "sim/record/count_histogram.hpp"
#include "sim/record/duration_sum.hpp"
#include "sim/record/histogram.hpp"
#include "sim/record/tally.hpp"
#include "sim/record/time_average.hpp"

/// What a site keeps of what happens: sums, tallies and histograms over the measured window, which
/// begins when the warm-up ends. Names, units and definitions of the outcomes stand in
/// outcome_report.cpp.
namespace wardwire::models {

/// Answers to patients' messages that were sent in the window.
struct ResponseOutcomes {
    static constexpr std::array<sim::Duration, 4> limits{sim::minutes{5}, sim::hours{1},
                                                         sim::days{1}, sim::days{3}};
    std::uint64_t messages = 0;
    std::uint64_t answered = 0;
    std::uint64_t closed_without_reply = 0;
    std::array<std::uint64_t, limits.size()> within{};
    std::array<std::uint64_t, limits.size()> touched_within{};
    sim::Tally wall;
    sim::Tally business;
    sim::Tally first_touch;
    sim::DurationSum first_touch_business;
    sim::DurationHistogram wall_histogram;

    void merge(const ResponseOutcomes& other);
};

/// Truly urgent messages that were sent in the window, while nobody had begun to read them.
struct UrgentOutcomes {
    sim::DurationSum unseen;
    /// Unseen for longer than each of ResponseOutcomes::limits.
    std::array<std::uint64_t, ResponseOutcomes::limits.size()> past{};

    void add(sim::Duration unseen_for);
    void merge(const UrgentOutcomes& other);
};

/// Messages that were sent in the window and whose first audit fell within it.
struct AuditOutcomes {
    std::uint64_t messages = 0;
    std::uint64_t resolved = 0;  ///< answered or closed at the audit

    void merge(const AuditOutcomes& other);
};

struct ThreadOutcomes {
    std::uint64_t open_at_start = 0;
    std::uint64_t started = 0;
    std::uint64_t closed = 0;
    std::uint64_t closed_of_window = 0;          ///< of those closed, begun in the window
    std::uint64_t closed_without_clinician = 0;  ///< of closed_of_window
    std::uint64_t open_at_end = 0;
    sim::Tally time_to_close;
    sim::Tally rounds;
    sim::CountHistogram round_counts;
    sim::Tally messages;
    sim::Tally handoffs;

    void merge(const ThreadOutcomes& other);
};

struct ConversationOutcomes {
    std::uint64_t open_at_start = 0;
    std::uint64_t started = 0;
    std::uint64_t closed = 0;
    std::uint64_t open_at_end = 0;
    sim::Tally turns;
    sim::Tally messages;
    sim::Tally users;
    sim::Tally duration;
    sim::Tally response_latency;
    sim::DurationHistogram latency_histogram;
    sim::CountHistogram turns_histogram;
    sim::CountHistogram messages_histogram;
    sim::CountHistogram users_histogram;

    void merge(const ConversationOutcomes& other);
};

/// What breaks in: a bedside call or the like, a telephone call, a portal message, a chat message.
enum class Cause : std::uint8_t { task, telephone, portal, chat };
inline constexpr std::size_t cause_count = 4;

struct RoleOutcomes {
    std::array<std::int64_t, activity_count> microseconds{};  ///< on duty, by activity
    std::int64_t after_hours_microseconds = 0;
    std::int64_t overtime_microseconds = 0;
    std::uint64_t shifts = 0;
    std::array<std::uint64_t, cause_count> interruptions{};
    sim::Tally between_interruptions;
    std::uint64_t tasks_done = 0;
    std::uint64_t tasks_interrupted = 0;
    std::uint64_t tasks_never_resumed = 0;
    std::uint64_t tasks_left_undone = 0;  ///< handed over or dropped at the end of a shift
    double expected_errors = 0.0;
    double cost_usd = 0.0;  ///< set when the books are closed
    sim::Tally completion;  ///< recurring tasks, from first begun to done
    sim::Tally fragments;   ///< pieces that a primary task was done in
    sim::Tally resumption;
    sim::Tally longest_focus;  ///< of each shift
    sim::Tally visit_wait;
    std::uint64_t visits = 0;
    std::uint64_t no_shows = 0;
    std::array<std::uint64_t, channel_count> messages_sent{};
    std::array<std::uint64_t, channel_count> messages_received{};
    /// Portal messages answered and chat messages sent, by hour of day.
    std::array<std::array<std::uint64_t, 24>, channel_count> sent_by_hour{};
    sim::Tally read_delay;  ///< from delivery to this person's in-basket or claim, to reading
    sim::DurationSum read_delay_business;
    std::array<sim::DurationSum, channel_count> read_delay_by_channel;
    sim::DurationSum portal_response;  ///< answers that the role gave
    sim::DurationSum chat_response;    ///< turns of the role that answer another
    sim::DurationHistogram chat_response_histogram;

    void merge(const RoleOutcomes& other);
};

/// What messages ask of the members of a role, person by person. An active day of a person is one
/// on which a message was sent or received.
struct LoadOutcomes {
    sim::CountHistogram sent_per_day;        ///< of active days
    sim::CountHistogram received_per_day;    ///< of active days
    sim::CountHistogram most_conversations;  ///< open at a time, of active days
    sim::CountHistogram partners;            ///< of people who talked to anybody
    sim::Area in_conversation = 0;           ///< microseconds with a conversation open, of all
    sim::Tally top_partner_share;            ///< of people who wrote in a conversation
    std::vector<std::int64_t> messaging;     ///< microseconds of each person, set at the end

    void merge(const LoadOutcomes& other);

    template <class Archive>
    void persist(Archive& archive) {
        archive(sent_per_day, received_per_day, most_conversations, partners, in_conversation,
                top_partner_share, messaging);
    }
};

/// What messages ask of the members of a unit together.
struct UnitOutcomes {
    std::uint64_t sent = 0;      ///< messages and answers
    std::uint64_t received = 0;  ///< into in-baskets and from pools
    std::uint64_t interruptions = 0;
    sim::DurationSum read_delay;
    std::int64_t messaging_microseconds = 0;  ///< set when the books are closed
};

struct PoolOutcomes {
    sim::TimeAverage queue;
    std::uint64_t waiting_at_start = 0;
    std::uint64_t entered = 0;
    std::uint64_t claimed = 0;
    std::uint64_t escalated = 0;
    std::uint64_t abandoned = 0;
    sim::Area waited = 0;     ///< in the window, item-microseconds: Little's law says queue.area()
    sim::Tally wait;          ///< of all that left the line
    sim::Tally wait_claimed;  ///< of those claimed
    sim::DurationHistogram wait_histogram;

    /// Both up to `now`.
    void merge(const PoolOutcomes& other, sim::Time now);
};

/// How many of each kind a scenario has.
struct OutcomeSizes {
    std::size_t roles = 0;
    std::size_t pools = 0;  ///< telephone lines included
    std::size_t use_types = 0;
    std::size_t patient_groups = 0;  ///< at least 1
    std::size_t patient_cells = 0;
    std::size_t units = 0;  ///< 0 where there is one

    explicit OutcomeSizes(const Scenario& scenario);
};

struct Outcomes {
    OutcomeSizes sizes;
    sim::Time window_starts{};
    ResponseOutcomes response;
    std::vector<ResponseOutcomes> response_by_use_type;
    std::array<ResponseOutcomes, 2> response_by_urgency;      ///< true urgency: routine, urgent
    std::vector<ResponseOutcomes> response_by_patient_group;  ///< empty where there is one group
    std::array<sim::DurationSum, 24> response_by_hour;        ///< hour of day of sending
    UrgentOutcomes urgent;
    AuditOutcomes audit;
    ThreadOutcomes threads;
    PatientOutcomes patients;
    ConversationOutcomes conversations;
    std::vector<RoleOutcomes> roles;
    std::vector<LoadOutcomes> load;   ///< by role
    std::vector<UnitOutcomes> units;  ///< of this site; empty where there is one
    /// Chat messages by role of the sender and of the receiver, one for each who received it.
    std::vector<std::uint64_t> chat_by_role_pair;
    std::vector<std::uint64_t> chat_of_two_by_role_pair;  ///< of these, in conversations of two
    std::vector<PoolOutcomes> pools;                      ///< pools, then telephone lines
    std::uint64_t in_basket_escalations = 0;
    std::uint64_t covered_messages = 0;
    std::uint64_t resolved_for_others = 0;  ///< messages of other sites' patients
    /// From patients, of chat, and calls.
    std::array<std::uint64_t, channel_count> messages{};
    std::array<std::array<std::uint64_t, 168>, channel_count> messages_by_hour_of_week{};

    explicit Outcomes(const OutcomeSizes& sizes);

    /// Forgets all that was before `now`. Levels (queues, open threads) stay.
    void restart(sim::Time now);
    /// Messages that patients or staff send, or a call.
    void count_messages(Channel channel, unsigned hour_of_week, std::uint32_t count) {
        messages[static_cast<std::size_t>(channel)] += count;
        messages_by_hour_of_week[static_cast<std::size_t>(channel)][hour_of_week] += count;
    }
    bool is_measured(sim::Time sent) const { return sent >= window_starts; }
    /// Adds what another site saw in the same window, which ends `now`. Merge in order of site
    /// (promise D5).
    void merge(const Outcomes& other, sim::Time now);

    template <class Archive>
    void persist(Archive& archive) {
        archive(window_starts, response, response_by_use_type, response_by_urgency,
                response_by_patient_group, response_by_hour, urgent, audit, threads, patients,
                conversations, roles, load, units, chat_by_role_pair, chat_of_two_by_role_pair,
                pools, in_basket_escalations, covered_messages, resolved_for_others, messages,
                messages_by_hour_of_week);
    }
};

/// Hours on duty, overtime included.
double staffed_hours(const RoleOutcomes& role);
/// Wages of the time on duty, overtime at its factor.
double cost_usd(const RoleOutcomes& role, const RoleSpec& spec);

/// The length of the part of [from, to) that lies in the window.
sim::Duration within_window(const Outcomes& outcomes, sim::Time from, sim::Time to);

}  // namespace wardwire::models

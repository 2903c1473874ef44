// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reading/fields.hpp"
#include "models/reading/growth.hpp"
#include "models/reading/words.hpp"

/// The scenario format, of messages between colleagues; see description.hpp.
namespace wardwire::models::reading {

template <class Fields>
void describe(Fields& fields, ChatEffects& effects) {
    fields.optional("person", effects.person, by_role(number_law),
                    "factor of a person, by role or for all roles; its mean must be 1, and a part "
                    "of the people may have 0");
    fields.optional("popularity", effects.popularity, by_role(number_law),
                    "how much oftener than others of the role a person is chosen by those who do "
                    "not turn to somebody they know, by role or for all roles; its mean must be 1");
    fields.optional("answers", effects.answers, by_role(number_law),
                    "factor on the odds that a person answers, by role or for all roles; its "
                    "mean must be 1");
    fields.optional("answered", effects.answered, by_role(number_law),
                    "factor on the odds that what a person writes is answered, by role or for all "
                    "roles; its mean must be 1");
    fields.optional("alike", effects.alike, probability,
                    "how far who writes more is chosen more: the correlation of the normal scores "
                    "of \"person\" and \"popularity\"");
    fields.optional("people", effects.people, people_names,
                    "\"drawn\": each person has a draw of these laws; \"dealt\": their quantiles "
                    "are dealt to the members of a role, so that every run has the same mix");
    fields.optional("unit", effects.unit, number_law, "factor of a unit; its mean must be 1");
    fields.optional("site", effects.site, number_law, "factor of a site; its mean must be 1");
    fields.optional("day", effects.day, number_law,
                    "factor of a day, drawn for each day of a site; its mean must be 1");
}

template <class Fields>
void describe(Fields& fields, ChatAffinity& affinity) {
    fields.optional(
        "again", affinity.again_probability, probability,
        "chance to write to one of the latest partners of the role who is on duty, each "
        "conversation with them counting once");
    fields.optional("same", affinity.same_probability, probability,
                    "chance to write to the same people as in one of the last 32 conversations "
                    "that the person began, to those of the n-th last with weight log(1 + 1/n)");
    fields.optional("memory", affinity.memory, Whole{1, 1000},
                    "how many conversations back a partner is known");
    fields.optional("elsewhere", affinity.elsewhere_probability, probability,
                    "chance that the other of two is of any site that a link leads to, each member "
                    "of the role being as likely as any other");
    fields.optional("own_unit", affinity.own_unit_probability, probability,
                    "chance to write otherwise to somebody of the own unit who is on duty");
    fields.optional(
        "circle", affinity.circle, number_law,
        "who is written to otherwise: somebody of a circle that each person has of each "
        "role for good, drawn by popularity; its first member has a share of Beta(1, "
        "c), the next as much of what is left, and so on, so that about 1 + c people "
        "share most, with c drawn from this law for each person; without it anybody, "
        "by popularity");
}

template <class Fields>
void describe(Fields& fields, ChatExchange& exchange) {
    fields.optional("within", exchange.within_s, duration,
                    "a message is part of an exchange for who wrote the turn before so short a "
                    "time ago");
    fields.required("notice_delay", exchange.notice_delay, duration_law,
                    "until such a message is noticed, if not at once");
}

template <class Fields>
void describe(Fields& fields, ChatBurst& burst) {
    fields.required("further", burst.further_probability, Number{0.0, 0.95},
                    "chance that who has begun a conversation begins another one in a row");
    fields.required("gap", burst.gap, duration_law, "from one beginning to the next in a row");
}

template <class Fields>
void describe(Fields& fields, ChatMargins& margins) {
    fields.required("sent", margins.sent, by_role(probability),
                    "share of the messages that each role sends; they sum to 100 %");
    fields.required("received", margins.received, by_role(probability),
                    "share of the messages that each role gets; they sum to 100 %");
}

template <class Fields>
void describe(Fields& fields, ChatSpec& chat) {
    fields.required("starts", chat.starts_per_second, by_role(rate),
                    "conversations that a person begins, while on duty");
    fields.optional("profile", chat.profile, profile, "shape of that rate over the week");
    fields.optional("growth", chat.growth, object, "how that rate changes over time");
    fields.optional("burst", chat.burst, object,
                    "how people begin several conversations in a row; the rate counts them all");
    fields.optional("effects", chat.effects, object, "factors on that rate, drawn once");
    fields.optional("affinity", chat.affinity, object,
                    "whom people prefer, among the members of a role");
    fields.optional("exchange", chat.exchange, object,
                    "how messages are noticed by who has just written in the same conversation; "
                    "without it as all others");
    fields.required("to", chat.to, role_matrix,
                    "shares of the roles that a role writes to; each row sums to 100 %");
    fields.optional("margins", chat.margins, object,
                    "shares to which \"to\" is balanced by iterative proportional fitting, its "
                    "zeros staying zero");
    fields.required("users", chat.users_probability, list_of(probability, 1, 100),
                    "shares of conversations with 2, 3, 4, … users; they sum to 100 %");
    fields.required("continuation", chat.continuation_probability, list_of(probability, 1, 1000),
                    "chance that the n-th turn is answered; the last repeats");
    fields.optional("answers", chat.answer_factor, by_role(probability, 1.0),
                    "factor on that chance by the role that is to answer, of several the most "
                    "willing; roles not named never answer");
    fields.optional("to_all", chat.to_all_factor, Number{0.0, 1.0},
                    "factor on that chance where a turn went to several, whom an answer goes to "
                    "as well");
    fields.optional("aside", chat.aside_probability, probability,
                    "chance that one of several who read a turn, and does not answer all, answers "
                    "its author alone, which begins a conversation of the two");
    fields.optional("to_aside", chat.to_aside_factor, Number{0.0, 10.0},
                    "factor on the chance that the first turn of such a conversation is answered");
    fields.optional("to_repeated", chat.to_repeated_factor, list_of(Number{0.0, 10.0}, 1, 1000),
                    "factors on the chance of an answer where the n-th turn has several messages; "
                    "the last repeats");
    fields.optional("answered_at", chat.answered_at_factor, list_of(Number{0.0, 10.0}, 24, 24),
                    "24 factors on the chance of an answer, by the hour of the day at which the "
                    "turn is written, from midnight on");
    fields.optional("repeated_to_all", chat.repeated_to_all_factor, Number{0.0, 1.0},
                    "factor on the share of turns that have several messages, where they go to "
                    "several people");
    fields.optional("off_duty", chat.off_duty_probability, by_role(probability),
                    "chance that a conversation which falls due while a person is off duty is "
                    "begun nevertheless, in his or her own time, by role or for all roles");
    fields.optional("messages_per_turn", chat.messages_per_turn, number_law,
                    "messages of one user before another writes");
    fields.optional("messages_of_first_turn", chat.messages_of_first_turn, number_law,
                    "the same of the turn that begins a conversation; without it as of all");
    fields.optional("writing", chat.writing, by_role(duration_law),
                    "to write a message, by role or for all roles; roles not named take 20 s");
    fields.optional("reading", chat.reading, by_role(duration_law),
                    "to read a message, by role or for all roles; roles not named take 5 s");
    fields.optional("pause", chat.pause, duration_law,
                    "from one message of a turn to the next, besides the writing; others get the "
                    "turn with its last message");
    fields.optional("urgent", chat.urgent_probability, probability,
                    "chance that a conversation is urgent");
    fields.optional("rank", chat.rank, rank, "1 is done first, 9 last");
    fields.optional("urgent_rank", chat.urgent_rank, rank, "the same when urgent");
    fields.optional("max_turns", chat.max_turns, Whole{1, 10'000},
                    "a conversation has no more than this many turns");
}

}  // namespace wardwire::models::reading

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <variant>

#include "models/patient_outcomes.hpp"
#include "models/task.hpp"

/// What travels from site to site. Everything that the other site needs is in it, the address of
/// the draws first of all: whoever works on a message, its own numbers stay the same.
namespace wardwire::models {

/// A patient's message goes to another site, or comes back to the patient's own.
struct MessageTravels {
    Address address;  ///< of the message's draws
    sim::Time sent{};
    sim::Time touched{};  ///< first by anybody, if it was
    Target to;            ///< at the site that it goes to
    SiteId home;          ///< of the patient
    std::uint32_t home_thread = 0;
    std::uint32_t patient = 0;
    std::uint32_t number = 0;
    std::uint32_t round = 0;
    std::uint32_t handoffs = 0;
    sim::Duration work{};  ///< so far, of the thread
    StaffId last_responder;
    SiteId responder_site;
    UseTypeId use_type;
    Rank rank = 5;
    std::uint8_t hop = 0;
    std::uint8_t level = 0;
    bool is_urgent = false;
    bool is_flagged = false;
    bool is_recorded = false;
    bool was_touched = false;
    bool saw_clinician = false;
    bool has_overflowed = false;
    bool is_covered = false;
};

/// The answer to a patient's message, or the news that there is none to give, comes back to the
/// patient's site.
struct MessageIsResolved {
    sim::Time touched{};
    std::uint32_t home_thread = 0;
    std::uint32_t handoffs = 0;
    sim::Duration work{};  ///< so far, of the thread
    StaffId responder;
    SiteId responder_site;
    Conversion conversion = Conversion::none;
    bool is_answered = false;
    bool saw_clinician = false;
};

/// A turn of a conversation between two sites goes to the other user.
struct ChatTurnTravels {
    Address address;           ///< of the conversation's draws
    std::uint64_t log_id = 0;  ///< of the conversation
    std::int64_t reply_to = -1;
    sim::Time sent{};         ///< the first message of the turn
    sim::Duration writing{};  ///< of all its messages
    SiteId from;
    std::uint32_t conversation_there = 0;  ///< where the parcel comes from
    std::uint32_t conversation_here = 0;   ///< where it goes to, after the first turn
    std::int32_t sender = -1;              ///< in the records of all sites
    RoleId sender_role;
    RoleId receiver_role;
    std::uint16_t turn = 0;
    std::uint16_t messages = 0;
    bool is_urgent = false;
    bool is_recorded = false;
    bool is_over = false;
};

/// The last turn of a conversation was read at the other site.
struct ChatTurnIsRead {
    std::uint32_t conversation = 0;
};

using Parcel = std::variant<MessageTravels, MessageIsResolved, ChatTurnTravels, ChatTurnIsRead>;

/// Whether a parcel concerns a conversation, rather than a patient's thread.
inline bool is_of_chat(const Parcel& parcel) {
    return std::holds_alternative<ChatTurnTravels>(parcel) ||
           std::holds_alternative<ChatTurnIsRead>(parcel);
}

}  // namespace wardwire::models

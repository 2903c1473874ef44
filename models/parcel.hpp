// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <variant>

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
    StaffId responder;
    SiteId responder_site;
    bool is_answered = false;
    bool saw_clinician = false;
};

using Parcel = std::variant<MessageTravels, MessageIsResolved>;

}  // namespace wardwire::models

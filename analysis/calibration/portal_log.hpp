// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

/// How the stay of a message at a station ended.
enum class StayEnd : std::uint8_t { open, answered, no_reply, forwarded, escalated };

/// A patient's message at one station: in a pool, or with one person.
struct PortalStay {
    std::int32_t pool = none;    ///< none when it came to a person
    std::int32_t person = none;  ///< who took it, or to whom it came
    Instant arrived_at = no_time;
    Instant taken_at = no_time;  ///< claimed, or else opened; `no_time` when nobody did
    Instant done_at = no_time;   ///< answered, or else closed or moved; `no_time` while open
    StayEnd end = StayEnd::open;
};

/// A message of a patient, and where it went.
struct PortalMessage {
    std::int32_t thread;  ///< numbers conversations
    std::int32_t patient;
    std::int16_t topic;
    bool is_urgent;
    Instant sent_at;
    Instant closed_at;  ///< after its answer; `no_time` when the log does not tell
    std::size_t first_stay;
    std::size_t stays;
};

/// What patients wrote, and what became of it.
struct PortalLog {
    std::vector<PortalMessage> messages;  ///< by the instant when they were sent
    std::vector<PortalStay> stays;        ///< those of a message together and in order

    std::span<const PortalStay> stays_of(const PortalMessage& one) const {
        return {stays.data() + one.first_stay, one.stays};
    }
};

/// Gathers the messages of people in the role "patient". Of the rows of one message each is a
/// station; the later one has been handed on further or has escalated more often. Messages sent in
/// an outage are left out.
PortalLog gather_portal(const EventLog& log);

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/claim_rules.hpp"
#include "analysis/calibration/handoffs.hpp"
#include "analysis/calibration/portal_log.hpp"

namespace wardwire::analysis {

/// After this time at a station messages go elsewhere.
struct PortalDeadline {
    double after_s = 0.0;
    bool is_business = false;  ///< counted in the hours of the station's people
    std::size_t to = 0;        ///< station
    Estimate share;            ///< of the escalated messages that had waited so long
};

/// Who of a pool takes a message, and how soon. Nothing of a pool with too few members or messages.
struct PoolClaims {
    std::optional<ClaimRules> rules;
    Estimate gini{};  ///< of messages taken, by member; n is 0 where one has too many of them
    /// Taken within an hour, of messages that arrive from 0, 4, 8, ... o'clock on, and of those
    /// that find so many others waiting; n is 0 where there are too few.
    std::array<Estimate, 6> by_hour{};
    std::array<Estimate, 5> by_queue{};
};
inline constexpr std::array<std::size_t, 5> queue_steps = {0, 1, 2, 4, 8};  ///< at least so many

/// Where messages of patients wait: a pool, or the people of a group.
struct PortalStation {
    std::string name;
    std::vector<Estimate> takers;  ///< share of its messages that each group takes
    std::vector<double> listed;    ///< by group: people whom the table of pools names; or empty
    Estimate median_s;             ///< until somebody takes a message, on the wall clock
    std::vector<Estimate> within;  ///< taken within answer_waits_s
    PoolClaims claims;
    Estimate escalated;  ///< share of messages that leave it by a deadline
    std::optional<PortalDeadline> deadline;
    std::optional<std::size_t> hands_on_to;  ///< station that gets most of what it forwards
};

/// How the people of a group deal with messages of patients.
struct PortalWork {
    CureMixture notice;      ///< from arrival to taking, on duty, with nothing else waiting
    Estimate notice_median;  ///< in seconds
    Estimate off_duty;       ///< of messages that come off duty, taken before the next shift
    Estimate reading_s;      ///< mean time in hand of what is handed on
    double reading_sd_s = 0.0;
    Estimate in_hand_s;  ///< mean time in hand of what is resolved
    double in_hand_sd_s = 0.0;
};

struct PortalTopic {
    std::string name;
    Estimate share;                  ///< of threads
    Estimate urgent;                 ///< of its messages
    Estimate no_reply;               ///< of its resolved messages
    std::vector<Estimate> resolved;  ///< by group: of those in hand, not handed on
    std::size_t first_station = 0;   ///< where most of its messages go first
};

/// What a log tells of messages from patients. Groups are those of the chat calibration.
struct PortalCalibration {
    std::size_t patients_seen = 0;
    double patients = 0.0;  ///< with those who happened not to write
    Estimate threads_per_week;
    WeeklyGrowth growth;              ///< of threads
    Estimate intensity_size;          ///< of the gamma law of threads by patient
    std::vector<Estimate> profile;    ///< [hour of the week], mean 1
    CureMixture reply_delay;          ///< from an answer to the patient's next message
    std::vector<Estimate> follow_up;  ///< after the first, second, ... answer; the last repeats
    std::vector<PortalTopic> topics;
    std::vector<PortalStation> stations;  ///< pools, then groups
    std::size_t pools = 0;
    std::vector<PortalWork> work;  ///< by group
    Estimate as_routed;            ///< of messages, whose first station is that of their topic
    /// Share of hand-offs for a patient that go to the same person as the one before.
    Estimate same_person;
    std::int32_t primary = none;  ///< group of whom patients always come to, where there is one
    Handoffs handoffs;
    std::vector<Atom> closing;  ///< of the waits in seconds from an answer to closing
};

/// Estimates what messages of patients tell; nothing when there are none, or too few patients or
/// people to be told of, or when it does not show who resolved them. Groups and their hours are
/// those of calibrate_chat for the same log.
std::optional<PortalCalibration> calibrate_portal(const EventLog& log, const ChatLog& chat,
                                                  const PortalLog& portal, const LeastCell& least,
                                                  double confidence = 0.9);

}  // namespace wardwire::analysis

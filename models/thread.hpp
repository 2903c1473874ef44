// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "models/draws.hpp"
#include "models/patient_outcomes.hpp"
#include "models/scenario.hpp"
#include "models/task.hpp"
#include "sim/time.hpp"

namespace wardwire::models {

/// An exchange between one patient and the care team: rounds of a message and its answer.
struct Thread {
    sim::Entity entity = 0;         ///< of the patient
    std::uint32_t patient = 0;      ///< as the message log numbers patients
    std::uint32_t number = 0;       ///< the patient's n-th, from 0
    SiteId home;                    ///< the patient's site; invalid: this one
    std::uint32_t home_thread = 0;  ///< its number there
    UseTypeId use_type;
    sim::Time started{};
    sim::Time sent{};     ///< the message of this round
    sim::Time touched{};  ///< the message of this round, by anybody, if it was
    StaffId last_responder;
    SiteId responder_site;
    std::uint32_t round = 0;
    std::uint32_t handoffs = 0;
    std::uint32_t messages = 0;
    sim::Duration work{};  ///< that staff has put into it
    Conversion conversion = Conversion::none;
    bool is_urgent = false;   ///< truly
    bool is_flagged = false;  ///< as urgent
    bool is_recorded = false;
    bool was_touched = false;
    bool saw_clinician = false;

    /// Of the draws of this round's message.
    Address address() const { return {entity, static_cast<std::uint64_t>(number) << 8 | round}; }
};

}  // namespace wardwire::models

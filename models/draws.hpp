// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"
#include "sim/time.hpp"

namespace wardwire::models {

/// What a random number decides. The numbers are part of the address of every draw (promise D4):
/// new purposes go to the end, none is ever renumbered.
enum class Draw : std::uint32_t {
    patient_intensity = 0,
    patient_gap,
    primary_clinician,
    use_type,
    urgency,
    flag,
    reading,
    handling,
    resolution,
    reply,
    follow_up,
    reply_delay,
    recipient,
    notice,
    notice_delay,
    check_interval,
    after_hours,
    after_hours_delay,
    shift_worked,
    absence,
    visit_duration,
    visit_no_show,
    task_gap,
    task_duration,
    switch_cost,
    resumption_lag,
    drop,
    call_gap,
    call_duration,
    call_patience,
    conversation_gap,
    conversation_role,
    conversation_person,
    conversation_users,
    conversation_urgency,
    turn_continuation,
    turn_messages,
    turn_writing,
    turn_reading,
    claim,
    sample,
    cover_recipient,
    recognition,
    mistaken_use_type,
    draft_use,
    person_effect,
    unit_effect,
    site_effect,
    known_partner,
    unit_partner,
    off_duty_notice,
    partner_elsewhere,
    partner_site,
    panel_dealing,
    patient_cell,
    patient_site_effect,
    panel_effect,
    site_adoption,
    adoption,
    invitation,
    invitation_style,
    replaced_call,
    conversion,
    popularity_effect,
    day_effect,
    aside,
    off_duty_start,
    turn_pause,
    same_users,
    which_users,
    answer_effect,
    further_start,
    further_gap,
    answered_effect,
    circle_place,
    circle_size,
    circle_share,
    circle_person,
    count,
};

/// Where a message's own draws are found: its origin and its number there. It belongs to the
/// message, not to who handles it, so that a change of staff or policy changes no draw.
struct Address {
    sim::Entity entity = 0;
    std::uint64_t index = 0;

    constexpr Address at(std::uint64_t sub) const { return {entity, index << 8 | sub}; }
};

/// A stable number for a name (FNV-1a, Fowler, Noll & Vo 1991), so that the entities of a role or
/// line do not depend on which other roles or lines there are.
constexpr std::uint64_t entity_base(std::string_view name) {
    std::uint32_t hash = 2166136261U;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return static_cast<std::uint64_t>(hash) << 32;
}

/// All the chance of one replication, by purpose.
class Draws {
 public:
    explicit Draws(const sim::Chance& chance) : Draws(chance, chance) {}
    /// `population` is the chance that decided what people are for good; the same as `chance` but
    /// in a run that goes on from a saved state.
    Draws(const sim::Chance& chance, const sim::Chance& population)
        : channels_(every_channel(chance, population, std::make_index_sequence<purposes>{})) {}

    double uniform(Draw draw, Address at) const {
        return channels_[static_cast<std::size_t>(draw)].uniform(at.entity, at.index);
    }
    bool happens(Draw draw, Address at, double probability) const {
        if (probability <= 0.0) return false;
        return probability >= 1.0 || uniform(draw, at) < probability;
    }
    /// A law of seconds, drawn at an address.
    sim::Duration duration(Draw draw, Address at, const sim::Distribution& law) const {
        return sim::from_seconds(law.is_constant() ? law.mean() : law.draw(uniform(draw, at)));
    }

 private:
    static constexpr std::size_t purposes = static_cast<std::size_t>(Draw::count);
    using Channels = std::array<sim::Channel, purposes>;

    template <std::size_t... purpose>
    static Channels every_channel(const sim::Chance& chance, const sim::Chance& population,
                                  std::index_sequence<purpose...>) {
        return {(is_for_good(static_cast<Draw>(purpose)) ? population : chance)
                    .channel(sim::Purpose{static_cast<std::uint32_t>(purpose)})...};
    }

    static constexpr bool is_for_good(Draw draw) {
        if (draw >= Draw::person_effect && draw <= Draw::site_effect) return true;
        switch (draw) {
            case Draw::patient_intensity:
            case Draw::primary_clinician:
            case Draw::panel_dealing:
            case Draw::patient_cell:
            case Draw::patient_site_effect:
            case Draw::panel_effect:
            case Draw::site_adoption:
            case Draw::adoption:
            case Draw::invitation:
            case Draw::invitation_style:
            case Draw::popularity_effect:
            case Draw::answer_effect:
            case Draw::answered_effect:
            case Draw::circle_size:
            case Draw::circle_share:
            case Draw::circle_person:
                return true;
            default:
                return false;
        }
    }

    Channels channels_;
};

}  // namespace wardwire::models

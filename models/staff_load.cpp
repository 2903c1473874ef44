// SPDX-License-Identifier: Apache-2.0
#include "models/staff_load.hpp"

#include <algorithm>

#include "models/site.hpp"

namespace wardwire::models {

StaffLoad::StaffLoad(Site& site)
    : site_(site), people_(site.workforce.size()), partners_(people_.size()) {}

LoadOutcomes& StaffLoad::outcomes_of(StaffId id) {
    return site_.outcomes.load[site_.workforce[id].role.index()];
}

UnitOutcomes* StaffLoad::unit_of(StaffId id) {
    std::vector<UnitOutcomes>& units = site_.outcomes.units;
    return units.empty() ? nullptr : &units[site_.units.unit_of(id)];
}

/// The person's counts of the present day.
StaffLoad::Person& StaffLoad::today(StaffId id) {
    Person& person = people_[id.index()];
    if (site_.now() >= person.day_ends) {
        enter_day(id);
        const std::int64_t day = site_.scenario.calendar.day(site_.now());
        person.day_ends = sim::Time{(day + 1) * sim::Duration{sim::days{1}}};
    }
    return person;
}

/// Only days with messages count.
void StaffLoad::enter_day(StaffId id) {
    Person& person = people_[id.index()];
    if (person.sent + person.received > 0) {
        LoadOutcomes& outcomes = outcomes_of(id);
        outcomes.sent_per_day.add(person.sent);
        outcomes.received_per_day.add(person.received);
        outcomes.most_conversations.add(person.most_open);
    }
    person.sent = person.received = 0;
    person.most_open = person.open;
}

void StaffLoad::sent(StaffId id, std::uint32_t messages) {
    today(id).sent += messages;
    if (UnitOutcomes* unit = unit_of(id)) unit->sent += messages;
}

void StaffLoad::received(StaffId id, std::uint32_t messages) {
    today(id).received += messages;
    if (UnitOutcomes* unit = unit_of(id)) unit->received += messages;
}

void StaffLoad::read(StaffId id, sim::Duration delay) {
    if (UnitOutcomes* unit = unit_of(id)) unit->read_delay.add(delay);
}

void StaffLoad::interrupted(StaffId id) {
    if (UnitOutcomes* unit = unit_of(id)) ++unit->interruptions;
}

void StaffLoad::conversation_opens(StaffId id) {
    Person& person = today(id);
    if (person.open++ == 0) person.busy_since = site_.now();
    person.most_open = std::max(person.most_open, person.open);
}

void StaffLoad::conversation_closes(StaffId id) {
    Person& person = today(id);
    if (--person.open > 0) return;
    outcomes_of(id).in_conversation +=
        within_window(site_.outcomes, person.busy_since, site_.now()).count();
}

void StaffLoad::wrote(StaffId from, std::int32_t to, std::uint32_t messages) {
    std::vector<Partner>& partners = partners_[from.index()];
    const auto place =
        std::lower_bound(partners.begin(), partners.end(), to,
                         [](const Partner& p, std::int32_t id) { return p.id < id; });
    if (place != partners.end() && place->id == to)
        place->messages += messages;
    else
        partners.insert(place, {to, messages});
}

void StaffLoad::restart() {
    for (Person& person : people_) {
        person.sent = person.received = 0;
        person.most_open = person.open;
        person.messaging = {};
    }
    for (std::vector<Partner>& partners : partners_) partners.clear();
}

void StaffLoad::close_books() {
    for (std::size_t i = 0; i < people_.size(); ++i) {
        const StaffId id{i};
        const Person& person = people_[i];
        enter_day(id);
        LoadOutcomes& outcomes = outcomes_of(id);
        if (person.open > 0)
            outcomes.in_conversation +=
                within_window(site_.outcomes, person.busy_since, site_.now()).count();
        outcomes.messaging.push_back(person.messaging.count());
        if (UnitOutcomes* unit = unit_of(id))
            unit->messaging_microseconds += person.messaging.count();
        if (partners_[i].empty()) continue;
        outcomes.partners.add(partners_[i].size());
        std::uint64_t all = 0;
        std::uint32_t most = 0;
        for (const Partner& partner : partners_[i]) {
            all += partner.messages;
            most = std::max(most, partner.messages);
        }
        if (all > 0)
            outcomes.top_partner_share.add(static_cast<double>(most) / static_cast<double>(all));
    }
}

}  // namespace wardwire::models

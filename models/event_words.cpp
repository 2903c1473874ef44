// SPDX-License-Identifier: Apache-2.0
#include "models/event_words.hpp"

#include "models/site.hpp"

namespace wardwire::models {

namespace {

std::string numbered(const char* what, std::uint64_t index) {
    return std::string(what) + " " + std::to_string(index + 1);
}

/// Words for each type of event; one overload for each thing that an event can name.
class Words {
 public:
    explicit Words(const Site& site) : site_(site) {}

    template <class Happening>
    std::string operator()(const Happening& event) const {
        if constexpr (requires { event.staff; })
            return person(event.staff);
        else if constexpr (requires { event.pool; })
            return pool(event.pool);
        else if constexpr (requires { event.task; })
            return task(site_.tasks[event.task]);
        else if constexpr (requires { event.line; })
            return line(event.line);
        else if constexpr (requires { event.patient; })
            return numbered("patient", event.patient);
        else if constexpr (requires { event.thread; })
            return thread(site_.portal.thread(event.thread));
        else if constexpr (requires { event.role; })
            return "role " + site_.scenario.roles[event.role.index()].name;
        else if constexpr (requires { event.conversation; })
            return conversation(site_.chat.address_of(event));
        else if constexpr (requires { event.parcel; })
            return parcel(site_.parcel(event));
        else
            return "site";
    }

 private:
    std::string person(StaffId id) const {
        const Staff& staff = site_.workforce[id];
        return numbered(site_.scenario.roles[staff.role.index()].name.c_str(), staff.number);
    }
    std::string pool(PoolId id) const {
        if (site_.pools.is_line(id)) return line(id.index() - site_.pools.of_line(0).index());
        return "pool " + site_.scenario.pools[id.index()].name;
    }
    std::string line(std::uint32_t index) const {
        return "line " + site_.scenario.telephone[index].name;
    }
    std::string thread(std::uint64_t patient, std::uint64_t number, std::uint64_t round) const {
        return numbered("patient", patient) + numbered(" thread", number) +
               numbered(" round", round);
    }
    std::string thread(const Thread& t) const { return thread(t.patient, t.number, t.round); }
    /// Draws of a conversation are at the address of the person who began it.
    std::string starter(sim::Entity entity) const {
        constexpr sim::Entity number = 0xffffffff;
        for (const RoleSpec& role : site_.scenario.roles)
            if (entity_base(role.name) == (entity & ~number))
                return numbered(role.name.c_str(), entity & number);
        return "somebody";
    }
    std::string conversation(Address address) const {
        return starter(site_.place.entity(address.entity)) +
               numbered(" conversation", address.index >> 16);
    }
    std::string parcel(const Parcel& parcel) const {
        if (const auto* message = std::get_if<MessageTravels>(&parcel))
            return thread(message->patient, message->number, message->round);
        const auto& resolved = std::get<MessageIsResolved>(parcel);
        return thread(site_.portal.thread(resolved.home_thread));
    }
    std::string task(const Task& task) const {
        switch (task.kind) {
            case TaskKind::portal_message:
                return thread(site_.portal.thread(task.subject));
            case TaskKind::call:
                return numbered((line(task.subject) + " call").c_str(), task.address.index);
            case TaskKind::callback:
                return line(task.subject) + " callback";
            case TaskKind::chat_start:
            case TaskKind::chat_turn:
                return conversation(task.address) + " turn " + std::to_string(task.turn);
            case TaskKind::visit:
            case TaskKind::recurring:
                break;
        }
        return person(task.owner);
    }

    const Site& site_;
};

}  // namespace

std::string entity_of(const SiteEvent& event, const Site& site) {
    return std::visit(Words(site), event);
}

const char* kind_of(const SiteEvent& event) { return site_event_names[event.index()]; }

}  // namespace wardwire::models

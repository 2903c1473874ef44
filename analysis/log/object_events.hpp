// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analysis/log/event_rows.hpp"

namespace wardwire::analysis {

/// A name and what it stands for.
using NamedTexts = std::vector<std::pair<std::string, std::string>>;

/// An event of a log of events and objects (OCEL 2.0; Berti et al. 2023).
struct ObjectEvent {
    std::string id;
    std::string type;
    std::string time;
    NamedTexts attributes;
    NamedTexts objects;  ///< qualifier and id
    std::uint64_t line = 0;
};

struct EventObject {
    std::string id;
    std::string type;
    NamedTexts attributes;
    std::uint64_t line = 0;
};

/// Makes rows of a message log from events and objects: an event with an object in the part of the
/// sender is a message, with a row for each object in the part of a recipient. The role of a person
/// is the attribute `role` of the object, or else its type.
class ObjectEvents {
 public:
    /// As for EventRows.
    ObjectEvents(const ColumnWishes& columns, const TimeWishes& times, LogBuilder& builder,
                 ImportReport& report, std::uint32_t file);

    void add(const ObjectEvent& event);
    void add(const EventObject& object);

    ZoneTraces finish();

 private:
    EventRows rows_;
    LogBuilder& builder_;
    std::uint32_t file_;
    struct Role {
        std::string name;
        std::uint64_t line;
    };
    std::map<std::string, Role> role_of_;  ///< by object
};

}  // namespace wardwire::analysis

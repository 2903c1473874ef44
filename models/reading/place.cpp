// SPDX-License-Identifier: Apache-2.0
#include "models/reading/place.hpp"

namespace wardwire::models::reading {

namespace {

/// The keys of the object at the pointer, in ascending order; none when there is no such object.
std::vector<std::string> names_at(const Json& document, std::string_view pointer) {
    std::vector<std::string> names;
    const Json* place = find_pointer(document, pointer);
    if (place == nullptr || !place->is_object()) return names;
    for (const auto& member : place->items()) names.push_back(member.key());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

Notes notes_of(const Json& document) {
    Notes notes;
    notes.names.roles = names_at(document, "/roles");
    notes.names.pools = names_at(document, "/pools");
    notes.names.use_types = names_at(document, "/portal/use_types");
    notes.names.lines = names_at(document, "/telephone");
    notes.document = &document;
    return notes;
}

}  // namespace wardwire::models::reading

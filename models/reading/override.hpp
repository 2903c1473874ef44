// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "models/reading/document.hpp"

namespace wardwire::models::reading {

/// The fixed keys of the objects that a schema is for; nullptr when it is for none.
const Json* fixed_keys(const Json* schema);
/// The schema of a member or element; nullptr where the schema does not go so deep.
const Json* schema_below(const Json* schema, const std::string& key);

/// Applies the changes of the command line in their order. The schema says which keys there can be
/// besides those that are written: an override may set what has been left to its default.
void apply_overrides(Document& document, std::span<const Override> overrides, const Json& schema,
                     std::vector<Finding>& findings);

}  // namespace wardwire::models::reading

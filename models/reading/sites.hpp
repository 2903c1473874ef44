// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "models/reading/forms.hpp"

/// How a scenario of several sites is written: kinds of sites, each a change of what the scenario
/// says, and the links between them.
namespace wardwire::models::reading {

/// The remark ("$comment") of the schema of what changes the scenario.
inline constexpr std::string_view is_a_change = "a change of what the scenario says";

/// The sites that the kinds in "sites" come to, each name with its range: of every kind, and of
/// every site where a kind has several. What is wrong is told when the kinds are read.
std::vector<SiteName> site_names(const Json& document);

/// A pool or role at another site, {"pool": "advice", "site": "hub"}.
void read_remote_target(const Json& written, Target& value, const Place& place);

/// "any", the name of a kind or of a site.
struct SiteRangeName {
    void read(const Json& written, SiteRange& value, const Place& place) const;
    Json schema() const { return {{"type", "string"}}; }
};
inline constexpr SiteRangeName site_range_name;

/// The kinds of sites by name. Each is a merge patch (RFC 7396) onto the document without its sites
/// and links, with a count beside it.
struct SiteKinds {
    static constexpr bool is_composite = true;

    void read(const Json& written, std::vector<SiteKind>& kinds, const Place& place) const;
    Json schema(const std::vector<SiteKind>&) const;
};
inline constexpr SiteKinds site_kinds;

}  // namespace wardwire::models::reading

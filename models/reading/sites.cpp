// SPDX-License-Identifier: Apache-2.0
#include "models/reading/sites.hpp"

#include <algorithm>
#include <numeric>

#include "models/reading/document.hpp"
#include "models/reading/settling.hpp"
#include "models/site_plan.hpp"

namespace wardwire::models::reading {
namespace {

constexpr Whole site_count{1, 100'000};

/// The count of a kind as it is written; 1 where it is not, or wrongly.
std::uint32_t count_in(const Json& patch) {
    const Json* written = find_step(patch, "count");
    if (written == nullptr) return 1;
    std::uint32_t count = 1;
    Notes unheard;
    read_value(site_count, *written, count, Place(unheard));
    return count;
}

/// The sites of that name; nullptr after a report when there are none.
const SiteName* find_site(const std::string& name, const Place& place) {
    const std::vector<SiteName>& sites = place.names().sites;
    const auto found = std::find_if(sites.begin(), sites.end(),
                                    [&](const SiteName& site) { return site.name == name; });
    if (found != sites.end()) return &*found;
    std::vector<std::string> known;
    for (const SiteName& site : sites) known.push_back(site.name);
    place.report("there is no site " + in_quotes(name) +
                 (known.empty() ? "; the scenario has no \"sites\"" : did_you_mean(name, known)));
    return nullptr;
}

/// Which names one list has and another has not: "a", "b".
std::string missing(const std::vector<std::string>& names, const std::vector<std::string>& from) {
    std::string list;
    for (const std::string& name : names) {
        if (std::find(from.begin(), from.end(), name) != from.end()) continue;
        list += (list.empty() ? "" : ", ") + in_quotes(name);
    }
    return list;
}

/// Things have the same names at all sites, so that outcomes can be added up.
void check_names(std::string_view what, const std::vector<std::string>& here,
                 const std::vector<std::string>& everywhere, const Place& place) {
    const std::string added = missing(here, everywhere);
    const std::string lacking = missing(everywhere, here);
    if (added.empty() && lacking.empty()) return;
    place.report("must leave the " + std::string(what) + " of the scenario as they are, and " +
                 (added.empty() ? "" : "adds " + added) +
                 (added.empty() || lacking.empty() ? "" : ", ") +
                 (lacking.empty() ? "" : "takes away " + lacking) +
                 "; a role that a site does not need has the count 0 there");
}

/// What a kind may not change, because it holds for the run as a whole.
void check_keys(const Json& patch, const Json& known, const Place& place) {
    std::vector<std::string> names;
    for (const auto& [key, form] : known.items()) names.push_back(key);
    for (const auto& [key, value] : patch.items()) {
        if (known.contains(key)) continue;
        const bool is_of_run = find_step(schema_of_scenario()["properties"], key) != nullptr;
        (place / key)
            .report(is_of_run ? "holds for all sites; say it outside of /sites"
                              : "unknown key" + did_you_mean(key, names));
    }
    const Json* calendar = find_step(patch, "calendar");
    for (const char* key : {"start", "utc_offset"}) {
        if (calendar != nullptr && calendar->is_object() && calendar->contains(key))
            (place / "calendar" / key).report("holds for all sites; say it in /calendar");
    }
}

/// The keys of a site with their schemas.
Json site_fields() {
    SchemaWriter writer;
    SiteKind start;
    writer.optional("count", start.count, site_count, "number of sites of this kind");
    writer.optional("size", start.size, number_law,
                    "the sites differ: counts of staff are those of all sites of the kind, dealt "
                    "out in proportion to sizes of this law");
    describe_site(writer, start.scenario);
    return std::move(writer).schema()["properties"];
}

/// Nothing in a change has a default or is required: the scenario has said it.
void remove_defaults(Json& schema) {
    if (schema.is_object()) {
        schema.erase("default");
        schema.erase("$comment");
    }
    if (schema.is_structured())
        for (Json& member : schema) remove_defaults(member);
}

/// The counts that are written are those of all sites; at one site there is the mean, rounded up.
void deal_out_staff(SiteKind& kind) {
    for (RoleSpec& role : kind.scenario.roles) {
        kind.staff_of_all.push_back(role.count);
        role.count = (role.count + kind.count - 1) / kind.count;
    }
}

void read_kind(const Json& patch, SiteKind& kind, const Place& place) {
    if (!patch.is_object()) return report_type(place, "an object", patch);
    const Json fields = site_fields();
    check_keys(patch, fields, place);
    if (const Json* count = find_step(patch, "count"))
        read_value(site_count, *count, kind.count, place / "count");
    if (const Json* size = find_step(patch, "size")) {
        read_value(number_law, *size, kind.size.emplace(), place / "size");
        if (!(kind.size->lower() >= 0.0 && kind.size->mean() > 0.0))
            (place / "size").report("must be a law of sizes, which are not negative");
    }
    Json document = place.document();
    for (const char* key : {"sites", "links"}) document.erase(key);
    Json change = Json::object();
    for (const auto& [key, value] : patch.items())
        if (key != "count" && key != "size" && fields.contains(key)) change[key] = value;
    merge(document, change);

    Notes notes = notes_of(document);
    notes.names.sites = place.names().sites;
    object.read(document, kind.scenario, Place(notes));
    for (const RoleSpec& role : kind.scenario.roles)
        if (kind.size && !role.plan.empty())
            (place / "size")
                .report("cannot deal out the role " + in_quotes(role.name) +
                        ", whose number follows a plan");
    if (kind.size) deal_out_staff(kind);
    const Names& everywhere = place.names();
    check_names("roles", notes.names.roles, everywhere.roles, place / "roles");
    check_names("pools", notes.names.pools, everywhere.pools, place / "pools");
    check_names("lines", notes.names.lines, everywhere.lines, place / "telephone");
    check_names("use types", notes.names.use_types, everywhere.use_types,
                place / "portal" / "use_types");
    for (const Finding& finding : notes.findings) {
        if (!place.has_finding(finding)) place.below(finding.where).report(finding.what);
    }
    for (const ParameterSource& source : notes.sources) {
        if (find_pointer(patch, source.pointer) != nullptr)
            place.below(source.pointer).record_source(source.source, source.status);
    }
}

}  // namespace

std::vector<SiteName> site_names(const Json& document) {
    std::vector<SiteName> names;
    const Json* sites = find_step(document, "sites");
    if (sites == nullptr || !sites->is_object()) return names;
    std::vector<SiteKind> kinds;
    for (const auto& [name, patch] : sites->items()) {
        SiteKind& kind = kinds.emplace_back();
        kind.name = name;
        kind.count = count_in(patch);
    }
    std::sort(kinds.begin(), kinds.end(),
              [](const SiteKind& a, const SiteKind& b) { return a.name < b.name; });
    std::uint32_t first = 0;
    for (const SiteKind& kind : kinds) {
        names.push_back({kind.name, {first, kind.count}});
        for (std::uint32_t k = 0; kind.count > 1 && k < kind.count; ++k)
            names.push_back({site_name(kind, k), {first + k, 1}});
        first += kind.count;
    }
    return names;
}

void read_remote_target(const Json& written, Target& value, const Place& place) {
    const std::vector<std::string> known = {"pool", "role", "site"};
    for (const auto& [key, member] : written.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end())
            return (place / key).report("unknown key" + did_you_mean(key, known));
        if (!member.is_string()) return report_type(place / key, "a name", member);
    }
    if (!written.contains("site") || written.contains("pool") == written.contains("role"))
        return place.report("needs \"site\", and one of \"pool\" and \"role\"");
    const std::string kind = written.contains("pool") ? "pool" : "role";
    const SiteName* site = find_site(written["site"].get<std::string>(), place / "site");
    target.read(kind + ":" + written[kind].get<std::string>(), value, place / kind);
    if (site == nullptr) return;
    if (site->range.count > 1)
        return (place / "site")
            .report("must be one site, and " + in_quotes(site->name) + " are " +
                    std::to_string(site->range.count) + "; name one, such as " +
                    in_quotes(site->name + " 1"));
    value.site = SiteId{site->range.first};
}

void SiteRangeName::read(const Json& written, SiteRange& value, const Place& place) const {
    if (!written.is_string())
        return report_type(place, "the name of a site or kind of sites, or \"any\"", written);
    if (written == "any") {
        for (const SiteName& site : place.names().sites)
            value.count = std::max(value.count, site.range.first + site.range.count);
    } else if (const SiteName* site = find_site(written.get<std::string>(), place)) {
        value = site->range;
    }
}

void SiteKinds::read(const Json& written, std::vector<SiteKind>& kinds, const Place& place) const {
    constexpr std::size_t most_kinds = 1000;
    for (const std::string& name : read_names(written, 1, most_kinds, place)) {
        SiteKind& kind = kinds.emplace_back();
        kind.name = name;
        if (name == "any") (place / name).report("cannot be a name; \"any\" means all sites");
        read_kind(written[name], kind, place / name);
    }
    constexpr std::uint64_t most_sites = 1'000'000;
    const auto sites =
        std::accumulate(kinds.begin(), kinds.end(), std::uint64_t{0},
                        [](std::uint64_t sum, const SiteKind& kind) { return sum + kind.count; });
    if (sites > most_sites)
        place.report("must come to at most " + std::to_string(most_sites) + " sites, got " +
                     std::to_string(sites));
}

Json SiteKinds::schema(const std::vector<SiteKind>&) const {
    Json fields = site_fields();
    for (Json& field : fields) remove_defaults(field);
    return {{"type", {"object", "null"}},
            {"maxProperties", 1000},
            {"additionalProperties",
             {{"type", {"object", "null"}},
              {"$comment", is_a_change},
              {"properties", std::move(fields)},
              {"additionalProperties", false}}}};
}

}  // namespace wardwire::models::reading

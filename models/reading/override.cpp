// SPDX-License-Identifier: Apache-2.0
#include "models/reading/override.hpp"

#include <algorithm>

#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

/// The value of an override; nothing when it is not UTF-8.
std::optional<Json> read_override(const std::string& text) {
    std::vector<Finding> not_json;
    if (auto value = parse_json(text, "", not_json)) return value;
    Json as_text(text);
    const std::string cleaned = as_text.dump(-1, ' ', false, Json::error_handler_t::ignore);
    if (Json::parse(cleaned, nullptr, /*allow_exceptions=*/false) != as_text) return std::nullopt;
    return as_text;
}

/// Whether an object may get a new key: one that the format has, or a new name that stands for a
/// whole object. Within a law the reader knows better.
bool may_add(const Json* schema, const std::string& key, bool is_last, const Json& value) {
    if (const Json* keys = fixed_keys(schema)) return keys->contains(key);
    const bool has_names = schema != nullptr && schema->contains("additionalProperties");
    return is_last && (!has_names || value.is_object());
}

std::string suggest(const std::string& key, const Json& place, const Json* schema) {
    std::vector<std::string> known;
    for (const Json* source : {&place, fixed_keys(schema)}) {
        if (source == nullptr || !source->is_object()) continue;
        for (const auto& member : source->items()) known.push_back(member.key());
    }
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    return did_you_mean(key, known);
}

/// Applies one change; what is wrong with it, or nothing.
std::string apply_override(Json& document, const Override& change, const Json& schema) {
    const auto keys = pointer_keys(change.pointer);
    if (!keys || keys->empty()) return "is no JSON pointer such as /roles/nurse/count";
    const std::optional<Json> value = read_override(change.text);
    if (!value) return "has a value that is not UTF-8";

    Json changed = document;
    Json* place = &changed;
    const Json* form = &schema;
    for (std::size_t i = 0; i < keys->size(); ++i) {
        const std::string& key = (*keys)[i];
        const bool is_wrapped = place->is_object() && place->contains("value");
        if (is_wrapped && key != "value" && key != "source" && key != "status") {
            // The source does not speak of what is about to be changed.
            Json inner = std::move((*place)["value"]);
            *place = std::move(inner);
        }
        if (find_step(*place, key) == nullptr) {
            const bool is_last = i + 1 == keys->size();
            if (!place->is_object() || !may_add(form, key, is_last, *value)) {
                return "leads nowhere: there is no " + in_quotes(key) + suggest(key, *place, form);
            }
            (*place)[key] = Json::object();
        }
        place = place->is_array() ? &(*place)[std::stoul(key)] : &(*place)[key];
        form = schema_below(form, key);
    }
    *place = *value;
    document = std::move(changed);
    return "";
}

/// Lays an overlay over the document.
void apply_overlay(Document& document, const Override& overlay, std::vector<Finding>& findings) {
    std::optional<Json> content = parse_json(overlay.text, overlay.overlay, findings);
    if (!content) return;
    if (!content->is_object()) {
        findings.push_back({overlay.overlay, "", "must be an object, got " + text_of(*content)});
        return;
    }
    const Json* version = find_step(*content, "wardwire_overlay");
    if (version == nullptr || *version != 1) {
        findings.push_back({overlay.overlay, version == nullptr ? "" : "/wardwire_overlay",
                            "is no overlay: it must say \"wardwire_overlay\": 1"});
        return;
    }
    for (const char* own : {"wardwire_overlay", "title", "description"}) content->erase(own);
    extend(document.merged, *content);
    document.overlays.push_back({overlay.overlay, std::move(*content)});
}

}  // namespace

const Json* fixed_keys(const Json* schema) {
    if (schema == nullptr) return nullptr;
    if (const Json* keys = find_step(*schema, "properties")) return keys;
    if (const Json* alternatives = find_step(*schema, "anyOf")) {
        for (const Json& alternative : *alternatives) {
            if (const Json* keys = find_step(alternative, "properties")) return keys;
        }
    }
    return nullptr;
}

const Json* schema_below(const Json* schema, const std::string& key) {
    if (schema == nullptr) return nullptr;
    if (const Json* keys = fixed_keys(schema)) return find_step(*keys, key);
    for (const char* inner : {"additionalProperties", "items"}) {
        const Json* below = find_step(*schema, inner);
        if (below != nullptr && below->is_object()) return below;
    }
    return nullptr;
}

void apply_overrides(Document& document, std::span<const Override> overrides, const Json& schema,
                     std::vector<Finding>& findings) {
    for (const Override& change : overrides) {
        if (!change.overlay.empty()) {
            apply_overlay(document, change, findings);
            continue;
        }
        std::string wrong = apply_override(document.merged, change, schema);
        const auto& earlier = document.overridden;
        if (std::find(earlier.begin(), earlier.end(), change.pointer) != earlier.end()) {
            wrong = "is set twice on the command line; keep one of them";
        }
        if (wrong.empty()) {
            document.overridden.push_back(change.pointer);
        } else {
            findings.push_back({std::string(command_line), change.pointer, std::move(wrong)});
        }
    }
}

}  // namespace wardwire::models::reading

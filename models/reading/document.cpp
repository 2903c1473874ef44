// SPDX-License-Identifier: Apache-2.0
#include "models/reading/document.hpp"

#include <algorithm>

#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

constexpr std::size_t longest_chain = 16;

/// A path without "." and "..", so that one file has one name.
std::string simplified(const std::string& path) {
    std::vector<std::string> steps;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string step = path.substr(at, end - at);
        at = end + 1;
        const bool can_go_up = !steps.empty() && !steps.back().empty() && steps.back() != "..";
        if (step == ".." && can_go_up) {
            steps.pop_back();
        } else if (step != "." && (!step.empty() || steps.empty())) {
            steps.push_back(step);
        }
    }
    std::string result;
    for (std::size_t i = 0; i < steps.size(); ++i) result += (i == 0 ? "" : "/") + steps[i];
    return result;
}

struct File {
    std::string path;
    std::string text;
};

/// What the file at `path` extends: a file beside it, or something that the loader knows by name.
std::optional<File> load_extended(const std::string& extended, const std::string& path,
                                  const LoadFile& load) {
    const std::string folder = path.substr(0, path.rfind('/') + 1);  // npos + 1 is 0
    const std::string beside = simplified(extended.starts_with('/') ? extended : folder + extended);
    for (const std::string& candidate : {beside, extended}) {
        if (auto text = load(candidate)) return File{candidate, std::move(*text)};
    }
    return std::nullopt;
}

/// The name of what a document extends; empty when it extends nothing, or after a report.
std::string extended_name(const Document::Part& part, std::vector<Finding>& findings) {
    const Json* written = find_step(part.content, "extends");
    if (written == nullptr) return "";
    if (written->is_string() && *written != "") return written->get<std::string>();
    findings.push_back({part.file, "/extends",
                        "must be a file or the name of a scenario, got " + text_of(*written)});
    return "";
}

bool is_whole(const Json& patch) {
    if (!patch.is_object()) return false;
    return patch.contains("law") || patch.contains("value") || patch.contains("site");
}

/// What to do with a null of the patch: take away what it stands for, or, where the document is a
/// patch itself, keep it for when that is applied.
enum class Nulls { remove, keep };

void merge_with(Json& document, const Json& patch, Nulls nulls) {
    if (!patch.is_object()) {
        document = patch;
        return;
    }
    if (!document.is_object() || is_whole(patch)) document = Json::object();
    for (const auto& [key, change] : patch.items()) {
        if (change.is_null() && nulls == Nulls::remove) {
            document.erase(key);
        } else {
            merge_with(document[key], change, nulls);
        }
    }
}

}  // namespace

void merge(Json& document, const Json& patch) { merge_with(document, patch, Nulls::remove); }

void extend(Json& document, const Json& by) {
    Json rest = by;
    const Json* written = find_step(by, "sites");
    const bool has_kinds = written != nullptr && written->is_object();
    if (has_kinds) rest.erase("sites");
    merge_with(document, rest, Nulls::remove);
    if (!has_kinds) return;
    Json& kinds = document["sites"];
    if (!kinds.is_object()) kinds = Json::object();
    for (const auto& [name, patch] : written->items()) {
        if (patch.is_null())
            kinds.erase(name);
        else
            merge_with(kinds[name], patch, Nulls::keep);
    }
}

std::string Document::file_of(std::string_view pointer) const {
    for (const std::string& set : overridden) {
        const bool is_inside = pointer.starts_with(set) &&
                               (pointer.size() == set.size() || pointer[set.size()] == '/');
        if (is_inside) return std::string(command_line);
    }
    for (std::string_view place = pointer; !place.empty();
         place = place.substr(0, place.rfind('/'))) {
        for (std::size_t i = overlays.size(); i-- > 0;) {
            if (find_pointer(overlays[i].content, place) != nullptr) return overlays[i].file;
        }
        for (const Part& part : parts) {
            if (find_pointer(part.content, place) != nullptr) return part.file;
        }
    }
    return parts.front().file;
}

std::optional<Document> load_document(const std::string& path, const LoadFile& load,
                                      std::vector<Finding>& findings) {
    Document document;
    std::optional<File> file;
    if (auto text = load(path)) file = File{simplified(path), std::move(*text)};
    if (!file) findings.push_back({path, "", "cannot be read"});
    std::string chain;
    while (file) {
        std::optional<Json> content = parse_json(file->text, file->path, findings);
        if (content && !content->is_object()) {
            findings.push_back({file->path, "", "must be an object, got " + text_of(*content)});
            content.reset();
        }
        if (!content) return std::nullopt;
        chain += file->path + " → ";
        document.parts.push_back({file->path, std::move(*content)});

        const Document::Part& last = document.parts.back();
        const std::string extended = extended_name(last, findings);
        if (extended.empty()) break;
        file = load_extended(extended, last.file, load);
        if (!file) {
            findings.push_back({last.file, "/extends",
                                "extends " + in_quotes(extended) +
                                    ", which is no file beside it and no bundled scenario"});
            break;
        }
        const bool is_circle =
            std::any_of(document.parts.begin(), document.parts.end(),
                        [&](const auto& part) { return part.file == file->path; });
        if (is_circle || document.parts.size() == longest_chain) {
            findings.push_back({last.file, "/extends",
                                (is_circle ? "goes round in a circle: " : "is a chain too long: ") +
                                    chain + file->path});
            return std::nullopt;
        }
    }
    if (document.parts.empty()) return std::nullopt;
    document.merged = document.parts.back().content;
    for (std::size_t i = document.parts.size() - 1; i-- > 0;) {
        extend(document.merged, document.parts[i].content);
    }
    document.merged.erase("extends");
    return document;
}

}  // namespace wardwire::models::reading

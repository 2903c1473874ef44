// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "models/reading/law.hpp"
#include "models/reading/override.hpp"
#include "models/reading/schema.hpp"
#include "models/reading/sites.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::models {
namespace {

using reading::find_step;
using reading::fixed_keys;
using reading::Json;

constexpr std::string_view introduction = R"(# The scenario format

A scenario is a JSON object. This page is made from the description that the reader uses, as is the
schema for editors that `wardwire schema` prints. `wardwire explain FILE` shows what a scenario
comes to, and `wardwire validate FILE` whether it can run.

- **Strict.** An unknown key, a missing unit or a contradiction is a finding, with its place as a
  JSON pointer (RFC 6901); all findings are told at once. A text is at most 16 MiB, nested at most
  64 deep.
- **Sources.** Every value that is not an object of this page may be wrapped:
  `{"value": "2.1 /year", "source": "Huang 2022, table 1", "status": "measured"}`. The status is
  `measured` (then with a source), `tuned` or `assumed`. A number or quantity may also say how well
  it is known: `"interval": ["1.9 /year", "2.4 /year"], "level": "90 %"`; without a level 95 %.
  `wardwire forecast` draws from it.
- **Extending.** `"extends": "team_pool.json"` names a file relative to this one, or a bundled
  scenario. What is written here changes it as a JSON Merge Patch (RFC 7396): objects are merged,
  anything else takes the place of what was there, `null` removes. One difference: a law, a wrapped
  value or a target at another site takes the place of the old one as a whole.
- **Several sites.** Without `sites` all of this is one site. With it, what is said outside of
  `sites` is how a site is, and each kind of sites under `sites` says how many there are and what is
  otherwise there: a merge patch as above. Roles, pools, lines and use types have the same names at
  all sites; counts, rates, hours, laws and rules may differ. Sites work for each other where a
  target names another site and a link leads there.
- **Overrides.** `-p /roles/nurse/count=4` on the command line sets one place; the value is JSON
  when it parses as JSON, else a text. Keys that the format has may be set though the file leaves
  them out.
- **Names** of roles, pools, lines, tasks and use types are free. Their order in the file means
  nothing.

)";

constexpr std::string_view about_laws = R"(## Laws

Where a law is allowed a bare quantity is the law that always has this value. Parameters are in the
unit of what the law is of, except where noted. Laws within laws go three deep.

| law | parameters |
|---|---|
)";

constexpr std::string_view compound_laws =
    R"(| `empirical` | `quantiles`: a list of pairs, `[["0 %", "1 min"], ["100 %", "1 h"]]` |
| `categorical` | `weights`: a list of numbers, for 0, 1, 2, …; not of durations |
| `zipf` | `n` and `exponent`: rank k of 1 to n with weight k^-exponent; not of durations |
| `mixture` | `parts`: a list of `{"weight": 0.7, "of": LAW}` |
| `zero_inflated` | `zero`, the chance of 0, and `of`, the law otherwise |
| `truncated` | `of`, a law, and `low` or `high` or both: the law given that it lies there |

)";

/// An anchor of Markdown: "[duration](#duration)".
std::string link_to(std::string_view definition) {
    const std::string name(definition);
    const bool is_law = name == "duration_law" || name == "number_law";
    return is_law ? "[law](#laws) of " + std::string(name == "number_law" ? "numbers" : "durations")
                  : "[" + name + "](#quantities-and-other-texts)";
}

/// What may be written, in a few words.
std::string form_of(const Json& schema) {
    if (const Json* reference = find_step(schema, "$ref")) {
        const std::string path = reference->get<std::string>();
        return link_to(std::string_view(path).substr(path.rfind('/') + 1));
    }
    if (const Json* word = find_step(schema, "const")) return "`" + word->get<std::string>() + "`";
    std::string text;
    if (const Json* words = find_step(schema, "enum")) {
        for (const Json& word : *words) {
            text += (text.empty() ? "`" : ", `") + word.get<std::string>() + "`";
        }
        return text;
    }
    if (const Json* alternatives = find_step(schema, "anyOf")) {
        for (const Json& alternative : *alternatives) {
            const Json* reference = find_step(alternative, "$ref");
            if (reference != nullptr && *reference == "#/definitions/sourced") continue;
            text += (text.empty() ? "" : " or ") + form_of(alternative);
        }
        return text;
    }
    const Json* types = find_step(schema, "type");
    if (types == nullptr) return "anything";
    const std::string type = (types->is_array() ? types->front() : *types).get<std::string>();
    if (type == "array") return "list of " + form_of(schema["items"]);
    if (type == "object" && fixed_keys(&schema) != nullptr) return "object, see below";
    if (type == "object") return "by name: " + form_of(schema["additionalProperties"]);
    if (type == "boolean") return "true or false";
    if (type == "string") return "text";
    text = type == "integer" ? "whole number" : "number";
    const bool is_bounded = schema.contains("maximum") && schema["maximum"] != UINT64_MAX;
    return is_bounded ? text + " " + schema["minimum"].dump() + " to " + schema["maximum"].dump()
                      : text;
}

std::string default_of(const Json& field) {
    if (const Json* value = find_step(field, "default")) return "`" + value->dump() + "`";
    const Json* remark = find_step(field, "$comment");
    if (remark == nullptr) return "";
    return *remark == reading::is_required ? "required" : "none";
}

/// The objects of the format, each once: where it stands, and its keys.
class ObjectPages {
 public:
    void add(const Json& schema, const std::string& pointer) {
        const Json* keys = fixed_keys(&schema);
        if (keys == nullptr) {
            const Json* inner = find_step(schema, "items");
            if (inner != nullptr) return add(*inner, pointer + "/0");
            inner = find_step(schema, "additionalProperties");
            if (inner != nullptr && inner->is_object()) add(*inner, pointer + "/NAME");
            return;
        }
        const auto earlier = std::find_if(pages_.begin(), pages_.end(),
                                          [&](const auto& page) { return *page.second == *keys; });
        if (earlier != pages_.end()) return;
        pages_.emplace_back(pointer, keys);
        const Json* remark = find_step(schema, "$comment");
        if (remark != nullptr && *remark == reading::is_a_change) return;
        for (const auto& [key, field] : keys->items()) add(field, pointer + "/" + key);
    }

    std::string text() const {
        std::string result;
        for (const auto& [pointer, keys] : pages_) {
            result += pointer.empty() ? "## The scenario\n\n" : "### `" + pointer + "`\n\n";
            result += "| key | value | default | meaning |\n|---|---|---|---|\n";
            for (const auto& [key, field] : keys->items()) {
                result += "| `" + key + "` | " + form_of(field) + " | " + default_of(field) +
                          " | " + field["description"].get<std::string>() + " |\n";
            }
            result += "\n";
        }
        return result;
    }

 private:
    std::vector<std::pair<std::string, const Json*>> pages_;
};

std::string quantity_page(const Json& definitions) {
    std::string text =
        "## Quantities and other texts\n\n| name | meaning | examples |\n|---|---|---|\n";
    for (const auto& [name, definition] : definitions.items()) {
        const Json* text_form = &definition;
        if (definition.contains("anyOf")) text_form = &definition["anyOf"][0];
        const Json* examples = find_step(*text_form, "examples");
        if (examples == nullptr) continue;
        std::string all;
        for (const Json& example : *examples) {
            all += (all.empty() ? "`" : ", `") + example.dump() + "`";
        }
        text += "| " + name + " | " + definition["description"].get<std::string>() + " | " + all +
                " |\n";
    }
    return text +
           "| hours | times of the week; an end before the begin is on the next day | "
           "`[{\"days\": \"mon-fri\", \"from\": \"08:00\", \"to\": \"17:00\"}]` |\n"
           "| profile | the shape of a rate over the week, 24 numbers a day; its mean becomes 1 | "
           "`\"flat\"`, `{\"mon-fri\": [0, …], \"sat-sun\": [0, …]}` |\n\n";
}

std::string law_page() {
    std::string text(about_laws);
    for (const reading::LawEntry& entry : reading::law_entries()) {
        std::string ways;
        for (const reading::LawSpelling& spelling : entry.spellings) {
            std::string keys;
            for (const reading::LawParameter& key : spelling.keys) {
                keys += (keys.empty() ? "`" : " and `") + std::string(key.key) + "`";
                if (key.kind == reading::LawParameter::Kind::plain && !entry.is_of_counts) {
                    keys += " (a number)";
                }
            }
            ways += (ways.empty() ? "" : "; or ") + keys;
        }
        if (entry.from_quantiles != nullptr) {
            ways += "; or two quantiles of `median` and `p01` to `p99`";
        }
        text += "| `" + std::string(entry.name) + "` | " + ways +
                (entry.is_of_counts ? "; not of durations" : "") + " |\n";
    }
    return text + std::string(compound_laws);
}

}  // namespace

std::string scenario_reference() {
    const Json& schema = reading::schema_of_scenario();
    ObjectPages objects;
    objects.add(schema, "");
    std::string page = std::string(introduction) + quantity_page(schema["definitions"]) +
                       law_page() + objects.text();
    page.pop_back();  // one line break at the end
    return page;
}

}  // namespace wardwire::models

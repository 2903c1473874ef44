// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <string_view>

#include "analysis/designs/factorial.hpp"
#include "analysis/designs/points.hpp"
#include "app/experiment.hpp"
#include "app/scenario_files.hpp"
#include "models/reading/json_text.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace {

using models::Finding;
using models::reading::did_you_mean;
using models::reading::in_quotes;
using models::reading::Json;

struct KindName {
    const char* name;
    DesignKind kind;
};
constexpr std::array kinds{KindName{"list", DesignKind::list},
                           KindName{"full factorial", DesignKind::full_factorial},
                           KindName{"fractional factorial", DesignKind::fractional_factorial},
                           KindName{"latin hypercube", DesignKind::latin_hypercube},
                           KindName{"nearly orthogonal", DesignKind::nearly_orthogonal},
                           KindName{"sobol", DesignKind::sobol},
                           KindName{"morris", DesignKind::morris},
                           KindName{"saltelli", DesignKind::saltelli}};
constexpr std::size_t most_points = 1'000'000;

/// A number and the unit behind it: "30 min", or a plain number.
struct End {
    double number;
    std::string unit;
};

class Reader {
 public:
    Reader(std::string path, std::vector<Finding>& findings)
        : path_(std::move(path)), findings_(findings) {}

    std::optional<Experiment> read(const Json& document) {
        const std::size_t before = findings_.size();
        if (!document.is_object() || !document.contains("wardwire_experiment")) {
            find("", "is no experiment; it begins with \"wardwire_experiment\": 1");
            return std::nullopt;
        }
        read_members(document);
        if (findings_.size() > before) return std::nullopt;
        experiment_.text = document.dump(2);
        return std::move(experiment_);
    }

 private:
    void find(const std::string& where, std::string what) {
        findings_.push_back({path_, where, std::move(what)});
    }

    /// Finds keys that are not known, with what may be meant.
    void expect_keys(const Json& object, const std::string& where,
                     std::span<const char* const> known) {
        const std::vector<std::string> names(known.begin(), known.end());
        for (const auto& [key, value] : object.items())
            if (std::ranges::find(names, key) == names.end())
                find(where + models::pointer_step(key), "unknown key" + did_you_mean(key, names));
    }

    std::string text_at(const Json& object, const char* key, const std::string& where) {
        if (object.contains(key) && object.at(key).is_string()) return object.at(key);
        find(where + "/" + key, object.contains(key) ? "must be a text" : "is missing: a text");
        return {};
    }

    std::vector<std::string> texts_at(const Json& object, const char* key,
                                      const std::string& where) {
        std::vector<std::string> texts;
        if (!object.contains(key)) return texts;
        if (!object.at(key).is_array()) find(where + "/" + key, "must be a list of texts");
        for (const Json& one : object.at(key)) {
            if (one.is_string())
                texts.push_back(one);
            else
                find(where + "/" + key, "must be a list of texts");
        }
        return texts;
    }

    std::optional<std::uint64_t> count_at(const Json& object, const char* key,
                                          const std::string& where, std::uint64_t least,
                                          std::uint64_t most) {
        if (!object.contains(key)) return std::nullopt;
        const Json& value = object.at(key);
        if (value.is_number_unsigned() && value.get<std::uint64_t>() >= least &&
            value.get<std::uint64_t>() <= most)
            return value.get<std::uint64_t>();
        find(where + "/" + key, "must be a whole number from " + std::to_string(least) + " to " +
                                    std::to_string(most));
        return std::nullopt;
    }

    void read_members(const Json& document) {
        constexpr std::array keys{"wardwire_experiment",
                                  "set",
                                  "title",
                                  "scenario",
                                  "with",
                                  "factors",
                                  "design",
                                  "constraints",
                                  "seed",
                                  "replications",
                                  "outcomes",
                                  "service",
                                  "least",
                                  "description"};
        expect_keys(document, "", keys);
        if (document.at("wardwire_experiment") != 1)
            find("/wardwire_experiment", "must be 1, the version that this program reads");
        experiment_.title = text_at(document, "title", "");
        experiment_.scenario = text_at(document, "scenario", "");
        experiment_.overlays = texts_at(document, "with", "");
        experiment_.outcomes = texts_at(document, "outcomes", "");
        experiment_.service = texts_at(document, "service", "");
        if (document.contains("least")) experiment_.least = text_at(document, "least", "");
        if (const auto count = count_at(document, "replications", "", 1, 1'000'000))
            experiment_.replications = static_cast<std::uint32_t>(*count);
        experiment_.seed = count_at(document, "seed", "", 0, (1ULL << 53) - 1);
        has_constraints_ = document.contains("constraints") && !document.at("constraints").empty();
        read_settings(document);
        read_factors(document);
        read_design(document);
        for (const std::string& text : texts_at(document, "constraints", "")) read_constraint(text);
    }

    void read_settings(const Json& document) {
        if (!document.contains("set")) return;
        if (!document.at("set").is_object())
            return find("/set", "must be an object, {\"/horizon/length\": \"2 weeks\"}");
        for (const auto& [pointer, value] : document.at("set").items())
            experiment_.settings.push_back({pointer, value.dump()});
    }

    void read_factors(const Json& document) {
        if (!document.contains("factors") || !document.at("factors").is_object() ||
            document.at("factors").empty()) {
            find("/factors",
                 "must name at least one factor, {\"nurses\": {\"pointer\": "
                 "\"/roles/nurse/count\", \"levels\": [2, 3]}}");
            return;
        }
        for (const auto& [name, factor] : document.at("factors").items())
            read_factor(name, factor, "/factors" + models::pointer_step(name));
    }

    void read_factor(const std::string& name, const Json& object, const std::string& where) {
        constexpr std::array keys{"pointer", "levels", "from", "to", "scale", "whole"};
        if (!object.is_object()) return find(where, "must be an object with pointer and levels");
        if (name == "point" || name == "replication" ||
            name.find_first_of(" +-*<>/=,") != std::string::npos || name.empty())
            find(where, "a factor is named by a word that is not point or replication");
        expect_keys(object, where, keys);
        Factor factor;
        factor.name = name;
        factor.pointer = text_at(object, "pointer", where);
        if (object.contains("levels") == (object.contains("from") || object.contains("to")))
            find(where, "has either levels, or from and to");
        else if (object.contains("levels"))
            read_levels(object.at("levels"), where + "/levels", factor);
        else
            read_range(object, where, factor);
        experiment_.factors.push_back(std::move(factor));
    }

    /// A list of values, or values with names: {"early": ..., "late": ...}.
    void read_levels(const Json& levels, const std::string& where, Factor& factor) {
        if (!levels.is_structured() || levels.empty())
            return find(where, "must be a list of at least one value, or values with names");
        for (const auto& [name, level] : levels.items()) {
            const std::string text = level.dump();
            if (std::ranges::find(factor.levels, text) != factor.levels.end())
                find(where + models::pointer_step(name), "occurs twice");
            factor.levels.push_back(text);
            if (levels.is_object()) factor.names.push_back(name);
        }
    }

    /// The level that a value of a list of points means, by its name where it has one.
    static std::string level_of(const Factor& factor, const Json& value) {
        for (std::size_t level = 0; level < factor.names.size(); ++level)
            if (value == factor.names[level]) return factor.levels[level];
        return value.dump();
    }

    static std::optional<End> end_of(const Json& value) {
        if (value.is_number()) return End{value.get<double>(), ""};
        if (!value.is_string()) return std::nullopt;
        const auto& text = value.get_ref<const std::string&>();
        End end{0.0, ""};
        const auto [rest, problem] =
            std::from_chars(text.data(), text.data() + text.size(), end.number);
        if (problem != std::errc{}) return std::nullopt;
        end.unit = std::string(rest, text.data() + text.size());
        end.unit.erase(0, end.unit.find_first_not_of(' '));
        return end.unit.empty() ? std::nullopt : std::optional(end);
    }

    void read_range(const Json& object, const std::string& where, Factor& factor) {
        const auto from = object.contains("from") ? end_of(object.at("from")) : std::nullopt;
        const auto to = object.contains("to") ? end_of(object.at("to")) : std::nullopt;
        if (!from || !to || from->unit != to->unit || !(from->number < to->number))
            return find(where, "from and to must be numbers, or quantities of one unit, and rise");
        factor.from = from->number;
        factor.to = to->number;
        factor.unit = from->unit;
        if (object.contains("scale")) {
            const std::string scale = text_at(object, "scale", where);
            if (scale != "linear" && scale != "log")
                find(where + "/scale", "must be linear or log, got " + in_quotes(scale));
            factor.is_logarithmic = scale == "log";
        }
        if (factor.is_logarithmic && !(factor.from > 0.0))
            find(where + "/from", "must be above zero on a logarithmic scale");
        if (object.contains("whole")) {
            if (!object.at("whole").is_boolean()) find(where + "/whole", "must be true or false");
            factor.is_whole = object.at("whole") == true;
        }
    }

    void read_design(const Json& document) {
        constexpr std::array keys{"kind", "points", "generators", "list"};
        if (!document.contains("design") || !document.at("design").is_object())
            return find("/design", "is missing: {\"kind\": \"full factorial\"}");
        const Json& object = document.at("design");
        expect_keys(object, "/design", keys);
        const std::string kind = text_at(object, "kind", "/design");
        const auto found = std::ranges::find(kinds, kind, &KindName::name);
        if (found == kinds.end()) {
            std::vector<std::string> names;
            for (const KindName& one : kinds) names.emplace_back(one.name);
            return find("/design/kind",
                        "there is no design " + in_quotes(kind) + did_you_mean(kind, names));
        }
        experiment_.design.kind = found->kind;
        experiment_.design.generators = texts_at(object, "generators", "/design");
        if (const auto points = count_at(object, "points", "/design", 1, most_points))
            experiment_.design.points = *points;
        if (object.contains("list")) read_list(object.at("list"));
        check_design(object);
    }

    void read_list(const Json& list) {
        if (!list.is_array() || list.empty())
            return find("/design/list", "must be a list of at least one point");
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (!list[i].is_array() || list[i].size() != experiment_.factors.size()) {
                find("/design/list/" + std::to_string(i), "must have a value for each factor");
                continue;
            }
            std::vector<std::string> values;
            for (std::size_t f = 0; f < list[i].size(); ++f)
                values.push_back(level_of(experiment_.factors[f], list[i][f]));
            experiment_.design.list.push_back(std::move(values));
        }
    }

    bool is_sample() const {
        const DesignKind kind = experiment_.design.kind;
        return kind != DesignKind::list && kind != DesignKind::full_factorial &&
               kind != DesignKind::fractional_factorial;
    }

    void check_design(const Json& object) {
        const Design& design = experiment_.design;
        const std::size_t factors = experiment_.factors.size();
        if (is_sample() && !object.contains("points"))
            find("/design/points", "is missing: how many?");
        if (!is_sample() && object.contains("points"))
            find("/design/points", "this design has as many as its levels make");
        if (design.kind == DesignKind::list && !object.contains("list"))
            find("/design/list", "is missing: a list of points");
        for (const Factor& factor : experiment_.factors) {
            const std::string where = "/factors" + models::pointer_step(factor.name);
            if (!is_sample() && design.kind != DesignKind::list && factor.levels.empty())
                find(where, "a factorial needs levels");
            if (design.kind == DesignKind::fractional_factorial && factor.levels.size() != 2 &&
                !factor.levels.empty())
                find(where + "/levels", "must be two in a fractional factorial");
        }
        if (design.kind == DesignKind::fractional_factorial &&
            !analysis::fractional_factorial(factors, design.generators))
            find("/design/generators",
                 "must each make a factor the product of others, lettered in their order: "
                 "\"D=ABC\"");
        const std::size_t dimensions = design.kind == DesignKind::saltelli ? 2 * factors
                                       : design.kind == DesignKind::sobol  ? factors
                                                                           : 0;
        const bool is_of_walks =
            design.kind == DesignKind::morris || design.kind == DesignKind::saltelli;
        if (is_of_walks && has_constraints_)
            find("/constraints", "would tear this design apart; leave them out");
        if (dimensions > analysis::sobol_dimensions)
            find("/factors", "are more than this design has dimensions for");
    }

    void read_constraint(const std::string& text) {
        std::vector<std::string> names;
        for (const Factor& factor : experiment_.factors) names.push_back(factor.name);
        std::string unknown;
        if (auto constraint = Constraint::read(text, names, unknown))
            experiment_.constraints.push_back(std::move(*constraint));
        else if (!unknown.empty())
            find("/constraints", in_quotes(text) + ": there is no factor " + in_quotes(unknown) +
                                     did_you_mean(unknown, names));
        else
            find("/constraints", in_quotes(text) + " is no inequality such as " +
                                     in_quotes("nurses + 2 * physicians <= 12"));
    }

    std::string path_;
    std::vector<Finding>& findings_;
    Experiment experiment_;
    bool has_constraints_ = false;
};

}  // namespace

std::optional<Experiment> read_experiment(const std::string& path, std::vector<Finding>& findings) {
    const auto text = load_scenario_text(path);
    if (!text) {
        findings.push_back({path, "", "cannot be read: there is no such file"});
        return std::nullopt;
    }
    const auto document = models::reading::parse_json(*text, path, findings);
    return document ? Reader(path, findings).read(*document) : std::nullopt;
}

std::optional<Experiment> experiment_of(const std::string& scenario_text) {
    std::vector<Finding> findings;
    const auto document = models::reading::parse_json(scenario_text, "", findings);
    if (!document || !document->contains("experiment")) return std::nullopt;
    return Reader("", findings).read(document->at("experiment"));
}

}  // namespace wardwire::app

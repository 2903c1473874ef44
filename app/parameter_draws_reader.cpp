// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/parameter_draws.hpp"
#include "models/reading/json_text.hpp"

namespace wardwire::app {

namespace {

using models::Finding;
using models::reading::Json;

constexpr std::size_t most_draws = 100'000;

std::string line_name(std::size_t line) { return "line " + std::to_string(line); }

/// A value of a CSV field: JSON where it is JSON, else a text.
std::string value_of(const std::string& field) {
    const Json value = Json::parse(field, nullptr, /*allow_exceptions=*/false);
    return value.is_discarded() ? Json(field).dump(-1, ' ', false, Json::error_handler_t::replace)
                                : value.dump();
}

/// The fields of a line of CSV; nothing when a quote is not closed.
std::optional<std::vector<std::string>> fields_of(std::string_view line) {
    std::vector<std::string> fields(1);
    bool is_quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && is_quoted && i + 1 < line.size() && line[i + 1] == '"')
            fields.back() += line[++i];
        else if (line[i] == '"')
            is_quoted = !is_quoted;
        else if (line[i] == ',' && !is_quoted)
            fields.emplace_back();
        else
            fields.back() += line[i];
    }
    return is_quoted ? std::nullopt : std::optional(std::move(fields));
}

class DrawsReader {
 public:
    DrawsReader(const std::string& path, std::vector<Finding>& findings)
        : path_(path), findings_(findings) {}

    std::optional<ParameterDraws> read(std::string_view text) {
        const std::size_t before = findings_.size();
        std::size_t number = 0;
        while (!text.empty() && findings_.size() < before + 10) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            std::string_view line = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            if (line.ends_with('\r')) line.remove_suffix(1);
            ++number;
            if (!line.empty()) read_line(line, number);
        }
        if (draws_.values.empty() && findings_.size() == before)
            find("",
                 "holds no draws: write a line of JSON each, {\"/roles/nurse/count\": 3}, or "
                 "CSV with a header of pointers");
        if (draws_.values.size() > most_draws) find("", "holds more than 100,000 draws");
        if (findings_.size() > before) return std::nullopt;
        return std::move(draws_);
    }

 private:
    void find(const std::string& where, std::string what) {
        findings_.push_back({path_, where, std::move(what)});
    }

    void read_line(std::string_view line, std::size_t number) {
        if (line.starts_with('{')) return read_object(line, number);
        const auto fields = fields_of(line);
        if (!fields) return find(line_name(number), "has a quote that is not closed");
        if (draws_.pointers.empty()) return read_header(*fields, number);
        if (fields->size() != draws_.pointers.size())
            return find(line_name(number), "has " + std::to_string(fields->size()) +
                                               " values, the header " +
                                               std::to_string(draws_.pointers.size()));
        std::vector<std::string> values;
        std::ranges::transform(*fields, std::back_inserter(values), value_of);
        draws_.values.push_back(std::move(values));
    }

    void read_header(const std::vector<std::string>& fields, std::size_t number) {
        for (const std::string& field : fields) {
            if (!field.starts_with('/') || !models::reading::pointer_keys(field))
                find(line_name(number), models::reading::text_of(field) +
                                            " is no JSON pointer such as /roles/nurse/count");
            if (std::ranges::count(fields, field) > 1)
                find(line_name(number), "says " + field + " twice");
        }
        draws_.pointers = fields;
    }

    void read_object(std::string_view line, std::size_t number) {
        std::vector<Finding> broken;
        const auto object = models::reading::parse_json(line, path_, broken);
        if (!object) return find(line_name(number), broken.front().what);
        std::vector<std::string> keys;
        for (const auto& [key, value] : object->items()) keys.push_back(key);
        if (draws_.pointers.empty()) read_header(keys, number);
        std::vector<std::string> values;
        for (const std::string& pointer : draws_.pointers) {
            if (!object->contains(pointer))
                return find(line_name(number), "says no " + pointer + ", as the first line does");
            values.push_back(object->at(pointer).dump());
        }
        if (keys.size() != values.size())
            return find(line_name(number), "says other parameters than the first line");
        draws_.values.push_back(std::move(values));
    }

    const std::string& path_;
    std::vector<Finding>& findings_;
    ParameterDraws draws_;
};

}  // namespace

std::optional<ParameterDraws> read_draws(const std::string& path, std::string_view text,
                                         std::vector<Finding>& findings) {
    return DrawsReader(path, findings).read(text);
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/reading/collections.hpp"
#include "models/reading/schema.hpp"

/// The two visitors of the format's description (description.hpp). Both know `required` and
/// `optional` fields; a field is a key, the variable it sets, its form, and what it means.
namespace wardwire::models::reading {

/// Sets the variables from the members of a JSON object.
class FieldReader {
 public:
    FieldReader(const Json& object, const Place& place) : object_(object), place_(place) {}

    template <class T, class Form>
    void required(std::string_view key, T& value, const Form& form, std::string_view) {
        if (!read(key, value, form)) place_.report("needs the key " + in_quotes(key));
    }
    template <class T, class Form>
    void optional(std::string_view key, T& value, const Form& form, std::string_view) {
        if (read(key, value, form)) return;
        if constexpr (requires { form.absent(value, place_); }) form.absent(value, place_);
    }

    bool has(std::string_view key) const { return find_step(object_, std::string(key)) != nullptr; }
    bool has(std::string_view key, std::string_view inner) const {
        return has(key) && find_step(object_[std::string(key)], std::string(inner)) != nullptr;
    }
    /// To be called after the last field.
    void report_unknown_keys() const {
        for (const auto& member : object_.items()) {
            if (std::find(known_.begin(), known_.end(), member.key()) == known_.end()) {
                (place_ / member.key()).report("unknown key" + did_you_mean(member.key(), known_));
            }
        }
    }

 private:
    template <class T, class Form>
    bool read(std::string_view key, T& value, const Form& form) {
        known_.emplace_back(key);
        const auto member = object_.find(known_.back());
        if (member == object_.end()) return false;
        read_into(form, *member, value, place_ / key);
        return true;
    }
    template <class T, class Form>
    static void read_into(const Form& form, const Json& written, T& value, const Place& place) {
        read_value(form, written, value, place);
    }
    template <class T, class Form>
    static void read_into(const Form& form, const Json& written, std::optional<T>& value,
                          const Place& place) {
        read_value(form, written, value.emplace(), place);
    }

    const Json& object_;
    Place place_;
    std::vector<std::string> known_;
};

/// Writes the JSON Schema of an object; the variables hold the defaults.
class SchemaWriter {
 public:
    template <class T, class Form>
    void required(std::string_view key, const T& start, const Form& form,
                  std::string_view meaning) {
        add(key, start, form, meaning)["$comment"] = is_required;
    }
    template <class T, class Form>
    void optional(std::string_view key, const T& start, const Form& form,
                  std::string_view meaning) {
        Json& field = add(key, start, form, meaning);
        if constexpr (requires { field["default"] = form.write(start); }) {
            if (Json written = form.write(start); !written.is_null())
                field["default"] = std::move(written);
        }
    }

    Json schema() && {
        return {{"type", {"object", "null"}},  // null takes away what an extended scenario says
                {"properties", std::move(properties_)},
                {"additionalProperties", false}};
    }

 private:
    template <class T, class Form>
    Json& add(std::string_view key, const T& start, const Form& form, std::string_view meaning) {
        Json& field = properties_[std::string(key)];
        field = Json::object();
        field["description"] = meaning;
        field.update(schema_of(form, start));
        return field;
    }
    template <class T, class Form>
    Json& add(std::string_view key, const std::optional<T>&, const Form& form,
              std::string_view meaning) {
        Json& field = add(key, T{}, form, meaning);
        field["$comment"] = is_none_by_default;
        return field;
    }

    Json properties_ = Json::object();
};

/// The form of a struct that has a description: a JSON object. A function `settle(value, fields,
/// place)`, where there is one, checks what concerns several fields at once.
struct Object {
    static constexpr bool is_composite = true;

    template <class T>
    void read(const Json& written, T& value, const Place& place) const {
        if (!written.is_object()) return report_type(place, "an object", written);
        FieldReader fields(written, place);
        describe(fields, value);
        if constexpr (requires { settle(value, fields, place); }) settle(value, fields, place);
        fields.report_unknown_keys();
    }
    template <class T>
    Json schema(T start) const {
        SchemaWriter writer;
        describe(writer, start);
        return std::move(writer).schema();
    }
};
inline constexpr Object object;

template <class Form>
constexpr ListOf<Form> list_of(Form form, std::size_t fewest, std::size_t most) {
    return {form, fewest, most};
}
constexpr ListOfObjects<Object> list_of_objects(std::size_t fewest, std::size_t most) {
    return {{object, fewest, most}};
}
constexpr Named<Object> named_objects(std::size_t fewest, std::size_t most) {
    return {object, fewest, most};
}
template <class Form>
constexpr ByRole<Form> by_role(Form form, double when_absent = 0.0) {
    return {form, when_absent};
}

}  // namespace wardwire::models::reading

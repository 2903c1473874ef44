// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "models/reading/forms.hpp"
#include "models/reading/suggestion.hpp"

/// Forms of several values; see forms.hpp for what a form is.
namespace wardwire::models::reading {

/// Forms whose parts may be wrapped have the parts' schemas open to it.
inline Json or_wrapped(Json schema) {
    return {{"anyOf", {std::move(schema), {{"$ref", "#/definitions/sourced"}}}}};
}
template <class Form, class T>
Json schema_of(const Form& form, const T& start) {
    if constexpr (Leaf<Form>) {
        return or_wrapped(form.schema());
    } else {
        return form.schema(start);
    }
}

/// "must be a list, got 12" or "must have 1 to 4 elements, got 5" unless it is such a list.
bool check_list(const Json& written, std::size_t fewest, std::size_t most, const Place& place);

/// A list of values of one form.
template <class Form>
struct ListOf {
    Form form;
    std::size_t fewest = 0;
    std::size_t most = 1000;

    template <class T>
    void read(const Json& written, std::vector<T>& values, const Place& place) const {
        if (!check_list(written, fewest, most, place)) return;
        values.assign(written.size(), T{});
        for (std::size_t i = 0; i < values.size(); ++i) {
            read_value(form, written[i], values[i], place / i);
        }
    }
    Json schema() const {
        return {{"type", "array"},
                {"minItems", fewest},
                {"maxItems", most},
                {"items", or_wrapped(form.schema())}};
    }
    template <class T>
    requires requires(Form f, T value) { f.write(value); }
    Json write(const std::vector<T>& values) const {
        Json list = Json::array();
        for (const T& value : values) list.push_back(form.write(value));
        return list;
    }
};

/// A list of objects; nothing of it is wrapped as a whole.
template <class Form>
struct ListOfObjects : ListOf<Form> {
    static constexpr bool is_composite = true;

    template <class T>
    Json schema(const std::vector<T>&) const {
        Json items = this->form.schema(T{});
        items["type"] = "object";
        return {{"type", {"array", "null"}},
                {"minItems", this->fewest},
                {"maxItems", this->most},
                {"items", std::move(items)}};
    }
};

/// The names of an object's members in ascending order, those that cannot be names reported.
std::vector<std::string> read_names(const Json& written, std::size_t fewest, std::size_t most,
                                    const Place& place);

/// An object whose keys are names given by the user: {"nurse": {…}, "physician": {…}}. The values
/// have a member `name` and come in ascending order of it.
template <class Form>
struct Named {
    static constexpr bool is_composite = true;
    Form form;
    std::size_t fewest;
    std::size_t most;

    template <class T>
    void read(const Json& written, std::vector<T>& values, const Place& place) const {
        values.clear();
        for (const std::string& name : read_names(written, fewest, most, place)) {
            T& value = values.emplace_back();
            value.name = name;
            read_value(form, *written.find(name), value, place / name);
        }
    }
    template <class T>
    Json schema(const std::vector<T>&) const {
        return {{"type", {"object", "null"}},
                {"maxProperties", most},
                {"additionalProperties", schema_of(form, T{})}};
    }
};

/// Whether an object names roles, {"nurse": …, "physician": …}; a law or wrapping does not.
bool is_by_role(const Json& written);
/// The index of a role's name; size() after a report when there is no such role.
std::size_t find_role(std::string_view name, const Place& place);

/// A value for each role, by name, or one for all roles. Roles that are not named get what the
/// values begin with, which is one for all roles; otherwise what T begins with: no chance, no time.
template <class Form>
struct ByRole {
    Form form;
    double when_absent = 0.0;  ///< of all roles, when nothing is written

    template <class T>
    void read(const Json& written, std::vector<T>& values, const Place& place) const {
        const std::size_t size = place.names().roles.size();
        values.assign(size, values.empty() ? T{} : T(values.front()));
        if (!is_by_role(written)) {
            T value{};
            read_value(form, written, value, place);
            return values.assign(size, value);
        }
        for (const auto& [name, member] : written.items()) {
            const std::size_t role = find_role(name, place / name);
            if (role < size) read_value(form, member, values[role], place / name);
        }
    }
    void absent(std::vector<double>& values, const Place& place) const {
        values.assign(place.names().roles.size(), when_absent);
    }
    void absent(std::vector<sim::Distribution>& laws, const Place& place) const {
        if (!laws.empty()) laws.resize(place.names().roles.size(), sim::Distribution(laws.front()));
    }
    Json schema() const {
        return {{"anyOf",
                 {form.schema(),
                  {{"type", "object"}, {"additionalProperties", or_wrapped(form.schema())}}}}};
    }
    Json write(const std::vector<double>&) const { return form.write(when_absent); }
    Json write(const std::vector<sim::Distribution>& laws) const {
        return laws.empty() ? Json() : form.write(laws.front());
    }
};

/// For each role the shares of roles, which sum to 1: {"nurse": {"physician": "60 %", …}, …}.
struct RoleMatrix {
    void read(const Json& written, std::vector<std::vector<double>>& rows,
              const Place& place) const;
    Json schema() const;
};
inline constexpr RoleMatrix role_matrix;

/// Reports unless the shares sum to 1 within 10^-6, saying what they sum to.
void check_sum(const std::vector<double>& shares, std::string_view whose, const Place& place);

}  // namespace wardwire::models::reading

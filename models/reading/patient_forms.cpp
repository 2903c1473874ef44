// SPDX-License-Identifier: Apache-2.0
#include "models/reading/patient_forms.hpp"

namespace wardwire::models::reading {
namespace {

constexpr Number factor{0.0, 1e6};

}  // namespace

void UseTypeFactors::read(const Json& written, std::vector<double>& factors,
                          const Place& place) const {
    if (!written.is_object())
        return report_type(place, "an object of factors by use type", written);
    const std::vector<std::string>& types = place.names().use_types;
    factors.assign(types.size(), 1.0);
    for (const auto& [name, member] : written.items()) {
        const std::size_t type = find_name(name, types, "use type", place / name);
        if (type < types.size()) read_value(factor, member, factors[type], place / name);
    }
}

Json UseTypeFactors::schema() const {
    return {{"type", "object"}, {"additionalProperties", or_wrapped(factor.schema())}};
}

void CombinationOfValues::read(const Json& written, Combination& values, const Place& place) const {
    values.clear();
    if (!written.is_object())
        return report_type(place, "an object of values by attribute", written);
    for (const auto& [attribute, value] : written.items()) {
        if (!value.is_string()) return report_type(place / attribute, "a value's name", value);
        values.emplace_back(attribute, value.get<std::string>());
    }
}

Json CombinationOfValues::schema() const {
    return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
}

void LineName::read(const Json& written, std::uint32_t& line, const Place& place) const {
    if (!written.is_string()) return report_type(place, "the name of a telephone line", written);
    const std::vector<std::string>& lines = place.names().lines;
    const std::size_t found =
        find_name(written.get_ref<const std::string&>(), lines, "telephone line", place);
    if (found < lines.size()) line = static_cast<std::uint32_t>(found);
}

}  // namespace wardwire::models::reading

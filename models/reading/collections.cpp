// SPDX-License-Identifier: Apache-2.0
#include "models/reading/collections.hpp"

#include <array>
#include <cmath>
#include <numeric>

namespace wardwire::models::reading {
namespace {

/// Names that would make a thing look like a law or a wrapped value.
bool is_reserved(std::string_view name) {
    constexpr std::array<std::string_view, 4> reserved = {"law", "value", "source", "status"};
    return std::find(reserved.begin(), reserved.end(), name) != reserved.end();
}

bool check_size(const Json& written, std::size_t fewest, std::size_t most, const Place& place) {
    if (written.size() >= fewest && written.size() <= most) return true;
    const std::string wanted = fewest == most
                                   ? std::to_string(most)
                                   : std::to_string(fewest) + " to " + std::to_string(most);
    place.report("must have " + wanted + " entries, got " + std::to_string(written.size()));
    return false;
}

}  // namespace

bool check_list(const Json& written, std::size_t fewest, std::size_t most, const Place& place) {
    if (written.is_array()) return check_size(written, fewest, most, place);
    report_type(place, "a list", written);
    return false;
}

std::vector<std::string> read_names(const Json& written, std::size_t fewest, std::size_t most,
                                    const Place& place) {
    if (!written.is_object()) report_type(place, "an object whose keys are names", written);
    if (!written.is_object() || !check_size(written, fewest, most, place)) return {};
    std::vector<std::string> names;
    for (const auto& member : written.items()) {
        if (member.key().empty() || is_reserved(member.key())) {
            (place / member.key()).report("cannot be a name; choose another");
        }
        names.push_back(member.key());
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool is_by_role(const Json& written) {
    if (!written.is_object()) return false;
    return std::none_of(written.items().begin(), written.items().end(),
                        [](const auto& member) { return is_reserved(member.key()); });
}

void RoleMatrix::read(const Json& written, std::vector<std::vector<double>>& rows,
                      const Place& place) const {
    const std::size_t size = place.names().roles.size();
    rows.assign(size, std::vector<double>(size, 0.0));
    if (!written.is_object()) {
        return report_type(place, "an object of a role's shares of roles", written);
    }
    for (const auto& [sender, shares] : written.items()) {
        const std::size_t role = find_role(sender, place / sender);
        if (role == size) continue;
        if (!shares.is_object()) {
            report_type(place / sender, "an object of shares of roles", shares);
            continue;
        }
        const std::size_t before = place.finding_count();
        read_value(ByRole<Quantity>{probability}, shares, rows[role], place / sender);
        if (place.finding_count() == before) check_sum(rows[role], "the shares", place / sender);
    }
}

Json RoleMatrix::schema() const {
    return {{"type", "object"},
            {"additionalProperties", or_wrapped(ByRole<Quantity>{probability}.schema())}};
}

void check_sum(const std::vector<double>& shares, std::string_view whose, const Place& place) {
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (std::abs(sum - 1.0) <= 1e-6) return;
    std::array<char, 32> percent{};
    std::snprintf(percent.data(), percent.size(), "%.6g %%", sum * 100.0);
    place.report(std::string(whose) + " must sum to 100 %, and sum to " + percent.data());
}

}  // namespace wardwire::models::reading

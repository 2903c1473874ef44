// SPDX-License-Identifier: Apache-2.0
// The joint distribution of the patients' attributes, from a table or from their shares.
#include <cmath>
#include <optional>
#include <string>

#include "models/proportional_fitting.hpp"
#include "models/reading/settling.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

/// A value of each attribute, or none where a combination does not say.
using Values = std::vector<std::optional<std::size_t>>;

template <class List>
std::vector<std::string> names_of(const List& list) {
    std::vector<std::string> names;
    for (const auto& one : list) names.push_back(one.name);
    return names;
}

/// The values that a combination names, after a report of those that there are not.
Values find_values(const Population& population, const Combination& combination,
                   const Place& place) {
    Values values(population.attributes.size());
    const std::vector<std::string> attributes = names_of(population.attributes);
    for (const auto& [attribute, value] : combination) {
        const std::size_t a = find_name(attribute, attributes, "attribute", place / attribute);
        if (a == attributes.size()) continue;
        const std::vector<std::string> known = names_of(population.attributes[a].values);
        const std::size_t v = find_name(value, known, "value", place / attribute);
        if (v < known.size()) values[a] = v;
    }
    return values;
}

std::size_t named(const Values& values) {
    std::size_t count = 0;
    for (const auto& value : values) count += value ? 1 : 0;
    return count;
}

bool fits(const ShareTable& table, std::size_t entry, const Values& values) {
    for (std::size_t a = 0; a < values.size(); ++a)
        if (values[a] && table.value_of(entry, a) != *values[a]) return false;
    return true;
}

ShareTable written_table(const Population& population, ShareTable table, const Place& place) {
    table.shares.assign(table.shares.size(), 0.0);
    const std::size_t before_all = place.finding_count();
    for (std::size_t i = 0; i < population.table.size(); ++i) {
        const Place here = place / i;
        const std::size_t before = here.finding_count();
        const Values values = find_values(population, population.table[i].of, here / "of");
        if (here.finding_count() > before) continue;
        if (named(values) < values.size()) {
            (here / "of").report("must name a value of every attribute");
            continue;
        }
        for (std::size_t entry = 0; entry < table.shares.size(); ++entry) {
            if (!fits(table, entry, values)) continue;
            if (table.shares[entry] > 0.0) here.report("stands in the table a second time");
            table.shares[entry] = population.table[i].share;
        }
    }
    if (place.finding_count() == before_all)
        check_sum(table.shares, "the shares of the table", place);
    return table;
}

ShareTable associated_table(const Population& population, ShareTable table, const Place& place) {
    for (std::size_t i = 0; i < population.associations.size(); ++i) {
        const Place here = place / i / "of";
        const std::size_t before = here.finding_count();
        const Values values = find_values(population, population.associations[i].of, here);
        if (here.finding_count() == before && named(values) < 2)
            here.report("must name values of at least two attributes");
        for (std::size_t entry = 0; entry < table.shares.size(); ++entry)
            if (fits(table, entry, values))
                table.shares[entry] *= population.associations[i].factor;
    }
    return table;
}

void report_misfit(const Population& population, const Misfit& misfit, bool is_table,
                   const Place& place) {
    const Attribute& attribute = population.attributes[misfit.attribute];
    const auto percent = [](double share) {
        return format_quantity(share, Dimension::probability);
    };
    (place / "attributes" / attribute.name / attribute.values[misfit.value].name / "share")
        .report("is " + percent(misfit.wanted) + ", which contradicts " +
                (is_table ? "the table: there it is "
                          : "the associations: the nearest they allow is ") +
                percent(misfit.got));
}

}  // namespace

void settle(Population& population, const FieldReader& fields, const Place& place) {
    const std::size_t before = place.finding_count();
    std::vector<std::size_t> sizes;
    std::vector<std::vector<double>> margins;
    std::size_t count = 1;
    for (const Attribute& attribute : population.attributes) {
        std::vector<double>& margin = margins.emplace_back();
        for (const AttributeValue& value : attribute.values) margin.push_back(value.share);
        check_sum(margin, "the shares", place / "attributes" / attribute.name);
        sizes.push_back(margin.size());
        count *= margin.size();
    }
    if (fields.has("table") && fields.has("associations"))
        (place / "associations").report("has no effect beside \"table\", which says it all");
    if (!population.group_by.empty())
        find_name(population.group_by, names_of(population.attributes), "attribute",
                  place / "group_by");
    if (count > most_cells)
        (place / "attributes")
            .report("makes " + std::to_string(count) + " combinations of values; at most " +
                    std::to_string(most_cells));
    if (place.finding_count() > before || population.attributes.empty()) return;

    ShareTable table = ShareTable::even(sizes);
    if (fields.has("table"))
        table = written_table(population, std::move(table), place / "table");
    else
        table = associated_table(population, std::move(table), place / "associations");
    if (place.finding_count() > before) return;
    constexpr double rounding = 5e-4;  // tables are published to a tenth of a per cent
    const Misfit misfit =
        fields.has("table") ? worst_misfit(table, margins) : fit_margins(table, margins);
    if (misfit.size() > rounding) report_misfit(population, misfit, fields.has("table"), place);
    population.cells = cells_of(population, table.shares);
}

void settle(AdoptionSpec& adoption, const FieldReader& fields, const Place& place) {
    if (fields.has("site_odds_ratio") && adoption.site_odds_ratio.cdf(0.0) > 0.0)
        (place / "site_odds_ratio").report("can be 0 or less, and odds are above 0");
}

void settle(Invitation& invitation, const FieldReader& fields, const Place& place) {
    if (fields.has("share") && (invitation.share.lower() < 0.0 || invitation.share.cdf(1.0) < 1.0))
        (place / "share").report("can lie outside of 0 to 1, and a share cannot");
}

}  // namespace wardwire::models::reading

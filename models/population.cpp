// SPDX-License-Identifier: Apache-2.0
#include "models/population.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/scenario.hpp"

namespace wardwire::models {

std::optional<std::size_t> Population::find(const std::string& attribute) const {
    for (std::size_t i = 0; i < attributes.size(); ++i)
        if (attributes[i].name == attribute) return i;
    return std::nullopt;
}

std::vector<PatientCell> cells_of(const Population& population, const std::vector<double>& shares) {
    std::vector<PatientCell> cells;
    for (std::size_t index = 0; index < shares.size(); ++index) {
        PatientCell& cell = cells.emplace_back();
        cell.share = shares[index];
        cell.values.resize(population.attributes.size());
        std::size_t rest = index;
        for (std::size_t a = population.attributes.size(); a-- > 0;) {
            const std::vector<AttributeValue>& values = population.attributes[a].values;
            cell.values[a] = rest % values.size();
            rest /= values.size();
        }
        for (std::size_t a = 0; a < cell.values.size(); ++a) {
            const AttributeValue& value = population.attributes[a].values[cell.values[a]];
            cell.log_odds += std::log(value.odds_ratio);
            cell.activity *= value.activity;
            if (value.use_type_factors.empty()) continue;
            cell.use_type_factors.resize(value.use_type_factors.size(), 1.0);
            for (std::size_t type = 0; type < cell.use_type_factors.size(); ++type)
                cell.use_type_factors[type] *= value.use_type_factors[type];
        }
    }
    return cells;
}

std::vector<std::string> patient_groups(const Scenario& scenario) {
    if (!scenario.patients || !scenario.patients->population) return {"all"};
    const Population& population = *scenario.patients->population;
    const auto attribute = population.find(population.group_by);
    if (!attribute) return {"all"};
    std::vector<std::string> names;
    for (const AttributeValue& value : population.attributes[*attribute].values)
        names.push_back(value.name);
    return names;
}

std::vector<std::string> patient_cells(const Scenario& scenario) {
    if (!scenario.patients || !scenario.patients->population) return {};
    const Population& population = *scenario.patients->population;
    std::vector<std::string> names;
    for (const PatientCell& cell : population.cells) {
        std::string& name = names.emplace_back();
        for (std::size_t a = 0; a < cell.values.size(); ++a) {
            const Attribute& attribute = population.attributes[a];
            name +=
                (a == 0 ? "" : ", ") + attribute.name + "=" + attribute.values[cell.values[a]].name;
        }
    }
    return names;
}

std::vector<double> use_type_shares(const PatientCell& cell, const PortalSpec& portal) {
    std::vector<double> shares;
    for (const UseType& type : portal.use_types) shares.push_back(type.share);
    if (cell.use_type_factors.empty()) return shares;
    for (std::size_t type = 0; type < shares.size(); ++type)
        shares[type] *= cell.use_type_factors[type];
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) share /= sum;
    return shares;
}

double adoption_probability(const AdoptionSpec& adoption, double log_odds) {
    if (adoption.share <= 0.0 || adoption.share >= 1.0) return adoption.share;
    const double own = std::log(adoption.share / (1.0 - adoption.share));
    return 1.0 / (1.0 + std::exp(-(own + log_odds)));
}

std::vector<double> mean_activity(const PatientSpec& patients, const PortalSpec& portal) {
    std::vector<double> activity(portal.use_types.size(), 0.0);
    const auto add = [&](const PatientCell& cell) {
        double users = 1.0;
        if (patients.adoption) {
            const double odds =
                cell.log_odds + std::log(patients.adoption->site_odds_ratio.quantile(0.5));
            const double invited = patients.adoption->invited_share.mean();
            const double invitation = std::log(patients.adoption->invitation_odds_ratio);
            users = (1.0 - invited) * adoption_probability(*patients.adoption, odds) +
                    invited * adoption_probability(*patients.adoption, odds + invitation);
        }
        const std::vector<double> shares = use_type_shares(cell, portal);
        for (std::size_t type = 0; type < shares.size(); ++type)
            activity[type] += cell.share * users * cell.activity * shares[type];
    };
    if (!patients.population) add(PatientCell{{}, 1.0, 0.0, 1.0, {}});
    if (patients.population)
        for (const PatientCell& cell : patients.population->cells) add(cell);
    return activity;
}

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "models/scenario.hpp"
#include "sim/record/results.hpp"

namespace wardwire::test {

/// In an order of roles: somebody who was not there before, is there always and does nothing.
inline constexpr std::size_t newcomer = std::numeric_limits<std::size_t>::max();

/// The same scenario with its roles in another order: place k takes the role that was number
/// order[k], or a newcomer. Every role must be there once.
inline models::Scenario rearranged(const models::Scenario& before,
                                   const std::vector<std::size_t>& order) {
    models::Scenario after = before;
    const auto now = [&order](models::RoleId role) {
        std::size_t k = 0;
        while (order[k] != role.index()) ++k;
        return models::RoleId{k};
    };
    const auto move_target = [&now](models::Target& to) {
        if (to.kind == models::Target::Kind::role) to.role = now(to.role);
    };
    const auto move_levels = [&move_target](std::vector<models::EscalationLevel>& levels) {
        for (models::EscalationLevel& level : levels) move_target(level.to);
    };
    const auto move_all = [&now](std::vector<models::RoleId>& roles) {
        for (models::RoleId& role : roles) role = now(role);
    };
    const auto reorder = [&order](auto& by_role, const auto& of_newcomer) {
        auto old = std::exchange(by_role, {});
        for (const std::size_t k : order) by_role.push_back(k == newcomer ? of_newcomer : old[k]);
    };

    models::RoleSpec idle;
    idle.name = "newcomer";
    reorder(after.roles, idle);
    for (models::RoleSpec& role : after.roles) {
        if (role.forwards_to) move_target(*role.forwards_to);
        move_levels(role.escalation);
        if (role.covering) move_target(role.covering->to);
    }
    for (models::PoolSpec& pool : after.pools) {
        move_all(pool.members);
        move_levels(pool.escalation);
        if (pool.overflow_to) move_target(*pool.overflow_to);
    }
    for (models::TelephoneLine& line : after.telephone) move_all(line.answered_by);
    if (after.patients && after.patients->primary.is_valid())
        after.patients->primary = now(after.patients->primary);
    if (after.portal) {
        for (models::UseType& type : after.portal->use_types) {
            reorder(type.handling, type.handling.front());
            reorder(type.resolved_probability, 1.0);
            for (auto* chances : {&type.to_visit_probability, &type.to_call_probability})
                if (!chances->empty()) reorder(*chances, 0.0);
        }
        for (models::RoutingRule& rule : after.portal->routing) move_target(rule.to);
    }
    if (after.chat) {
        reorder(after.chat->starts_per_second, 0.0);
        for (auto& row : after.chat->to) reorder(row, 0.0);
        reorder(after.chat->to, std::vector<double>(order.size(), 0.0));
        for (auto* laws : {&after.chat->effects.person, &after.chat->effects.popularity,
                           &after.chat->effects.answers, &after.chat->effects.answered,
                           &after.chat->writing, &after.chat->reading})
            if (!laws->empty()) reorder(*laws, laws->front());
        if (!after.chat->off_duty_probability.empty())
            reorder(after.chat->off_duty_probability, 0.0);
        if (!after.chat->answer_factor.empty()) reorder(after.chat->answer_factor, 1.0);
    }
    return after;
}

/// Every metric and series of a run by its name and the labels along its axes.
inline std::map<std::string, double> values_by_name(const sim::ResultLayout& layout,
                                                    const sim::Observation& observation) {
    std::map<std::string, double> values;
    const auto add = [&](const sim::Measure& measure, const std::vector<double>& from) {
        for (std::size_t i = 0; i < measure.size; ++i) {
            std::string name = measure.name;
            std::size_t rest = i;
            for (std::size_t k = measure.axes.size(); k-- > 0;) {
                const sim::Axis& axis = layout.axes[measure.axes[k]];
                const std::size_t at = rest % axis.size();
                rest /= axis.size();
                name += "/" + (axis.labels.empty() ? std::to_string(at) : axis.labels[at]);
            }
            values[name] = from[measure.offset + i];
        }
    };
    for (const sim::Measure& measure : layout.metrics) add(measure, observation.metrics);
    for (const sim::Measure& measure : layout.series) add(measure, observation.series);
    return values;
}

}  // namespace wardwire::test

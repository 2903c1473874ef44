// SPDX-License-Identifier: Apache-2.0
#include "models/validation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "models/offered_load.hpp"

namespace wardwire::models {
namespace {

std::string percent(double share) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g %%", 100.0 * share);
    return text.data();
}

/// "fri 17:00 to sat 00:00".
std::string span_text(const WeeklyHours::Interval& span) {
    const auto time = [](sim::Duration at, bool is_end) {
        constexpr std::array<const char*, 7> days = {"mon", "tue", "wed", "thu",
                                                     "fri", "sat", "sun"};
        const auto in_minutes = static_cast<unsigned>(at / sim::minutes{1});
        const unsigned day = (in_minutes - (is_end && in_minutes % 1440 == 0 ? 1 : 0)) / 1440;
        const unsigned minute = in_minutes - day * 1440;
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%s %02u:%02u", days[day % 7], minute / 60,
                      minute % 60);
        return std::string(text.data());
    };
    return time(span.from, false) + " to " + time(span.to, true);
}

std::string list_of(const std::vector<WeeklyHours::Interval>& spans) {
    constexpr std::size_t most = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, spans.size()); ++i) {
        text += (i == 0 ? "" : ", ") + span_text(spans[i]);
    }
    if (spans.size() > most) text += " and " + std::to_string(spans.size() - most) + " more";
    return text;
}

/// When at least one of these roles is on duty in every week of the rotation; absences are chance.
WeeklyHours cover(const Scenario& scenario, const std::vector<RoleId>& roles, std::size_t week) {
    WeeklyHours covered;
    for (const RoleId id : roles) {
        const RoleSpec& role = scenario.roles[id.index()];
        const auto& rotation = role.roster.rotation;
        if (role.count > 0 && rotation.empty()) return WeeklyHours::always();
        for (std::size_t k = 0; k < std::min<std::size_t>(role.count, rotation.size()); ++k) {
            for (const Shift& shift : rotation[(week + k) % rotation.size()]) {
                covered.add(shift.hours.from, shift.hours.to);
            }
        }
    }
    return covered;
}

class Validation {
 public:
    explicit Validation(const Scenario& scenario)
        : scenario_(scenario), flow_(message_flow(scenario)) {}

    std::vector<Finding> run() && {
        check_targets();
        check_messages();
        check_loads();
        check_reach();
        check_cover();
        return std::move(findings_);
    }

 private:
    void check_targets();
    void check_target(const std::string& where, const Target& target);
    void check_levels(const std::string& where, const std::vector<EscalationLevel>& levels);
    void check_overflow();
    void check_messages();
    void check_loads();
    void check_reach();
    void check_cover();
    void check_hours(const std::string& where, const WeeklyHours& hours,
                     const std::vector<RoleId>& roles, const std::string& when);

    void error(std::string where, std::string what) {
        findings_.push_back({scenario_.name, std::move(where), std::move(what)});
    }
    void warn(std::string where, std::string what) {
        findings_.push_back(
            {scenario_.name, std::move(where), std::move(what), Finding::Severity::warning});
    }

    const Scenario& scenario_;
    MessageFlow flow_;
    std::vector<Finding> findings_;
};

/// Every target must have people behind it.
void Validation::check_targets() {
    for (const RoleSpec& role : scenario_.roles) {
        const std::string where = "/roles" + pointer_step(role.name);
        if (role.forwards_to) check_target(where + "/forwards_to", *role.forwards_to);
        check_levels(where + "/escalation", role.escalation);
    }
    for (const PoolSpec& pool : scenario_.pools) {
        const std::string where = "/pools" + pointer_step(pool.name);
        if (pool.overflow_to) check_target(where + "/overflow_to", *pool.overflow_to);
        check_levels(where + "/escalation", pool.escalation);
    }
    if (scenario_.portal) {
        for (std::size_t i = 0; i < scenario_.portal->routing.size(); ++i) {
            check_target("/portal/routing/" + std::to_string(i) + "/to",
                         scenario_.portal->routing[i].to);
        }
    }
    check_overflow();
}

void Validation::check_target(const std::string& where, const Target& target) {
    const std::size_t place = place_of(scenario_, target);
    const bool is_pool = place < scenario_.pools.size();
    const std::vector<RoleId> roles =
        is_pool ? scenario_.pools[place].members
                : std::vector<RoleId>{RoleId(place - scenario_.pools.size())};
    const bool has_people = std::any_of(roles.begin(), roles.end(), [&](RoleId role) {
        return scenario_.roles[role.index()].count > 0;
    });
    if (!has_people) error(where, "leads to a role or pool without people");
}

void Validation::check_levels(const std::string& where,
                              const std::vector<EscalationLevel>& levels) {
    for (std::size_t i = 0; i < levels.size(); ++i) {
        check_target(where + "/" + std::to_string(i) + "/to", levels[i].to);
    }
}

/// A message that overflows from pool to pool must come to an end.
void Validation::check_overflow() {
    for (std::size_t first = 0; first < scenario_.pools.size(); ++first) {
        std::size_t pool = first;
        for (std::size_t steps = 0; steps <= scenario_.pools.size(); ++steps) {
            const auto& next = scenario_.pools[pool].overflow_to;
            if (!next || next->kind != Target::Kind::pool) break;
            pool = next->pool.index();
            if (pool != first) continue;
            error("/pools" + pointer_step(scenario_.pools[first].name) + "/overflow_to",
                  "goes round in a circle: what overflows comes back");
            break;
        }
    }
}

void Validation::check_messages() {
    for (std::size_t u = 0; u < flow_.lacks_rule.size(); ++u) {
        const UseType& type = scenario_.portal->use_types[u];
        const std::string where = "/portal/use_types" + pointer_step(type.name);
        if (flow_.lacks_rule[u]) {
            error("/portal/routing", "has no rule for some messages of the use type \"" +
                                         type.name + "\"; end with a rule for all: {\"to\": …}");
        }
        if (flow_.never_resolved_share[u] > 0.01) {
            warn(where + "/resolved_by", "leaves " + percent(flow_.never_resolved_share[u]) +
                                             " of the messages to be handed on " +
                                             std::to_string(most_handoffs) +
                                             " times, until the last to get one resolves it");
        }
        for (std::size_t r = 0; r < scenario_.roles.size(); ++r) {
            const RoleSpec& role = scenario_.roles[r];
            const bool resolves = !role.forwards_to || type.resolved_probability[r] > 0.0;
            if (flow_.by_role[r][u] > 0.0 && resolves && type.handling[r].mean() == 0.0) {
                warn(where + "/handling", "gives the role \"" + role.name +
                                              "\" no time, and that role resolves such messages");
            }
        }
    }
}

void Validation::check_loads() {
    for (const PoolLoad& load : pool_loads(scenario_)) {
        if (load.utilisation < 1.0) continue;
        const bool is_pool = load.name.starts_with("pool:");
        const std::string where =
            (is_pool ? "/pools" : "/roles") + pointer_step(load.name.substr(5));
        const std::string queue = is_pool ? "the queue grows without bound"
                                          : "what waits for this role grows without bound";
        if (std::isinf(load.utilisation)) {
            warn(where, "gets work and nobody is ever on duty for it: " + queue);
        } else {
            warn(where, "has a load of " + percent(load.utilisation) + ": " + queue);
        }
    }
}

/// Roles and pools that nothing comes to, whichever way a message may go.
void Validation::check_reach() {
    const std::size_t pools = scenario_.pools.size();
    std::vector<bool> reached(pools + scenario_.roles.size(), false);
    std::vector<std::size_t> open;
    const auto reach = [&](std::size_t place) {
        if (!reached[place]) open.push_back(place);
        reached[place] = true;
    };
    const auto reach_levels = [&](const std::vector<EscalationLevel>& levels) {
        for (const EscalationLevel& level : levels) reach(place_of(scenario_, level.to));
    };
    if (scenario_.portal) {
        for (const RoutingRule& rule : scenario_.portal->routing) {
            reach(place_of(scenario_, rule.to));
        }
    }
    while (!open.empty()) {
        const std::size_t place = open.back();
        open.pop_back();
        if (place >= pools) {
            const RoleSpec& role = scenario_.roles[place - pools];
            if (role.forwards_to) reach(place_of(scenario_, *role.forwards_to));
            reach_levels(role.escalation);
        } else {
            const PoolSpec& pool = scenario_.pools[place];
            for (const RoleId member : pool.members) reach(pools + member.index());
            if (pool.overflow_to) reach(place_of(scenario_, *pool.overflow_to));
            reach_levels(pool.escalation);
        }
    }
    for (const TelephoneLine& line : scenario_.telephone) {
        for (const RoleId role : line.answered_by) reached[pools + role.index()] = true;
    }
    for (std::size_t r = 0; r < scenario_.roles.size(); ++r) {
        const RoleSpec& role = scenario_.roles[r];
        bool has_work = reached[pools + r] || !role.tasks.empty() || role.visits;
        if (scenario_.chat) {
            has_work = has_work || scenario_.chat->starts_per_second[r] > 0.0;
            for (const std::vector<double>& row : scenario_.chat->to) {
                has_work = has_work || row[r] > 0.0;
            }
        }
        if (!has_work) {
            warn("/roles" + pointer_step(role.name),
                 "gets no work: no rule, pool, line, chat or task reaches it");
        }
    }
    for (std::size_t p = 0; p < pools; ++p) {
        if (reached[p]) continue;
        warn("/pools" + pointer_step(scenario_.pools[p].name),
             "gets no messages: no rule, forwarding, overflow or escalation sends there");
    }
}

void Validation::check_cover() {
    for (const PoolSpec& pool : scenario_.pools) {
        // A pool that says no hours of its own is worked in the site's.
        const WeeklyHours& hours = pool.hours.is_always() ? scenario_.open_hours : pool.hours;
        check_hours("/pools" + pointer_step(pool.name), hours, pool.members, "");
    }
    for (const TelephoneLine& line : scenario_.telephone) {
        WeeklyHours hours;
        for (std::size_t hour = 0; hour < line.profile.size(); ++hour) {
            if (line.profile[hour] > 0.0) hours.add(sim::hours{hour}, sim::hours{hour + 1});
        }
        check_hours("/telephone" + pointer_step(line.name), hours, line.answered_by,
                    "while calls come: ");
    }
    for (std::size_t r = 0; r < scenario_.roles.size(); ++r) {
        const RoleSpec& role = scenario_.roles[r];
        const std::string where = "/roles" + pointer_step(role.name);
        if (role.visits) {
            check_hours(where + "/visits/sessions", role.visits->sessions, {RoleId(r)},
                        "in the time of visits: ");
        }
        if (!role.attention.inbox_blocks.is_never()) {
            check_hours(where + "/attention/inbox_blocks", role.attention.inbox_blocks, {RoleId(r)},
                        "in inbox blocks: ");
        }
    }
}

void Validation::check_hours(const std::string& where, const WeeklyHours& hours,
                             const std::vector<RoleId>& roles, const std::string& when) {
    std::size_t weeks = 1;
    for (const RoleId role : roles) {
        weeks = std::max(weeks, scenario_.roles[role.index()].roster.rotation.size());
    }
    for (std::size_t week = 0; week < weeks; ++week) {
        const auto uncovered = gaps(hours, cover(scenario_, roles, week));
        if (uncovered.empty()) continue;
        const std::string which =
            weeks > 1 ? " in week " + std::to_string(week + 1) + " of the rotation" : "";
        return warn(where, "nobody is on duty " + when + list_of(uncovered) + which);
    }
}

}  // namespace

std::vector<Finding> validate(const Scenario& scenario) { return Validation(scenario).run(); }

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
#include "models/validation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "models/message_routes.hpp"
#include "models/offered_load.hpp"
#include "models/over_time.hpp"
#include "models/reading/calendar_text.hpp"
#include "models/site_plan.hpp"

namespace wardwire::models {
namespace {

constexpr std::string_view gets_no_messages =
    "gets no messages: no rule, forwarding, overflow, escalation or covering sends there";

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

/// Looks at one group of alike sites, or at the only site.
class Validation {
 public:
    Validation(const SiteGroup& group, const MessageFlow& flow,
               const std::vector<DatedLoads>& loads, const std::vector<bool>& reached)
        : scenario_(*group.scenario),
          prefix_(group.name.empty() ? "" : "/sites" + pointer_step(group.name)),
          flow_(flow),
          loads_(loads),
          reached_(reached) {}

    std::vector<Finding> run() && {
        for (Finding& finding : findings_over_time(scenario_)) {
            finding.where = prefix_ + finding.where;
            findings_.push_back(std::move(finding));
        }
        check_overflow();
        check_messages();
        check_loads();
        check_reach();
        check_cover();
        return std::move(findings_);
    }

 private:
    void check_overflow();
    void check_messages();
    void check_loads();
    void check_load(const PoolLoad& load, const std::string& when);
    bool leaves_by_itself(const std::string& place) const;
    void check_reach();
    void check_cover();
    void check_hours(const std::string& where, const WeeklyHours& hours,
                     const std::vector<RoleId>& roles, const std::string& when);

    bool is_one_of_several() const { return !prefix_.empty(); }
    bool is_needed(std::size_t role) const {
        return !is_one_of_several() || most_members(scenario_.roles[role]) > 0;
    }

    void error(std::string where, std::string what) {
        findings_.push_back({scenario_.name, prefix_ + std::move(where), std::move(what)});
    }
    void warn(std::string where, std::string what) {
        findings_.push_back({scenario_.name, prefix_ + std::move(where), std::move(what),
                             Finding::Severity::warning});
    }

    const Scenario& scenario_;
    std::string prefix_;
    const MessageFlow& flow_;
    const std::vector<DatedLoads>& loads_;
    const std::vector<bool>& reached_;  ///< by place
    std::vector<Finding> findings_;
};

/// A message that overflows from pool to pool of a site must come to an end; at another site it
/// does.
void Validation::check_overflow() {
    for (std::size_t first = 0; first < scenario_.pools.size(); ++first) {
        std::size_t pool = first;
        for (std::size_t steps = 0; steps <= scenario_.pools.size(); ++steps) {
            const auto& next = scenario_.pools[pool].overflow_to;
            if (!next || next->kind != Target::Kind::pool || next->site.is_valid()) break;
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
        if (flow_.never_resolved_share[u] > 1.0 - 1e-9) {
            error(where + "/resolved_by",
                  "lets nobody resolve such messages whom they reach: they are handed on for ever");
        } else if (flow_.never_resolved_share[u] > 0.01) {
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

/// Told once, for the first of the days.
void Validation::check_loads() {
    std::vector<std::string> told;
    for (const auto& [day, loads] : loads_) {
        const std::string when =
            day == loads_.front().day ? "" : " by " + reading::format_date(day);
        for (const PoolLoad& load : loads) {
            if (load.utilisation < 1.0 ||
                std::find(told.begin(), told.end(), load.name) != told.end())
                continue;
            told.push_back(load.name);
            check_load(load, when);
        }
    }
}

void Validation::check_load(const PoolLoad& load, const std::string& when) {
    const bool is_pool = load.name.starts_with("pool:");
    const std::string where = (is_pool ? "/pools" : "/roles") + pointer_step(load.name.substr(5));
    const std::string queue =
        is_pool ? "the queue grows without bound" : "what waits for this role grows without bound";
    if (std::isinf(load.utilisation)) {
        const std::string what =
            "gets work and nobody is ever on duty for it" + when + ": " + queue;
        if (leaves_by_itself(load.name)) {
            warn(where, what);
        } else {
            error(where, what + "; give it hours and people, or escalation to others");
        }
    } else {
        warn(where, "has a load of " + percent(load.utilisation) + when + ": " + queue);
    }
}

/// Whether a rule takes messages elsewhere that nobody at a pool ever sees. That a role has nobody
/// is told of each target that leads to it.
bool Validation::leaves_by_itself(const std::string& place) const {
    for (const PoolSpec& pool : scenario_.pools)
        if (place == "pool:" + pool.name) return !pool.escalation.empty() || pool.overflow_to;
    return true;
}

/// Roles that nothing comes to, whichever way a message may go, and pools of the only site.
void Validation::check_reach() {
    const std::size_t pools = scenario_.pools.size();
    for (std::size_t r = 0; r < scenario_.roles.size(); ++r) {
        const RoleSpec& role = scenario_.roles[r];
        bool has_work = reached_[pools + r] || !role.tasks.empty() || role.visits;
        for (const TelephoneLine& line : scenario_.telephone)
            has_work = has_work || std::find(line.answered_by.begin(), line.answered_by.end(),
                                             RoleId(r)) != line.answered_by.end();
        if (scenario_.chat) {
            has_work = has_work || scenario_.chat->starts_per_second[r] > 0.0;
            for (const std::vector<double>& row : scenario_.chat->to) {
                has_work = has_work || row[r] > 0.0;
            }
        }
        if (!has_work && is_needed(r)) {
            warn("/roles" + pointer_step(role.name),
                 "gets no work: no rule, pool, line, chat or task reaches it");
        }
    }
    for (std::size_t p = 0; p < pools && !is_one_of_several(); ++p) {
        if (!reached_[p])
            warn("/pools" + pointer_step(scenario_.pools[p].name), std::string(gets_no_messages));
    }
}

void Validation::check_cover() {
    for (std::size_t p = 0; p < scenario_.pools.size(); ++p) {
        const PoolSpec& pool = scenario_.pools[p];
        if (is_one_of_several() && !reached_[p]) continue;
        // A pool that says no hours of its own is worked in the site's.
        const WeeklyHours& hours = pool.hours.is_always() ? scenario_.open_hours : pool.hours;
        check_hours("/pools" + pointer_step(pool.name), hours, pool.members, "");
    }
    for (const TelephoneLine& line : scenario_.telephone) {
        if (line.calls_per_second == 0.0) continue;
        WeeklyHours hours;
        for (std::size_t hour = 0; hour < line.profile.size(); ++hour) {
            if (line.profile[hour] > 0.0) hours.add(sim::hours{hour}, sim::hours{hour + 1});
        }
        check_hours("/telephone" + pointer_step(line.name), hours, line.answered_by,
                    "while calls come: ");
    }
    for (std::size_t r = 0; r < scenario_.roles.size(); ++r) {
        if (!is_needed(r)) continue;
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

/// What concerns several places or sites: people behind every target, and links to every site.
class RouteValidation {
 public:
    RouteValidation(const Scenario& scenario, const std::vector<SiteGroup>& groups,
                    const MessageRoutes& routes)
        : scenario_(scenario), groups_(groups), routes_(routes), sites_(sites_of(scenario)) {
        for (const SitePlan& site : sites_) links_.push_back(links_from(scenario, site.place.id));
    }

    std::vector<Finding> run() && {
        for (const Route& route : routes_.routes) {
            if (!has_people(route)) error(route, "leads to a role or pool without people");
            if (route.site.is_valid()) check_links(route);
        }
        check_pools();
        return std::move(findings_);
    }

 private:
    bool has_people(const Route& route) const {
        const Scenario& scenario = *groups_[route.to].scenario;
        const bool is_pool = route.place < scenario.pools.size();
        const std::vector<RoleId> roles =
            is_pool ? scenario.pools[route.place].members
                    : std::vector<RoleId>{RoleId(route.place - scenario.pools.size())};
        return std::any_of(roles.begin(), roles.end(), [&](RoleId role) {
            return fewest_members(scenario.roles[role.index()]) > 0;
        });
    }

    /// Messages need a link to the other site; what comes of them needs one to the patient's.
    void check_links(const Route& route) {
        const auto check = [&](const SiteRange& sites, const std::string& why) {
            for (std::uint32_t k = sites.first; k < sites.first + sites.count; ++k) {
                if (k == route.site.index() || links_[k].latency(route.site.index())) continue;
                const std::string& here = sites_[k].name;
                const std::string& there = sites_[route.site.index()].name;
                return error(route, why + ", and no link leads from \"" + here + "\" to \"" +
                                        there + "\"; add one to /links");
            }
        };
        check(groups_[route.from].sites, "leads to another site");
        if (route.home != route.from)
            check(groups_[route.home].sites, "leads to a site that answers to the patient's");
    }

    /// A pool that is used at some site is there at the others, too, and may be idle.
    void check_pools() {
        if (scenario_.site_kinds.empty()) return;
        for (std::size_t p = 0; p < scenario_.pools.size(); ++p) {
            const bool is_used = std::any_of(routes_.reached.begin(), routes_.reached.end(),
                                             [p](const auto& places) { return places[p]; });
            if (!is_used)
                findings_.push_back({scenario_.name,
                                     "/pools" + pointer_step(scenario_.pools[p].name),
                                     std::string(gets_no_messages), Finding::Severity::warning});
        }
    }

    void error(const Route& route, std::string what) {
        const std::string& group = groups_[route.from].name;
        Finding finding{scenario_.name,
                        (group.empty() ? "" : "/sites" + pointer_step(group)) + route.where,
                        std::move(what)};
        if (std::find(findings_.begin(), findings_.end(), finding) == findings_.end())
            findings_.push_back(std::move(finding));
    }

    const Scenario& scenario_;
    const std::vector<SiteGroup>& groups_;
    const MessageRoutes& routes_;
    std::vector<SitePlan> sites_;
    std::vector<sim::Links> links_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> validate(const Scenario& scenario) {
    const std::vector<SiteGroup> groups = site_groups(scenario);
    const MessageRoutes routes = message_routes(groups);
    const std::vector<MessageFlow> flows = message_flows(scenario);
    const std::vector<std::vector<DatedLoads>> loads = loads_over_time(scenario);
    std::vector<Finding> findings = RouteValidation(scenario, groups, routes).run();
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto further = Validation(groups[g], flows[g], loads[g], routes.reached[g]).run();
        findings.insert(findings.end(), further.begin(), further.end());
    }
    return findings;
}

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
#include "models/message_routes.hpp"

#include <utility>

#include "models/finding.hpp"

namespace wardwire::models {

namespace {

/// Follows the messages of the patients of one group.
class Search {
 public:
    Search(const std::vector<SiteGroup>& groups, std::size_t home, MessageRoutes& found)
        : groups_(groups), home_(home), found_(found) {
        for (const SiteGroup& group : groups)
            seen_.emplace_back(group.scenario->pools.size() + group.scenario->roles.size());
    }

    void run() {
        const Scenario& scenario = *groups_[home_].scenario;
        if (!scenario.portal || scenario.patients->count == 0) return;
        const std::vector<RoutingRule>& rules = scenario.portal->routing;
        for (std::size_t i = 0; i < rules.size(); ++i)
            follow(home_, rules[i].to, "/portal/routing/" + std::to_string(i) + "/to");
        while (!open_.empty()) {
            const auto [group, place] = open_.back();
            open_.pop_back();
            leave(group, place);
        }
    }

 private:
    void reach(std::size_t group, std::size_t place) {
        if (!seen_[group][place]) open_.emplace_back(group, place);
        seen_[group][place] = true;
        found_.reached[group][place] = true;
    }

    void follow(std::size_t from, const Target& target, std::string where) {
        const std::size_t to = group_of(groups_, target, from, home_);
        const std::size_t place = place_of(*groups_[to].scenario, target);
        found_.routes.push_back({home_, from, to, place, target.site, std::move(where)});
        reach(to, place);
    }

    void follow_levels(std::size_t from, const std::vector<EscalationLevel>& levels,
                       const std::string& where) {
        for (std::size_t i = 0; i < levels.size(); ++i)
            follow(from, levels[i].to, where + "/" + std::to_string(i) + "/to");
    }

    void leave(std::size_t group, std::size_t place) {
        const Scenario& scenario = *groups_[group].scenario;
        const std::size_t pools = scenario.pools.size();
        if (place >= pools) {
            const RoleSpec& role = scenario.roles[place - pools];
            const std::string where = "/roles" + pointer_step(role.name);
            if (role.forwards_to) follow(group, *role.forwards_to, where + "/forwards_to");
            follow_levels(group, role.escalation, where + "/escalation");
            if (role.covering) follow(group, role.covering->to, where + "/covering/to");
            return;
        }
        const PoolSpec& pool = scenario.pools[place];
        const std::string where = "/pools" + pointer_step(pool.name);
        for (const RoleId member : pool.members)
            if (scenario.roles[member.index()].count > 0) reach(group, pools + member.index());
        if (pool.overflow_to) follow(group, *pool.overflow_to, where + "/overflow_to");
        follow_levels(group, pool.escalation, where + "/escalation");
    }

    const std::vector<SiteGroup>& groups_;
    std::size_t home_;
    MessageRoutes& found_;
    std::vector<std::vector<bool>> seen_;
    std::vector<std::pair<std::size_t, std::size_t>> open_;
};

}  // namespace

MessageRoutes message_routes(const std::vector<SiteGroup>& groups) {
    MessageRoutes found;
    for (const SiteGroup& group : groups)
        found.reached.emplace_back(group.scenario->pools.size() + group.scenario->roles.size());
    for (std::size_t home = 0; home < groups.size(); ++home) Search(groups, home, found).run();
    return found;
}

}  // namespace wardwire::models

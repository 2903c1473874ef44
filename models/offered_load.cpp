// SPDX-License-Identifier: Apache-2.0
#include "models/offered_load.hpp"

#include <algorithm>
#include <numeric>

namespace wardwire::models {
namespace {

constexpr double seconds_per_hour = 3600.0;

WeeklyHours hours_of(const std::vector<Shift>& week) {
    WeeklyHours hours;
    for (const Shift& shift : week) hours.add(shift.hours.from, shift.hours.to);
    return hours;
}

sim::Duration overlap(const WeeklyHours& a, const WeeklyHours& b) {
    sim::Duration common{};
    for (const auto& one : a.intervals) {
        for (const auto& other : b.intervals) {
            const sim::Duration from = std::max(one.from, other.from);
            const sim::Duration to = std::min(one.to, other.to);
            if (from < to) common += to - from;
        }
    }
    return common;
}

/// The share of a stream with this profile that comes within the hours.
double share_within(const WeekProfile& profile, const WeeklyHours& hours) {
    double inside = 0.0;
    for (std::size_t hour = 0; hour < profile.size(); ++hour) {
        WeeklyHours one;
        one.add(sim::hours{hour}, sim::hours{hour + 1});
        inside += profile[hour] * sim::in_hours(overlap(hours, one));
    }
    return inside / std::accumulate(profile.begin(), profile.end(), 0.0);
}

/// Messages of a thread: the first, and the follow-ups to answers.
double messages_per_thread(const UseType& type, std::uint32_t max_rounds) {
    double messages = 0.0;
    double reached = 1.0;
    const std::vector<double>& again = type.follow_up_probability;
    for (std::uint32_t round = 0; round < max_rounds && reached > 0.0; ++round) {
        messages += reached;
        const double follows =
            again.empty() ? 0.0 : again[std::min<std::size_t>(round, again.size() - 1)];
        reached *= (1.0 - type.no_reply_probability) * follows;
    }
    return messages;
}

const RoutingRule* first_rule(const PortalSpec& portal, UseTypeId type, RoutingRule::Flag flag,
                              RoutingRule::When when) {
    const auto fits = [&](const RoutingRule& rule) {
        const bool type_fits =
            rule.use_types.empty() ||
            std::find(rule.use_types.begin(), rule.use_types.end(), type) != rule.use_types.end();
        return type_fits && (rule.flag == RoutingRule::Flag::any || rule.flag == flag) &&
               (rule.when == RoutingRule::When::any || rule.when == when);
    };
    const auto rule = std::find_if(portal.routing.begin(), portal.routing.end(), fits);
    return rule == portal.routing.end() ? nullptr : &*rule;
}

/// The share of a place's messages that each role gets.
std::vector<double> role_shares(const Scenario& scenario, std::size_t place) {
    std::vector<double> shares(scenario.roles.size(), 0.0);
    if (place >= scenario.pools.size()) {
        shares[place - scenario.pools.size()] = 1.0;
        return shares;
    }
    const PoolSpec& pool = scenario.pools[place];
    for (const RoleId member : pool.members) {
        const RoleSpec& role = scenario.roles[member.index()];
        shares[member.index()] = role.count * hours_on_duty(role.roster, pool.hours);
    }
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) share = sum > 0.0 ? share / sum : 0.0;
    return shares;
}

/// Follows the messages of one use type from where the rules send them until all are resolved.
class UseTypeFlow {
 public:
    UseTypeFlow(const Scenario& scenario, std::size_t type,
                const std::vector<std::vector<double>>& shares, MessageFlow& flow)
        : scenario_(scenario), type_(type), shares_(shares), flow_(flow) {}

    void follow() {
        std::vector<double> waiting = sent();
        const double all = std::accumulate(waiting.begin(), waiting.end(), 0.0);
        for (int hop = 0; hop <= most_handoffs; ++hop) {
            if (hop == most_handoffs && all > 0.0) {
                const double left = std::accumulate(waiting.begin(), waiting.end(), 0.0);
                flow_.never_resolved_share[type_] = left / all;
            }
            waiting = hand_on(waiting, hop == most_handoffs);
        }
    }

 private:
    /// By place, as the rules have it.
    std::vector<double> sent() const {
        const PortalSpec& portal = *scenario_.portal;
        const PatientSpec& patients = *scenario_.patients;
        const UseType& type = portal.use_types[type_];
        const double messages = patients.count * patients.threads_per_second * seconds_per_hour *
                                type.share * messages_per_thread(type, portal.max_rounds);
        const double flagged = type.urgent_probability * portal.flag_sensitivity +
                               (1.0 - type.urgent_probability) * (1.0 - portal.flag_specificity);
        const double open = share_within(patients.profile, scenario_.open_hours);
        std::vector<double> result(flow_.work_hours.size(), 0.0);
        for (const auto flag : {RoutingRule::Flag::urgent, RoutingRule::Flag::routine}) {
            for (const auto when : {RoutingRule::When::open, RoutingRule::When::closed}) {
                const double share = (flag == RoutingRule::Flag::urgent ? flagged : 1.0 - flagged) *
                                     (when == RoutingRule::When::open ? open : 1.0 - open);
                if (share * messages < 1e-12) continue;
                const RoutingRule* rule = first_rule(portal, UseTypeId(type_), flag, when);
                if (rule == nullptr) {
                    flow_.lacks_rule[type_] = true;
                } else {
                    result[place_of(scenario_, rule->to)] += share * messages;
                }
            }
        }
        return result;
    }

    /// Counts the messages that wait at the places, and gives those that are handed on.
    std::vector<double> hand_on(const std::vector<double>& waiting, bool is_last) const {
        const UseType& type = scenario_.portal->use_types[type_];
        std::vector<double> next(waiting.size(), 0.0);
        for (std::size_t place = 0; place < waiting.size(); ++place) {
            if (waiting[place] == 0.0) continue;
            flow_.arrivals[place][type_] += waiting[place];
            for (std::size_t r = 0; r < scenario_.roles.size(); ++r) {
                const double messages = waiting[place] * shares_[place][r];
                if (messages == 0.0) continue;
                const RoleSpec& role = scenario_.roles[r];
                const bool resolves_all = is_last || !role.forwards_to;
                const double resolved = resolves_all ? 1.0 : type.resolved_probability[r];
                const double work = messages *
                                    (role.reading.mean() + resolved * type.handling[r].mean()) /
                                    seconds_per_hour;
                flow_.work_hours[place] += work;
                flow_.role_work_hours[r] += work;
                flow_.by_role[r][type_] += messages;
                if (!resolves_all) {
                    next[place_of(scenario_, *role.forwards_to)] += messages * (1.0 - resolved);
                }
            }
        }
        return next;
    }

    const Scenario& scenario_;
    std::size_t type_;
    const std::vector<std::vector<double>>& shares_;
    MessageFlow& flow_;
};

}  // namespace

std::size_t place_of(const Scenario& scenario, const Target& target) {
    switch (target.kind) {
        case Target::Kind::pool:
            return target.pool.index();
        case Target::Kind::role:
            return scenario.pools.size() + target.role.index();
        case Target::Kind::primary:
            break;
    }
    return scenario.pools.size() + scenario.patients->primary.index();
}

double hours_on_duty(const RosterSpec& roster, const WeeklyHours& hours) {
    if (roster.rotation.empty()) return sim::in_hours(overlap(hours, WeeklyHours::always()));
    sim::Duration worked{};
    for (const auto& week : roster.rotation) worked += overlap(hours, hours_of(week));
    return sim::in_hours(worked) / static_cast<double>(roster.rotation.size()) *
           roster.full_time_share * (1.0 - roster.absence_probability);
}

std::vector<WeeklyHours::Interval> gaps(const WeeklyHours& needed, const WeeklyHours& covered) {
    std::vector<WeeklyHours::Interval> result;
    for (const auto& interval : needed.intervals) {
        sim::Duration at = interval.from;
        for (const auto& cover : covered.intervals) {
            if (cover.to <= at || cover.from >= interval.to) continue;
            if (cover.from > at) result.push_back({at, cover.from});
            at = cover.to;
        }
        if (at < interval.to) result.push_back({at, interval.to});
    }
    return result;
}

MessageFlow message_flow(const Scenario& scenario) {
    const std::size_t types = scenario.portal ? scenario.portal->use_types.size() : 0;
    const std::size_t places = scenario.pools.size() + scenario.roles.size();
    MessageFlow flow;
    flow.arrivals.assign(places, std::vector<double>(types, 0.0));
    flow.work_hours.assign(places, 0.0);
    flow.by_role.assign(scenario.roles.size(), std::vector<double>(types, 0.0));
    flow.role_work_hours.assign(scenario.roles.size(), 0.0);
    flow.never_resolved_share.assign(types, 0.0);
    flow.lacks_rule.assign(types, false);
    std::vector<std::vector<double>> shares;
    for (std::size_t place = 0; place < places; ++place) {
        shares.push_back(role_shares(scenario, place));
    }
    for (std::size_t type = 0; type < types; ++type) {
        UseTypeFlow(scenario, type, shares, flow).follow();
    }
    return flow;
}

}  // namespace wardwire::models

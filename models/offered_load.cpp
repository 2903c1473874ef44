// SPDX-License-Identifier: Apache-2.0
#include "models/offered_load.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

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

/// A site's share of the flow with who there gets what.
struct Station {
    const Scenario& scenario;
    double sites;
    std::vector<std::vector<double>> shares;  ///< [place][role]
    MessageFlow flow;
};

/// Follows the messages of one use type and of the patients of one group of sites from where the
/// rules send them until all are resolved.
class UseTypeFlow {
 public:
    UseTypeFlow(const std::vector<SiteGroup>& groups, std::size_t home, std::size_t type,
                std::vector<Station>& stations)
        : groups_(groups), home_(home), type_(type), stations_(stations) {}

    void follow() {
        Waiting waiting = sent();
        const double all = sum(waiting);
        for (int hop = 0; hop <= most_handoffs; ++hop) {
            if (hop == most_handoffs && all > 0.0)
                stations_[home_].flow.never_resolved_share[type_] = sum(waiting) / all;
            waiting = hand_on(waiting, hop == most_handoffs);
        }
    }

 private:
    using Waiting = std::vector<std::vector<double>>;  ///< [group][place], of all sites of a group

    Waiting none() const {
        Waiting result;
        for (const Station& station : stations_)
            result.emplace_back(station.flow.work_hours.size(), 0.0);
        return result;
    }
    static double sum(const Waiting& waiting) {
        double all = 0.0;
        for (const auto& at : waiting) all += std::accumulate(at.begin(), at.end(), 0.0);
        return all;
    }
    void add(Waiting& waiting, const Target& to, std::size_t here, double messages) const {
        const std::size_t group = group_of(groups_, to, here, home_);
        waiting[group][place_of(stations_[group].scenario, to)] += messages;
    }

    /// The chance that the rules take a message of this type for another.
    double seen_as(const PortalSpec& portal, std::size_t other) const {
        const UseType& type = portal.use_types[type_];
        const double mistaken = type.share < 1.0 ? 1.0 - type.recognised_probability : 0.0;
        if (other == type_) return 1.0 - mistaken;
        return mistaken * portal.use_types[other].share / (1.0 - type.share);
    }

    /// By place, as the rules have it.
    Waiting sent() const {
        Station& home = stations_[home_];
        const PortalSpec& portal = *home.scenario.portal;
        const PatientSpec& patients = *home.scenario.patients;
        const UseType& type = portal.use_types[type_];
        const double messages = home.sites * patients.count * patients.threads_per_second *
                                patients.demand_factor * seconds_per_hour *
                                mean_activity(patients, portal)[type_] *
                                messages_per_thread(type, portal.max_rounds);
        const double flagged = type.urgent_probability * portal.flag_sensitivity +
                               (1.0 - type.urgent_probability) * portal.false_flag_probability();
        const double open = share_within(patients.profile, home.scenario.open_hours);
        Waiting result = none();
        for (const auto flag : {RoutingRule::Flag::urgent, RoutingRule::Flag::routine}) {
            for (const auto when : {RoutingRule::When::open, RoutingRule::When::closed}) {
                const double share = (flag == RoutingRule::Flag::urgent ? flagged : 1.0 - flagged) *
                                     (when == RoutingRule::When::open ? open : 1.0 - open);
                for (std::size_t seen = 0; seen < portal.use_types.size(); ++seen) {
                    const double part = share * messages * seen_as(portal, seen);
                    if (part < 1e-12) continue;
                    const RoutingRule* rule = first_rule(portal, UseTypeId(seen), flag, when);
                    if (rule == nullptr)
                        home.flow.lacks_rule[type_] = true;
                    else
                        add(result, rule->to, home_, part);
                }
            }
        }
        return result;
    }

    /// Counts the messages that wait at the places, and gives those that are handed on.
    Waiting hand_on(const Waiting& waiting, bool is_last) const {
        Waiting next = none();
        for (std::size_t group = 0; group < waiting.size(); ++group)
            for (std::size_t place = 0; place < waiting[group].size(); ++place)
                if (waiting[group][place] > 0.0)
                    work(group, place, waiting[group][place], is_last, next);
        return next;
    }

    void work(std::size_t group, std::size_t place, double all, bool is_last, Waiting& next) const {
        Station& station = stations_[group];
        const UseType& type = station.scenario.portal->use_types[type_];
        const DraftSpec& drafts = station.scenario.portal->drafts;
        station.flow.arrivals[place][type_] += all / station.sites;
        for (std::size_t r = 0; r < station.scenario.roles.size(); ++r) {
            const double messages = all * station.shares[place][r];
            if (messages == 0.0) continue;
            const RoleSpec& role = station.scenario.roles[r];
            const bool resolves_all = is_last || !role.forwards_to;
            const double resolved = resolves_all ? 1.0 : type.resolved_probability[r];
            const double seconds =
                role.reading.mean() * drafts.reading_factor +
                resolved * type.handling[r].mean() * drafts.mean_writing_factor();
            const double hours = messages / station.sites * seconds / seconds_per_hour;
            station.flow.work_hours[place] += hours;
            station.flow.role_work_hours[r] += hours;
            station.flow.by_role[r][type_] += messages / station.sites;
            if (!resolves_all) add(next, *role.forwards_to, group, messages * (1.0 - resolved));
        }
    }

    const std::vector<SiteGroup>& groups_;
    std::size_t home_;
    std::size_t type_;
    std::vector<Station>& stations_;
};

Station station_of(const SiteGroup& group) {
    const Scenario& scenario = *group.scenario;
    const std::size_t types = scenario.portal ? scenario.portal->use_types.size() : 0;
    const std::size_t places = scenario.pools.size() + scenario.roles.size();
    Station station{scenario, static_cast<double>(group.sites.count), {}, {}};
    MessageFlow& flow = station.flow;
    flow.arrivals.assign(places, std::vector<double>(types, 0.0));
    flow.work_hours.assign(places, 0.0);
    flow.by_role.assign(scenario.roles.size(), std::vector<double>(types, 0.0));
    flow.role_work_hours.assign(scenario.roles.size(), 0.0);
    flow.never_resolved_share.assign(types, 0.0);
    flow.lacks_rule.assign(types, false);
    for (std::size_t place = 0; place < places; ++place)
        station.shares.push_back(role_shares(scenario, place));
    return station;
}

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

std::vector<SiteGroup> site_groups(const Scenario& scenario) {
    if (scenario.site_kinds.empty()) return {{"", &scenario, {0, 1}}};
    std::vector<SiteGroup> groups;
    std::uint32_t first = 0;
    for (const SiteKind& kind : scenario.site_kinds) {
        groups.push_back({kind.name, &kind.scenario, {first, kind.count}});
        first += kind.count;
    }
    return groups;
}

std::size_t group_of(const std::vector<SiteGroup>& groups, const Target& target, std::size_t here,
                     std::size_t home) {
    if (target.kind == Target::Kind::primary) return home;
    if (!target.site.is_valid()) return here;
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const SiteGroup& group) {
        return group.sites.contains(target.site);
    });
    return static_cast<std::size_t>(found - groups.begin());
}

std::vector<MessageFlow> message_flows(const Scenario& scenario) {
    const std::vector<SiteGroup> groups = site_groups(scenario);
    std::vector<Station> stations;
    for (const SiteGroup& group : groups) stations.push_back(station_of(group));
    for (std::size_t home = 0; home < groups.size(); ++home) {
        const std::size_t types = stations[home].flow.lacks_rule.size();
        for (std::size_t type = 0; type < types; ++type)
            UseTypeFlow(groups, home, type, stations).follow();
    }
    std::vector<MessageFlow> flows;
    for (Station& station : stations) flows.push_back(std::move(station.flow));
    return flows;
}

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
#include "app/portal_scenario.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace wardwire::app {

namespace {

using analysis::Estimate;
using analysis::PortalCalibration;
using analysis::PortalStation;
using analysis::PortalWork;
using Json = nlohmann::ordered_json;

constexpr double least_member_share = 0.05;  // of a pool's messages, to be called a member

/// Writes the parts of a scenario that messages of patients need.
class PortalWriter {
 public:
    PortalWriter(const PortalCalibration& portal, const analysis::ChatCalibration& staff,
                 const ScenarioValues& values)
        : found_(portal),
          groups_(staff.groups),
          first_monday_(staff.first_monday),
          values_(values) {}

    void write(Json& scenario) const {
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            if (!works(g)) continue;
            write_role(scenario["roles"][groups_[g].group.name], g);
        }
        for (std::size_t i = 0; i < found_.pools; ++i)
            if (!members(i).empty()) scenario["pools"][found_.stations[i].name] = pool(i);
        const auto& duty = groups_[group_of(taken_at(first_station()))].duty;
        if (!duty.is_always())
            scenario["calendar"]["open"] =
                values_.measured(shifts_of(duty), "hours of those to whom most messages come");
        scenario["patients"] = patients();
        scenario["portal"] = portal();
    }

 private:
    bool works(std::size_t group) const { return !found_.work[group].notice.parts.empty(); }

    /// Groups that the table of pools names; without one, those that take a share of the pool's
    /// messages worth the name.
    std::vector<std::size_t> members(std::size_t pool) const {
        std::vector<std::size_t> groups;
        for (std::size_t g = 0; g < groups_.size(); ++g)
            if (works(g) && is_member(found_.stations[pool], g)) groups.push_back(g);
        return groups;
    }

    static bool is_member(const PortalStation& pool, std::size_t group) {
        return pool.listed.empty() ? pool.takers[group].value >= least_member_share
                                   : pool.listed[group] > 0.0;
    }

    /// Whose hours are those of a station.
    std::size_t group_of(std::size_t station) const {
        if (station >= found_.pools) return station - found_.pools;
        const auto& takers = found_.stations[station].takers;
        return static_cast<std::size_t>(std::ranges::max_element(takers, {}, &Estimate::value) -
                                        takers.begin());
    }

    /// The station to which most threads come first.
    std::size_t first_station() const {
        return std::ranges::max_element(found_.topics, {},
                                        [](const auto& topic) { return topic.share.value; })
            ->first_station;
    }

    /// The station itself; where nobody takes from a pool, that to which its messages go on, or
    /// else the group with most of them in hand.
    std::size_t taken_at(std::size_t station) const {
        for (std::size_t hop = 0; hop < found_.pools; ++hop) {
            if (station >= found_.pools || !members(station).empty()) return station;
            const PortalStation& pool = found_.stations[station];
            if (pool.deadline)
                station = pool.deadline->to;
            else if (pool.hands_on_to)
                station = *pool.hands_on_to;
            else
                break;
        }
        if (station >= found_.pools || !members(station).empty()) return station;
        const auto in_hand = [](const PortalWork& work) { return work.in_hand_s.n; };
        return found_.pools +
               static_cast<std::size_t>(std::ranges::max_element(found_.work, {}, in_hand) -
                                        found_.work.begin());
    }

    /// "pool:triage", "role:nurse" or "primary"; who hands a message to colleagues of the own
    /// group means any of them.
    std::string target(std::size_t wanted, std::size_t from) const {
        const std::size_t station = taken_at(wanted);
        if (station < found_.pools) return "pool:" + found_.stations[station].name;
        const std::size_t group = station - found_.pools;
        const bool is_primary = found_.primary == static_cast<std::int32_t>(group);
        return is_primary && station != from ? "primary" : "role:" + groups_[group].group.name;
    }

    void write_role(Json& role, std::size_t group) const {
        const PortalWork& work = found_.work[group];
        Json attention;
        attention["noticed_at_once"] =
            values_.assumed("0 %", "every message is noticed after a delay");
        attention["notice_delay"] = values_.measured(law_of(work.notice), work.notice_median, " s");
        if (!groups_[group].duty.is_always() || !groups_[group].shifts.empty())
            attention["off_duty"] =
                values_.measured(as_percent(work.off_duty.value), work.off_duty);
        role["attention"]["portal"] = attention;
        if (work.reading_s.n > 0.0)
            role["reading"] = values_.measured(lognormal(work.reading_s.value, work.reading_sd_s),
                                               work.reading_s, " s");
        const std::optional<std::size_t> next = hands_on_to(group);
        const std::size_t own = found_.pools + group;
        if (next && *next != own) role["forwards_to"] = target(*next, own);
        if (const auto& deadline = found_.stations[own].deadline)
            role["escalation"] = escalation(*deadline, own);
    }

    /// Where the people of a group send what they hand on.
    std::optional<std::size_t> hands_on_to(std::size_t group) const {
        if (const auto next = found_.stations[found_.pools + group].hands_on_to) return next;
        for (std::size_t i = 0; i < found_.pools; ++i)
            if (group_of(i) == group && found_.stations[i].hands_on_to)
                return found_.stations[i].hands_on_to;
        return std::nullopt;
    }

    Json escalation(const analysis::PortalDeadline& deadline, std::size_t station) const {
        return Json::array(
            {{{"after", values_.measured(as_seconds(deadline.after_s), deadline.share)},
              {"clock", deadline.is_business ? "business" : "wall"},
              {"to", target(deadline.to, station)}}});
    }

    Json pool(std::size_t index) const {
        const PortalStation& station = found_.stations[index];
        Json pool;
        Json names = Json::array();
        for (const std::size_t g : members(index)) names.push_back(groups_[g].group.name);
        pool["members"] =
            values_.measured(names, station.listed.empty() ? "groups that take a twentieth or more"
                                                           : "groups in the table of pools");
        pool["claim"] = claim(station);
        const auto& duty = groups_[group_of(index)].duty;
        if (!duty.is_always())
            pool["hours"] = values_.measured(shifts_of(duty), "hours in which members are seen");
        if (station.deadline) pool["escalation"] = escalation(*station.deadline, index);
        return pool;
    }

    /// Messages are dealt to members, who notice them after the measured delay. Who takes them as
    /// soon as he or she is free has other work too; it is not in the log, and in the delay
    /// instead.
    Json claim(const PortalStation& station) const {
        using analysis::ClaimRule;
        constexpr double sure = 0.9;
        const auto& rules = station.claims.rules;
        if (!rules || rules->sure < sure)
            return values_.assumed("random", "dealt to a member; the log does not tell to which");
        const auto likeliest = static_cast<std::size_t>(rules->likeliest);
        const Estimate& how = rules->log_likelihood[likeliest];
        switch (rules->likeliest) {
            case ClaimRule::in_turn:
                return values_.measured("round_robin", how);
            case ClaimRule::by_load:
                return values_.measured("least_loaded", how);
            case ClaimRule::to_answerer:
            case ClaimRule::to_owner:
                return values_.measured("sticky", how);
            case ClaimRule::first_free:
                return values_.assumed("random",
                                       "taken by who is free first; dealt to any, as who "
                                       "is free hangs on work that is not in the log");
            case ClaimRule::at_random:
                break;
        }
        return values_.measured("random", how);
    }

    static Json lognormal(double mean, double sd) {
        return {{"law", "lognormal"},
                {"mean", as_seconds(mean)},
                {"sd", as_seconds(std::max(sd, 0.01 * mean))}};
    }

    Json patients() const {
        Json patients;
        patients["count"] =
            values_.measured(std::max(1L, std::lround(found_.patients)),
                             "people who wrote, " + std::to_string(found_.patients_seen) +
                                 ", and those who by the law of the others did not");
        patients["threads"] = values_.measured(as_number(found_.threads_per_week.value) + " /week",
                                               found_.threads_per_week, " /week");
        patients["intensity"] = values_.measured(
            {{"law", "gamma"}, {"mean", 1}, {"sd", 1.0 / std::sqrt(found_.intensity_size.value)}},
            found_.intensity_size);
        patients["people"] = values_.assumed("dealt", "the log has one mix of people");
        patients["profile"] = values_.measured(profile_of(values_of(found_.profile)),
                                               "hours of the week, drawn to like days");
        const Json growth = growth_of(first_monday_, found_.growth.factor);
        if (!growth.is_null()) patients["growth"] = growth;
        if (found_.primary != analysis::none)
            patients["primary"] = groups_[static_cast<std::size_t>(found_.primary)].group.name;
        if (!found_.reply_delay.parts.empty())
            patients["reply_delay"] =
                values_.measured(law_of(found_.reply_delay), "from an answer to the next message");
        return patients;
    }

    /// What a message takes beyond reading it, for those who have it in hand.
    Json handling(std::size_t group) const {
        const PortalWork& work = found_.work[group];
        const double mean = std::max(1.0, work.in_hand_s.value - work.reading_s.value);
        const double variance =
            work.in_hand_sd_s * work.in_hand_sd_s - work.reading_sd_s * work.reading_sd_s;
        return values_.measured(lognormal(mean, std::sqrt(std::max(0.0, variance))), work.in_hand_s,
                                " s");
    }

    Json portal() const {
        std::vector<double> shares;
        for (const analysis::PortalTopic& topic : found_.topics)
            shares.push_back(topic.share.value);
        const std::vector<std::string> texts = percents(shares);
        Json portal;
        Json routing = Json::array();
        const std::size_t usual = first_station();
        const std::size_t nobody = found_.stations.size();
        for (std::size_t i = 0; i < found_.topics.size(); ++i) {
            const analysis::PortalTopic& topic = found_.topics[i];
            portal["use_types"][topic.name] = use_type(topic, texts[i]);
            if (topic.first_station != usual)
                routing.push_back(
                    {{"use_type", topic.name}, {"to", target(topic.first_station, nobody)}});
        }
        routing.push_back({{"to", target(usual, nobody)}});
        portal["routing"] = routing;
        return portal;
    }

    Json use_type(const analysis::PortalTopic& topic, const std::string& share) const {
        Json use;
        // No interval beside it: shares that are drawn one by one do not sum to all.
        use["share"] = values_.measured(share, in_words(topic.share));
        if (topic.urgent.value > 0.0)
            use["urgent"] = values_.measured(as_percent(topic.urgent.value), topic.urgent);
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            if (found_.work[g].in_hand_s.n <= 0.0) continue;
            const std::string& name = groups_[g].group.name;
            use["handling"][name] = handling(g);
            const Estimate& resolved = topic.resolved[g];
            const bool can_hand_on = hands_on_to(g).has_value();
            use["resolved_by"][name] =
                resolved.n > 0.0 && can_hand_on
                    ? values_.measured(as_percent(resolved.value), resolved)
                    : values_.assumed("100 %", "nothing of it was seen to be handed on");
        }
        if (topic.no_reply.value > 0.0)
            use["no_reply"] = values_.measured(as_percent(topic.no_reply.value), topic.no_reply);
        Json rounds = Json::array();
        for (const Estimate& one : found_.follow_up) rounds.push_back(as_percent(one.value));
        if (!rounds.empty())
            use["follow_up"] = values_.measured(rounds, "life table by answer, of all topics");
        return use;
    }

    const PortalCalibration& found_;
    const std::vector<analysis::GroupCalibration>& groups_;
    const std::chrono::sys_days first_monday_;
    const ScenarioValues& values_;
};

}  // namespace

void write_portal(Json& scenario, const PortalCalibration& portal,
                  const analysis::ChatCalibration& staff, const ScenarioValues& values) {
    PortalWriter(portal, staff, values).write(scenario);
}

}  // namespace wardwire::app

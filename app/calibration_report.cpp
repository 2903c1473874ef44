// SPDX-License-Identifier: Apache-2.0
#include "app/calibration_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

#include "app/log_report.hpp"
#include "app/wording.hpp"
#include "sim/random/special.hpp"

namespace wardwire::app {

namespace {

using analysis::ChatCalibration;
using analysis::Estimate;
using analysis::GroupCalibration;
using analysis::PortalCalibration;
using sim::number_in_words;
using Json = nlohmann::ordered_json;

using Row = analysis::FurtherEstimate;  // an estimate under its name

constexpr std::array wait_words = {"1 min", "5 min", "1 h", "4 h", "1 day"};

/// "2 to 3" of steps that begin at 0, 1, 2 and 4; "4 or more" of the last.
std::string step_words(std::span<const std::size_t> steps, std::size_t step) {
    if (step + 1 == steps.size()) return std::to_string(steps[step]) + " or more";
    const std::size_t last = steps[step + 1] - 1;
    return std::to_string(steps[step]) +
           (last > steps[step] ? " to " + std::to_string(last) : std::string());
}

/// Rates of answering over that of the usual case, where enough answers tell.
void append_hazard(const GroupCalibration& one, const ChatCalibration& all,
                   std::vector<Row>& rows) {
    const double least = analysis::LeastCell{}.events;
    const auto add = [&](analysis::HazardFactor factor, std::size_t level,
                         const std::string& what) {
        const Estimate& ratio = one.hazard->ratio[static_cast<std::size_t>(factor)][level];
        if (ratio.n >= least)
            rows.push_back({one.group.name + " answers " + what, "rate ratio", ratio});
    };
    using analysis::HazardFactor;
    for (std::size_t level = 1; level < all.groups.size(); ++level) {
        const std::size_t author = (one.usual_author + level) % all.groups.size();
        add(HazardFactor::author, level,
            all.groups[author].group.name + ", over " + all.groups[one.usual_author].group.name);
    }
    for (std::size_t level = 1; level < analysis::load_steps.size(); ++level)
        add(HazardFactor::load, level,
            "behind " + step_words(analysis::load_steps, level) + ", over none");
    add(HazardFactor::users, 1, "to several, over one");
    add(HazardFactor::priority, 1, "urgent, over routine");
    rows.push_back({one.group.name + ": variance of answering rates", "", one.hazard->frailty});
}

void append_group(const GroupCalibration& one, const ChatCalibration& all, std::vector<Row>& rows) {
    const std::string& name = one.group.name;
    rows.push_back({name + ": starts on duty", "/h", one.starts_per_hour});
    if (one.starts_per_hour.value > 0.0) {
        rows.push_back({name + ": size of activity", "", one.activity_size});
        rows.push_back({name + ": start nothing", "", one.never_share});
        rows.push_back({name + ": size of popularity", "", one.popularity_size});
        rows.push_back({name + ": chosen by nobody", "", one.never_chosen});
        for (std::size_t g = 0; g < one.to.size(); ++g)
            rows.push_back({name + " to " + all.groups[g].group.name, "", one.to[g]});
    }
    if (one.answers_size.n > 0.0) {
        rows.push_back({name + ": size of willingness", "", one.answers_size});
        rows.push_back({name + ": answer nothing", "", one.never_answers});
        rows.push_back({name + ": size of being answered", "", one.answered_size});
        rows.push_back({name + ": never answered", "", one.never_answered});
    }
    if (one.answers.law.parts.empty()) return;
    rows.push_back({name + ": median answer", "s", one.answers.median_s});
    for (std::size_t i = 0; i < one.answers.within.size(); ++i)
        rows.push_back({name + ": answered in " + wait_words[i], "", one.answers.within[i]});
    if (one.answers.handle) {
        rows.push_back({name + ": last message to opening", "s", one.answers.read_median_s});
        rows.push_back({name + ": opening to answer", "s", one.answers.handle_median_s});
    }
    if (one.hazard) append_hazard(one, all, rows);
    if (!one.duty.is_always() && !all.notice_profile)
        rows.push_back({name + ": reached off duty", "", one.answers.off_duty});
}

void append_claims(const std::string& pool, const analysis::PoolClaims& claims,
                   std::vector<Row>& rows) {
    if (claims.rules)
        for (std::size_t rule = 0; rule < analysis::claim_rule_words.size(); ++rule)
            rows.push_back({pool + ": given " + std::string(analysis::claim_rule_words[rule]),
                            "log-likelihood", claims.rules->log_likelihood[rule]});
    if (claims.gini.n > 0.0) rows.push_back({pool + ": Gini of members", "", claims.gini});
    for (std::size_t part = 0; part < claims.by_hour.size(); ++part)
        if (claims.by_hour[part].n > 0.0)
            rows.push_back({pool + ": in 1 h, from " + std::to_string(4 * part) + " to " +
                                std::to_string(4 * part + 4) + " o'clock",
                            "", claims.by_hour[part]});
    for (std::size_t step = 0; step < claims.by_queue.size(); ++step)
        if (claims.by_queue[step].n > 0.0)
            rows.push_back({pool + ": in 1 h, behind " + step_words(analysis::queue_steps, step),
                            "", claims.by_queue[step]});
}

void append_portal(const PortalCalibration& portal, const ChatCalibration& staff,
                   std::vector<Row>& rows) {
    for (const analysis::PortalStation& one : portal.stations) {
        if (one.within.empty()) continue;
        rows.push_back({one.name + ": median until taken", "s", one.median_s});
        for (std::size_t i = 0; i < one.within.size(); ++i)
            rows.push_back({one.name + ": taken in " + wait_words[i], "", one.within[i]});
        for (std::size_t g = 0; g < one.takers.size(); ++g)
            if (one.takers[g].value > 0.0 && one.takers[g].value < 1.0)
                rows.push_back(
                    {one.name + ": taken by " + staff.groups[g].group.name, "", one.takers[g]});
        append_claims(one.name, one.claims, rows);
        rows.push_back({one.name + ": left by a deadline", "", one.escalated});
        if (one.deadline) {
            const std::string clock = one.deadline->is_business ? " business hours" : " h";
            rows.push_back({one.name + ": deadline of " +
                                number_in_words(one.deadline->after_s / 3600.0) + clock,
                            "", one.deadline->share});
        }
    }
    for (std::size_t g = 0; g < portal.work.size(); ++g) {
        const analysis::PortalWork& work = portal.work[g];
        if (work.notice.parts.empty()) continue;
        const std::string& name = staff.groups[g].group.name;
        rows.push_back({name + ": notices after", "s", work.notice_median});
        rows.push_back({name + ": takes off duty", "", work.off_duty});
        rows.push_back({name + ": has in hand, to resolve", "s", work.in_hand_s});
        if (work.reading_s.n > 0.0)
            rows.push_back({name + ": has in hand, to hand on", "s", work.reading_s});
    }
    for (const analysis::PortalTopic& topic : portal.topics) {
        rows.push_back({topic.name + ": of threads", "", topic.share});
        rows.push_back({topic.name + ": no reply", "", topic.no_reply});
        for (std::size_t g = 0; g < topic.resolved.size(); ++g)
            if (topic.resolved[g].n > 0.0)
                rows.push_back({topic.name + ": resolved by " + staff.groups[g].group.name, "",
                                topic.resolved[g]});
    }
    rows.push_back({"threads of a patient", "/week", portal.threads_per_week});
    rows.push_back({"growth of threads from week to week", "", portal.growth.per_week});
    rows.push_back({"size of patients' activity", "", portal.intensity_size});
    for (std::size_t i = 0; i < portal.follow_up.size(); ++i)
        rows.push_back({"goes on after answer " + std::to_string(i + 1), "", portal.follow_up[i]});
    rows.push_back({"goes first where its topic does", "", portal.as_routed});
    rows.push_back({"goes to the person of before", "", portal.same_person});
}

std::string name_of(const Row& row) {
    return row.name + (row.unit.empty() ? "" : " (" + row.unit + ")");
}

std::string table_of(const std::vector<Row>& rows, std::size_t width) {
    std::string text;
    for (const Row& row : rows) {
        const Estimate& one = row.estimate;
        const std::string limits =
            number_in_words(one.limits.lower) + " to " + number_in_words(one.limits.upper);
        const std::string value = std::isfinite(one.value)
                                      ? printed("%10.4g  %-23s", one.value, limits.c_str())
                                      : printed("%10s  %-23s", "-", "no spread seen");
        text +=
            printed("%-*s %s %8.0f %5.2f  %.*s%s\n", static_cast<int>(width), name_of(row).c_str(),
                    value.c_str(), one.n, one.own_share, static_cast<int>(one.method.size()),
                    one.method.data(), one.is_fallback ? " (fallback)" : "");
    }
    return text;
}

std::vector<Row> rows_of(const ChatCalibration& found, const PortalCalibration* portal) {
    std::vector<Row> rows;
    if (portal) append_portal(*portal, found, rows);
    if (found.conversations == 0) return rows;
    for (const GroupCalibration& group : found.groups) append_group(group, found, rows);
    for (std::size_t i = 0; i < found.users.size(); ++i)
        rows.push_back({"conversations of " + std::to_string(i + 2), "", found.users[i]});
    for (std::size_t i = 0; i < found.continuation.size(); ++i)
        rows.push_back({"goes on after turn " + std::to_string(i + 1), "", found.continuation[i]});
    rows.push_back({"messages of a first turn", "", found.first_turns.mean});
    rows.push_back({"messages of a later turn", "", found.later_turns.mean});
    if (found.gap) rows.push_back({"message to the next of a turn", "s", found.gap->median_s});
    rows.push_back({"turns to a latest partner", "", found.again});
    if (found.circle.n > 0.0) rows.push_back({"size of a person's circle", "", found.circle});
    if (found.alike.n > 0.0) rows.push_back({"who writes more is chosen more", "", found.alike});
    if (found.further.n > 0.0) rows.push_back({"begins another one in a row", "", found.further});
    if (found.same.n > 0.0) rows.push_back({"several who were together before", "", found.same});
    if (found.exchange)
        rows.push_back({"wait of who has just written", "s", found.exchange->median_s});
    if (found.aside.n > 0.0) {
        rows.push_back({"of several, answers the author alone", "", found.aside});
        rows.push_back({"goes on to several, over to one", "", found.to_all});
        if (found.to_aside.n > 0.0)
            rows.push_back({"goes on after such an answer, over others", "", found.to_aside});
    }
    if (found.first_to_repeated.n > 0.0)
        rows.push_back({"goes on after several messages of a first turn, over one", "",
                        found.first_to_repeated});
    if (found.later_to_repeated.n > 0.0)
        rows.push_back({"goes on after several messages of a later turn, over one", "",
                        found.later_to_repeated});
    if (found.repeated_to_all.n > 0.0)
        rows.push_back({"several messages to several, over to one", "", found.repeated_to_all});
    rows.push_back({"urgent", "", found.urgent});
    rows.push_back({"growth from week to week", "", found.weekly_growth});
    rows.push_back({"variance of the factor of a day", "", found.busyness});
    if (!std::isnan(found.within_day.value))
        rows.push_back({"correlation of the halves of a day", "", found.within_day});
    return rows;
}

Json json_of(const Estimate& one) {
    const auto finite = [](double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); };
    return {{"value", finite(one.value)},
            {"lower", finite(one.limits.lower)},
            {"upper", finite(one.limits.upper)},
            {"confidence", one.limits.confidence},
            {"n", one.n},
            {"method", one.method},
            {"own_share", one.own_share},
            {"fallback", one.is_fallback}};
}

Json json_of(const Row& row) {
    Json one = json_of(row.estimate);
    if (!row.unit.empty()) one["unit"] = row.unit;
    return one;
}

Json parts_of(const analysis::CureMixture& mixture) {
    Json parts = Json::array();
    for (const analysis::LognormalPart& part : mixture.parts)
        parts.push_back({{"weight", part.weight}, {"mu", part.mu}, {"sigma", part.sigma}});
    return {{"never", mixture.never}, {"lognormal_log_seconds", parts}};
}

std::string whole_percent(double share) {
    return number_in_words(std::round(100.0 * share)) + " %";
}

/// Which rule the members of each pool follow, where that shows.
std::string claim_rules_in_words(const PortalCalibration& portal) {
    std::string text;
    for (const analysis::PortalStation& one : portal.stations) {
        if (!one.claims.rules) continue;
        const analysis::ClaimRules& rules = *one.claims.rules;
        const auto likeliest = static_cast<std::size_t>(rules.likeliest);
        text += "\nMessages of " + one.name + " are given " +
                std::string(analysis::claim_rule_words[likeliest]);
        if (rules.likeliest != analysis::ClaimRule::at_random)
            text += ", " + whole_percent(rules.followed[likeliest]) + " of them";
        text += ": likeliest in " + whole_percent(rules.sure) + " of resampled logs.\n";
    }
    return text;
}

}  // namespace

std::vector<std::string> not_identified(const ChatCalibration& found,
                                        const PortalCalibration* portal) {
    std::vector<std::string> notes;
    if (portal)
        notes.push_back(
            "Messages of patients: whether somebody free looks into a pool at once is not in the "
            "log. A scenario deals them to members, who notice them after the measured delay.");
    if (portal && portal->closing.size() > 0)
        notes.push_back("Closing: answers are closed by themselves after " +
                        number_in_words(portal->closing.front().value / 3600.0) +
                        " h; a scenario closes a message with its answer.");
    if (found.conversations > 0 && !found.has_read_times)
        notes.push_back(
            "Notice delay against handling time: the log does not say when messages were opened. "
            "Only their sum is measured; all of it stands in the notice delay.");
    for (const GroupCalibration& group : found.groups)
        if (group.duty.is_always() && group.shifts.empty())
            notes.push_back(
                "Roster of " + group.group.name +
                ": its messages come around the clock. Who of them is off duty when is "
                "not to be seen; waits for the next shift are part of the notice delay.");
    if (!found.is_zone_known)
        notes.push_back("Hours of the day: the time zone of the log is not known.");
    notes.push_back(
        "Other work: bedside tasks, visits and calls are not in the log. What they do to answers "
        "is "
        "part of the notice delay, and a change of staffing will not show in it.");
    notes.push_back(
        "Demand: what people would have written if answers came sooner, or said on the telephone, "
        "is "
        "not in the log.");
    notes.push_back(
        "Silence: never answered, answered by telephone and answered face to face look alike.");
    return notes;
}

std::string calibration_words(const ChatCalibration& found, const PortalCalibration* portal,
                              const std::vector<Row>& further) {
    const auto messages = static_cast<std::uint64_t>(found.messages);
    std::string text = grouped(messages) + " messages in " + grouped(found.conversations) +
                       " conversations, " + std::to_string(found.weeks) + " weeks\n";
    if (portal)
        text += "  " + number_in_words(portal->threads_per_week.n) + " threads of " +
                std::to_string(portal->patients_seen) + " patients\n";
    for (const GroupCalibration& group : found.groups)
        text += "  " + group.group.name + ": " + std::to_string(group.group.people) + " people\n";
    for (const std::string& role : found.merged_roles)
        text += "  " + role + ": too few to be told apart, counted as other\n";
    const std::vector<Row> rows = rows_of(found, portal);
    std::size_t width = 0;
    for (const auto* part : {&rows, &further})
        for (const Row& row : *part) width = std::max(width, name_of(row).size());
    text += printed("\n%-*s %10s  %-23s %8s %5s  %s\n", static_cast<int>(width), "Estimate",
                    "value", "90 % interval", "n", "own", "method");
    text += table_of(rows, width);
    if (!further.empty()) text += "Told, not used in the scenario:\n" + table_of(further, width);
    if (found.conversations > 0) {
        text += printed(
            "\nStarts in an hour have %.3g times the variance of Poisson counts; inside half "
            "hours they pass for Poisson with p = %.2g.\n",
            found.dispersion, found.poisson.p_value);
    }
    if (portal) text += claim_rules_in_words(*portal);
    text += "\nNot identified by this log:\n";
    for (const std::string& note : not_identified(found, portal)) text += "  " + note + "\n";
    return text;
}

std::string calibration_json(const ChatCalibration& found, const PortalCalibration* portal,
                             const std::vector<Row>& further, const LogInput& input) {
    Json all;
    all["log"] = input.digest;
    all["import"] = Json::parse(log_report_json(input.imported));
    all["weeks"] = found.weeks;
    all["conversations"] = found.conversations;
    all["messages"] = found.messages;
    for (const GroupCalibration& group : found.groups) {
        Json one = {{"people", group.group.people},
                    {"around_the_clock", group.duty.is_always()},
                    {"answers", parts_of(group.answers.law)}};
        if (group.answers.read) one["read"] = parts_of(*group.answers.read);
        if (group.answers.handle) one["handle"] = parts_of(*group.answers.handle);
        all["groups"][group.group.name] = one;
    }
    all["merged_roles"] = found.merged_roles;
    for (const Row& row : rows_of(found, portal)) all["estimates"][row.name] = json_of(row);
    for (const Row& row : further) {
        all["estimates"][row.name] = json_of(row);
        all["estimates"][row.name]["used"] = false;
    }
    if (portal) {
        Json& patients = all["patients"];
        patients = {{"seen", portal->patients_seen}, {"with_unseen", portal->patients}};
        patients["back_at_once"] = portal->handoffs.back_at_once;
        patients["back_if_forgetful"] = portal->handoffs.back_if_forgetful;
        for (const analysis::PortalStation& one : portal->stations)
            if (one.claims.rules) {
                const auto& rules = *one.claims.rules;
                const auto likeliest = static_cast<std::size_t>(rules.likeliest);
                patients["pools"][one.name] = {{"given", analysis::claim_rule_words[likeliest]},
                                               {"followed", rules.followed[likeliest]},
                                               {"likeliest_in_resampled_logs", rules.sure}};
            }
        for (const analysis::Atom& atom : portal->closing)
            patients["closing"].push_back({{"after_s", atom.value}, {"share", atom.share}});
    }
    if (found.conversations == 0) {
        all["not_identified"] = not_identified(found, portal);
        return all.dump(2) + "\n";
    }
    for (const Estimate& hour : found.profile) all["profile"].push_back(json_of(hour));
    for (const Estimate& hour : found.answered_at) all["answered_at"].push_back(json_of(hour));
    all["week_factor"] = found.week_factor;
    all["dispersion"] = found.dispersion;
    all["poisson_p_value"] = found.poisson.p_value;
    all["not_identified"] = not_identified(found, portal);
    return all.dump(2) + "\n";
}

}  // namespace wardwire::app

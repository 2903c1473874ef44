// SPDX-License-Identifier: Apache-2.0
#include "app/calibrated_scenario.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "analysis/calibration/handling_parts.hpp"
#include "analysis/calibration/staff_groups.hpp"
#include "app/dealt_shifts.hpp"
#include "app/portal_scenario.hpp"
#include "app/scenario_values.hpp"

namespace wardwire::app {

namespace {

using analysis::ChatCalibration;
using analysis::Estimate;
using analysis::GroupCalibration;
using Json = nlohmann::ordered_json;

constexpr double largest_size = 100.0;  // of popularity: people who surely differ by a tenth
constexpr std::size_t most_users = 12;  // the ward's conversations have no more

/// Writes a scenario part by part.
class Writer {
 public:
    Writer(const ChatCalibration& calibration, const analysis::PortalCalibration* portal,
           const CalibrationOrigin& origin)
        : found_(calibration), portal_(portal), origin_(origin), values_(origin.digest) {}

    std::string text() const {
        Json scenario;
        scenario["wardwire_scenario"] = 1;
        scenario["title"] = "Calibrated from a log of messages";
        scenario["description"] =
            "Messages as a log of " + std::to_string(found_.weeks) +
            " weeks shows them. Work other than messages is not in the log and not in here: what "
            "it does to answers is part of the notice delay.";
        scenario["calendar"] = {{"start", date_text(found_.first_monday)},
                                {"utc_offset", origin_.utc_offset}};
        for (const std::chrono::sys_days day : found_.holidays)
            scenario["calendar"]["holidays"].push_back(date_text(day));
        scenario["horizon"] = {{"length", std::to_string(found_.weeks) + " weeks"}};
        scenario["replications"] = 20;
        for (const GroupCalibration& group : found_.groups)
            scenario["roles"][group.group.name] = role(group);
        if (found_.conversations > 0) scenario["chat"] = chat();
        if (portal_) write_portal(scenario, *portal_, found_, values_);
        return scenario.dump(2) + "\n";
    }

 private:
    Json rostered(const GroupCalibration& group) const {
        const DealtShifts dealt = deal_shifts(group);
        Json rotation = Json::array();
        for (const DealtWeek& week : dealt.weeks) {
            Json hours = Json::array();
            if (week.workday) hours.push_back(shift_on("mon-fri", *week.workday));
            if (week.weekend) hours.push_back(shift_on("sat-sun", *week.weekend));
            rotation.push_back(hours.empty() ? Json("off") : hours);
        }
        return {
            {"rotation", values_.measured(rotation, "shifts of the roster, dealt to twelve weeks")},
            {"full_time_share", values_.measured(as_percent(dealt.full_time_share),
                                                 "people on duty on a day over all of them")}};
    }

    /// The rate on duty. Shifts that are dealt to a rotation are not quite those that were worked:
    /// the rate makes up for it, so that as many conversations begin.
    double starts_per_hour(const GroupCalibration& group) const {
        const double rate = group.starts_per_hour.value;
        if (group.shifts.empty()) return rate;
        const double dealt = weighed_hours(deal_shifts(group), values_of(found_.profile),
                                           static_cast<double>(people_in(group)));
        return dealt > 0.0 ? rate * group.weighed_hours / dealt : rate;
    }

    static long people_in(const GroupCalibration& group) {
        return std::max(1L, std::lround(group.mean_people));
    }

    Json role(const GroupCalibration& group) const {
        Json role;
        role["count"] =
            values_.measured(people_in(group), "people who wrote or were written to, on a day");
        if (!group.shifts.empty()) {
            role["roster"] = rostered(group);
        } else if (!group.duty.is_always()) {
            role["roster"] = {
                {"shifts", values_.measured(shifts_of(group.duty),
                                            "hours in which people are seen at work")}};
            if (group.full_time_share < 1.0)
                role["roster"]["full_time_share"] = values_.measured(
                    as_percent(group.full_time_share), "mean share in the table of users");
        }
        const analysis::AnswerTimes& answers = group.answers;
        if (answers.law.parts.empty()) return role;
        Json attention;
        attention["noticed_at_once"] =
            values_.assumed("0 %", "every message is noticed after a delay");
        attention["notice_delay"] =
            answers.read
                ? values_.measured(law_of(*answers.read), "from the last message to opening it")
                : values_.measured(delay_of(answers), answers.median_s, " s");
        write_clock(group, attention);
        role["attention"] = {{"chat", attention}};
        return role;
    }

    void write_clock(const GroupCalibration& group, Json& attention) const {
        if (found_.notice_profile) {
            attention["notice_clock"] =
                values_.measured("week", "waits are likelier on it than on the clock of duty");
            attention["notice_profile"] =
                values_.measured(profile_of(*found_.notice_profile),
                                 "messages by hour, drawn to those of like days");
            if (!group.duty.is_always())
                attention["off_duty"] =
                    values_.assumed("100 %", "the clock of the week goes on off duty");
            return;
        }
        if (!group.duty.is_always())
            attention["off_duty"] =
                values_.measured(as_percent(group.answers.off_duty.value), group.answers.off_duty);
        if (!group.duty.is_always() || !group.shifts.empty())
            attention["notice_clock"] =
                values_.assumed("duty", "waits are measured on the clock of duty");
    }

    static Json delay_of(const analysis::WaitingTimes& waiting) {
        return waiting.delays_s.empty() ? law_of(waiting.law) : quantiles_law(waiting.delays_s);
    }

    Json to() const {
        Json rows;
        for (const GroupCalibration& group : found_.groups) {
            if (group.starts_per_hour.value <= 0.0) continue;
            const std::vector<std::string> shares = percents(values_of(group.to));
            Json row;
            for (std::size_t g = 0; g < shares.size(); ++g)
                if (group.to[g].value > 5e-7) row[found_.groups[g].group.name] = shares[g];
            rows[group.group.name] = row;
        }
        return rows;
    }

    Json users() const {
        std::vector<double> shares = values_of(found_.users);
        while (shares.size() > most_users - 1) {
            shares[shares.size() - 2] += shares.back();
            shares.pop_back();
        }
        return percents(shares);
    }

    /// A gamma law of people's factors, with mean 1, a share of whom have 0.
    static Json factors_of_people(double size, double zero) {
        const double mean = 1.0 / (1.0 - zero);
        const Json some =
            std::isfinite(size)
                ? Json{{"law", "gamma"}, {"mean", mean}, {"sd", mean / std::sqrt(size)}}
                : Json(mean);
        return zero > 0.0 ? Json{{"law", "zero_inflated"}, {"zero", as_percent(zero)}, {"of", some}}
                          : some;
    }

    Json effects() const {
        Json effects;
        effects["people"] = values_.assumed("dealt", "the log has one mix of people");
        for (const GroupCalibration& group : found_.groups)
            effects["person"][group.group.name] =
                group.starts_per_hour.value > 0.0
                    ? values_.measured(
                          factors_of_people(group.activity_size.value, group.never_share.value),
                          group.activity_size)
                    : Json(1);
        write_unequal(effects, "popularity", &GroupCalibration::popularity_size,
                      &GroupCalibration::never_chosen);
        if (effects.contains("popularity") && found_.alike.n > 0.0 &&
            found_.alike.limits.lower > 0.0)
            effects["alike"] = values_.measured(as_percent(found_.alike.value), found_.alike);
        write_unequal(effects, "answers", &GroupCalibration::answers_size,
                      &GroupCalibration::never_answers);
        write_unequal(effects, "answered", &GroupCalibration::answered_size,
                      &GroupCalibration::never_answered);
        if (found_.busyness.limits.lower > 0.0)
            effects["day"] = values_.measured(
                {{"law", "gamma"}, {"mean", 1}, {"sd", std::sqrt(found_.busyness.value)}},
                found_.busyness);
        return effects;
    }

    /// Laws of people's factors by group, only where people surely differ.
    void write_unequal(Json& effects, const char* name, Estimate GroupCalibration::*size,
                       Estimate GroupCalibration::*none) const {
        Json laws;
        bool is_any_unequal = false;
        for (const GroupCalibration& group : found_.groups) {
            const Estimate& own = group.*size;
            const bool is_unequal = own.value > 0.0 && own.limits.upper < largest_size;
            is_any_unequal = is_any_unequal || is_unequal;
            laws[group.group.name] =
                is_unequal
                    ? values_.measured(factors_of_people(own.value, (group.*none).value), own)
                    : Json(1);
        }
        if (is_any_unequal) effects[name] = laws;
    }

    Json chat() const {
        Json chat;
        for (const GroupCalibration& group : found_.groups)
            if (group.starts_per_hour.value > 0.0)
                chat["starts"][group.group.name] = values_.measured(
                    as_number(starts_per_hour(group)) + " /h", group.starts_per_hour, " /h");
        chat["profile"] = values_.measured(profile_of(values_of(found_.profile)),
                                           "hours of the week, drawn to those of like days");
        const Json growth = growth_of(found_.first_monday, found_.week_factor);
        if (!growth.is_null()) chat["growth"] = growth;
        for (const GroupCalibration& group : found_.groups)
            if (group.starts_off_duty > 0.0 && !group.duty.is_always())
                chat["off_duty"][group.group.name] =
                    values_.measured(as_percent(group.starts_off_duty),
                                     "starts off duty, over what the profile says");
        chat["effects"] = effects();
        if (found_.further.n > 0.0)
            chat["burst"] = {
                {"further",
                 values_.measured(std::round(1e6 * found_.further.value) / 1e6, found_.further)},
                {"gap", values_.measured(
                            {{"law", "exponential"}, {"mean", as_seconds(found_.further_gap_s)}},
                            "gaps below ten minutes beyond chance")}};
        if (found_.again.value > 0.0)
            chat["affinity"] = {
                {"again", values_.measured(as_percent(found_.again.value), found_.again)},
                {"memory", values_.measured(found_.memory, "the likeliest of 16, 32, 64, ...")}};
        if (found_.circle.n > 0.0)
            chat["affinity"]["circle"] = values_.measured(
                std::max(1e-4, std::round(1e4 * found_.circle.value) / 1e4), found_.circle);
        if (found_.same.value > 0.0)
            chat["affinity"]["same"] = values_.measured(as_percent(found_.same.value), found_.same);
        if (found_.exchange)
            chat["exchange"] = {
                {"within", as_seconds(analysis::exchange_within_s)},
                {"notice_delay",
                 values_.measured(delay_of(*found_.exchange), found_.exchange->median_s, " s")}};
        chat["to"] = values_.measured(to(), "who begins with whom, thin rows drawn to all");
        chat["users"] = values_.measured(users(), "shares of conversations, weeks resampled");
        Json continuation = Json::array();
        for (const Estimate& one : found_.continuation)
            continuation.push_back(as_percent(one.value));
        chat["continuation"] = values_.measured(continuation, "life table by turn");
        const auto messages_of = [this](const analysis::TurnMessages& turns) {
            return values_.measured({{"law", "categorical"}, {"weights", turns.table}}, turns.mean);
        };
        chat["messages_of_first_turn"] = messages_of(found_.first_turns);
        chat["messages_per_turn"] = messages_of(found_.later_turns);
        write_answering(chat);
        write_handling(chat);
        if (found_.urgent.value > 0.0)
            chat["urgent"] = values_.measured(as_percent(found_.urgent.value), found_.urgent);
        return chat;
    }

    /// What makes an answer likelier or rarer than the turn's number says.
    void write_answering(Json& chat) const {
        if (found_.aside.n > 0.0) {
            chat["aside"] = values_.measured(as_percent(found_.aside.value), found_.aside);
            chat["to_all"] = values_.measured(std::min(1.0, found_.to_all.value), found_.to_all);
            if (found_.to_aside.n > 0.0)
                chat["to_aside"] =
                    values_.measured(std::min(10.0, found_.to_aside.value), found_.to_aside);
        }
        const auto to_repeated = [](const Estimate& one) {
            return one.n > 0.0 ? std::min(10.0, one.value) : 1.0;
        };
        if (found_.first_to_repeated.n + found_.later_to_repeated.n > 0.0)
            chat["to_repeated"] = values_.measured(
                Json{to_repeated(found_.first_to_repeated), to_repeated(found_.later_to_repeated)},
                "shares of answered turns, by number; first turns, later ones");
        if (!found_.answered_at.empty()) {
            Json by_hour = Json::array();
            for (const Estimate& one : found_.answered_at)
                by_hour.push_back(std::min(10.0, one.value));
            chat["answered_at"] = values_.measured(by_hour, found_.answered_at.front());
        }
        if (found_.repeated_to_all.n > 0.0)
            chat["repeated_to_all"] = values_.measured(std::min(1.0, found_.repeated_to_all.value),
                                                       found_.repeated_to_all);
    }

    /// From opening a turn to sending the first message of the answer, by role; of a role that has
    /// too few, as long as those take who answer most.
    void write_handling(Json& chat) const {
        const auto seen = [](const GroupCalibration& group) {
            return group.answers.handle ? group.answers.handle_median_s.n : 0.0;
        };
        const GroupCalibration& most = *std::ranges::max_element(found_.groups, {}, seen);
        if (seen(most) <= 0.0) {
            const std::string nominal =
                "nominal; the wait for an answer is all in the notice delay";
            chat["reading"] = values_.assumed("1 s", nominal);
            chat["writing"] = values_.assumed("2 s", nominal);
            if (found_.gap)
                chat["pause"] =
                    values_.measured(delay_of(*found_.gap), "between messages of a turn");
            return;
        }
        const analysis::CureMixture* const gap = found_.gap ? &found_.gap->law : nullptr;
        const double least = analysis::LeastCell{}.events;
        for (const GroupCalibration& group : found_.groups) {
            const bool is_own = seen(group) >= least;
            const GroupCalibration& like = is_own ? group : most;
            const analysis::HandlingParts parts = analysis::split_handling(
                *like.answers.handle, gap, found_.later_turns.table, steps_for(seen(like)));
            const auto say = [&](const std::vector<double>& seconds, const std::string& what) {
                const Json value = seconds.empty() ? Json("0 s") : quantiles_law(seconds);
                return is_own ? values_.measured(value, what)
                              : values_.assumed(value, "as by " + most.group.name);
            };
            chat["writing"][group.group.name] =
                say(parts.writing_s, "from opening to answering, at most the gap within turns");
            chat["reading"][group.group.name] =
                say(parts.reading_s, "from opening to answering, beyond the writing");
            if (&group == &most && !parts.pause_s.empty())
                chat["pause"] = values_.measured(quantiles_law(parts.pause_s),
                                                 "gaps within turns, beyond the writing");
        }
    }

    /// Quantiles far enough apart that each step is of eleven times at least.
    static std::size_t steps_for(double times) {
        return std::clamp<std::size_t>(static_cast<std::size_t>(times / 11.0), 2, 80);
    }

    const ChatCalibration& found_;
    const analysis::PortalCalibration* portal_;  ///< null when patients do not write
    const CalibrationOrigin& origin_;
    const ScenarioValues values_;
};

}  // namespace

std::string calibrated_scenario(const ChatCalibration& calibration,
                                const analysis::PortalCalibration* portal,
                                const CalibrationOrigin& origin) {
    return Writer(calibration, portal, origin).text();
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "app/calibrated_scenario.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>

#include "sim/random/special.hpp"

namespace wardwire::app {

namespace {

using analysis::ChatCalibration;
using analysis::CureMixture;
using analysis::Estimate;
using analysis::GroupCalibration;
using sim::number_in_words;
using Json = nlohmann::ordered_json;

constexpr std::size_t most_users = 12;  // the ward's conversations have no more

/// Six digits without an exponent, as quantities are written.
std::string number(double x) {
    std::array<char, 340> text{};
    const double rounded = std::strtod(number_in_words(x).c_str(), nullptr);
    const auto done =
        std::to_chars(text.data(), text.data() + text.size(), rounded, std::chars_format::fixed);
    return {text.data(), done.ptr};
}

std::string percent(double share) { return number(100.0 * share) + " %"; }
std::string seconds(double length) { return number(length) + " s"; }

std::string date_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date{day};
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", int{date.year()},
                  unsigned{date.month()}, unsigned{date.day()});
    return text.data();
}

/// Shares that sum to 1 as they are written: what rounding leaves goes to the largest.
std::vector<std::string> percents(std::vector<double> shares) {
    double sum = 0.0;
    for (double& share : shares) {
        share = std::round(share * 1e6) / 1e6;
        sum += share;
    }
    *std::ranges::max_element(shares) += 1.0 - sum;
    std::vector<std::string> texts;
    for (const double share : shares) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.4f %%", 100.0 * share);
        texts.emplace_back(text.data());
    }
    return texts;
}

std::vector<double> values_of(const std::vector<Estimate>& estimates) {
    std::vector<double> values;
    for (const Estimate& one : estimates) values.push_back(one.value);
    return values;
}

/// Writes a scenario part by part.
class Writer {
 public:
    Writer(const ChatCalibration& calibration, const CalibrationOrigin& origin)
        : found_(calibration), origin_(origin) {}

    std::string text() const {
        Json scenario;
        scenario["wardwire_scenario"] = 1;
        scenario["title"] = "Calibrated from a log of messages";
        scenario["description"] =
            "Conversations between colleagues as a log of " + std::to_string(found_.conversations) +
            " conversations in " + std::to_string(found_.weeks) +
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
        scenario["chat"] = chat();
        return scenario.dump(2) + "\n";
    }

 private:
    Json wrapped(Json value, const std::string& source, const char* status) const {
        return {{"value", std::move(value)}, {"source", source}, {"status", status}};
    }

    Json measured(Json value, const std::string& how) const {
        return wrapped(std::move(value), "log " + origin_.digest + ", " + how, "measured");
    }

    Json measured(Json value, const Estimate& estimate, const char* unit = "") const {
        const auto in_unit = [&](double x) { return number_in_words(x) + unit; };
        return measured(std::move(value), std::string(estimate.method) + "; " +
                                              number_in_words(100.0 * estimate.limits.confidence) +
                                              " % interval " + in_unit(estimate.limits.lower) +
                                              " to " + in_unit(estimate.limits.upper) +
                                              ", n = " + number_in_words(estimate.n));
    }

    static Json lognormal(const analysis::LognormalPart& part) {
        constexpr double upper_quartile = 0.6744897501960817;  // of the standard normal law
        return {{"law", "lognormal"},
                {"median", seconds(std::exp(part.mu))},
                {"p75", seconds(std::exp(part.mu + upper_quartile * part.sigma))}};
    }

    /// The tail is cut where a log of some weeks no longer shows it.
    static Json law_of(const CureMixture& mixture) {
        Json law = lognormal(mixture.parts.front());
        if (mixture.parts.size() > 1) {
            Json parts = Json::array();
            for (const analysis::LognormalPart& part : mixture.parts)
                parts.push_back(
                    {{"weight", part.weight / (1.0 - mixture.never)}, {"of", lognormal(part)}});
            law = {{"law", "mixture"}, {"parts", parts}};
        }
        return {{"law", "truncated"}, {"of", law}, {"high", "30 days"}};
    }

    /// Stretches of hours on duty, on workdays and at weekends.
    static Json shifts(const analysis::DutyHours& duty) {
        Json shifts = Json::array();
        const auto add = [&](const char* days, std::size_t first_hour) {
            for (std::size_t h = 0; h < 24;) {
                const std::size_t from = h;
                while (h < 24 && duty.is_on(first_hour + h)) ++h;
                if (h > from) {
                    const int begin = 60 * static_cast<int>(from);
                    shifts.push_back(shift(days, {begin, 60 * static_cast<int>(h)}));
                } else {
                    ++h;
                }
            }
        };
        add("mon-fri", 0);
        add("sat-sun", 120);
        return shifts;
    }

    /// The kinds of shifts of a roster dealt to the weeks of a rotation, each as often as it is
    /// worked; the share of full time makes up for the days off.
    Json rostered(const GroupCalibration& group) const {
        constexpr std::size_t weeks = 12;
        using Member = double analysis::ShiftKind::*;
        const auto people = [&](Member member) {
            double sum = 0.0;
            for (const analysis::ShiftKind& kind : group.shifts) sum += kind.*member;
            return sum;
        };
        const double most = std::max(people(&analysis::ShiftKind::on_workday),
                                     people(&analysis::ShiftKind::at_weekend));
        const auto kind_in = [&](std::size_t week, Member member) {
            double left = most * (static_cast<double>(week) + 0.5) / weeks;
            for (const analysis::ShiftKind& kind : group.shifts)
                if ((left -= kind.*member) < 0.0) return std::optional(kind);
            return std::optional<analysis::ShiftKind>();
        };
        Json rotation = Json::array();
        for (std::size_t week = 0; week < weeks; ++week) {
            auto workday = kind_in(week, &analysis::ShiftKind::on_workday);
            auto weekend = kind_in(week, &analysis::ShiftKind::at_weekend);
            if (workday && weekend) {  // nobody begins on Saturday before Friday's shift is over
                workday->to_minute = std::min(workday->to_minute, 1440 + weekend->from_minute);
                weekend->to_minute = std::min(weekend->to_minute, 1440 + workday->from_minute);
            }
            Json hours = Json::array();
            if (workday) hours.push_back(shift("mon-fri", *workday));
            if (weekend) hours.push_back(shift("sat-sun", *weekend));
            rotation.push_back(hours.empty() ? Json("off") : hours);
        }
        return {{"rotation", measured(rotation, "shifts of the roster, dealt to twelve weeks")},
                {"full_time_share", measured(percent(std::min(1.0, most / group.mean_people)),
                                             "people on duty on a day over all of them")}};
    }

    static Json shift(const char* days, const analysis::ShiftKind& kind) {
        return {
            {"days", days},
            {"from", time_of_day(kind.from_minute)},
            {"to", time_of_day(kind.to_minute > 1440 ? kind.to_minute - 1440 : kind.to_minute)}};
    }

    static std::string time_of_day(int minute) {
        std::array<char, 16> text{};
        std::snprintf(text.data(), text.size(), "%02d:%02d", minute / 60, minute % 60);
        return text.data();
    }

    Json role(const GroupCalibration& group) const {
        Json role;
        role["count"] = measured(std::max(1L, std::lround(group.mean_people)),
                                 "people who wrote or were written to, on a day");
        if (!group.shifts.empty()) {
            role["roster"] = rostered(group);
        } else if (!group.duty.is_always()) {
            role["roster"] = {
                {"shifts", measured(shifts(group.duty), "hours in which people are seen at work")}};
            if (group.full_time_share < 1.0)
                role["roster"]["full_time_share"] =
                    measured(percent(group.full_time_share), "mean share in the table of users");
        }
        const analysis::AnswerTimes& answers = group.answers;
        if (answers.law.parts.empty()) return role;
        Json attention;
        attention["noticed_at_once"] =
            wrapped("0 %", "every message is noticed after a delay", "assumed");
        attention["notice_delay"] =
            answers.read ? measured(law_of(*answers.read), "from the last message to opening it")
                         : measured(law_of(answers.law), answers.median_s, " s");
        if (!group.duty.is_always())
            attention["off_duty"] = measured(percent(answers.off_duty.value), answers.off_duty);
        role["attention"] = {{"chat", attention}};
        return role;
    }

    Json profile() const {
        constexpr std::array days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
        Json week;
        for (std::size_t day = 0; day < days.size(); ++day) {
            Json hours = Json::array();
            for (std::size_t h = 0; h < 24; ++h)
                hours.push_back(std::round(found_.profile[24 * day + h].value * 1e4) / 1e4);
            week[days[day]] = hours;
        }
        return week;
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

    Json person_effects() const {
        Json effects;
        for (const GroupCalibration& group : found_.groups) {
            if (group.starts_per_hour.value <= 0.0) {
                effects[group.group.name] = 1;
                continue;
            }
            const double zero = group.never_share.value;
            const double mean = 1.0 / (1.0 - zero);
            const double size = group.activity_size.value;
            const Json some =
                std::isfinite(size)
                    ? Json{{"law", "gamma"}, {"mean", mean}, {"sd", mean / std::sqrt(size)}}
                    : Json(mean);
            const Json law =
                zero > 0.0 ? Json{{"law", "zero_inflated"}, {"zero", percent(zero)}, {"of", some}}
                           : some;
            effects[group.group.name] = measured(law, group.activity_size);
        }
        return effects;
    }

    Json growth() const {
        Json changes = Json::array();
        for (std::size_t week = 0; week < found_.week_factor.size(); ++week)
            changes.push_back(
                {{"from", date_text(found_.first_monday + std::chrono::days{7 * week})},
                 {"factor", std::round(found_.week_factor[week] * 1e4) / 1e4}});
        return {{"changes", changes}};
    }

    Json chat() const {
        Json chat;
        for (const GroupCalibration& group : found_.groups)
            if (group.starts_per_hour.value > 0.0)
                chat["starts"][group.group.name] = measured(
                    number(group.starts_per_hour.value) + " /h", group.starts_per_hour, " /h");
        chat["profile"] = measured(profile(), "hours of the week, drawn to those of like days");
        const auto is_one = [](double factor) { return factor == 1.0; };
        if (!std::ranges::all_of(found_.week_factor, is_one)) chat["growth"] = growth();
        chat["effects"] = {{"person", person_effects()}};
        if (found_.again.value > 0.0)
            chat["affinity"] = {{"again", measured(percent(found_.again.value), found_.again)}};
        chat["to"] = measured(to(), "who begins with whom, thin rows drawn to all");
        chat["users"] = measured(users(), "shares of conversations, weeks resampled");
        Json continuation = Json::array();
        for (const Estimate& one : found_.continuation) continuation.push_back(percent(one.value));
        chat["continuation"] = measured(continuation, "life table by turn");
        chat["messages_per_turn"] = measured(
            {{"law", "categorical"}, {"weights", found_.messages_table}}, found_.messages_per_turn);
        write_handling(chat);
        if (found_.urgent.value > 0.0)
            chat["urgent"] = measured(percent(found_.urgent.value), found_.urgent);
        return chat;
    }

    /// From opening a turn to sending the first message of the answer; one law for all roles.
    void write_handling(Json& chat) const {
        const GroupCalibration* most = nullptr;
        for (const GroupCalibration& group : found_.groups)
            if (group.answers.handle &&
                (most == nullptr || group.answers.median_s.n > most->answers.median_s.n))
                most = &group;
        const std::string nominal = "nominal; the wait for an answer is all in the notice delay";
        chat["reading"] = wrapped("1 s", nominal, "assumed");
        chat["writing"] = most == nullptr
                              ? wrapped("2 s", nominal, "assumed")
                              : measured(law_of(*most->answers.handle),
                                         "from opening to answering, by " + most->group.name);
    }

    const ChatCalibration& found_;
    const CalibrationOrigin& origin_;
};

}  // namespace

std::string calibrated_scenario(const ChatCalibration& calibration,
                                const CalibrationOrigin& origin) {
    return Writer(calibration, origin).text();
}

}  // namespace wardwire::app

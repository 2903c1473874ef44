// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "models/scenario.hpp"
#include "tests/support/draws.hpp"
#include "tests/support/ward.hpp"

namespace wardwire::test {

/// Draws scenarios of a few people, pools and lines and a few days, with every policy there is.
/// Laws are continuous and shifts begin at different minutes, so that no two things happen at the
/// same microsecond by design.
class RandomWard : public Draws {
 public:
    using Draws::Draws;

    models::Scenario operator()() {
        models::Scenario scenario;
        scenario.name = "random";
        scenario.setting = chance(0.5) ? models::Setting::outpatient : models::Setting::inpatient;
        scenario.calendar.start_day += whole(0, 6);
        if (chance(0.3)) scenario.calendar.holidays = {whole(0, 2)};
        scenario.warm_up = sim::hours{whole(0, 20)};
        scenario.length = sim::hours{whole(30, 70)};
        if (chance(0.5)) scenario.open_hours = office_hours();
        role_count_ = static_cast<std::size_t>(whole(1, 4));
        pool_count_ = static_cast<std::size_t>(whole(0, 3));
        for (std::size_t i = 0; i < role_count_; ++i) scenario.roles.push_back(role(i));
        for (std::size_t i = 0; i < pool_count_; ++i) scenario.pools.push_back(pool(i));
        for (std::int64_t i = whole(0, 2); i > 0; --i) scenario.telephone.push_back(line(i));
        scenario.patients = patients();
        scenario.portal = portal();
        if (chance(0.7)) scenario.chat = chat();
        add_cover_and_software(scenario);
        add_change_over_time(scenario);
        if (chance(0.5)) add_population(*scenario.patients);
        if (chance(0.5)) add_other_ways(scenario);
        if (scenario.chat) add_habits(scenario);
        if (chance(0.4)) scenario.patients->people = models::FactorsOfPeople::dealt;
        return scenario;
    }

 private:
    models::WeeklyHours office_hours() {
        const std::int64_t from = whole(5 * 60, 11 * 60);
        return daily(minute(from), minute(from + whole(60, 12 * 60)));
    }
    models::RoleId any_role() {
        return models::RoleId{
            static_cast<std::size_t>(whole(0, static_cast<std::int64_t>(role_count_) - 1))};
    }
    std::vector<models::RoleId> some_roles() {
        std::vector<models::RoleId> roles;
        for (std::size_t i = 0; i < role_count_; ++i)
            if (chance(0.5)) roles.emplace_back(i);
        if (roles.empty()) roles.push_back(any_role());
        return roles;
    }
    models::Target target() {
        if (pool_count_ > 0 && chance(0.5))
            return to_pool(models::PoolId{
                static_cast<std::size_t>(whole(0, static_cast<std::int64_t>(pool_count_) - 1))});
        return chance(0.3) ? models::Target{} : to_role(any_role());
    }
    std::vector<models::EscalationLevel> escalation() {
        std::vector<models::EscalationLevel> levels;
        while (levels.size() < 3 && chance(0.4))
            levels.push_back({minute(whole(5, 600)),
                              chance(0.5) ? models::ClockKind::wall : models::ClockKind::business,
                              target()});
        return levels;
    }

    models::RosterSpec roster(std::size_t role) {
        models::RosterSpec roster;
        if (chance(0.2)) return roster;
        for (std::int64_t week = whole(1, 2); week > 0; --week) {
            std::vector<models::Shift> shifts;
            const std::int64_t from = whole(0, 12) * 60 + static_cast<std::int64_t>(role) * 7 + 1;
            const std::int64_t length = whole(2 * 60, 12 * 60);
            for (int day = 0; day < 7; ++day)
                shifts.push_back(
                    {{sim::days{day} + minute(from), sim::days{day} + minute(from + length)}});
            roster.rotation.push_back(shifts);
        }
        if (chance(0.3)) roster.absence_probability = 0.2;
        if (chance(0.3)) roster.full_time_share = 0.8;
        roster.at_shift_end = chance(0.5) ? models::RosterSpec::AtShiftEnd::finish_task
                                          : models::RosterSpec::AtShiftEnd::put_back;
        return roster;
    }
    models::ChannelAttention attention() {
        using Busy = models::WhenBusy;
        using Free = models::WhenFree;
        const auto when_busy = [this] {
            return one_of(std::vector<Busy>{Busy::interrupt, Busy::interrupt, Busy::finish_task,
                                            Busy::next_check, Busy::inbox_block,
                                            Busy::do_not_disturb});
        };
        models::ChannelAttention rule;
        rule.noticed_at_once_probability = uniform();
        rule.notice_delay = about(minute(10));
        rule.when_free = one_of(
            std::vector<Free>{Free::at_once, Free::at_once, Free::next_check, Free::inbox_block});
        rule.when_busy = when_busy();
        rule.when_busy_urgent = when_busy();
        return rule;
    }
    models::Interruptible interruptible() {
        return one_of(std::vector<models::Interruptible>{models::Interruptible::never,
                                                         models::Interruptible::between_steps,
                                                         models::Interruptible::always});
    }
    models::Rank rank() { return static_cast<models::Rank>(whole(1, 9)); }

    models::RoleSpec role(std::size_t number) {
        models::RoleSpec role;
        role.name = std::string("role ") + static_cast<char>('a' + number);
        role.count = static_cast<std::uint32_t>(whole(1, 3));
        role.is_clinician = chance(0.5);
        role.roster = roster(number);
        role.reading = about(minute(1));
        if (number > 0 && chance(0.5)) role.forwards_to = to_role(models::RoleId{number - 1});
        role.escalation = escalation();
        for (auto& channel : role.attention.channel) channel = attention();
        role.attention.check_interval = about(minute(50));
        if (chance(0.3)) role.attention.inbox_blocks = office_hours();
        if (chance(0.3)) role.attention.after_hours_probability = 0.5;
        models::InterruptionSpec& rule = role.interruption;
        rule.switch_cost = chance(0.5) ? about(second(20)) : always(second(0));
        rule.resumption_lag = chance(0.5) ? about(minute(1)) : always(second(0));
        rule.lag_growth = chance(0.5) ? 0.1 : 0.0;
        rule.continuation = one_of(std::vector<models::Continuation>{
            models::Continuation::resume, models::Continuation::restart,
            models::Continuation::resample});
        rule.drop_probability = chance(0.3) ? 0.2 : 0.0;
        rule.max_depth = static_cast<std::uint32_t>(whole(0, 3));
        for (std::int64_t i = whole(0, 2); i > 0; --i) {
            models::RecurringTask task;
            task.name = "task";
            task.gap = about(minute(whole(20, 120)));
            task.duration = about(minute(whole(2, 20)));
            task.rank = rank();
            task.interruptible = interruptible();
            task.steps = static_cast<std::uint32_t>(whole(1, 4));
            task.counted_from = chance(0.5) ? models::RecurringTask::CountedFrom::arrival
                                            : models::RecurringTask::CountedFrom::completion;
            if (chance(0.5)) task.on_arrival = models::RecurringTask::OnArrival::interrupt;
            role.tasks.push_back(task);
        }
        if (chance(0.3)) role.visits = visits();
        return role;
    }
    /// Drawn after all else: what the scenario of a seed has besides does not depend on it.
    void add_cover_and_software(models::Scenario& scenario) {
        for (std::size_t i = 0; i < role_count_; ++i)
            if (chance(0.4))
                scenario.roles[i].covering = {
                    minute(whole(0, 300)) + second(static_cast<std::int64_t>(i) + 1),
                    chance(0.5) ? models::ClockKind::wall : models::ClockKind::business, target()};
        for (models::PoolSpec& pool : scenario.pools)
            if (chance(0.3)) pool.batch = static_cast<std::uint32_t>(whole(2, 4));
        for (models::UseType& type : scenario.portal->use_types)
            if (chance(0.3)) type.recognised_probability = 0.8;
        if (chance(0.3)) scenario.portal->drafts = {0.4, 1.2, 0.5};
        if (scenario.chat) add_preferences(scenario);
        if (chance(0.3)) scenario.portal->audits = office_hours();
    }
    void add_preferences(models::Scenario& scenario) {
        models::ChatSpec& chat = *scenario.chat;
        if (chance(0.5)) scenario.units = static_cast<std::uint32_t>(whole(1, 4));
        if (chance(0.4))
            chat.effects.person.assign(role_count_, sim::ZeroInflated{0.2, sim::Gamma{1.0, 1.25}});
        if (chance(0.4)) chat.effects.unit = sim::Gamma{2.0, 0.5};
        if (chance(0.4)) chat.effects.site = sim::Gamma{4.0, 0.25};
        if (chance(0.4))
            chat.affinity = {0.6, static_cast<std::uint32_t>(whole(1, 4)), 0.5 * uniform()};
        for (models::RoleSpec& role : scenario.roles)
            if (chance(0.4))
                for (auto& channel : role.attention.channel) channel.off_duty_probability = 0.5;
    }
    models::GrowthSpec growth(std::int64_t first_day) {
        models::GrowthSpec growth;
        growth.trend = {chance(0.5) ? models::Trend::Kind::compound : models::Trend::Kind::linear,
                        static_cast<double>(whole(-20, 60))};
        if (growth.trend->change_per_year < 0.0) growth.trend->change_per_year /= 40.0;
        if (chance(0.5)) growth.changes = {{first_day + 1, 2.0 * uniform()}, {first_day + 2, 0.5}};
        return growth;
    }
    void add_change_over_time(models::Scenario& scenario) {
        const std::int64_t first = scenario.calendar.start_day;
        for (models::RoleSpec& role : scenario.roles)
            for (const std::int64_t day : {1, 2})
                if (chance(0.3))
                    role.plan.push_back({first + day, static_cast<std::uint32_t>(whole(1, 4))});
        for (models::TelephoneLine& line : scenario.telephone)
            if (chance(0.3)) line.growth = growth(first);
        if (chance(0.3)) scenario.patients->growth = growth(first);
        if (chance(0.3)) scenario.patients->panel = {{first, 20}, {first + 2, 40}};
        if (scenario.chat && chance(0.3)) scenario.chat->growth = growth(first);
    }
    /// Patients of two streams, of whom some take up the portal later than others.
    void add_population(models::PatientSpec& patients) {
        models::AttributeValue chronic;
        chronic.name = "chronic";
        chronic.share = 0.4;
        chronic.odds_ratio = 3.0;
        chronic.activity = 2.0;
        chronic.use_type_factors = {2.0, 0.5};
        models::AttributeValue surgical;
        surgical.name = "surgical";
        surgical.share = 0.6;
        patients.population.emplace();
        patients.population->attributes = {{"stream", {chronic, surgical}}};
        patients.population->group_by = "stream";
        patients.population->cells = models::cells_of(*patients.population, {0.4, 0.6});
        models::AdoptionSpec& adoption = patients.adoption.emplace();
        adoption.share = 0.6;
        adoption.review = sim::hours{whole(5, 20)} + second(7);
        adoption.site_odds_ratio = sim::Lognormal{0.0, 0.3};
        adoption.invited_share = sim::Uniform{0.0, 1.0};
        adoption.invitation_odds_ratio = 2.0;
        adoption.responsive_within = sim::hours{whole(1, 5)};
        adoption.responsiveness_odds_ratio = 4.0;
    }
    /// Calls instead of messages, and calls and visits that come of them. One chance for all roles.
    void add_other_ways(models::Scenario& scenario) {
        for (models::UseType& type : scenario.portal->use_types) {
            type.to_visit_probability.assign(role_count_, 0.1);
            if (scenario.telephone.empty()) continue;
            scenario.portal->line = 0;
            type.replaces_call_probability = 0.5;
            type.to_call_probability.assign(role_count_, 0.2);
        }
        if (!scenario.telephone.empty() && chance(0.5))
            scenario.telephone[0].callback = about(minute(3));
    }
    /// How people write, in ways that came later; drawn after all else for the same reason.
    void add_habits(models::Scenario& scenario) {
        models::ChatSpec& chat = *scenario.chat;
        if (chance(0.4))
            chat.effects.popularity.assign(role_count_,
                                           sim::ZeroInflated{0.2, sim::Gamma{1.0, 1.25}});
        if (chance(0.4)) chat.effects.people = models::FactorsOfPeople::dealt;
        if (chance(0.4)) chat.effects.day = sim::Gamma{4.0, 0.25};
        if (chance(0.4)) chat.aside_probability = 0.5;
        if (chance(0.4)) chat.to_all_factor = 0.5;
        if (chance(0.4)) chat.off_duty_probability.assign(role_count_, 0.5);
        if (chance(0.4)) chat.pause = about(minute(5));
        if (chance(0.4)) chat.writing.front() = about(minute(2));
        if (chance(0.4)) chat.to_aside_factor = 0.5;
        if (chance(0.4)) chat.affinity.same_probability = 0.5;
        if (chance(0.4)) chat.exchange = models::ChatExchange{600.0, about(minute(1))};
        if (chance(0.4))
            chat.effects.answers.assign(role_count_, sim::ZeroInflated{0.2, sim::Constant{1.25}});
        if (chance(0.4)) chat.effects.alike = 0.7;
        if (chance(0.4)) chat.burst = models::ChatBurst{0.5, about(minute(2))};
        for (models::RoleSpec& role : scenario.roles)
            if (chance(0.4))
                for (auto& channel : role.attention.channel)
                    channel.notice_clock = models::NoticeClock::duty;
        if (chance(0.4)) chat.to_repeated_factor = {1.0, 0.5};
        if (chance(0.4)) chat.messages_of_first_turn = sim::Geometric{0.8};
        if (chance(0.4)) chat.repeated_to_all_factor = 0.3;
        if (chance(0.4))
            chat.effects.answered.assign(role_count_, sim::ZeroInflated{0.2, sim::Constant{1.25}});
        for (models::RoleSpec& role : scenario.roles)
            if (chance(0.4))
                for (auto& channel : role.attention.channel) {
                    channel.notice_clock = models::NoticeClock::week;
                    for (std::size_t h = 0; h < channel.notice_profile.size(); ++h)
                        channel.notice_profile[h] = h % 24 < 8 ? 0.25 : 1.375;
                }
        if (chance(0.4)) chat.affinity.circle = sim::Gamma{4.0, 1.0};
        if (chance(0.4)) {
            chat.answered_at_factor.assign(24, 1.2);
            std::fill_n(chat.answered_at_factor.begin(), 12, 0.4);
        }
    }
    models::VisitSpec visits() {
        models::VisitSpec visits;
        visits.sessions = office_hours();
        visits.slot = minute(whole(15, 40));
        visits.duration = about(minute(15));
        visits.no_show_probability = 0.1;
        visits.rank = rank();
        visits.interruptible = interruptible();
        return visits;
    }
    models::PoolSpec pool(std::size_t number) {
        using D = models::PoolSpec::Discipline;
        using C = models::PoolSpec::Claim;
        models::PoolSpec pool;
        pool.name = std::string("pool ") + static_cast<char>('a' + number);
        pool.members = some_roles();
        pool.discipline = one_of(std::vector<D>{D::fifo, D::priority, D::earliest_deadline,
                                                D::shortest_expected, D::lifo});
        pool.claim = one_of(std::vector<C>{C::pull, C::pull, C::pull, C::round_robin,
                                           C::least_loaded, C::random, C::sticky});
        if (chance(0.5)) pool.hours = office_hours();
        pool.escalation = escalation();
        if (chance(0.3)) {
            pool.overflow_above = static_cast<std::uint32_t>(whole(0, 5));
            pool.overflow_to = target();
        }
        return pool;
    }
    models::TelephoneLine line(std::int64_t number) {
        models::TelephoneLine line;
        line.name = "line " + std::to_string(number);
        line.calls_per_second = uniform() / 1200.0;
        line.profile.fill(1.0);
        line.answered_by = some_roles();
        line.duration = about(minute(4));
        if (chance(0.7)) line.patience = about(minute(6));
        line.rank = rank();
        if (chance(0.5)) line.when_busy = models::WhenBusy::interrupt;
        return line;
    }
    models::PatientSpec patients() {
        models::PatientSpec patients;
        patients.count = 40;
        patients.threads_per_second = (0.2 + uniform()) / sim::in_seconds(sim::hours{20});
        patients.intensity = sim::Gamma{0.8, 1.25};
        for (std::size_t hour = 0; hour < patients.profile.size(); ++hour)
            patients.profile[hour] = hour % 24 < 6 ? 0.2 : 1.2;
        patients.primary = any_role();
        patients.reply_delay = about(sim::hours{3});
        return patients;
    }
    models::PortalSpec portal() {
        models::PortalSpec portal;
        for (const double share : {0.6, 0.4}) {
            models::UseType type;
            type.name = share > 0.5 ? "question" : "request";
            type.share = share;
            type.urgent_probability = 0.3;
            type.rank = rank();
            type.urgent_rank = rank();
            // One law for all roles: who handles a message changes nothing about it.
            const sim::Distribution law = about(minute(5));
            for (std::size_t role = 0; role < role_count_; ++role) {
                type.handling.push_back(law);
                type.resolved_probability.push_back(uniform());
            }
            type.no_reply_probability = 0.1;
            type.follow_up_probability = {0.5, 0.2};
            type.deadline = sim::hours{whole(1, 48)};
            portal.use_types.push_back(type);
        }
        portal.flag_sensitivity = 0.9;
        portal.flag_specificity = 0.8;
        if (chance(0.5))
            portal.routing.push_back({{models::UseTypeId{1}},
                                      models::RoutingRule::Flag::urgent,
                                      models::RoutingRule::When::any,
                                      target()});
        portal.routing.push_back(
            {{}, models::RoutingRule::Flag::any, models::RoutingRule::When::any, target()});
        return portal;
    }
    models::ChatSpec chat() {
        models::ChatSpec chat;
        for (std::size_t i = 0; i < role_count_; ++i) {
            chat.starts_per_second.push_back(uniform() / 3600.0);
            chat.to.emplace_back(role_count_, 1.0 / static_cast<double>(role_count_));
        }
        chat.profile.fill(1.0);
        chat.users_probability = {0.7, 0.2, 0.1};
        chat.continuation_probability = {0.9, 0.7, 0.6};
        chat.messages_per_turn = sim::Geometric{0.6};
        chat.writing.assign(role_count_, about(second(30)));
        chat.reading.assign(role_count_, about(second(6)));
        chat.urgent_probability = 0.2;
        chat.rank = rank();
        chat.urgent_rank = rank();
        return chat;
    }

    std::size_t role_count_ = 0;
    std::size_t pool_count_ = 0;
};

}  // namespace wardwire::test

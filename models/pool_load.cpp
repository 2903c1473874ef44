// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <numeric>

#include "models/offered_load.hpp"
#include "models/validation.hpp"

namespace wardwire::models {
namespace {

constexpr double seconds_per_hour = 3600.0;
constexpr double hours_per_week = 168.0;

double sum_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// People of a role on duty within the hours, mean over the week.
double staffed(const RoleSpec& role, const WeeklyHours& hours) {
    return role.count * hours_on_duty(role.roster, hours) / hours_per_week;
}

PoolLoad load_of(std::string name, double arrivals, double work, double staff) {
    const bool is_never_done = staff == 0.0 && (work > 0.0 || arrivals > 0.0);
    const double utilisation = is_never_done ? std::numeric_limits<double>::infinity()
                               : staff > 0.0 ? work / staff
                                             : 0.0;
    return {std::move(name), arrivals, work, staff, utilisation};
}

/// Work that comes to the roles, an hour.
struct RoleWork {
    std::vector<double> arrivals;
    std::vector<double> work_hours;

    void add(std::size_t role, double pieces, double seconds_each) {
        arrivals[role] += pieces;
        work_hours[role] += pieces * seconds_each / seconds_per_hour;
    }
};

void add_own_tasks(const Scenario& scenario, RoleWork& work) {
    for (std::size_t r = 0; r < scenario.roles.size(); ++r) {
        const RoleSpec& role = scenario.roles[r];
        const double on_duty = staffed(role, WeeklyHours::always());
        for (const RecurringTask& task : role.tasks) {
            const bool is_renewed = task.counted_from == RecurringTask::CountedFrom::completion;
            const double cycle = task.gap.mean() + (is_renewed ? task.duration.mean() : 0.0);
            if (cycle <= 0.0) continue;
            work.add(r, on_duty * seconds_per_hour / cycle, task.duration.mean());
        }
        if (!role.visits) continue;
        const double seen = (1.0 - role.visits->no_show_probability) * seconds_per_hour /
                            sim::in_seconds(role.visits->slot);
        work.add(r, staffed(role, role.visits->sessions) * seen, role.visits->duration.mean());
    }
}

/// All calls, as if nobody gave up: the load that is offered.
void add_calls(const Scenario& scenario, RoleWork& work) {
    for (const TelephoneLine& line : scenario.telephone) {
        double staff = 0.0;
        for (const RoleId role : line.answered_by) {
            staff += staffed(scenario.roles[role.index()], WeeklyHours::always());
        }
        if (staff == 0.0) continue;
        for (const RoleId role : line.answered_by) {
            const double share =
                staffed(scenario.roles[role.index()], WeeklyHours::always()) / staff;
            work.add(role.index(), share * line.calls_per_second * seconds_per_hour,
                     line.duration.mean());
        }
    }
}

/// Half of a conversation's work is counted for who begins it, half for those it is begun with.
void add_chat(const Scenario& scenario, RoleWork& work) {
    if (!scenario.chat) return;
    const ChatSpec& chat = *scenario.chat;
    double turns = 0.0;
    double reached = 1.0;
    for (std::uint32_t turn = 0; turn < chat.max_turns && reached > 0.0; ++turn) {
        turns += reached;
        const std::vector<double>& goes_on = chat.continuation_probability;
        reached *= goes_on[std::min<std::size_t>(turn, goes_on.size() - 1)];
    }
    double readers = 0.0;
    for (std::size_t n = 0; n < chat.users_probability.size(); ++n) {
        readers += chat.users_probability[n] * static_cast<double>(n + 1);
    }
    const double of_turn = chat.messages_per_turn.mean();
    const double of_first =
        chat.messages_of_first_turn ? chat.messages_of_first_turn->mean() : of_turn;
    const double messages = of_first + (turns - 1.0) * of_turn;
    std::vector<double> seconds;  // by role; the mean of a law may be dear
    for (std::size_t r = 0; r < scenario.roles.size(); ++r)
        seconds.push_back(messages * (chat.writing[r].mean() + readers * chat.reading[r].mean()));
    for (std::size_t r = 0; r < scenario.roles.size(); ++r) {
        const double begun = chat.starts_per_second[r] * seconds_per_hour *
                             staffed(scenario.roles[r], WeeklyHours::always());
        work.add(r, begun, 0.5 * seconds[r]);
        for (std::size_t to = 0; to < scenario.roles.size(); ++to) {
            work.add(to, begun * chat.to[r][to], 0.5 * seconds[to]);
        }
    }
}

}  // namespace

std::vector<PoolLoad> pool_loads(const Scenario& scenario) {
    return pool_loads(scenario, message_flows(scenario).front());
}

std::vector<PoolLoad> pool_loads(const Scenario& scenario, const MessageFlow& flow) {
    std::vector<PoolLoad> loads;
    for (std::size_t p = 0; p < scenario.pools.size(); ++p) {
        const PoolSpec& pool = scenario.pools[p];
        double staff = 0.0;
        for (const RoleId role : pool.members) {
            staff += staffed(scenario.roles[role.index()], pool.hours);
        }
        loads.push_back(
            load_of("pool:" + pool.name, sum_of(flow.arrivals[p]), flow.work_hours[p], staff));
    }
    RoleWork work;
    for (const std::vector<double>& messages : flow.by_role) {
        work.arrivals.push_back(sum_of(messages));
    }
    work.work_hours = flow.role_work_hours;
    add_own_tasks(scenario, work);
    add_calls(scenario, work);
    add_chat(scenario, work);
    for (std::size_t r = 0; r < scenario.roles.size(); ++r) {
        const RoleSpec& role = scenario.roles[r];
        loads.push_back(load_of("role:" + role.name, work.arrivals[r], work.work_hours[r],
                                staffed(role, WeeklyHours::always())));
    }
    return loads;
}

}  // namespace wardwire::models

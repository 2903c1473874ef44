// SPDX-License-Identifier: Apache-2.0
#include "models/pools.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "models/site.hpp"

namespace wardwire::models {

Pools::Pools(Site& site) : site_(site) {
    for (const PoolSpec& spec : site.scenario.pools) {
        Pool pool = make(spec.members);
        pool.spec = &spec;
        pool.clock = BusinessClock(spec.hours, site.scenario.calendar);
        pools_.push_back(std::move(pool));
    }
    first_line_ = static_cast<std::uint32_t>(pools_.size());
    for (const TelephoneLine& line : site.scenario.telephone)
        pools_.push_back(make(line.answered_by));
    for (std::size_t i = 0; i < pools_.size(); ++i)
        for (const StaffId member : pools_[i].members)
            site_.workforce[member].pools.push_back(PoolId{i});
}

Pools::Pool Pools::make(const std::vector<RoleId>& roles) {
    Pool pool;
    for (const RoleId role : roles) {
        const std::uint32_t first = site_.workforce.first_of(role).index();
        for (std::uint32_t k = 0; k < site_.workforce.count_of(role); ++k)
            pool.members.emplace_back(first + k);
    }
    return pool;
}

void Pools::start() {
    for (std::size_t i = 0; i < pools_.size(); ++i) {
        const sim::Time next = pools_[i].clock.next_opening(site_.now());
        if (next < sim::end_of_time) site_.kernel.at(next, PoolOpens{PoolId{i}});
    }
}

void Pools::on(PoolOpens event) {
    const Pool& pool = pools_[event.pool.index()];
    const sim::Time next = pool.clock.next_opening(site_.now());
    if (next < sim::end_of_time) site_.kernel.at(next, event);
    for (const StaffId member : pool.members) site_.workforce.look_when_settled(member);
}

void Pools::enter(TaskId id, PoolId to) {
    Pool& pool = pools_[to.index()];
    Task& task = site_.tasks[id];
    if (!task.has_overflowed && overflows(to)) {
        task.has_overflowed = true;
        site_.portal.overflow(id, *pool.spec->overflow_to);
        return;
    }
    task.pool = to;
    task.order = pool.order++;
    site_.log.entered(task.row, to);
    if (pool.spec != nullptr && pool.spec->claim != PoolSpec::Claim::pull) {
        site_.deliver_to_person(id, assignee(task, pool));
        return;
    }
    join_line(id, to);
    if (pool.spec != nullptr) site_.start_deadline(id, pool.spec->escalation, pool.clock);
    find_somebody(to, id);
}

bool Pools::overflows(PoolId id) const {
    const Pool& pool = pools_[id.index()];
    if (pool.spec == nullptr || !pool.spec->overflow_above || !pool.spec->overflow_to) return false;
    const bool pulls = pool.spec->claim == PoolSpec::Claim::pull;
    return (pulls ? pool.line.size() : dealt_out(id)) >= *pool.spec->overflow_above;
}

/// Messages of a pool that pushes which its members have not begun.
std::size_t Pools::dealt_out(PoolId id) const {
    std::size_t count = 0;
    const auto add = [&](TaskId task) { count += site_.tasks[task].pool == id ? 1 : 0; };
    for (const StaffId member : pools_[id.index()].members) {
        const Staff& person = site_.workforce[member];
        for (const TaskId task : person.unseen) add(task);
        person.agenda.for_each([&](sim::Handle, TaskId task) { add(task); });
    }
    return count;
}

void Pools::join_line(TaskId id, PoolId to) {
    Pool& pool = pools_[to.index()];
    Task& task = site_.tasks[id];
    task.state = Task::State::in_pool;
    task.waiting_since = site_.now();
    task.place = pool.line.push(key_of(task, pool), task.order, id);
    PoolOutcomes& outcomes = site_.outcomes.pools[to.index()];
    ++outcomes.entered;
    outcomes.queue.change(site_.now(), +1);
}

std::int64_t Pools::key_of(const Task& task, const Pool& pool) const {
    const auto since_start = [](sim::Time t) { return t.time_since_epoch().count(); };
    const auto discipline =
        pool.spec == nullptr ? PoolSpec::Discipline::fifo : pool.spec->discipline;
    switch (discipline) {
        case PoolSpec::Discipline::priority:
            return task.rank;
        case PoolSpec::Discipline::earliest_deadline:
            return since_start(task.created + site_.portal.use_type_of(task).deadline);
        case PoolSpec::Discipline::shortest_expected:
            return site_.portal.expected_handling(task, pool.members.front()).count();
        case PoolSpec::Discipline::lifo:
            return -static_cast<std::int64_t>(task.order);
        case PoolSpec::Discipline::fifo:
            break;
    }
    return 0;
}

/// A free member takes it; or a busy one whose work gives way; or it waits.
void Pools::find_somebody(PoolId id, TaskId arrived) {
    Pool& pool = pools_[id.index()];
    if (!pool.clock.is_open(site_.now())) return;
    const auto count = static_cast<std::uint32_t>(pool.members.size());
    const Task& task = site_.tasks[arrived];
    StaffId gives_way;
    Rank least_important = task.rank;
    for (std::uint32_t k = 0; k < count; ++k) {
        const StaffId member = pool.members[(pool.turn + k) % count];
        const Staff& person = site_.workforce[member];
        if (person.state == Staff::State::free &&
            site_.workforce.would_pull(member, task.channel)) {
            pool.turn = (pool.turn + k + 1) % count;
            site_.workforce.look_for_work(member);
            return;
        }
        if (interrupts(task, person) && site_.workforce.would_yield(member, task.rank)) {
            const Rank in_hand = site_.tasks[person.current].rank;
            if (in_hand > least_important) {
                least_important = in_hand;
                gives_way = member;
            }
        }
    }
    if (!gives_way.is_valid()) return;
    claim(arrived);
    site_.workforce.interrupt(gives_way, arrived);
}

bool Pools::interrupts(const Task& task, const Staff& person) const {
    if (task.kind == TaskKind::callback) return false;
    if (task.kind == TaskKind::call)
        return site_.scenario.telephone[task.subject].when_busy == WhenBusy::interrupt;
    const ChannelAttention& rule = site_.scenario.roles[person.role.index()]
                                       .attention.channel[static_cast<std::size_t>(task.channel)];
    return (task.is_urgent ? rule.when_busy_urgent : rule.when_busy) == WhenBusy::interrupt;
}

/// Who is given a message by a pool that pushes: somebody on duty, or anybody when nobody is.
StaffId Pools::assignee(const Task& task, Pool& pool) {
    const auto is_present = [this](StaffId id) { return site_.workforce[id].is_on_duty; };
    const auto count = static_cast<std::uint32_t>(pool.members.size());
    const bool somebody = std::any_of(pool.members.begin(), pool.members.end(), is_present);
    const auto is_eligible = [&](StaffId id) {
        return somebody ? is_present(id) : site_.workforce.is_member(id);
    };
    const auto is_member = [&](StaffId id) {
        return site_.workforce.is_member(id) &&
               std::find(pool.members.begin(), pool.members.end(), id) != pool.members.end();
    };
    if (pool.spec->claim == PoolSpec::Claim::sticky) {
        for (const StaffId known :
             {site_.portal.last_responder(task), site_.portal.primary_of(task)})
            if (known.is_valid() && is_member(known)) return known;
    }
    const double u = site_.draws.uniform(Draw::claim, task.address.at(task.hop));
    auto first = pool.turn;
    if (pool.spec->claim == PoolSpec::Claim::random)
        first = static_cast<std::uint32_t>(u * static_cast<double>(count));
    StaffId chosen;
    std::uint32_t chosen_at = 0;
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (std::uint32_t k = 0; k < count; ++k) {
        const StaffId member = pool.members[(first + k) % count];
        if (!is_eligible(member)) continue;
        const Staff& person = site_.workforce[member];
        const std::size_t load = pool.spec->claim == PoolSpec::Claim::least_loaded
                                     ? person.unseen.size() + person.agenda.size() + person.depth +
                                           (person.current.is_valid() ? 1U : 0U)
                                     : 0;
        if (load >= least) continue;
        least = load;
        chosen = member;
        chosen_at = (first + k) % count;
    }
    if (pool.spec->claim != PoolSpec::Claim::random) pool.turn = (chosen_at + 1) % count;
    return chosen;
}

TaskId Pools::claim_first(PoolId id) {
    const TaskId first = pools_[id.index()].line.top();
    claim(first);
    return first;
}

void Pools::claim(TaskId id) { leave_line(id, true); }

void Pools::leave_unclaimed(TaskId id) { leave_line(id, false); }

void Pools::leave_line(TaskId id, bool is_claimed) {
    Task& task = site_.tasks[id];
    Pool& pool = pools_[task.pool.index()];
    PoolOutcomes& outcomes = site_.outcomes.pools[task.pool.index()];
    pool.line.erase(task.place);
    outcomes.queue.change(site_.now(), -1);
    const sim::Duration waited = site_.now() - task.waiting_since;
    outcomes.waited += within_window(site_.outcomes, task.waiting_since, site_.now()).count();
    outcomes.wait.add(waited);
    outcomes.wait_histogram.add(waited);
    if (is_claimed) {
        ++outcomes.claimed;
        outcomes.wait_claimed.add(waited);
    } else if (task.kind == TaskKind::call) {
        ++outcomes.abandoned;
    } else {
        ++outcomes.escalated;
    }
    task.state = Task::State::sent;
}

void Pools::put_back(TaskId id) {
    const PoolId to = site_.tasks[id].pool;
    join_line(id, to);
    find_somebody(to, id);
}

PoolId Pools::best_for(StaffId id) const {
    PoolId best;
    Rank best_rank = std::numeric_limits<Rank>::max();
    for (const PoolId candidate : site_.workforce[id].pools) {
        const Pool& pool = pools_[candidate.index()];
        if (pool.line.empty()) continue;
        const Task& task = site_.tasks[pool.line.top()];
        if (task.rank < best_rank && site_.workforce.would_pull(id, task.channel) &&
            pool.clock.is_open(site_.now())) {
            best = candidate;
            best_rank = task.rank;
        }
    }
    return best;
}

const Task& Pools::first(PoolId id) const { return site_.tasks[pools_[id.index()].line.top()]; }

}  // namespace wardwire::models

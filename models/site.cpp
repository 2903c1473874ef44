// SPDX-License-Identifier: Apache-2.0
#include "models/site.hpp"

namespace wardwire::models {

namespace {

constexpr std::size_t most_tasks = 100'000'000;
constexpr std::size_t most_parcels = 100'000'000;

}  // namespace

Site::Site(const Scenario& a_scenario, RunSpec run) : Site(sites_of(a_scenario).front(), run) {}

Site::Site(const SitePlan& plan, RunSpec run)
    : scenario(*plan.scenario),
      place(plan.place),
      directory(plan.directory),
      draws(sim::Chance(run.seed, run.replication),
            sim::Chance(run.seed, run.population.value_or(run.replication))),
      kernel(*this, {plan.place.id.index(), run.seed, run.replication}),
      tasks(most_tasks, "at most 100 million tasks wait or are in hand"),
      open_hours(scenario.open_hours, scenario.calendar),
      outcomes(OutcomeSizes(scenario)),
      log(place.first_staff),
      workforce(*this, plan.staff),
      units(*this),
      load(*this),
      pools(*this),
      patients(*this),
      portal(*this),
      chat(*this),
      primary_work(*this),
      telephone(*this),
      run_(run),
      parcels_(most_parcels, "at most 100 million parcels are on their way to a site") {}

sim::Observation Site::run() {
    start();
    kernel.run_until(end());
    return finish();
}

sim::Observation Site::finish() {
    close_books();
    sim::Observation observation = observe(scenario, outcomes, samples_, {}, end());
    observation.replication = run_.replication;
    observation.seed = run_.seed;
    observation.digest = kernel.digest();
    observation.events = kernel.events_executed();
    observation.messages = log.take();
    return observation;
}

void Site::start() {
    begin_window(sim::start_of_time + scenario.warm_up);
    workforce.start();
    pools.start();
    patients.start();
    chat.start();
    telephone.start();
}

void Site::handle(WarmUpEnds) {
    workforce.charge_all();
    outcomes.restart(now());
    samples_ = {};
    load.restart();
    patients.restart();
    kernel.at(now(), LevelsAreSampled{});
}

void Site::handle(LevelsAreSampled) {
    for (std::uint32_t pool = 0; pool < pools.size(); ++pool)
        samples_.backlog.push_back(static_cast<double>(pools.waiting(PoolId{pool})));
    for (std::size_t role = 0; role < scenario.roles.size(); ++role)
        samples_.in_baskets.push_back(static_cast<double>(workforce.in_basket_size(RoleId{role})));
    samples_.open_threads.push_back(static_cast<double>(portal.open_threads()));
    for (const std::uint64_t sent : outcomes.messages)
        samples_.messages.push_back(static_cast<double>(sent));
    for (const ResponseOutcomes& type : outcomes.response_by_use_type)
        samples_.use_types.push_back(static_cast<double>(type.messages));
    for (const RoleOutcomes& role : outcomes.roles)
        samples_.answers.push_back(
            static_cast<double>(role.messages_sent[static_cast<std::size_t>(Channel::portal)]));
    const sim::Time next = now() + sampling_interval(scenario);
    if (next < end()) kernel.at(next, LevelsAreSampled{});
}

TaskId Site::new_task(TaskKind kind, Address address) {
    const TaskId id = tasks.take();
    Task& task = tasks[id];
    task.kind = kind;
    task.address = address;
    task.created = now();
    return id;
}

void Site::release(TaskId id) {
    Task& task = tasks[id];
    cancel_deadline(task);
    kernel.cancel(task.notice);
    tasks.release(id);
}

SiteEvent Site::unpack(const Parcel& parcel) {
    const auto id = parcels_.take();
    parcels_[id] = parcel;
    return ParcelArrives{id};
}

std::size_t Site::chat_parcels_under_way() const {
    std::size_t count = 0;
    parcels_.for_each([&count](const Parcel& parcel) { count += is_of_chat(parcel) ? 1 : 0; });
    return count;
}

void Site::post(SiteId to, const Parcel& parcel) {
    const auto latency = kernel.links().latency(to.index());
    WARDWIRE_EXPECT(latency.has_value(), "sites that work together have a link",
                    kernel.situation());
    ++parcel_counts_[parcel.index()].sent;
    kernel.send(to.index(), *latency, parcel);
}

void Site::handle(ParcelArrives event) {
    const Parcel parcel = parcels_[event.parcel];
    parcels_.release(event.parcel);
    ++parcel_counts_[parcel.index()].received;
    std::visit(
        [this](const auto& content) {
            if constexpr (requires { chat.arrive(content); })
                chat.arrive(content);
            else
                portal.arrive(content);
        },
        parcel);
}

void Site::send(TaskId id, const Target& to) {
    tasks[id].to = to;
    deliver(id);
}

void Site::deliver(TaskId id) {
    tasks[id].state = Task::State::sent;
    kernel.at(now(), MessageDelivered{id});
}

void Site::send_to_person(TaskId id, StaffId person) {
    tasks[id].owner = person;
    deliver(id);
}

void Site::handle(MessageDelivered event) {
    Task& task = tasks[event.task];
    if (task.kind == TaskKind::chat_turn) {
        if (workforce.is_member(task.owner))
            workforce.receive(event.task, task.owner);
        else
            workforce.pass_on(event.task, task.owner);
        return;
    }
    if (task.kind == TaskKind::callback) {
        pools.enter(event.task, pools.of_line(task.subject));
        return;
    }
    task.pool = {};
    switch (task.to.kind) {
        case Target::Kind::pool:
            pools.enter(event.task, task.to.pool);
            return;
        case Target::Kind::role: {
            const auto move = static_cast<std::uint64_t>(task.level << 4 | task.hop);
            const Draw purpose = task.is_covered ? Draw::cover_recipient : Draw::recipient;
            const double u = draws.uniform(purpose, task.address.at(move));
            deliver_to_person(event.task, workforce.choose(task.to.role, u));
            return;
        }
        case Target::Kind::primary:
            deliver_to_person(event.task, portal.primary_of(task));
            return;
    }
}

void Site::deliver_to_person(TaskId id, StaffId person) {
    WARDWIRE_EXPECT(person.is_valid(), "a message has an addressee", kernel.situation());
    const Task& task = tasks[id];
    const RoleId role = workforce[person].role;
    log.received(task.row, person);
    if (workforce.is_covered(id, person)) {
        workforce.hand_to_cover(id, person);
        return;
    }
    ++outcomes.roles[role.index()].messages_received[static_cast<std::size_t>(task.channel)];
    load.received(person, 1);
    // Deadlines are the pool's that dealt it out, or else the role's.
    if (task.pool.is_valid() && !scenario.pools[task.pool.index()].escalation.empty())
        start_deadline(id, scenario.pools[task.pool.index()].escalation, pools.clock(task.pool));
    else
        start_deadline(id, scenario.roles[role.index()].escalation, open_hours);
    workforce.receive(id, person);
}

void Site::start_deadline(TaskId id, const std::vector<EscalationLevel>& levels,
                          const BusinessClock& clock) {
    Task& task = tasks[id];
    if (task.level >= levels.size()) return;
    const EscalationLevel& level = levels[task.level];
    const sim::Time due = time_after(level.after, level.clock, clock);
    if (due < sim::end_of_time) {
        task.escalates_to = level.to;
        task.deadline = kernel.at(due, DeadlinePasses{id});
    }
}

sim::Time Site::time_after(sim::Duration delay, ClockKind kind, const BusinessClock& clock) const {
    return kind == ClockKind::wall ? now() + delay : clock.after(now(), delay);
}

void Site::cancel_deadline(Task& task) { kernel.cancel(task.deadline); }

/// What still waits goes to the next level, or a caller hangs up.
void Site::handle(DeadlinePasses event) {
    Task& task = tasks[event.task];
    if (task.state == Task::State::in_pool) {
        pools.leave_unclaimed(event.task);
    } else {
        workforce.withdraw(event.task);
        ++outcomes.in_basket_escalations;
    }
    if (task.kind == TaskKind::call) {
        release(event.task);
        return;
    }
    ++task.level;
    portal.redirect(event.task, Target{task.escalates_to}, CloseReason::escalated);
}

void Site::task_begins(TaskId id, StaffId by) {
    Task& task = tasks[id];
    cancel_deadline(task);
    if (task.stage > 0) return;
    task.begun = now();
    if (is_primary(task.kind))
        primary_work.begins(task, by);
    else if (task.kind == TaskKind::portal_message)
        portal.begins(id, by);
    else if (task.kind == TaskKind::chat_turn)
        chat.begins(task);
    if (task.kind == TaskKind::portal_message || task.kind == TaskKind::chat_turn)
        count_reading(task, by);
}

void Site::count_reading(const Task& task, StaffId by) {
    RoleOutcomes& role = outcomes.roles[workforce[by].role.index()];
    const sim::Duration delay = now() - task.waiting_since;
    role.read_delay.add(delay);
    role.read_delay_business.add(open_hours.between(task.waiting_since, now()));
    role.read_delay_by_channel[static_cast<std::size_t>(task.channel)].add(delay);
    load.read(by, delay);
    // Otherwise it was put into the in-basket, and counted then.
    if (task.pool.is_valid() && scenario.pools[task.pool.index()].claim == PoolSpec::Claim::pull)
        load.received(by, 1);
}

Step Site::next_step(TaskId id, StaffId by) {
    switch (tasks[id].kind) {
        case TaskKind::visit:
        case TaskKind::recurring:
            return primary_work.next_step(id, by);
        case TaskKind::call:
        case TaskKind::callback:
            return telephone.next_step(tasks[id]);
        case TaskKind::portal_message:
            return portal.next_step(id, by);
        case TaskKind::chat_start:
        case TaskKind::chat_turn:
            break;
    }
    return chat.next_step(id, by);
}

sim::Duration Site::redraw_step(TaskId id, StaffId by) {
    const Task& task = tasks[id];
    switch (task.kind) {
        case TaskKind::visit:
        case TaskKind::recurring:
            return primary_work.step_length(task, by, task.attempts);
        case TaskKind::call:
        case TaskKind::callback:
            return telephone.step_length(task, task.attempts);
        case TaskKind::portal_message:
            return portal.step_length(task, by, task.attempts);
        case TaskKind::chat_start:
        case TaskKind::chat_turn:
            break;
    }
    return chat.step_length(task, by, task.attempts);
}

void Site::task_ends(TaskId id, StaffId by) {
    const Task& task = tasks[id];
    if (is_primary(task.kind))
        primary_work.ends(task, by);
    else if (task.kind == TaskKind::chat_start || task.kind == TaskKind::chat_turn)
        chat.ends(task);
    release(id);
}

void Site::task_dropped(TaskId id, StaffId by) {
    const Task& task = tasks[id];
    if (is_primary(task.kind))
        primary_work.dropped(task, by);
    else
        chat.ends(task);
    release(id);
}

bool Site::is_recorded(Address address) const {
    return draws.happens(Draw::sample, address, run_.recorded_share);
}

/// Every task is in a pool, or in somebody's hands or in-basket; every open thread has a task or
/// awaits its patient.
void Site::expect_nothing_lost() const {
    std::size_t found = 0;
    std::size_t portal_messages = 0;
    const auto count = [&](TaskId id) {
        ++found;
        if (tasks[id].kind == TaskKind::portal_message) ++portal_messages;
    };
    workforce.for_each_held(count);
    pools.for_each_waiting(count);
    WARDWIRE_EXPECT(found == tasks.in_use(), "no task is lost", kernel.situation());
    WARDWIRE_EXPECT(portal_messages == portal.threads_here(),
                    "every open thread awaits the staff, the patient or another site",
                    kernel.situation());
}

/// Ends the window: charges what is under way, counts what is open, and checks the books.
void Site::close_books() {
    expect_nothing_lost();
    workforce.charge_all();
    load.close_books();
    portal.close_books();
    patients.close_books();
    for (std::size_t r = 0; r < scenario.roles.size(); ++r)
        outcomes.roles[r].cost_usd = cost_usd(outcomes.roles[r], scenario.roles[r]);
    pools.for_each_waiting([this](TaskId id) {
        const Task& task = tasks[id];
        outcomes.pools[task.pool.index()].waited +=
            within_window(outcomes, task.waiting_since, now()).count();
    });
    ThreadOutcomes& threads = outcomes.threads;
    threads.open_at_end = portal.open_threads();
    ConversationOutcomes& talks = outcomes.conversations;
    talks.open_at_end = chat.open_conversations();
    WARDWIRE_EXPECT(threads.open_at_start + threads.started == threads.closed + threads.open_at_end,
                    "every thread is closed or open", kernel.situation());
    WARDWIRE_EXPECT(talks.open_at_start + talks.started == talks.closed + talks.open_at_end,
                    "every conversation is closed or open", kernel.situation());
    for (const PoolOutcomes& pool : outcomes.pools) {
        WARDWIRE_EXPECT(pool.waited == pool.queue.area(now()), "Little's law holds on every path",
                        kernel.situation());
        WARDWIRE_EXPECT(pool.waiting_at_start + pool.entered ==
                            pool.claimed + pool.escalated + pool.abandoned +
                                static_cast<std::uint64_t>(pool.queue.level()),
                        "what enters a pool leaves it or waits there", kernel.situation());
    }
}

}  // namespace wardwire::models

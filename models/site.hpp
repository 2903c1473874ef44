// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "models/chat.hpp"
#include "models/draws.hpp"
#include "models/events.hpp"
#include "models/message_log.hpp"
#include "models/outcome_report.hpp"
#include "models/outcomes.hpp"
#include "models/parcel.hpp"
#include "models/patients.hpp"
#include "models/pools.hpp"
#include "models/portal.hpp"
#include "models/primary_work.hpp"
#include "models/scenario.hpp"
#include "models/site_plan.hpp"
#include "models/slab.hpp"
#include "models/staff_load.hpp"
#include "models/telephone.hpp"
#include "models/units.hpp"
#include "models/workforce.hpp"
#include "sim/kernel.hpp"
#include "sim/record/results.hpp"

namespace wardwire::models {

/// One replication of a scenario: which, and how many of its messages are kept as rows.
struct RunSpec {
    std::uint64_t seed = 0;
    std::uint32_t replication = 0;
    double recorded_share = 0.0;  ///< of threads and conversations
    /// The replication whose people these are, when a run goes on from a state saved in another:
    /// what somebody is for good (a patient's intensity and clinician) stays as it was there.
    std::optional<std::uint32_t> population = {};
};

/// What comes next in a task: work of some length, or nothing.
struct Step {
    Activity activity = Activity::free;
    sim::Duration length{};
    bool is_work = false;  ///< false: the task is done
};

/// One hospital or clinic on one kernel: the model. It owns its parts, which speak to each other
/// through it, and hands every event to the part that it concerns.
class Site {
 public:
    using Event = SiteEvent;
    using Parcel = models::Parcel;

    /// The only site of a scenario, or one of several.
    Site(const Scenario& a_scenario, RunSpec run);
    Site(const SitePlan& plan, RunSpec run);
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    static const char* event_name(std::size_t kind) { return site_event_names[kind]; }

    /// Runs warm-up and window and returns what was observed.
    sim::Observation run();

    /// The same in parts: schedules what begins; then the kernel runs until end(); then the window
    /// is closed. Breaks a contract when messages are lost or Little's law fails on the path. A
    /// site that was restored is not started.
    void start();
    /// Begins another window at `time`, now or later, and forgets what was seen in the one before;
    /// for a site that was restored from a run whose window ends there.
    void begin_window(sim::Time time) { kernel.at(time, WarmUpEnds{}); }
    sim::Time end() const { return sim::start_of_time + scenario.warm_up + scenario.length; }
    sim::Observation finish();
    /// finish() without the report, for one of several sites: it is in `outcomes`, `log` and
    /// samples().
    void close_books();
    const LevelSamples& samples() const { return samples_; }

    /// Everything that changes while a site runs, in both directions. What is restored must have
    /// been built from a scenario of the same structure (`structure_of`).
    template <class Archive>
    void persist(Archive& archive) {
        archive(kernel, tasks, outcomes, log, workforce, load, pools, patients, portal, chat,
                primary_work, telephone, samples_, parcels_, parcel_counts_);
    }

    template <class Happening>
    void on(const Happening& event, sim::Kernel<Site>&) {
        handle(event);
    }

    /// What an event of a site that has not run for a while will look at; for the kernel.
    void prefetch() const;
    void prefetch(const SiteEvent& event, unsigned step) const;

    /// Keeps a parcel until it falls due. For the kernel.
    SiteEvent unpack(const Parcel& parcel);
    /// Parcels of the n-th kind (of Parcel) that have left and come, since the start.
    struct ParcelCounts {
        std::uint64_t sent = 0;
        std::uint64_t received = 0;
    };
    const ParcelCounts& parcels(std::size_t kind) const { return parcel_counts_[kind]; }
    /// Parcels that have been taken to this site and have not fallen due.
    const Parcel& parcel(ParcelArrives event) const { return parcels_[event.parcel]; }
    std::size_t parcels_under_way() const { return parcels_.in_use(); }
    std::size_t chat_parcels_under_way() const;

    // For the parts.
    sim::Time now() const { return kernel.now(); }
    SiteId id() const { return place.id; }
    /// Sends a parcel to another site, at the latency of the link.
    void post(SiteId to, const Parcel& parcel);
    TaskId new_task(TaskKind kind, Address address);
    void release(TaskId id);
    /// Sends a task to where it goes; it arrives through the pending set.
    void send(TaskId task, const Target& to);
    /// A task that knows where it goes arrives there through the pending set.
    void deliver(TaskId task);
    /// Sends a chat turn to a reader.
    void send_to_person(TaskId task, StaffId person);
    /// Puts a message into somebody's in-basket now.
    void deliver_to_person(TaskId task, StaffId person);
    /// Whether rows are kept of the thread or conversation at this address.
    bool is_recorded(Address address) const;
    /// Starts the deadline that holds where the task waits now.
    void start_deadline(TaskId task, const std::vector<EscalationLevel>& levels,
                        const BusinessClock& clock);
    void cancel_deadline(Task& task);
    /// When a delay from now on is over, on the wall's or this business clock.
    sim::Time time_after(sim::Duration delay, ClockKind kind, const BusinessClock& clock) const;

    // For the workforce: what a task consists of.
    void task_begins(TaskId task, StaffId by);
    Step next_step(TaskId task, StaffId by);
    /// The length of the step in hand, drawn again (interruption rule `resample`).
    sim::Duration redraw_step(TaskId task, StaffId by);
    void task_ends(TaskId task, StaffId by);
    void task_dropped(TaskId task, StaffId by);

    const Scenario& scenario;
    const SitePlace place;
    const StaffDirectory* const directory;  ///< of all sites; none for one alone
    const Draws draws;
    sim::Kernel<Site> kernel;
    Slab<Task, TaskTag> tasks;
    const BusinessClock open_hours;
    Outcomes outcomes;
    MessageLog log;
    Workforce workforce;
    const Units units;
    StaffLoad load;
    Pools pools;
    Patients patients;
    Portal portal;
    Chat chat;
    PrimaryWork primary_work;
    Telephone telephone;

 private:
    void handle(ShiftStarts event) { workforce.on(event); }
    void handle(ShiftEnds event) { workforce.on(event); }
    void handle(PoolOpens event) { pools.on(event); }
    void handle(InboxBlockStarts event) { workforce.on(event); }
    void handle(CoverBegins event) { workforce.on(event); }
    void handle(HeadCountChanges event) { workforce.on(event); }
    void handle(WarmUpEnds event);
    void handle(LevelsAreSampled event);
    void handle(WorkIsLookedFor event) { workforce.on(event); }
    void handle(StepEnds event) { workforce.on(event); }
    void handle(InboxIsChecked event) { workforce.on(event); }
    void handle(MessageNoticed event) { workforce.on(event); }
    void handle(MessageDelivered event);
    void handle(DeadlinePasses event);
    void handle(TaskRecurs event) { primary_work.on(event); }
    void handle(VisitFallsDue event) { primary_work.on(event); }
    void handle(CallArrives event) { telephone.on(event); }
    void handle(PatientWrites event) { patients.on(event); }
    void handle(AdoptionIsReviewed event) { patients.on(event); }
    void handle(PatientReplies event) { portal.on(event); }
    void handle(ConversationStarts event) { chat.on(event); }
    void handle(ChatTurnIsSent event) { chat.on(event); }
    void handle(ParcelArrives event);

    void count_reading(const Task& task, StaffId by);
    void expect_nothing_lost() const;

    RunSpec run_;
    LevelSamples samples_;
    Slab<Parcel, ParcelTag> parcels_;  ///< that have come and not fallen due
    std::array<ParcelCounts, std::variant_size_v<Parcel>> parcel_counts_{};
};

}  // namespace wardwire::models

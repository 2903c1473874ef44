// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "models/events.hpp"
#include "models/task.hpp"
#include "sim/indexed_heap.hpp"

namespace wardwire::models {

class Site;
struct Staff;

/// Shared worklists, and telephone lines, which are pools of callers: who waits, in which order,
/// and who claims what. Pools are numbered as in the scenario, lines after them.
class Pools {
 public:
    explicit Pools(Site& site);

    void start();

    /// A message or call joins the line, or goes to the overflow, or is assigned to a member.
    void enter(TaskId task, PoolId pool);
    /// Takes the first that waits; the line must not be empty.
    TaskId claim_first(PoolId pool);
    /// Takes this one out of the line, to be worked on.
    void claim(TaskId task);
    /// Takes this one out of the line because it goes elsewhere or gives up.
    void leave_unclaimed(TaskId task);
    /// Puts a claimed message back, with the order it had.
    void put_back(TaskId task);

    /// The pool with the most important first message that this person may take now; invalid when
    /// there is none. Among equals the earlier membership.
    PoolId best_for(StaffId id) const;
    const Task& first(PoolId pool) const;

    std::uint32_t size() const { return static_cast<std::uint32_t>(pools_.size()); }
    bool is_line(PoolId pool) const { return pool.index() >= first_line_; }
    PoolId of_line(std::uint32_t line) const { return PoolId{first_line_ + line}; }
    /// How many a member who pulls takes at a time.
    std::uint32_t batch(PoolId pool) const {
        return is_line(pool) ? 1 : pools_[pool.index()].spec->batch;
    }
    std::size_t waiting(PoolId pool) const { return pools_[pool.index()].line.size(); }
    const BusinessClock& clock(PoolId pool) const { return pools_[pool.index()].clock; }

    void on(PoolOpens event);

    template <class Visit>
    void for_each_waiting(Visit&& visit) const {
        for (const Pool& pool : pools_)
            pool.line.for_each([&](sim::Handle, TaskId task) { visit(task); });
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(pools_);
    }

 private:
    struct Pool {
        const PoolSpec* spec = nullptr;  ///< of a pool; lines have none
        std::vector<StaffId> members;
        BusinessClock clock;
        sim::IndexedHeap<TaskId> line;
        std::uint64_t order = 0;
        std::uint32_t turn = 0;  ///< the member that is asked first

        template <class Archive>
        void persist(Archive& archive) {
            archive(line, order, turn);
        }
    };

    Pool make(const std::vector<RoleId>& roles);
    void join_line(TaskId task, PoolId id);
    std::int64_t key_of(const Task& task, const Pool& pool) const;
    void find_somebody(PoolId id, TaskId task);
    bool interrupts(const Task& task, const Staff& person) const;
    StaffId assignee(const Task& task, Pool& pool);
    void leave_line(TaskId task, bool is_claimed);
    bool overflows(PoolId pool) const;
    std::size_t dealt_out(PoolId pool) const;

    Site& site_;
    std::vector<Pool> pools_;
    std::uint32_t first_line_ = 0;
};

}  // namespace wardwire::models

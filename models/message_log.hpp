// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "models/task.hpp"
#include "sim/record/results.hpp"

namespace wardwire::models {

/// Why a message of the log is done with. The order is that of RecordTables::close_reasons.
enum class CloseReason : std::int8_t {
    open,
    answered,
    no_reply,
    forwarded,
    escalated,
    read,
    covered
};

/// The rows of a message log, kept while a run goes on; empty unless recording was asked for.
///
/// Functions take a row's number and do nothing for -1, so that callers need not ask.
class MessageLog {
 public:
    /// `first_staff` is the number of this site's first member of staff in the records.
    explicit MessageLog(std::uint32_t first_staff) : first_staff_(first_staff) {}

    /// Appends a row and returns its number.
    std::int32_t add(const sim::MessageRow& row) {
        rows_.push_back(row);
        return static_cast<std::int32_t>(rows_.size() - 1);
    }

    void received(std::int32_t row, StaffId by) {
        if (row >= 0) rows_[at(row)].recipient = person(by);
    }
    void entered(std::int32_t row, PoolId pool) {
        if (row >= 0) rows_[at(row)].pool = static_cast<std::int32_t>(pool.index());
    }
    void claimed(std::int32_t row, StaffId by, sim::Time now) {
        if (row < 0) return;
        rows_[at(row)].claimed_by = rows_[at(row)].recipient = person(by);
        rows_[at(row)].claimed_at = ticks(now);
    }
    void read(std::int32_t row, sim::Time now) {
        if (row >= 0) rows_[at(row)].read_at = ticks(now);
    }
    void handled(std::int32_t row, sim::Duration work) {
        if (row >= 0) rows_[at(row)].handling_seconds = sim::in_seconds(work);
    }
    void responded(std::int32_t row, StaffId by, sim::Time now) {
        if (row < 0) return;
        rows_[at(row)].responder = person(by);
        rows_[at(row)].responded_at = ticks(now);
    }
    void closed(std::int32_t row, CloseReason reason, sim::Time now) {
        if (row < 0) return;
        rows_[at(row)].close_reason = static_cast<std::int8_t>(reason);
        rows_[at(row)].closed_at = ticks(now);
    }

    std::vector<sim::MessageRow> take() { return std::move(rows_); }

    template <class Archive>
    void persist(Archive& archive) {
        archive(rows_);
    }

    static std::int64_t ticks(sim::Time time) { return time.time_since_epoch().count(); }
    std::int32_t person(StaffId id) const {
        return static_cast<std::int32_t>(first_staff_ + id.index());
    }

 private:
    static std::size_t at(std::int32_t row) { return static_cast<std::size_t>(row); }

    std::vector<sim::MessageRow> rows_;
    std::uint32_t first_staff_;
};

}  // namespace wardwire::models

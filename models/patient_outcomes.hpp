// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/record/count_histogram.hpp"
#include "sim/record/duration_sum.hpp"

namespace wardwire::models {

/// Shares of a clinician's encounters that are message threads, by which patients are told apart in
/// the table that a regression needs: up to 10 %, 20 %, 50 % and more, the classes of Ralston 2009.
inline constexpr std::array<double, 3> message_share_limits{0.1, 0.2, 0.5};
inline constexpr std::size_t message_share_count = message_share_limits.size() + 1;

/// The class of a share; a share of nothing counts as none.
constexpr std::size_t message_share_class(double messages, double encounters) {
    std::size_t found = 0;
    while (found < message_share_limits.size() &&
           messages > message_share_limits[found] * encounters)
        ++found;
    return found;
}

/// What an answerer makes of a message instead of an answer in writing alone.
enum class Conversion : std::uint8_t { none, visit, call };

/// The patients of one group.
struct GroupOutcomes {
    std::uint64_t patients = 0;
    std::uint64_t users = 0;             ///< have taken up the portal
    std::uint64_t most_messages = 0;     ///< of one patient
    sim::CountHistogram messages;        ///< of patients with any, both ways
    std::vector<std::uint64_t> threads;  ///< begun, by use type

    void merge(const GroupOutcomes& other);

    template <class Archive>
    void persist(Archive& archive) {
        archive(patients, users, most_messages, messages, threads);
    }
};

/// Who wrote, and what became of messages and calls besides the answers. Counts of patients are set
/// when the books are closed.
struct PatientOutcomes {
    std::vector<GroupOutcomes> groups;
    std::vector<std::uint64_t> cell_patients;  ///< [cell][class of the clinician's message share]
    std::vector<std::uint64_t> cell_writers;   ///< of those, who sent or got a message
    std::vector<std::uint64_t> to_visit;       ///< messages, by use type
    std::vector<std::uint64_t> to_call;
    std::uint64_t calls_not_made = 0;  ///< because a message took their place
    sim::DurationSum calls;            ///< talking, of those answered
    /// Staff time for a thread that was begun and closed in the window, by true urgency.
    std::array<sim::DurationSum, 2> thread_work;

    PatientOutcomes(std::size_t group_count, std::size_t cell_count, std::size_t use_type_count);

    void merge(const PatientOutcomes& other);

    template <class Archive>
    void persist(Archive& archive) {
        archive(groups, cell_patients, cell_writers, to_visit, to_call, calls_not_made, calls,
                thread_work);
    }
};

}  // namespace wardwire::models

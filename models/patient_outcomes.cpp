// SPDX-License-Identifier: Apache-2.0
#include "models/patient_outcomes.hpp"

#include <algorithm>

namespace wardwire::models {

namespace {

void add_each(std::vector<std::uint64_t>& sums, const std::vector<std::uint64_t>& others) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += others[i];
}

}  // namespace

void GroupOutcomes::merge(const GroupOutcomes& other) {
    patients += other.patients;
    users += other.users;
    most_messages = std::max(most_messages, other.most_messages);
    messages.merge(other.messages);
    add_each(threads, other.threads);
}

PatientOutcomes::PatientOutcomes(std::size_t group_count, std::size_t cell_count,
                                 std::size_t use_type_count)
    : groups(group_count),
      cell_patients(cell_count * message_share_count),
      cell_writers(cell_patients.size()),
      to_visit(use_type_count),
      to_call(use_type_count) {
    for (GroupOutcomes& group : groups) group.threads.resize(use_type_count);
}

void PatientOutcomes::merge(const PatientOutcomes& other) {
    for (std::size_t i = 0; i < groups.size(); ++i) groups[i].merge(other.groups[i]);
    add_each(cell_patients, other.cell_patients);
    add_each(cell_writers, other.cell_writers);
    add_each(to_visit, other.to_visit);
    add_each(to_call, other.to_call);
    calls_not_made += other.calls_not_made;
    calls.merge(other.calls);
    for (std::size_t i = 0; i < thread_work.size(); ++i) thread_work[i].merge(other.thread_work[i]);
}

}  // namespace wardwire::models

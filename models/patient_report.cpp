// SPDX-License-Identifier: Apache-2.0
// Who writes and how much, and what became of messages and calls besides the answers.
#include <algorithm>
#include <numeric>

#include "models/report_sections.hpp"

namespace wardwire::models {

namespace {

using Group = GroupOutcomes;

std::uint64_t writers(const Group& group) { return group.messages.total(); }

template <class Of>
std::uint64_t sum(const std::vector<Group>& groups, Of&& of) {
    return std::accumulate(groups.begin(), groups.end(), std::uint64_t{0},
                           [&](std::uint64_t all, const Group& g) { return all + of(g); });
}

void all_patients(ReportBuilder& build, const std::vector<Group>& groups) {
    const std::uint64_t patients = sum(groups, [](const Group& g) { return g.patients; });
    build.scalar("patients", "1", "Patients of the site.", count(patients));
    build.scalar("portal_users_share", "1",
                 "Share of the patients who have taken up the portal at the end; everybody where "
                 "the scenario says nothing about adoption.",
                 share(sum(groups, [](const Group& g) { return g.users; }), patients));
    build.scalar("patients_who_write_share", "1",
                 "Share of the patients who sent or got at least one message in the window.",
                 share(sum(groups, writers), patients));
    std::uint64_t most = 0;
    for (const Group& g : groups) most = std::max(most, g.most_messages);
    build.scalar("most_messages_of_a_patient", "1",
                 "Messages that the patient with most has sent and got in the window.",
                 count(most));
}

void patient_groups(ReportBuilder& build, const std::vector<Group>& groups) {
    const std::vector<Dimension> axes = {Dimension::patient_group};
    build.metric("patients_by_patient_group", "1", axes, "Patients of the group.",
                 each(groups, [](const Group& g) { return count(g.patients); }));
    build.metric(
        "patients_who_write_share_by_patient_group", "1", axes,
        "Share of the group's patients who sent or got at least one message in the window.",
        each(groups, [](const Group& g) { return share(writers(g), g.patients); }));
    build.metric("messages_per_patient_by_patient_group", "1", axes,
                 "Mean number of messages, both ways, of the window's patients with any.",
                 each(groups, [](const Group& g) { return g.messages.mean(); }));
    Values quantiles;
    Values threads;
    std::vector<const sim::CountHistogram*> histograms;
    for (const Group& g : groups) {
        histograms.push_back(&g.messages);
        for (const double p : ReportBuilder::quantiles) quantiles.push_back(g.messages.quantile(p));
        for (const std::uint64_t n : g.threads) threads.push_back(count(n));
    }
    build.metric(
        "messages_per_patient_quantiles_by_patient_group", "1",
        {Dimension::patient_group, Dimension::quantile},
        "Messages, both ways, of the window's patients with any: the least number that the "
        "share does not exceed; exact below 128.",
        quantiles);
    build.metric("threads_started_by_patient_group", "1",
                 {Dimension::patient_group, Dimension::use_type},
                 "Threads begun in the window, by group of the patient and use type.", threads);
    build.histogram("messages_per_patient_by_patient_group", axes,
                    "Messages, both ways, of the window's patients with any.", histograms);
}

void cells(ReportBuilder& build, const PatientOutcomes& patients) {
    const std::vector<Dimension> axes = {Dimension::patient_cell, Dimension::message_share};
    build.metric("patients_by_cell", "1", axes,
                 "Patients by their attributes, and by how much of the primary clinician's work "
                 "with the other patients of the panel is messages: threads over threads and "
                 "visits of the window.",
                 each(patients.cell_patients, count));
    build.metric("patients_who_write_by_cell", "1", axes,
                 "Those of them who sent or got at least one message in the window.",
                 each(patients.cell_writers, count));
}

void other_ways(ReportBuilder& build, const PatientOutcomes& patients) {
    build.metric("converted_to_visit", "1", {Dimension::use_type},
                 "Messages of the window whose answer was an appointment.",
                 each(patients.to_visit, count));
    build.metric("converted_to_call", "1", {Dimension::use_type},
                 "Messages of the window whose answer was a call by the staff.",
                 each(patients.to_call, count));
    build.scalar("calls_not_made", "1",
                 "Calls that would have come in the window, and did not because a message took "
                 "their place.",
                 count(patients.calls_not_made));
    build.scalar("work_minutes_per_call", "min", "Mean length of the calls that patients made.",
                 to_minutes(patients.calls.mean_seconds()));
    build.metric("work_minutes_per_thread_by_urgency", "min", {Dimension::urgency},
                 "Mean time that staff spent on a thread begun and closed in the window: reading, "
                 "handling and calls that came of it.",
                 each(patients.thread_work,
                      [](const sim::DurationSum& w) { return to_minutes(w.mean_seconds()); }));
}

}  // namespace

void report_patients(ReportBuilder& build, const Observed& seen) {
    const PatientOutcomes& patients = seen.outcomes.patients;
    all_patients(build, patients.groups);
    patient_groups(build, patients.groups);
    cells(build, patients);
    other_ways(build, patients);
}

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
#include "models/patients.hpp"

#include "models/site.hpp"

namespace wardwire::models {

namespace {

/// Of threads of a patient of intensity 1.
sim::GrowingRate rate_of(const Scenario& scenario) {
    if (!scenario.patients) return sim::GrowingRate(sim::WeeklyRate(WeekProfile{}));
    const PatientSpec& patients = *scenario.patients;
    return growing_rate(
        scenario, scaled(patients.profile, patients.threads_per_second * patients.demand_factor),
        patients.growth);
}

}  // namespace

Patients::Patients(Site& site)
    : site_(site),
      rate_(rate_of(site.scenario)),
      intensity_(site.scenario.patients ? site.scenario.patients->count : 0),
      written_(intensity_.size()) {}

void Patients::start() {
    for (std::uint32_t patient = 0; patient < intensity_.size(); ++patient) {
        const PatientSpec& patients = *site_.scenario.patients;
        intensity_[patient] = static_cast<float>(
            patients.intensity.is_constant()
                ? patients.intensity.mean()
                : patients.intensity.draw(site_.draws.uniform(Draw::patient_intensity,
                                                              {site_.place.entity(patient), 0})));
        schedule_next(patient, joins(patient));
    }
}

/// Not before the start of the run.
sim::Time Patients::joins(std::uint32_t patient) const {
    const double day = joining_day(*site_.scenario.patients, patient) -
                       static_cast<double>(site_.scenario.calendar.start_day);
    constexpr double seconds_a_day = 86400.0;
    return day > 0.0 ? sim::start_of_time + sim::from_seconds(day * seconds_a_day)
                     : sim::start_of_time;
}

void Patients::schedule_next(std::uint32_t patient, sim::Time from) {
    if (intensity_[patient] <= 0.0F) return;
    const double gap = sim::exponential_quantile(
        site_.draws.uniform(Draw::patient_gap, {site_.place.entity(patient), written_[patient]}));
    const sim::Time next = rate_.next(from, gap / static_cast<double>(intensity_[patient]));
    if (next < sim::end_of_time) site_.kernel.at(next, PatientWrites{patient});
}

void Patients::on(PatientWrites event) {
    site_.portal.begin(next_thread(event.patient));
    schedule_next(event.patient, site_.now());
}

Thread Patients::next_thread(std::uint32_t patient) {
    const PortalSpec& portal = *site_.scenario.portal;
    Thread thread;
    thread.entity = site_.place.entity(patient);
    thread.patient = site_.place.first_patient + patient;
    thread.number = written_[patient]++;
    thread.started = site_.now();
    const Address address = thread.address();
    double u = site_.draws.uniform(Draw::use_type, address);
    std::size_t type = 0;
    while (type + 1 < portal.use_types.size() && u >= portal.use_types[type].share)
        u -= portal.use_types[type++].share;
    thread.use_type = UseTypeId{type};
    thread.is_urgent =
        site_.draws.happens(Draw::urgency, address, portal.use_types[type].urgent_probability);
    thread.is_flagged = site_.draws.happens(
        Draw::flag, address,
        thread.is_urgent ? portal.flag_sensitivity : 1.0 - portal.flag_specificity);
    return thread;
}

StaffId Patients::primary_of(sim::Entity patient) const {
    if (!site_.scenario.patients || !site_.scenario.patients->primary.is_valid()) return {};
    return site_.workforce.dealt_to(site_.scenario.patients->primary, patient);
}

}  // namespace wardwire::models

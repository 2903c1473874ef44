// SPDX-License-Identifier: Apache-2.0
#include "models/patients.hpp"

#include <algorithm>
#include <cmath>

#include "models/site.hpp"

namespace wardwire::models {

namespace {

/// Of threads of a patient of intensity 1.
sim::GrowingRate rate_of(const Scenario& scenario, double site_effect) {
    if (!scenario.patients) return sim::GrowingRate(sim::WeeklyRate(WeekProfile{}));
    const PatientSpec& patients = *scenario.patients;
    return growing_rate(scenario,
                        scaled(patients.profile,
                               patients.threads_per_second * patients.demand_factor * site_effect),
                        patients.growth);
}

/// The first of the cumulative limits that lies above `u`.
std::size_t place_of(double u, const std::vector<double>& limits) {
    const auto above = std::upper_bound(limits.begin(), limits.end() - 1, u);
    return static_cast<std::size_t>(above - limits.begin());
}

}  // namespace

Patients::Patients(Site& site)
    : site_(site),
      panels_(site),
      rate_(rate_of(site.scenario,
                    site.scenario.patients
                        ? of_site(site.scenario.patients->site_effect, Draw::patient_site_effect)
                        : 1.0)) {
    if (!site.scenario.patients || !site.scenario.portal) return;
    const PatientSpec& patients = *site.scenario.patients;
    for (auto* list : {&begun_, &begun_before_, &messages_}) list->resize(patients.count);
    intensity_.resize(patients.count);
    if (patients.population) {
        cells_ = patients.population->cells;
        cell_.resize(patients.count);
        group_attribute_ = patients.population->find(patients.population->group_by)
                               .value_or(patients.population->attributes.size());
    } else {
        cells_.push_back({{}, 1.0, 0.0, 1.0, {}});
    }
    if (patients.adoption)
        site_log_odds_ = std::log(of_site(patients.adoption->site_odds_ratio, Draw::site_adoption));
    double limit = 0.0;
    for (const PatientCell& cell : cells_) {
        cell_limits_.push_back(limit += cell.share);
        use_type_shares_.push_back(use_type_shares(cell, *site.scenario.portal));
    }
}

double Patients::of_site(const sim::Distribution& law, Draw draw) const {
    if (law.is_constant()) return law.mean();
    return law.draw(site_.draws.uniform(draw, {site_.place.entity(entity_base("patients")), 0}));
}

std::uint32_t Patients::number_of(const Thread& thread) const {
    return thread.patient - site_.place.first_patient;
}

sim::Entity Patients::entity_of(std::uint32_t patient) const { return site_.place.entity(patient); }

const PatientCell& Patients::cell_of(std::uint32_t patient) const {
    return cells_[cell_.empty() ? 0 : cell_[patient]];
}

std::size_t Patients::group_of(std::uint32_t patient) const {
    const PatientCell& cell = cell_of(patient);
    return group_attribute_ < cell.values.size() ? cell.values[group_attribute_] : 0;
}

void Patients::start() {
    for (std::uint32_t patient = 0; patient < cell_.size(); ++patient)
        cell_[patient] = static_cast<std::uint16_t>(place_of(
            site_.draws.uniform(Draw::patient_cell, {entity_of(patient), 0}), cell_limits_));
    if (site_.scenario.patients && site_.scenario.patients->adoption)
        return on(AdoptionIsReviewed{});
    for (std::uint32_t patient = 0; patient < intensity_.size(); ++patient) take_up(patient);
}

void Patients::on(AdoptionIsReviewed) {
    panels_.review();
    for (std::uint32_t patient = 0; patient < intensity_.size(); ++patient)
        if (intensity_[patient] == 0.0F && takes_up(patient)) take_up(patient);
    const sim::Duration pause = site_.scenario.patients->adoption->review;
    if (pause > sim::Duration::zero()) site_.kernel.after(pause, AdoptionIsReviewed{});
}

/// Whether the patient's propensity is below the chance of now; see AdoptionSpec.
bool Patients::takes_up(std::uint32_t patient) const {
    const AdoptionSpec& adoption = *site_.scenario.patients->adoption;
    const Address address{entity_of(patient), 0};
    double log_odds = cell_of(patient).log_odds + site_log_odds_;
    const StaffId clinician = panels_.clinician_of(address.entity);
    if (clinician.is_valid()) {
        const double style =
            site_.draws.uniform(Draw::invitation_style, {site_.workforce[clinician].entity, 0});
        const double invited = adoption.invited_share.draw(style);
        if (site_.draws.happens(Draw::invitation, address, invited))
            log_odds += std::log(adoption.invitation_odds_ratio);
        log_odds +=
            std::log(adoption.responsiveness_odds_ratio) * panels_.responsiveness(clinician);
    }
    return site_.draws.happens(Draw::adoption, address, adoption_probability(adoption, log_odds));
}

/// Dealt levels go up by steps of the golden ratio from a place that is drawn, so that any patients
/// in a row, as those who have joined by a date, are mixed as evenly as all of them (points
/// {n alpha}, Niederreiter 1992, section 1.2).
double Patients::intensity_level(std::uint32_t patient) const {
    constexpr double step = 0.6180339887498949;
    if (site_.scenario.patients->people == FactorsOfPeople::drawn)
        return site_.draws.uniform(Draw::patient_intensity, {entity_of(patient), 0});
    const double level = site_.draws.uniform(Draw::patient_intensity,
                                             {site_.place.entity(entity_base("patients")), 0}) +
                         step * patient;
    return level - std::floor(level);
}

double Patients::intensity_of(std::uint32_t patient) const {
    const sim::Distribution& law = site_.scenario.patients->intensity;
    const double own = law.is_constant() ? law.mean() : law.draw(intensity_level(patient));
    return own * cell_of(patient).activity * panel_effect(patient);
}

/// What the patients of a clinician write, against those of the mean clinician.
double Patients::panel_effect(std::uint32_t patient) const {
    const sim::Distribution& law = site_.scenario.patients->panel_effect;
    if (law.is_constant()) return law.mean();
    const StaffId clinician = panels_.clinician_of(entity_of(patient));
    return law.draw(
        site_.draws.uniform(Draw::panel_effect, {site_.workforce[clinician].entity, 0}));
}

void Patients::take_up(std::uint32_t patient) {
    intensity_[patient] = static_cast<float>(intensity_of(patient));
    schedule_next(patient, std::max(site_.now(), joins(patient)));
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
        site_.draws.uniform(Draw::patient_gap, {entity_of(patient), begun_[patient]}));
    const sim::Time next = rate_.next(from, gap / static_cast<double>(intensity_[patient]));
    if (next < sim::end_of_time) site_.kernel.at(next, PatientWrites{patient});
}

void Patients::on(PatientWrites event) {
    const Thread thread = next_thread(event.patient);
    const UseType& type = site_.scenario.portal->use_types[thread.use_type.index()];
    if (site_.draws.happens(Draw::replaced_call, thread.address(), type.replaces_call_probability))
        site_.telephone.forgo(*site_.scenario.portal->line);
    ++site_.outcomes.patients.groups[group_of(event.patient)].threads[thread.use_type.index()];
    site_.portal.begin(thread);
    schedule_next(event.patient, site_.now());
}

Thread Patients::next_thread(std::uint32_t patient) {
    const PortalSpec& portal = *site_.scenario.portal;
    const std::vector<double>& shares = use_type_shares_[cell_.empty() ? 0 : cell_[patient]];
    Thread thread;
    thread.entity = entity_of(patient);
    thread.patient = site_.place.first_patient + patient;
    thread.number = begun_[patient]++;
    thread.started = site_.now();
    const Address address = thread.address();
    double u = site_.draws.uniform(Draw::use_type, address);
    std::size_t type = 0;
    while (type + 1 < shares.size() && u >= shares[type]) u -= shares[type++];
    thread.use_type = UseTypeId{type};
    thread.is_urgent =
        site_.draws.happens(Draw::urgency, address, portal.use_types[type].urgent_probability);
    thread.is_flagged = site_.draws.happens(
        Draw::flag, address,
        thread.is_urgent ? portal.flag_sensitivity : portal.false_flag_probability());
    return thread;
}

void Patients::restart() {
    begun_before_ = begun_;
    std::fill(messages_.begin(), messages_.end(), 0);
    panels_.restart();
}

void Patients::close_books() {
    for (std::uint32_t patient = 0; patient < intensity_.size(); ++patient) {
        GroupOutcomes& group = site_.outcomes.patients.groups[group_of(patient)];
        ++group.patients;
        if (intensity_[patient] > 0.0F) ++group.users;
        if (messages_[patient] == 0) continue;
        group.messages.add(messages_[patient]);
        group.most_messages = std::max<std::uint64_t>(group.most_messages, messages_[patient]);
    }
    if (!cell_.empty()) count_cells();
}

/// Who wrote, by the patient's cell and by how much the clinician has to do with messages of the
/// other patients.
void Patients::count_cells() {
    std::vector<std::uint32_t> threads(panels_.count() + 1, 0);  // the last: nobody's patients
    const auto panel_of = [this](std::uint32_t patient) {
        const StaffId clinician = panels_.clinician_of(entity_of(patient));
        return clinician.is_valid() ? panels_.index_of(clinician) : panels_.count();
    };
    const auto own = [this](std::uint32_t patient) {
        return begun_[patient] - begun_before_[patient];
    };
    for (std::uint32_t patient = 0; patient < cell_.size(); ++patient)
        threads[panel_of(patient)] += own(patient);
    for (std::uint32_t patient = 0; patient < cell_.size(); ++patient) {
        const std::size_t panel = panel_of(patient);
        const double others = threads[panel] - own(patient);
        const double visits = panel < panels_.count() ? panels_.visits(panel) : 0.0;
        const std::size_t entry =
            cell_[patient] * message_share_count + message_share_class(others, others + visits);
        ++site_.outcomes.patients.cell_patients[entry];
        if (messages_[patient] > 0) ++site_.outcomes.patients.cell_writers[entry];
    }
}

}  // namespace wardwire::models

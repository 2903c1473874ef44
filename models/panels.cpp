// SPDX-License-Identifier: Apache-2.0
#include "models/panels.hpp"

#include "models/site.hpp"

namespace wardwire::models {

Panels::Panels(Site& site) : site_(site) {
    if (site.scenario.patients && site.scenario.patients->primary.is_valid())
        panels_.resize(site.workforce.count_of(site.scenario.patients->primary));
}

StaffId Panels::clinician_of(sim::Entity patient) const {
    if (!site_.scenario.patients || !site_.scenario.patients->primary.is_valid()) return {};
    return site_.workforce.dealt_to(site_.scenario.patients->primary, patient);
}

bool Panels::has(StaffId clinician) const {
    return !panels_.empty() && clinician.is_valid() &&
           site_.workforce[clinician].role == site_.scenario.patients->primary;
}

std::size_t Panels::index_of(StaffId clinician) const {
    return clinician.index() - site_.workforce.first_of(site_.scenario.patients->primary).index();
}

void Panels::answered(StaffId clinician, sim::Duration after) {
    if (!has(clinician) || !site_.scenario.patients->adoption) return;
    Panel& panel = panels_[index_of(clinician)];
    ++panel.answers;
    if (after <= site_.scenario.patients->adoption->responsive_within) ++panel.answers_in_time;
}

void Panels::visited(StaffId clinician) {
    if (has(clinician)) ++panels_[index_of(clinician)].visits;
}

double Panels::responsiveness(StaffId clinician) const {
    return has(clinician) ? panels_[index_of(clinician)].responsiveness : 0.0;
}

void Panels::review() {
    for (Panel& panel : panels_) {
        if (panel.answers > 0)
            panel.responsiveness =
                static_cast<float>(panel.answers_in_time) / static_cast<float>(panel.answers);
        panel.answers = panel.answers_in_time = 0;
    }
}

void Panels::restart() {
    for (Panel& panel : panels_) panel.visits = 0;
}

}  // namespace wardwire::models

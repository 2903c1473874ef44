// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/events.hpp"
#include "models/task.hpp"
#include "models/thread.hpp"
#include "sim/random/growing_rate.hpp"

namespace wardwire::models {

class Site;

/// The patients of a site: who begins a thread when and about what, and whose panel each is on.
class Patients {
 public:
    explicit Patients(Site& site);

    void start();
    void on(PatientWrites event);

    /// The patient's primary clinician; invalid when there are none.
    StaffId primary_of(sim::Entity patient) const;

    template <class Archive>
    void persist(Archive& archive) {
        archive(intensity_, written_);
    }

 private:
    sim::Time joins(std::uint32_t patient) const;
    void schedule_next(std::uint32_t patient, sim::Time from);
    Thread next_thread(std::uint32_t patient);

    Site& site_;
    sim::GrowingRate rate_;               ///< of threads of a patient of intensity 1
    std::vector<float> intensity_;        ///< by patient
    std::vector<std::uint32_t> written_;  ///< threads begun, by patient
};

}  // namespace wardwire::models

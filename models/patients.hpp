// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/events.hpp"
#include "models/panels.hpp"
#include "models/task.hpp"
#include "models/thread.hpp"
#include "sim/random/growing_rate.hpp"

namespace wardwire::models {

class Site;

/// The patients of a site: who they are, who of them takes up the portal, and who begins a thread
/// when and about what.
///
/// What a patient is for good follows from draws at the patient's address, and is drawn again where
/// it is needed; kept are 18 bytes for each.
class Patients {
 public:
    explicit Patients(Site& site);

    void start();
    void on(PatientWrites event);
    void on(AdoptionIsReviewed event);

    Panels& panels() { return panels_; }
    const Panels& panels() const { return panels_; }

    /// A message of a thread has come from the patient, or gone there.
    void exchanged(const Thread& thread) { ++messages_[number_of(thread)]; }
    /// The patient group that a thread's patient is in.
    std::size_t group_of(const Thread& thread) const { return group_of(number_of(thread)); }

    /// The window begins.
    void restart();
    /// Enters in the outcomes who wrote how much.
    void close_books();

    template <class Archive>
    void persist(Archive& archive) {
        archive(intensity_, begun_, begun_before_, messages_, cell_, panels_);
    }

 private:
    std::uint32_t number_of(const Thread& thread) const;
    sim::Entity entity_of(std::uint32_t patient) const;
    /// Of a law of this site, from site to site.
    double of_site(const sim::Distribution& law, Draw draw) const;
    const PatientCell& cell_of(std::uint32_t patient) const;
    std::size_t group_of(std::uint32_t patient) const;
    bool takes_up(std::uint32_t patient) const;
    double intensity_of(std::uint32_t patient) const;
    double intensity_level(std::uint32_t patient) const;
    double panel_effect(std::uint32_t patient) const;
    void take_up(std::uint32_t patient);
    sim::Time joins(std::uint32_t patient) const;
    void schedule_next(std::uint32_t patient, sim::Time from);
    Thread next_thread(std::uint32_t patient);
    void count_cells();

    Site& site_;
    Panels panels_;
    std::vector<PatientCell> cells_;                    ///< never empty
    std::vector<double> cell_limits_;                   ///< cumulative shares
    std::vector<std::vector<double>> use_type_shares_;  ///< by cell
    std::size_t group_attribute_ = 0;                   ///< past the last: there are no groups
    double site_log_odds_ = 0.0;                        ///< of taking up the portal
    sim::GrowingRate rate_;                             ///< of threads of a patient of intensity 1
    // By patient:
    std::vector<float> intensity_;             ///< 0 before the portal is taken up
    std::vector<std::uint32_t> begun_;         ///< threads
    std::vector<std::uint32_t> begun_before_;  ///< the window
    std::vector<std::uint32_t> messages_;      ///< of the window, both ways
    std::vector<std::uint16_t> cell_;
};

}  // namespace wardwire::models

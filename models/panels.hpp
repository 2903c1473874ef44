// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/task.hpp"

namespace wardwire::models {

class Site;

/// The primary clinicians, the patients on their panels, and how soon each panel is answered.
class Panels {
 public:
    explicit Panels(Site& site);

    /// The patient's primary clinician; invalid when there are none.
    StaffId clinician_of(sim::Entity patient) const;

    /// A message from the clinician's panel was answered, whoever did it.
    void answered(StaffId clinician, sim::Duration after);
    void visited(StaffId clinician);

    /// Share of the answers in time, from one review to the next; 0 before the second review and
    /// for nobody.
    double responsiveness(StaffId clinician) const;
    std::size_t count() const { return panels_.size(); }
    /// The number of a clinician's panel.
    std::size_t index_of(StaffId clinician) const;
    /// Visits of the window with the clinician of a panel.
    std::uint32_t visits(std::size_t panel) const { return panels_[panel].visits; }

    void review();
    /// The window begins.
    void restart();

    template <class Archive>
    void persist(Archive& archive) {
        archive(panels_);
    }

 private:
    struct Panel {
        std::uint32_t answers = 0;  ///< since the last review
        std::uint32_t answers_in_time = 0;
        float responsiveness = 0.0F;
        std::uint32_t visits = 0;  ///< of the window
    };

    bool has(StaffId clinician) const;

    Site& site_;
    std::vector<Panel> panels_;
};

}  // namespace wardwire::models

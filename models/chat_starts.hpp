// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "models/task.hpp"
#include "sim/random/growing_rate.hpp"

namespace wardwire::models {

class Site;

/// A factor of each member of staff from the law of the role: a draw of it, or one of its quantiles
/// (k + 1/2) / n, dealt in an order that is drawn; of factors other than that of activity, so that
/// they are spread evenly over people of all activities. Laws by role; none: 1 for all.
std::vector<double> factors_of_people(const Site& site, Draw draw,
                                      const std::vector<sim::Distribution>& laws);

/// When people would begin conversations: for each an arrival process whose rate is that of the
/// role, over the hours of the week, times the effects of the person, the unit, the site and the
/// day.
class ChatStarts {
 public:
    explicit ChatStarts(const Site& site);

    /// The start after one at `from`, `exponential` being a draw with mean 1; `end_of_time` for
    /// who never begins one.
    sim::Time next(StaffId id, sim::Time from, double exponential) const;

 private:
    std::vector<double> effects_of_days() const;
    double effects_on(StaffId id) const;

    const Site& site_;
    std::vector<sim::GrowingRate> rate_;  ///< by role
    std::vector<double> factor_;          ///< on the role's rate, by staff; drawn once
};

}  // namespace wardwire::models

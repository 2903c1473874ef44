// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "models/periods.hpp"
#include "models/scenario.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// The whole calendar periods of so many months each (1, 3 or 12) that follow the warm-up of a
/// scenario: "2026-04", "2026-Q2", "2026".
std::vector<models::Period> calendar_periods(const models::Scenario& scenario, unsigned months,
                                             std::size_t count);

/// The scenario with each of these periods, in order and without gaps, as its window. All that
/// comes before is warm-up: simulated, and not counted.
std::vector<models::Scenario> counted_in(const models::Scenario& scenario,
                                         std::span<const models::Period> periods);

/// Outcomes of one replication in one period after another, as one block of results with the
/// dimension `period` in front. Outcomes whose dimensions differ from period to period (by week,
/// by month) are left out, and so are series.
class ByPeriod {
 public:
    ByPeriod(const models::Scenario& scenario, std::vector<models::Period> periods);

    const std::vector<models::Period>& periods() const { return periods_; }
    /// Of the whole, and of one period.
    const sim::ResultLayout& layout() const { return whole_; }
    const sim::ResultLayout& layout_of_one() const { return one_; }

    /// Puts together what was seen in each period, in order, of one path through all of them.
    sim::Observation joined(std::span<const sim::Observation> seen) const;
    /// The means of one of them, without histograms, fingerprint and messages.
    sim::Observation part(const sim::Observation& whole, std::size_t period) const;

 private:
    /// [period][outcome]: where in what a run of the period yields.
    using Offsets = std::vector<std::vector<std::size_t>>;

    std::vector<models::Period> periods_;
    Offsets metrics_;
    Offsets histograms_;
    sim::ResultLayout whole_;
    sim::ResultLayout one_;
};

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/weekly_hours.hpp"
#include "sim/random/growing_rate.hpp"
#include "sim/time.hpp"

/// How a rate changes over weeks to years. Dates are days since 1970-01-01.
namespace wardwire::models {

struct Scenario;

/// The share of people who have taken something up, over time: an S-shaped curve up to a ceiling.
struct Adoption {
    enum class Curve : std::uint8_t {
        logistic,  ///< Verhulst 1838: the log-odds of share to ceiling rise evenly
        bass,      ///< Bass 1969, equation 3: by oneself, or from those who have
    };
    struct Point {
        std::int64_t day = 0;
        double share = 0.0;
    };
    Curve curve = Curve::logistic;
    double ceiling = 1.0;
    std::vector<Point> points;           ///< logistic: two, in order, on the curve
    std::int64_t launch_day = 0;         ///< bass: nobody before
    double innovation_per_second = 0.0;  ///< bass: p
    double imitation_per_second = 0.0;   ///< bass: q

    double share_on(std::int64_t day) const;
};

struct Trend {
    enum class Kind : std::uint8_t { compound, linear };
    Kind kind = Kind::compound;
    double change_per_year = 0.0;  ///< linear: of the rate on the reference day; above -1
};

/// From this day to the next change.
struct ChangePoint {
    std::int64_t day = 0;
    double factor = 1.0;
};

/// A factor on a rate: adoption x trend, both 1 on the reference day, x season x change.
struct GrowthSpec {
    std::optional<std::int64_t> reference_day;  ///< whose rate is written; none: the run's first
    std::optional<Adoption> adoption;
    std::optional<Trend> trend;
    std::vector<double> seasons;  ///< of 12 months or 52 weeks of the year, mean 1; empty: none
    std::vector<ChangePoint> changes;  ///< in order

    /// `first_day` is that of the run. Adoption or a linear trend may give what is no factor: NaN,
    /// infinite, below 0.
    double factor_on(std::int64_t day, std::int64_t first_day) const;
};

/// Days of a run of this scenario, the first and the last counted whole.
std::int64_t days_of_run(const Scenario& scenario);

/// Rates of the hours of the week, a second, as they grow in a run of this scenario; times a factor
/// of each of days_of_run(), where there are such.
sim::GrowingRate growing_rate(const Scenario& scenario, const sim::WeeklyRate::PerHour& rates,
                              const std::optional<GrowthSpec>& growth,
                              std::vector<double> factors = {});

}  // namespace wardwire::models

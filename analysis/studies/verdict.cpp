// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace wardwire::analysis {

namespace {

/// Of one pair of replications; undefined pairs never come here.
double compare(Statistic statistic, double here, double there) {
    switch (statistic) {
        case Statistic::mean:
            break;
        case Statistic::difference:
            return here - there;
        case Statistic::relative_change:
            return there != 0.0 ? (here - there) / there : std::nan("");
        case Statistic::share_down:
            return here < there ? 1.0 : 0.0;
        case Statistic::share_up:
            return here > there ? 1.0 : 0.0;
    }
    return here;
}

}  // namespace

Interval statistic_of(Statistic statistic, std::span<const double> here,
                      std::span<const double> there) {
    if (!is_paired(statistic)) return mean_interval(here);
    std::vector<double> values;
    for (std::size_t i = 0; i < std::min(here.size(), there.size()); ++i)
        if (!std::isnan(here[i]) && !std::isnan(there[i]))
            values.push_back(compare(statistic, here[i], there[i]));
    Interval interval = mean_interval(values);
    if (statistic == Statistic::share_down || statistic == Statistic::share_up)
        interval.half_width.reset();
    return interval;
}

}  // namespace wardwire::analysis

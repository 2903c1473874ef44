// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/chi_squared.hpp"

#include <algorithm>
#include <cstddef>

#include "analysis/statistics/quantile.hpp"

namespace wardwire::analysis {

ChiSquaredTest chi_squared_test(std::span<const double> observed, std::span<const double> expected,
                                int fitted_parameters) {
    double statistic = 0.0;
    double cells = 0.0;
    for (std::size_t i = 0; i < std::min(observed.size(), expected.size()); ++i) {
        if (observed[i] == 0.0 && expected[i] == 0.0) continue;
        const double gap = observed[i] - expected[i];
        statistic += gap * gap / expected[i];
        cells += 1.0;
    }
    const double degrees_of_freedom = cells - 1.0 - fitted_parameters;
    return {.statistic = statistic,
            .degrees_of_freedom = degrees_of_freedom,
            .p_value = chi_squared_p_value(statistic, degrees_of_freedom)};
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "analysis/calibration/partner_choices.hpp"

namespace wardwire::analysis {

/// What choices tell of people who turn to a latest partner, or choose from an own circle.
struct OwnCircles {
    double again = 0.0;         ///< chance to turn to a latest partner
    double again_error = 0.0;   ///< standard error
    double circle = 0.0;        ///< concentration
    double circle_error = 0.0;  ///< standard error of its logarithm
    std::vector<double>
        by_chance;  ///< [person]: how often drawn into a circle, in one of the rounds
    std::vector<double> popularity;   ///< [person]: sums to 1 over each group
    std::vector<double> from_memory;  ///< [choice]: chance that it was
};

/// Where a walk begins.
struct NearCircles {
    double again = 0.2;
    double circle = 10.0;
    bool is_near = false;  ///< a tenth of the rounds will do
};

/// Which choices were from memory is not seen, and what a choice tells of a circle depends on which
/// others were. So they are drawn again and again, each given all others, with the chance and the
/// concentration drawn from what they then say (data augmentation, Tanner & Wong 1987), by even
/// priors of the chance and of the logarithm of the concentration. Without those from memory,
/// choices of a circle have a Dirichlet-multinomial law around popularity, which follows from how
/// often people were drawn into circles. Means and deviations over 300 rounds after the first
/// 150; the same at every call. Linear in the choices.
OwnCircles find_circles(const PartnerChoices& choices, const NearCircles& begin = {});

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/partner_choices.hpp"

namespace wardwire::analysis {

std::vector<double> PartnerChoices::popularity_of(std::span<const double> by_chance) const {
    std::vector<double> sums(groups, 0.0);
    for (std::size_t i = 0; i < by_chance.size(); ++i)
        if (group_of[i] < groups) sums[group_of[i]] += by_chance[i] + 1.0;
    std::vector<double> popularity(by_chance.size(), 0.0);
    for (std::size_t i = 0; i < by_chance.size(); ++i)
        if (group_of[i] < groups) popularity[i] = (by_chance[i] + 1.0) / sums[group_of[i]];
    return popularity;
}

double PartnerChoices::chance_by(std::span<const double> popularity,
                                 const PartnerChoice& one) const {
    const double self = group_of[one.person] == one.group ? popularity[one.person] : 0.0;
    return popularity[one.partner] / (1.0 - self);
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/selection/selection.hpp"

#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

void Gathered::extend(std::span<const std::size_t> replications) {
    std::vector<Trial> trials;
    // Replication by replication, so that a study that is cut short is a fair one.
    std::size_t most = 0;
    for (const std::size_t count : replications) most = count > most ? count : most;
    for (std::size_t r = 0; r < most; ++r)
        for (std::size_t i = 0; i < systems(); ++i)
            if (r >= values_[i].size() && r < replications[i]) trials.push_back({i, r});
    const std::vector<double> outcomes = simulate_(trials);
    for (std::size_t t = 0; t < trials.size(); ++t)
        values_[trials[t].system].push_back(sign_ * outcomes[t]);
}

double Gathered::mean(std::size_t system) const { return summarise(values_[system]).mean; }

Selection Gathered::choose(std::span<const std::size_t> candidates) const {
    Selection selection;
    selection.best = candidates.front();
    for (const std::size_t i : candidates)
        if (mean(i) > mean(selection.best)) selection.best = i;
    for (std::size_t i = 0; i < systems(); ++i) {
        selection.means.push_back(sign_ * mean(i));
        selection.standard_errors.push_back(summarise(values_[i]).standard_error());
        selection.replications.push_back(values_[i].size());
    }
    return selection;
}

}  // namespace wardwire::analysis

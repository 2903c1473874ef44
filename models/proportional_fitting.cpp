// SPDX-License-Identifier: Apache-2.0
#include "models/proportional_fitting.hpp"

#include <functional>
#include <numeric>
#include <utility>

namespace wardwire::models {

ShareTable ShareTable::even(std::vector<std::size_t> sizes) {
    const std::size_t entries =
        std::accumulate(sizes.begin(), sizes.end(), std::size_t{1}, std::multiplies<>());
    return {std::move(sizes), std::vector<double>(entries, 1.0 / static_cast<double>(entries))};
}

std::size_t ShareTable::value_of(std::size_t entry, std::size_t attribute) const {
    for (std::size_t a = sizes.size() - 1; a > attribute; --a) entry /= sizes[a];
    return entry % sizes[attribute];
}

std::vector<double> ShareTable::margin(std::size_t attribute) const {
    std::vector<double> sums(sizes[attribute], 0.0);
    for (std::size_t entry = 0; entry < shares.size(); ++entry)
        sums[value_of(entry, attribute)] += shares[entry];
    return sums;
}

Misfit worst_misfit(const ShareTable& table, const std::vector<std::vector<double>>& wanted) {
    Misfit worst;
    for (std::size_t a = 0; a < wanted.size(); ++a) {
        const std::vector<double> margin = table.margin(a);
        for (std::size_t v = 0; v < margin.size(); ++v) {
            const Misfit here{a, v, wanted[a][v], margin[v]};
            if (here.size() > worst.size()) worst = here;
        }
    }
    return worst;
}

Misfit fit_margins(ShareTable& table, const std::vector<std::vector<double>>& wanted) {
    constexpr int most_rounds = 1000;
    constexpr double agreement = 1e-10;
    Misfit worst = worst_misfit(table, wanted);
    for (int round = 0; round < most_rounds && worst.size() > agreement; ++round) {
        for (std::size_t a = 0; a < wanted.size(); ++a) {
            const std::vector<double> margin = table.margin(a);
            for (std::size_t entry = 0; entry < table.shares.size(); ++entry) {
                const std::size_t v = table.value_of(entry, a);
                if (margin[v] > 0.0) table.shares[entry] *= wanted[a][v] / margin[v];
            }
        }
        worst = worst_misfit(table, wanted);
    }
    return worst;
}

}  // namespace wardwire::models

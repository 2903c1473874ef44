// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace wardwire::models {

/// Shares over several attributes, row-major: the last attribute's value changes fastest.
struct ShareTable {
    std::vector<std::size_t> sizes;  ///< values of each attribute
    std::vector<double> shares;

    /// The table of these sizes with every share equal.
    static ShareTable even(std::vector<std::size_t> sizes);

    /// The index of the value that the entry has of an attribute.
    std::size_t value_of(std::size_t entry, std::size_t attribute) const;
    /// The shares of an attribute's values.
    std::vector<double> margin(std::size_t attribute) const;
};

/// A value whose share in a table is not the one wanted.
struct Misfit {
    std::size_t attribute = 0;
    std::size_t value = 0;
    double wanted = 0.0;
    double got = 0.0;

    double size() const { return wanted > got ? wanted - got : got - wanted; }
};

/// The margins' largest departure from those wanted, one list for each attribute.
Misfit worst_misfit(const ShareTable& table, const std::vector<std::vector<double>>& wanted);

/// Scales the table to the margins wanted, attribute by attribute, until all agree to 1e-10 or a
/// thousand rounds are over (iterative proportional fitting, Deming & Stephan 1940); gives the
/// misfit that is left. It stays where zeros of the table leave no way to meet the margins.
Misfit fit_margins(ShareTable& table, const std::vector<std::vector<double>>& wanted);

}  // namespace wardwire::models

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace wardwire::analysis {

/// Where a case was at some step; steps of a case stand together and in order.
struct Stop {
    std::uint32_t the_case;
    std::uint32_t station;
};

/// How cases go from hand to hand.
struct Handoffs {
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> between;  ///< stays left out
    std::vector<std::size_t> per_case;                                  ///< hand-offs of each case
    double returning_share = 0.0;  ///< of cases that come back to a station they had left
    double returns_per_case = 0.0;
    double back_at_once = 0.0;       ///< share of second hand-offs that undo the one before
    double back_if_forgetful = 0.0;  ///< that share if only the station held mattered

    /// The chance that a case handed on from one goes to the other, with a half added to each of
    /// `stations` - 1 places it can go to (Laplace smoothing after Jeffreys).
    double chance(std::uint32_t from, std::uint32_t to, std::size_t stations) const;
};

/// Counts hand-offs: consecutive stops of a case at different stations.
Handoffs count_handoffs(std::span<const Stop> stops);

/// A value that comes up far more often than its neighbourhood does: a deadline, an automatic
/// closing.
struct Atom {
    double value;
    double share;  ///< of all values, beyond what the neighbours would have
};

/// Multiples of `resolution` that come up more often than ten neighbours on either side would have
/// by chance: their Poisson p-value is below 1e-6 and the excess at least `least_share`. Values are
/// from 0 on; an atom at 0 has neighbours on one side only.
std::vector<Atom> find_atoms(std::span<const double> values, double resolution,
                             double least_share = 0.01);

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/handoffs.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/random/special.hpp"

namespace wardwire::analysis {

namespace {

/// The stations of one case, one entry a stay.
std::vector<std::uint32_t> path(std::span<const Stop> stops) {
    std::vector<std::uint32_t> stations;
    for (const Stop& stop : stops)
        if (stations.empty() || stations.back() != stop.station) stations.push_back(stop.station);
    return stations;
}

}  // namespace

double Handoffs::chance(std::uint32_t from, std::uint32_t to, std::size_t stations) const {
    constexpr double added = 0.5;
    double all = added * static_cast<double>(stations - 1);
    for (auto i = between.lower_bound({from, 0}); i != between.end() && i->first.first == from; ++i)
        all += i->second;
    const auto one = between.find({from, to});
    return (added + (one == between.end() ? 0.0 : one->second)) / all;
}

Handoffs count_handoffs(std::span<const Stop> stops) {
    Handoffs found;
    double undone = 0.0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> seconds;  // came from, handed on from
    for (std::size_t first = 0; first < stops.size();) {
        std::size_t end = first;
        while (end < stops.size() && stops[end].the_case == stops[first].the_case) ++end;
        const std::vector<std::uint32_t> stations = path(stops.subspan(first, end - first));
        first = end;
        std::set<std::uint32_t> left;
        double returns = 0.0;
        for (std::size_t i = 1; i < stations.size(); ++i) {
            ++found.between[{stations[i - 1], stations[i]}];
            left.insert(stations[i - 1]);
            if (left.contains(stations[i])) ++returns;
            if (i < 2) continue;
            seconds.emplace_back(stations[i - 2], stations[i - 1]);
            if (stations[i] == stations[i - 2]) ++undone;
        }
        found.per_case.push_back(stations.size() - 1);
        found.returns_per_case += returns;
        if (returns > 0.0) ++found.returning_share;
    }
    const auto cases = static_cast<double>(found.per_case.size());
    if (cases > 0.0) {
        found.returning_share /= cases;
        found.returns_per_case /= cases;
    }
    if (seconds.empty()) return found;
    const auto n = static_cast<double>(seconds.size());
    found.back_at_once = undone / n;
    std::map<std::uint32_t, double> handed_on;
    for (const auto& [ends, count] : found.between) handed_on[ends.first] += count;
    for (const auto& [came_from, from] : seconds) {
        const auto back = found.between.find({from, came_from});
        if (back != found.between.end())
            found.back_if_forgetful += back->second / handed_on[from] / n;
    }
    return found;
}

std::vector<Atom> find_atoms(std::span<const double> values, double resolution,
                             double least_share) {
    constexpr std::int64_t neighbours = 10;
    constexpr double most_chance = 1e-6;
    std::map<std::int64_t, double> counts;
    for (const double value : values) ++counts[std::llround(value / resolution)];
    std::vector<Atom> atoms;
    for (const auto& [at, count] : counts) {
        double around = 0.0;
        double places = 0.0;
        for (std::int64_t i = std::max<std::int64_t>(0, at - neighbours); i <= at + neighbours;
             ++i) {
            if (i == at) continue;
            ++places;
            const auto found = counts.find(i);
            if (found != counts.end()) around += found->second;
        }
        // One more than was seen: an empty neighbourhood still has some rate.
        const double expected = (around + 1.0) / places;
        const double share = (count - expected) / static_cast<double>(values.size());
        if (share >= least_share && sim::gamma_share_below(count, expected) < most_chance)
            atoms.push_back({static_cast<double>(at) * resolution, share});
    }
    return atoms;
}

}  // namespace wardwire::analysis

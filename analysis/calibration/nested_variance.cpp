// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/nested_variance.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace wardwire::analysis {

namespace {

/// Sums over pairs, of counts and of what was expected.
struct Pairs {
    double counts = 0.0;
    double expected = 0.0;

    double ratio() const { return counts / expected; }
    void add(const Pairs& other, double weight) {
        counts += weight * other.counts;
        expected += weight * other.expected;
    }
};

/// The products of all pairs of two different parts: the square of the sum less that of each.
class Products {
 public:
    void add(double counts, double expected) {
        sum_counts_ += counts;
        sum_expected_ += expected;
        squares_.counts += counts * counts;
        squares_.expected += expected * expected;
    }
    Pairs of_different() const {
        return {sum_counts_ * sum_counts_ - squares_.counts,
                sum_expected_ * sum_expected_ - squares_.expected};
    }
    double counts() const { return sum_counts_; }
    double expected() const { return sum_expected_; }

 private:
    double sum_counts_ = 0.0;
    double sum_expected_ = 0.0;
    Pairs squares_;
};

struct Unit {
    Pairs own;        ///< count (count - 1), and expected^2
    Products people;  ///< pairs of people
};

struct Nest {
    std::vector<std::vector<Unit>> sites;  ///< units by site
    std::size_t units = 0;
};

Nest nest_of(std::span<const NestedCount> counts) {
    std::map<std::size_t, std::map<std::size_t, Unit>> sites;
    for (const NestedCount& one : counts) {
        Unit& unit = sites[one.site][one.unit];
        unit.own.counts += one.count * (one.count - 1.0);
        unit.own.expected += one.expected * one.expected;
        unit.people.add(one.count, one.expected);
    }
    Nest nest;
    for (auto& [site, units] : sites) {
        std::vector<Unit>& all = nest.sites.emplace_back();
        for (auto& [number, unit] : units) all.push_back(unit);
        nest.units += all.size();
    }
    return nest;
}

enum class Level { units, sites };

/// Total variance of the logarithm, and the shares of units, people and sites in it. A unit or site
/// drawn twice makes no pair with itself.
std::vector<double> components(const Nest& nest, std::span<const double> weights, Level drawn) {
    Pairs own;
    Pairs in_unit;
    Pairs in_site;
    Products of_sites;
    std::size_t number = 0;
    for (std::size_t s = 0; s < nest.sites.size(); ++s) {
        const double of_site = drawn == Level::sites ? weights[s] : 1.0;
        Products of_units;
        for (const Unit& unit : nest.sites[s]) {
            const double of_unit = drawn == Level::units ? weights[number] : 1.0;
            ++number;
            own.add(unit.own, of_site * of_unit);
            in_unit.add(unit.people.of_different(), of_site * of_unit);
            of_units.add(of_unit * unit.people.counts(), of_unit * unit.people.expected());
        }
        in_site.add(of_units.of_different(), of_site);
        of_sites.add(of_site * of_units.counts(), of_site * of_units.expected());
    }
    const double people = std::log(own.ratio() / in_unit.ratio());
    const double units = std::log(in_unit.ratio() / in_site.ratio());
    const double sites =
        nest.sites.size() > 1 ? std::log(in_site.ratio() / of_sites.of_different().ratio()) : 0.0;
    const double total = people + units + sites;
    return {total, units / total, people / total, sites / total};
}

}  // namespace

std::optional<NestedVariance> estimate_nested_variance(std::span<const NestedCount> counts,
                                                       double confidence) {
    constexpr std::size_t many_sites = 5;
    const Nest nest = nest_of(counts);
    const Level drawn = nest.sites.size() >= many_sites ? Level::sites : Level::units;
    const auto values = [&](std::span<const double> weights) {
        return components(nest, weights, drawn);
    };
    auto found = estimate_by_clusters(drawn == Level::sites ? nest.sites.size() : nest.units,
                                      values, Scale::linear, confidence);
    for (Estimate& one : found) {
        if (!std::isfinite(one.value)) return std::nullopt;
        one.n = static_cast<double>(counts.size());
        one.method = drawn == Level::sites ? "moments of pairs of people, sites resampled"
                                           : "moments of pairs of people, units resampled";
        one.value = std::max(0.0, one.value);
        one.limits.lower = std::max(0.0, one.limits.lower);
    }
    for (std::size_t share = 1; share < found.size(); ++share) {
        found[share].value = std::min(1.0, found[share].value);
        found[share].limits.upper = std::min(1.0, found[share].limits.upper);
    }
    NestedVariance variance{found[0], found[1], found[2], std::nullopt};
    if (nest.sites.size() > 1) variance.between_sites = found[3];
    return variance;
}

}  // namespace wardwire::analysis

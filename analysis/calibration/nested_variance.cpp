// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/nested_variance.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace wardwire::analysis {

namespace {

/// A sum of products, and of how many.
struct Products {
    double sum = 0.0;
    double n = 0.0;

    double mean() const { return sum / n; }
    void add(const Products& other, double weight) {
        sum += weight * other.sum;
        n += weight * other.n;
    }
};

/// Sums over people, or over units or sites of them.
struct Sums {
    double once = 0.0;
    double again = 0.0;
    double n = 0.0;

    Products squared() const { return {once * again, n * n}; }
    void add(const Sums& other, double weight) {
        once += weight * other.once;
        again += weight * other.again;
        n += weight * other.n;
    }
};

/// The products of all pairs of two different parts: that of the sums less those of each part.
class Pairs {
 public:
    void add(const Sums& part, double weight = 1.0) {
        all_.add(part, weight);
        same_.add(part.squared(), weight * weight);
    }
    Products of_different() const {
        Products products = all_.squared();
        products.add(same_, -1.0);
        return products;
    }
    const Products& of_same() const { return same_; }
    const Sums& all() const { return all_; }

 private:
    Sums all_;
    Products same_;
};

using Site = std::vector<Pairs>;  ///< the people of each unit

std::vector<Site> sites_of(std::span<const TwiceMeasured> people) {
    std::map<std::size_t, std::map<std::size_t, Pairs>> nest;
    for (const TwiceMeasured& one : people)
        nest[one.site][one.unit].add({one.once, one.again, 1.0});
    std::vector<Site> sites;
    for (const auto& [site, units] : nest) {
        Site& all = sites.emplace_back();
        for (const auto& [number, unit] : units) all.push_back(unit);
    }
    return sites;
}

enum class Level { units, sites };

/// Shares of units, people and sites. A unit or site drawn twice makes no pair with itself.
std::vector<double> shares_of(std::span<const Site> sites, std::span<const double> weights,
                              Level drawn) {
    Products own;
    Products in_unit;
    Products in_site;
    Pairs of_sites;
    std::size_t number = 0;
    for (std::size_t s = 0; s < sites.size(); ++s) {
        const double of_site = drawn == Level::sites ? weights[s] : 1.0;
        Pairs of_units;
        for (const Pairs& unit : sites[s]) {
            const double of_unit = drawn == Level::units ? weights[number] : 1.0;
            ++number;
            own.add(unit.of_same(), of_site * of_unit);
            in_unit.add(unit.of_different(), of_site * of_unit);
            of_units.add(unit.all(), of_unit);
        }
        in_site.add(of_units.of_different(), of_site);
        of_sites.add(of_units.all(), of_site);
    }
    const double apart = sites.size() > 1 ? of_sites.of_different().mean() : in_site.mean();
    const double all = own.mean() - apart;
    return {(in_unit.mean() - in_site.mean()) / all, (own.mean() - in_unit.mean()) / all,
            (in_site.mean() - apart) / all};
}

}  // namespace

std::optional<NestedShares> estimate_nested_shares(std::span<const TwiceMeasured> people,
                                                   double confidence) {
    constexpr std::size_t many_sites = 5;
    const std::vector<Site> sites = sites_of(people);
    const Level drawn = sites.size() >= many_sites ? Level::sites : Level::units;
    std::size_t clusters = sites.size();
    if (drawn == Level::units) {
        clusters = 0;
        for (const Site& site : sites) clusters += site.size();
    }
    auto found = estimate_by_clusters(
        clusters, [&](std::span<const double> weights) { return shares_of(sites, weights, drawn); },
        Scale::linear, confidence);
    for (Estimate& one : found) {
        if (!std::isfinite(one.value)) return std::nullopt;
        one.n = static_cast<double>(people.size());
        one.method = drawn == Level::sites ? "products of pairs of people, sites resampled"
                                           : "products of pairs of people, units resampled";
        for (double* share : {&one.value, &one.limits.lower, &one.limits.upper})
            *share = std::clamp(*share, 0.0, 1.0);
    }
    NestedShares shares{found[0], found[1], std::nullopt};
    if (sites.size() > 1) shares.between_sites = found[2];
    return shares;
}

}  // namespace wardwire::analysis

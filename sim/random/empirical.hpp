// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/random/counts.hpp"

namespace wardwire::sim {

class Distribution;

/// A law given by points of its quantile function, straight lines in between.
///
/// Equal x at neighbouring points make an atom. The table is what a published figure or a data set
/// leaves of a law, and what makes any costly law quick to draw.
class Empirical {
 public:
    struct Point {
        double p, x;
    };

    static const char* problem(std::span<const Point> points);
    /// Points in rising order of p, from p = 0 (the minimum) to p = 1 (the maximum).
    explicit Empirical(std::span<const Point> points);
    /// A table of another law in about `cells` cells of equal probability; the outermost two are
    /// halved again and again, down to 2^-53, to keep the shape of the tails.
    static Empirical tabulate(const Distribution& law, std::size_t cells);

    double quantile(double p) const {
        const std::size_t i = table_.find(p);
        return points_[i].x + (p - points_[i].p) * slope(i);
    }
    double cdf(double x) const;
    double mean() const;
    double variance() const;
    double lower() const { return points_.front().x; }
    std::string describe() const;

 private:
    double slope(std::size_t i) const {
        return (points_[i + 1].x - points_[i].x) / (points_[i + 1].p - points_[i].p);
    }

    std::vector<Point> points_;
    CumulativeTable table_;
};

}  // namespace wardwire::sim

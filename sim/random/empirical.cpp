// SPDX-License-Identifier: Apache-2.0
#include "sim/random/empirical.hpp"

#include <algorithm>
#include <cmath>

#include "sim/contract.hpp"
#include "sim/random/distribution.hpp"

namespace wardwire::sim {

namespace {

CumulativeTable table_of(std::span<const Empirical::Point> points) {
    WARDWIRE_EXPECT(!Empirical::problem(points), Empirical::problem(points));
    std::vector<double> cumulative;
    for (const auto& point : points.subspan(1)) cumulative.push_back(point.p);
    return CumulativeTable{std::move(cumulative)};
}

}  // namespace

const char* Empirical::problem(std::span<const Point> points) {
    if (points.size() < 2) return "needs at least two points";
    if (points.front().p != 0.0 || points.back().p != 1.0) return "p must run from 0 to 1";
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!std::isfinite(points[i].x)) return "x must be finite";
        if (i > 0 && !(points[i - 1].p < points[i].p)) return "p must rise";
        if (i > 0 && points[i - 1].x > points[i].x) return "x must not fall";
    }
    return nullptr;
}

Empirical::Empirical(std::span<const Point> points)
    : points_(points.begin(), points.end()), table_(table_of(points)) {}

Empirical Empirical::tabulate(const Distribution& law, std::size_t cells) {
    WARDWIRE_EXPECT(cells >= 2, "a table needs two cells");
    constexpr double smallest = 0x1p-53;
    const double cell = 1.0 / static_cast<double>(cells);
    std::vector<double> tail;  // rising, up to one cell
    for (double p = cell; p > smallest; p *= 0.75) tail.push_back(p);
    std::reverse(tail.begin(), tail.end());
    std::vector<Point> points{{0.0, law.quantile(smallest)}};
    for (const double p : tail) points.push_back({p, law.quantile(p)});
    for (std::size_t i = 2; i + 1 < cells; ++i) {
        const double p = static_cast<double>(i) * cell;
        points.push_back({p, law.quantile(p)});
    }
    for (auto p = tail.rbegin(); p != tail.rend(); ++p)
        if (1.0 - *p > points.back().p) points.push_back({1.0 - *p, law.quantile(1.0 - *p)});
    points.push_back({1.0, law.quantile(1.0 - smallest)});
    return Empirical{points};
}

double Empirical::cdf(double x) const {
    const auto above = std::upper_bound(points_.begin(), points_.end(), x,
                                        [](double value, const Point& p) { return value < p.x; });
    if (above == points_.begin()) return 0.0;
    if (above == points_.end()) return 1.0;
    const auto i = static_cast<std::size_t>(above - points_.begin()) - 1;
    return points_[i].p + (x - points_[i].x) / slope(i);
}
double Empirical::mean() const {
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < points_.size(); ++i)
        sum += table_.share(i) * 0.5 * (points_[i].x + points_[i + 1].x);
    return sum;
}
double Empirical::variance() const {
    const double centre = mean();
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < points_.size(); ++i) {
        const double a = points_[i].x - centre;
        const double b = points_[i + 1].x - centre;
        sum += table_.share(i) * (a * a + a * b + b * b) / 3.0;
    }
    return sum;
}
std::string Empirical::describe() const {
    return "empirical(" + std::to_string(points_.size()) + " points from " +
           number_in_words(points_.front().x) + " to " + number_in_words(points_.back().x) + ")";
}

}  // namespace wardwire::sim

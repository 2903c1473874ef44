// SPDX-License-Identifier: Apache-2.0
#include "analysis/designs/points.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

enum class Use : std::uint32_t { order, place, exchange };

sim::Channel channel(std::uint64_t seed, Use use) {
    return sim::Chance(seed, 0).channel(sim::Purpose{static_cast<std::uint32_t>(use)});
}

/// The numbers 0 ... count - 1 in an order drawn for a factor.
std::vector<std::size_t> shuffled(std::size_t count, const sim::Channel& orders,
                                  std::size_t factor) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = count; i > 1; --i) {
        const double u = orders.uniform(factor, i);
        std::swap(order[i - 1], order[static_cast<std::size_t>(u * static_cast<double>(i))]);
    }
    return order;
}

/// Columns of centred values of equal length: their correlations are products.
using Columns = std::vector<std::vector<double>>;

double product(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Exchanges values of a column while that brings its products with the others towards zero.
void decorrelate(Columns& columns, const sim::Channel& exchanges) {
    const std::size_t points = columns.front().size();
    std::uint64_t draw = 0;
    constexpr std::size_t rounds = 40;
    for (std::size_t round = 0; round < rounds * points; ++round) {
        for (std::size_t c = 1; c < columns.size(); ++c) {
            const auto pick = [&] {
                return static_cast<std::size_t>(exchanges.uniform(c, draw++) *
                                                static_cast<double>(points));
            };
            const std::size_t i = pick();
            const std::size_t j = pick();
            double gain = 0.0;
            for (std::size_t other = 0; other < columns.size(); ++other) {
                if (other == c) continue;
                const double before = product(columns[c], columns[other]);
                const double after = before + (columns[c][j] - columns[c][i]) *
                                                  (columns[other][i] - columns[other][j]);
                gain += before * before - after * after;
            }
            if (gain > 0.0) std::swap(columns[c][i], columns[c][j]);
        }
    }
}

/// A dimension's primitive polynomial, its coefficients as bits, and its first direction numbers.
struct Dimension {
    std::uint32_t polynomial;
    std::vector<std::uint32_t> first;
};

/// Joe & Kuo 2008, file new-joe-kuo-6.21201, dimensions 2 to 24.
std::span<const Dimension> dimensions_behind_the_first() {
    static const std::vector<Dimension> table{
        Dimension{3, {1}},
        Dimension{7, {1, 3}},
        Dimension{11, {1, 3, 1}},
        Dimension{13, {1, 1, 1}},
        Dimension{19, {1, 1, 3, 3}},
        Dimension{25, {1, 3, 5, 13}},
        Dimension{37, {1, 1, 5, 5, 17}},
        Dimension{41, {1, 1, 5, 5, 5}},
        Dimension{47, {1, 1, 7, 11, 19}},
        Dimension{55, {1, 1, 5, 1, 1}},
        Dimension{59, {1, 1, 1, 3, 11}},
        Dimension{61, {1, 3, 5, 5, 31}},
        Dimension{67, {1, 3, 3, 9, 7, 49}},
        Dimension{91, {1, 1, 1, 15, 21, 21}},
        Dimension{97, {1, 3, 1, 13, 27, 49}},
        Dimension{103, {1, 1, 1, 15, 7, 5}},
        Dimension{109, {1, 3, 1, 15, 13, 25}},
        Dimension{115, {1, 1, 5, 5, 19, 61}},
        Dimension{131, {1, 3, 7, 11, 23, 15, 103}},
        Dimension{137, {1, 3, 7, 13, 13, 15, 69}},
        Dimension{143, {1, 1, 3, 13, 7, 35, 63}},
        Dimension{145, {1, 3, 5, 9, 1, 25, 53}},
        Dimension{157, {1, 3, 1, 13, 9, 35, 107}},
    };
    return table;
}

constexpr unsigned bits = 32;

/// The direction numbers of a dimension, counted from 0, as fractions of 2^32.
std::vector<std::uint32_t> directions(std::size_t dimension) {
    std::vector<std::uint32_t> v(bits);
    if (dimension == 0) {
        for (unsigned k = 0; k < bits; ++k) v[k] = 1U << (bits - 1 - k);
        return v;
    }
    const Dimension& from = dimensions_behind_the_first()[dimension - 1];
    const auto degree = static_cast<unsigned>(from.first.size());
    for (unsigned k = 0; k < bits; ++k) {
        if (k < degree) {
            v[k] = from.first[k] << (bits - 1 - k);
            continue;
        }
        v[k] = v[k - degree] ^ (v[k - degree] >> degree);
        for (unsigned j = 1; j < degree; ++j)
            if ((from.polynomial >> (degree - j) & 1U) != 0) v[k] ^= v[k - j];
    }
    return v;
}

}  // namespace

std::vector<Point> latin_hypercube(std::size_t points, std::size_t factors, std::uint64_t seed) {
    std::vector<Point> design(points, Point(factors));
    const sim::Channel places = channel(seed, Use::place);
    for (std::size_t f = 0; f < factors; ++f) {
        const auto order = shuffled(points, channel(seed, Use::order), f);
        for (std::size_t p = 0; p < points; ++p)
            design[p][f] = (static_cast<double>(order[p]) + places.uniform(f, p)) /
                           static_cast<double>(points);
    }
    return design;
}

std::vector<Point> nearly_orthogonal_hypercube(std::size_t points, std::size_t factors,
                                               std::uint64_t seed) {
    const double middle = 0.5 * static_cast<double>(points);
    Columns columns;
    for (std::size_t f = 0; f < factors; ++f) {
        columns.emplace_back();
        for (const std::size_t part : shuffled(points, channel(seed, Use::order), f))
            columns.back().push_back(static_cast<double>(part) + 0.5 - middle);
    }
    if (!columns.empty()) decorrelate(columns, channel(seed, Use::exchange));
    std::vector<Point> design(points, Point(factors));
    for (std::size_t f = 0; f < factors; ++f)
        for (std::size_t p = 0; p < points; ++p)
            design[p][f] = (columns[f][p] + middle) / static_cast<double>(points);
    return design;
}

double largest_correlation(const std::vector<Point>& design) {
    double largest = 0.0;
    const std::size_t factors = design.empty() ? 0 : design.front().size();
    Columns columns(factors);
    for (std::size_t f = 0; f < factors; ++f) {
        double sum = 0.0;
        for (const Point& point : design) sum += point[f];
        for (const Point& point : design)
            columns[f].push_back(point[f] - sum / static_cast<double>(design.size()));
    }
    for (std::size_t a = 0; a < factors; ++a)
        for (std::size_t b = a + 1; b < factors; ++b) {
            const double scale =
                std::sqrt(product(columns[a], columns[a]) * product(columns[b], columns[b]));
            largest = std::max(largest, std::abs(product(columns[a], columns[b])) / scale);
        }
    return largest;
}

std::vector<Point> sobol_points(std::size_t points, std::size_t dimensions, std::size_t from) {
    std::vector<Point> design(points, Point(dimensions));
    for (std::size_t d = 0; d < dimensions; ++d) {
        const std::vector<std::uint32_t> v = directions(d);
        for (std::size_t p = 0; p < points; ++p) {
            const std::size_t index = from + p;
            const std::size_t gray = index ^ index >> 1;
            std::uint32_t x = 0;
            for (unsigned k = 0; k < bits; ++k)
                if ((gray >> k & 1U) != 0) x ^= v[k];
            design[p][d] = static_cast<double>(x) * 0x1p-32;
        }
    }
    return design;
}

}  // namespace wardwire::analysis

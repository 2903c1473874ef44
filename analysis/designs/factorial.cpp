// SPDX-License-Identifier: Apache-2.0
#include "analysis/designs/factorial.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace wardwire::analysis {

namespace {

/// A set of factors, one bit each.
using Word = std::uint32_t;

/// The word of "D=ABC" is ABCD: the product that is the same in every point.
struct Generator {
    std::size_t factor;
    Word of;
};

std::optional<std::size_t> factor_of(char letter, std::size_t factors) {
    const auto index = static_cast<std::size_t>(letter - 'A');
    if (letter < 'A' || index >= factors) return std::nullopt;
    return index;
}

std::optional<Generator> read(const std::string& text, std::size_t factors) {
    if (text.size() < 3 || text[1] != '=') return std::nullopt;
    const auto factor = factor_of(text[0], factors);
    if (!factor) return std::nullopt;
    Generator generator{*factor, 0};
    for (const char letter : text.substr(2)) {
        const auto other = factor_of(letter, factors);
        if (!other || (generator.of >> *other & 1U) != 0) return std::nullopt;
        generator.of |= Word{1} << *other;
    }
    return generator;
}

std::size_t resolution_of(const std::vector<Generator>& generators) {
    int shortest = 0;
    for (Word subset = 1; subset < Word{1} << generators.size(); ++subset) {
        Word word = 0;
        for (std::size_t g = 0; g < generators.size(); ++g)
            if ((subset >> g & 1U) != 0) word ^= generators[g].of | Word{1} << generators[g].factor;
        const int length = std::popcount(word);
        if (shortest == 0 || length < shortest) shortest = length;
    }
    return static_cast<std::size_t>(shortest);
}

}  // namespace

std::vector<LevelPoint> full_factorial(std::span<const std::size_t> levels) {
    std::vector<LevelPoint> points;
    LevelPoint point(levels.size(), 0);
    if (std::ranges::find(levels, std::size_t{0}) != levels.end()) return points;
    while (true) {
        points.push_back(point);
        std::size_t factor = levels.size();
        while (factor > 0 && ++point[factor - 1] == levels[factor - 1]) point[--factor] = 0;
        if (factor == 0) return points;
    }
}

std::optional<FractionalFactorial> fractional_factorial(std::size_t factors,
                                                        std::span<const std::string> texts) {
    constexpr std::size_t most_factors = 26;
    if (factors > most_factors) return std::nullopt;
    std::vector<Generator> generators;
    Word generated = 0;
    for (const std::string& text : texts) {
        const auto generator = read(text, factors);
        if (!generator || (generated >> generator->factor & 1U) != 0) return std::nullopt;
        generated |= Word{1} << generator->factor;
        generators.push_back(*generator);
    }
    for (const Generator& generator : generators)
        if ((generator.of & generated) != 0) return std::nullopt;

    std::vector<std::size_t> base;
    for (std::size_t f = 0; f < factors; ++f)
        if ((generated >> f & 1U) == 0) base.push_back(f);
    FractionalFactorial design{{}, resolution_of(generators)};
    for (const LevelPoint& part : full_factorial(std::vector<std::size_t>(base.size(), 2))) {
        Word high = 0;
        for (std::size_t b = 0; b < base.size(); ++b)
            if (part[b] == 1) high |= Word{1} << base[b];
        LevelPoint point(factors);
        for (std::size_t b = 0; b < base.size(); ++b) point[base[b]] = part[b];
        for (const Generator& generator : generators) {
            // The product of -1 and +1 is +1 when an even number of them is -1.
            const int low = std::popcount(generator.of & ~high);
            point[generator.factor] = low % 2 == 0 ? 1 : 0;
        }
        design.points.push_back(std::move(point));
    }
    return design;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wardwire::analysis {

/// One of several was chosen. The alternatives stand together, the chosen one first.
struct Choice {
    std::size_t first;  ///< alternative
    std::size_t alternatives;
    std::array<std::uint32_t, 2> cluster;  ///< in which it falls, in each of two ways to group
};

/// Choices, each alternative with its features and a logarithm of how many it stands for.
struct Choices {
    std::size_t features;
    std::vector<double> feature;  ///< [alternative][feature]
    std::vector<double> log_count;
    std::vector<Choice> all;

    /// Appends an alternative; `values` holds its features.
    void add(const std::vector<double>& values, double log_of_count);
};

/// log of the weight of an alternative = sum of coefficient times feature.
struct ConditionalLogit {
    std::vector<double> coefficients;
    /// Standard errors, for each way to group: choices of one cluster need not be independent
    /// (Huber 1967; Liang & Zeger 1986).
    std::array<std::vector<double>, 2> errors;
};

/// The coefficients of largest partial likelihood, a product of weight of the chosen over weight of
/// all (McFadden 1974; Perry & Wolfe 2013 for who writes to whom). Alternatives may be a sample:
/// one that stands for k of its kind has log_count log k (McFadden 1978). Nothing where there is no
/// maximum: a feature that all or none of the chosen have, or features that depend on each other.
std::optional<ConditionalLogit> fit_choices(const Choices& choices);

}  // namespace wardwire::analysis

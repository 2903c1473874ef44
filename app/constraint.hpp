// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wardwire::app {

/// A linear inequality between factors, "nurses + 2 * physicians <= 12".
class Constraint {
 public:
    /// Reads it. Nothing when it is none, or names something that is no factor; `unknown` is then
    /// that name.
    static std::optional<Constraint> read(std::string_view text,
                                          std::span<const std::string> factors,
                                          std::string& unknown);

    /// Whether it holds for the values of all factors; never for one that is no number.
    bool holds(std::span<const double> values) const;

 private:
    std::vector<double> weights_;  ///< of the factors, left side less right side
    double constant_ = 0.0;        ///< likewise
    bool is_strict_ = false;       ///< below zero, not at most
};

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/statistics/stopping.hpp"
#include "app/outcome_choice.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// The replications that a study may have with `--until`, times what its scenario asks for.
inline constexpr std::size_t usual_budget = 10;

/// The outcomes that a study must know well enough before it ends, and how far it is.
class Precision {
 public:
    /// Reads what `--until` says of each outcome: "first_response_time 2 %" for an error of its
    /// mean, "first_response_time 0.1 h" for an error in a unit of the outcome, "answered_within[24
    /// h] 1 point" for one of a hundredth. Throws UsageError. `budget` is the number of
    /// replications that the study may have.
    Precision(std::span<const std::string> wishes, const sim::ResultLayout& layout,
              std::size_t budget);

    /// Takes the next replications; those beyond the end are not looked at.
    void add(std::span<const sim::Observation> observations);

    bool is_reached() const { return rule_.is_over(); }
    bool is_over() const { return is_reached() || rule_.replications() >= budget_; }

    /// How many replications the study may have.
    std::size_t budget() const { return budget_; }
    /// How many replications the study has, as far as they were looked at.
    std::size_t replications() const { return rule_.replications(); }

    /// How many replications to have before looking again, at most the budget.
    std::size_t next_look() const;

    /// How many it will take, by those so far; at least as many as there are, at most the budget.
    std::size_t predicted() const;

    /// What was reached, an outcome a line, and why the study ended where it did.
    std::string words() const;
    /// The same as a JSON object.
    std::string json() const;

 private:
    std::string row(std::size_t goal) const;
    std::string verdict() const;

    std::vector<ChosenOutcome> outcomes_;
    std::vector<std::string> wishes_;
    analysis::StoppingRule rule_;
    std::size_t budget_;
};

}  // namespace wardwire::app

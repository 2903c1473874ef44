// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/best.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "analysis/statistics/interval.hpp"
#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

namespace {

/// The values of the replications in which every system has one; larger is better.
std::vector<std::vector<double>> complete(std::span<const std::vector<double>> systems,
                                          Better better) {
    const double sign = better == Better::larger ? 1.0 : -1.0;
    std::size_t replications = std::numeric_limits<std::size_t>::max();
    for (const auto& values : systems) replications = std::min(replications, values.size());
    std::vector<std::vector<double>> kept(systems.size());
    for (std::size_t r = 0; r < replications; ++r) {
        const auto is_undefined = [r](const auto& values) { return std::isnan(values[r]); };
        if (std::ranges::any_of(systems, is_undefined)) continue;
        for (std::size_t i = 0; i < systems.size(); ++i) kept[i].push_back(sign * systems[i][r]);
    }
    return kept;
}

/// How much better i is than j, and how far that can be trusted on one side.
struct Lead {
    double mean;
    double width;
};

class Leads {
 public:
    Leads(const std::vector<std::vector<double>>& systems, double confidence)
        : systems_(systems.size()), leads_(systems_ * systems_) {
        const double error = (1.0 - confidence) / static_cast<double>(systems_ - 1);
        const double factor =
            student_quantile(1.0 - error, static_cast<double>(systems[0].size()) - 1.0);
        std::vector<double> differences(systems[0].size());
        for (std::size_t i = 0; i < systems_; ++i)
            for (std::size_t j = 0; j < systems_; ++j) {
                std::ranges::transform(systems[i], systems[j], differences.begin(), std::minus<>{});
                const Sample sample = summarise(differences);
                leads_[i * systems_ + j] = {sample.mean, factor * sample.standard_error()};
            }
    }

    const Lead& of(std::size_t i, std::size_t j) const { return leads_[i * systems_ + j]; }
    std::size_t systems() const { return systems_; }

    /// The least of what `get` says about i and each other system that `counts`.
    template <class Get, class Counts>
    double least(std::size_t i, Get&& get, Counts&& counts) const {
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t j = 0; j < systems_; ++j)
            if (j != i && counts(j)) least = std::min(least, get(of(i, j)));
        return least;
    }

 private:
    std::size_t systems_;
    std::vector<Lead> leads_;
};

}  // namespace

std::optional<std::vector<AgainstBest>> compare_with_best(
    std::span<const std::vector<double>> systems, Better better, double confidence) {
    if (systems.size() < 2) return std::nullopt;
    const auto values = complete(systems, better);
    if (values[0].size() < 3) return std::nullopt;

    const Leads leads(values, confidence);
    const auto any = [](std::size_t) { return true; };
    std::vector<AgainstBest> result(leads.systems());
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i].difference = leads.least(
            i, [](const Lead& lead) { return lead.mean; }, any);
        const double upper = leads.least(
            i, [](const Lead& lead) { return lead.mean + lead.width; }, any);
        result[i].upper = std::max(0.0, upper);
        result[i].may_be_best = upper >= 0.0;
    }
    const auto is_candidate = [&](std::size_t j) { return result[j].may_be_best; };
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i].lower = std::min(
            0.0, leads.least(
                     i, [](const Lead& lead) { return lead.mean - lead.width; }, is_candidate));
    return result;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/selection/sequential.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <vector>

#include "analysis/selection/constants.hpp"
#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

namespace {

enum class Variance : std::uint8_t { of_the_first_stage, of_all };

class Contest {
 public:
    Contest(std::size_t systems, const SelectionGoal& goal, Variance variance,
            const Simulate& simulate)
        : goal_(goal),
          variance_(variance),
          gathered_(systems, goal.better, simulate),
          wanted_(systems, goal.first_stage),
          left_(systems) {
        std::iota(left_.begin(), left_.end(), std::size_t{0});
    }

    Selection run() {
        gathered_.extend(wanted_);
        std::size_t r = goal_.first_stage;
        while (left_.size() > 1) {
            eliminate(r);
            if (left_.size() == 1 || r >= goal_.most) break;
            ++r;
            for (const std::size_t i : left_) wanted_[i] = r;
            gathered_.extend(wanted_);
        }
        Selection selection = gathered_.choose(left_);
        selection.is_decided = left_.size() == 1;
        return selection;
    }

 private:
    /// W(r), the lead that settles which of two systems is better.
    double decisive_lead(std::size_t i, std::size_t l, std::size_t r) const {
        const std::size_t n = variance_ == Variance::of_all ? r : goal_.first_stage;
        std::vector<double> differences(n);
        std::transform(gathered_.of(i).begin(), gathered_.of(i).begin() + offset(n),
                       gathered_.of(l).begin(), differences.begin(), std::minus<>{});
        const double s_squared = summarise(differences).variance;
        const double h_squared = kim_nelson_h_squared(
            shared_error(goal_.confidence, gathered_.systems()), static_cast<double>(n) - 1.0);
        const double delta = goal_.indifference;
        const double runs = static_cast<double>(r);
        return std::max(0.0,
                        delta / (2.0 * runs) * (h_squared * s_squared / (delta * delta) - runs));
    }

    static std::ptrdiff_t offset(std::size_t n) { return static_cast<std::ptrdiff_t>(n); }

    void eliminate(std::size_t r) {
        std::vector<double> means(gathered_.systems());
        for (const std::size_t i : left_) means[i] = gathered_.mean(i);
        // Of systems that nothing tells apart any more, the first stays.
        const auto is_behind = [&](std::size_t i) {
            return std::ranges::any_of(left_, [&](std::size_t l) {
                if (l == i || means[i] > means[l]) return false;
                const double lead = decisive_lead(i, l, r);
                return means[l] - means[i] > lead ||
                       (lead == 0.0 && (means[i] < means[l] || l < i));
            });
        };
        std::vector<std::size_t> kept;
        std::ranges::remove_copy_if(left_, std::back_inserter(kept), is_behind);
        left_ = std::move(kept);
    }

    SelectionGoal goal_;
    Variance variance_;
    Gathered gathered_;
    std::vector<std::size_t> wanted_;  ///< replications of each system
    std::vector<std::size_t> left_;    ///< systems that may be the best, ascending
};

}  // namespace

Selection select_kn(std::size_t systems, const SelectionGoal& goal, const Simulate& simulate) {
    return Contest(systems, goal, Variance::of_the_first_stage, simulate).run();
}

Selection select_kn_updating(std::size_t systems, const SelectionGoal& goal,
                             const Simulate& simulate) {
    return Contest(systems, goal, Variance::of_all, simulate).run();
}

}  // namespace wardwire::analysis

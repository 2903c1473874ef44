// SPDX-License-Identifier: Apache-2.0
#include "analysis/selection/cheapest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace wardwire::analysis {

namespace {

/// The interval whose lower limit is exceeded by the true mean with this probability, and whose
/// upper limit likewise.
Interval one_sided(std::span<const double> values, double confidence) {
    return mean_interval(values, 2.0 * confidence - 1.0);
}

double lower(const Interval& interval) {
    return interval.mean - interval.half_width.value_or(std::numeric_limits<double>::infinity());
}

double upper(const Interval& interval) {
    return interval.mean + interval.half_width.value_or(std::numeric_limits<double>::infinity());
}

/// The trials of one system, column by column.
struct Yields {
    std::vector<double> costs;
    std::vector<std::vector<double>> margins;  ///< by requirement

    void add(const CostAndMargins& one) {
        costs.push_back(one.cost);
        margins.resize(one.margins.size());
        for (std::size_t m = 0; m < margins.size(); ++m) margins[m].push_back(one.margins[m]);
    }
};

/// Simulates the replications from `begin` to `end` of some systems, replication by replication.
void gather(std::span<const std::size_t> systems, std::size_t begin, std::size_t end,
            const SimulateService& simulate, std::vector<Yields>& yields) {
    std::vector<Trial> trials;
    for (std::size_t r = begin; r < end; ++r)
        for (const std::size_t i : systems) trials.push_back({i, r});
    const std::vector<CostAndMargins> results = simulate(trials);
    for (std::size_t t = 0; t < results.size(); ++t) yields[trials[t].system].add(results[t]);
}

/// The numbers of replications at which the search looks: doubled from step to step.
std::vector<std::size_t> looks(const CheapestGoal& goal) {
    std::vector<std::size_t> counts;
    for (std::size_t n = goal.first_stage; n < goal.most; n *= 2) counts.push_back(n);
    counts.push_back(goal.most);
    return counts;
}

class Search {
 public:
    Search(std::size_t systems, const CheapestGoal& goal, const SimulateService& simulate)
        : simulate_(simulate), looks_(looks(goal)), yields_(systems), found_(systems) {
        error_ = (1.0 - goal.confidence) / static_cast<double>(systems * looks_.size());
    }

    std::vector<SearchedSystem> run() {
        std::vector<std::size_t> going_on(found_.size());
        std::iota(going_on.begin(), going_on.end(), std::size_t{0});
        std::size_t done = 0;
        for (const std::size_t look : looks_) {
            gather(going_on, done, look, simulate_, yields_);
            done = look;
            for (const std::size_t i : going_on) judge(i);
            for (const std::size_t i : going_on) compare_cost(i);
            std::erase_if(going_on, [&](std::size_t i) {
                return found_[i].standing == Standing::fails ||
                       found_[i].standing == Standing::dearer;
            });
            if (going_on.size() == 1 && found_[going_on.front()].standing == Standing::meets) break;
        }
        return std::move(found_);
    }

 private:
    /// Of each claim about a system: it fails one of the requirements, it meets all, it is dearer.
    double confidence() const {
        const double claims = static_cast<double>(yields_.front().margins.size()) + 2.0;
        return 1.0 - error_ / claims;
    }

    void judge(std::size_t i) {
        SearchedSystem& system = found_[i];
        system.replications = yields_[i].costs.size();
        system.cost = mean_interval(yields_[i].costs);
        system.margins.clear();
        bool meets = true;
        bool fails = false;
        for (const std::vector<double>& margins : yields_[i].margins) {
            system.margins.push_back(mean_interval(margins));
            const Interval limits = one_sided(margins, confidence());
            meets = meets && lower(limits) >= 0.0;
            fails = fails || upper(limits) < 0.0;
        }
        system.standing = fails ? Standing::fails : meets ? Standing::meets : Standing::open;
    }

    void compare_cost(std::size_t i) {
        if (found_[i].standing == Standing::fails) return;
        for (std::size_t other = 0; other < found_.size(); ++other) {
            if (other == i || found_[other].standing != Standing::meets) continue;
            const Interval dearer_by =
                paired_difference(yields_[i].costs, yields_[other].costs, 2.0 * confidence() - 1.0);
            if (lower(dearer_by) > 0.0) {
                found_[i].standing = Standing::dearer;
                return;
            }
        }
    }

    const SimulateService& simulate_;
    std::vector<std::size_t> looks_;
    double error_;  ///< of all claims about one system at one look
    std::vector<Yields> yields_;
    std::vector<SearchedSystem> found_;
};

Confirmation confirm(std::size_t system, double confidence, const Yields& fresh) {
    Confirmation result{system, confidence, {}, {}, mean_interval(fresh.costs).mean};
    for (const std::vector<double>& margins : fresh.margins) {
        const Interval limits = one_sided(margins, confidence);
        result.lower_limits.push_back(lower(limits));
        result.margins.push_back(limits.mean);
    }
    return result;
}

}  // namespace

bool SearchedSystem::seems_to_meet() const {
    return standing != Standing::fails &&
           std::ranges::all_of(margins, [](const Interval& one) { return one.mean >= 0.0; });
}

bool Confirmation::holds() const {
    return std::ranges::all_of(lower_limits, [](double limit) { return limit >= 0.0; });
}

std::optional<std::size_t> CheapestFound::chosen() const {
    if (confirmations.empty() || !confirmations.back().holds()) return std::nullopt;
    return confirmations.back().system;
}

CheapestFound find_cheapest(std::size_t systems, const CheapestGoal& goal,
                            const SimulateService& simulate) {
    CheapestFound found{Search(systems, goal, simulate).run(), {}};
    std::vector<std::size_t> by_cost(systems);
    std::iota(by_cost.begin(), by_cost.end(), std::size_t{0});
    std::erase_if(by_cost, [&](std::size_t i) { return !found.systems[i].seems_to_meet(); });
    std::ranges::stable_sort(by_cost, {},
                             [&](std::size_t i) { return found.systems[i].cost.mean; });
    double error = 1.0 - goal.confidence;
    for (const std::size_t i : by_cost) {
        error /= 2.0;
        std::vector<Yields> fresh(systems);
        gather(std::vector{i}, goal.most, goal.most + goal.confirmation, simulate, fresh);
        found.confirmations.push_back(confirm(i, 1.0 - error, fresh[i]));
        if (found.confirmations.back().holds()) break;
    }
    return found;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/inference/emulator.hpp"
#include "analysis/inference/simulator.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

struct MatchingOptions {
    std::size_t fewest_waves = 3;
    std::size_t most_waves = 8;          ///< as long as each leaves less than half of the space
    std::size_t most_trials = 1000;      ///< of all waves; the first has its points anyway
    std::size_t points_per_factor = 10;  ///< of each wave
    double limit = 3.0;                  ///< standard deviations beyond which a point is ruled out
};

/// The part of the unit cube that waves of simulations have not ruled out.
class MatchedSpace {
 public:
    explicit MatchedSpace(Factors factors) : factors_(std::move(factors)) {}

    const Factors& factors() const { return factors_; }
    bool contains(const Point& point) const;
    /// A point that is about as likely to be anywhere in what is left.
    Point draw(sim::Stream& chance) const;
    /// The share of the unit cube that is left, roughly.
    double share_left() const { return share_left_; }
    std::size_t trials() const { return trials_; }
    /// The limit of the last wave, above the one that was asked for when nothing was within that.
    double limit() const { return waves_.empty() ? 0.0 : waves_.back().limit; }
    /// The point of what is left whose emulated summaries are nearest to the observed ones; without
    /// a wave the middle.
    Point best() const;
    /// What the same simulations leave when the noise of the summaries is another. Limits that were
    /// raised stay so: an early wave knows little of what later ones were about.
    void judge_by(const std::vector<double>& noise);

 private:
    friend class HistoryMatching;

    struct Wave {
        Emulator emulator;
        Observed observed;
        double limit;

        double implausibility(const Point& point) const;
    };

    Point walk(Point from, int steps, sim::Stream& chance) const;
    void measure_cloud();
    void narrow(Wave& wave);
    void spread();

    Factors factors_;
    std::vector<Point> cloud_;      ///< spread over what is left; never empty once there are waves
    std::optional<Cholesky> step_;  ///< of a walk, a root of the cloud's covariance
    std::vector<Wave> waves_;
    std::uint64_t spreads_ = 0;
    double share_left_ = 1.0;
    std::size_t trials_ = 0;
};

/// History matching (Craig et al. 1997; Vernon, Goldstein & Bower 2010): each wave runs the model
/// at points that are not ruled out, the first at those of a Sobol sequence, under common random
/// numbers, emulates every summary, and rules out where emulated summaries are farther from the
/// observed ones than the limit, or their root mean square than two thirds of it. One summary in
/// twelve is overlooked in the first rule: the largest of twenty would be mistaken too often. What
/// is left is kept as a cloud of points that random walks inside it spread out evenly.
///
/// Where hardly a point of the cloud is left, the limit is raised until some are: the model cannot
/// give what was observed, or a further wave must look closer. Nothing when interrupted.
std::optional<MatchedSpace> match_history(const Simulator& simulate, const Observed& observed,
                                          const Factors& factors,
                                          const MatchingOptions& options = {});

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference/sequential_abc.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/special_values.hpp"
#include "analysis/statistics/cholesky.hpp"
#include "sim/random/special.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

/// Proposals around the places of a generation and around those where the regression moves them:
/// with the first half no weight gets out of hand where the regression errs (a defensive mixture,
/// Hesterberg 1995).
class Proposals {
 public:
    /// `tolerance` tells which neighbours shape the covariance of a place that was accepted.
    Proposals(const std::vector<AcceptedRun>& population, double tolerance,
              const Posterior& adjusted) {
        Cloud accepted;
        Cloud moved;
        for (std::size_t i = 0; i < population.size(); ++i) {
            accepted.add(population[i].point, population[i].weight,
                         population[i].distance <= tolerance);
            moved.add(adjusted.points[i], adjusted.weights[i], true);
        }
        take(accepted);
        take(moved);
    }

    Point draw(sim::Stream& chance) const {
        const auto chosen = std::ranges::lower_bound(cumulated_, chance.uniform());
        const auto i =
            std::min(static_cast<std::size_t>(chosen - cumulated_.begin()), centres_.size() - 1);
        Vector step;
        for (std::size_t f = 0; f < centres_[i].size(); ++f)
            step.push_back(sim::standard_normal_quantile(chance.uniform()));
        step = factors_[i].times(step);
        Point point;
        for (std::size_t f = 0; f < step.size(); ++f)
            point.push_back(place_of_log_odds(centres_[i][f] + step[f]));
        return point;
    }

    /// The density of a proposal on the logistic scale, up to a constant factor.
    double density(const Point& point) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < centres_.size(); ++i) {
            Vector away;
            for (std::size_t f = 0; f < point.size(); ++f)
                away.push_back(log_odds(point[f]) - centres_[i][f]);
            away = factors_[i].solve_lower(std::move(away));
            double squares = 0.0;
            for (const double one : away) squares += one * one;
            sum += weights_[i] * std::exp(-0.5 * squares - factors_[i].half_log_determinant());
        }
        return sum;
    }

 private:
    struct Cloud {
        std::vector<Vector> places;  ///< log odds
        std::vector<double> weights;
        std::vector<bool> shapes;  ///< whether a place counts in covariances

        void add(const Point& point, double weight, bool counts) {
            Vector odds;
            for (const double place : point) odds.push_back(log_odds(place));
            places.push_back(std::move(odds));
            weights.push_back(weight);
            shapes.push_back(counts);
        }
        Matrix covariance_around(const Vector& centre) const {
            constexpr double least_variance = 1e-4;  // a hundredth of the log odds
            const std::size_t size = centre.size();
            Matrix covariance(size, Vector(size, 0.0));
            double sum = 0.0;
            for (std::size_t k = 0; k < places.size(); ++k) {
                if (!shapes[k]) continue;
                sum += weights[k];
                for (std::size_t i = 0; i < size; ++i)
                    for (std::size_t j = 0; j <= i; ++j)
                        covariance[i][j] +=
                            weights[k] * (places[k][i] - centre[i]) * (places[k][j] - centre[j]);
            }
            for (std::size_t i = 0; i < size; ++i) {
                for (std::size_t j = 0; j <= i; ++j) covariance[i][j] /= sum;
                covariance[i][i] = 1.0001 * covariance[i][i] + least_variance;
            }
            return covariance;
        }
    };

    void take(const Cloud& cloud) {
        for (std::size_t i = 0; i < cloud.places.size(); ++i) {
            centres_.push_back(cloud.places[i]);
            weights_.push_back(0.5 * cloud.weights[i]);
            cumulated_.push_back((cumulated_.empty() ? 0.0 : cumulated_.back()) + weights_.back());
            factors_.push_back(*Cholesky::of(cloud.covariance_around(cloud.places[i])));
        }
    }

    std::vector<Vector> centres_;  ///< log odds
    std::vector<double> weights_;
    std::vector<double> cumulated_;
    std::vector<Cholesky> factors_;
};

/// The density of the uniform prior on the logistic scale.
double prior_density(const Point& point) {
    double density = 1.0;
    for (const double place : point) density *= place * (1.0 - place);
    return density;
}

void normalise(std::vector<AcceptedRun>& population) {
    double sum = 0.0;
    for (const AcceptedRun& one : population) sum += one.weight;
    for (AcceptedRun& one : population) one.weight /= sum;
}

double effective_size(const std::vector<AcceptedRun>& population) {
    double squares = 0.0;
    for (const AcceptedRun& one : population) squares += one.weight * one.weight;
    return 1.0 / squares;
}

double median_distance(const std::vector<AcceptedRun>& population) {
    std::vector<double> distances;
    for (const AcceptedRun& one : population) distances.push_back(one.distance);
    const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    return *middle;
}

/// Where the trials of a generation came from.
struct Source {
    Proposals proposals;
    std::size_t tries = 0;  ///< with those that were ruled out without a simulation
};

class SequentialAbc {
 public:
    SequentialAbc(const Simulator& simulate, const Observed& observed, const MatchedSpace& space,
                  const AbcOptions& options)
        : simulate_(simulate),
          observed_(observed),
          space_(space),
          options_(options),
          chance_(sim::Chance(options.seed, 0).channel(sim::Purpose{0})) {}

    std::optional<AbcResult> run() {
        if (!generation(infinite, nullptr) || population_.empty()) return std::nullopt;
        while (!is_over()) {
            const double tolerance = is_close_enough() ? result_.generations.back().tolerance
                                                       : median_distance(population_);
            const Posterior adjusted =
                adjust_by_regression(population_, observed_, space_.factors());
            sources_.push_back({Proposals(population_, tolerance, adjusted), 0});
            if (!generation(tolerance, &sources_.back())) return std::nullopt;
        }
        result_.trials = next_;
        result_.posterior = adjust_by_regression(population_, observed_, space_.factors());
        result_.misfit = misfit();
        return std::move(result_);
    }

 private:
    bool is_close_enough() const {
        return result_.generations.back().tolerance <= options_.close_enough;
    }

    bool is_over() {
        if (is_cut_short_) return true;
        const auto enough = static_cast<double>(options_.population);
        if (is_close_enough() && result_.generations.back().effective_size >= enough) {
            result_.end = AbcEnd::close_enough;
            return true;
        }
        return result_.generations.size() >= options_.most_generations;
    }

    /// A place that is not ruled out: by proposal, or from the prior.
    Point propose(Source* source, std::size_t trial) const {
        constexpr int most_tries = 200;
        sim::Stream chance = chance_.stream(trial);
        if (source == nullptr) return space_.draw(chance);
        Point point;
        for (int tries = 0; tries < most_tries; ++tries) {
            point = source->proposals.draw(chance);
            ++source->tries;
            if (space_.contains(point)) break;
        }
        return point;
    }

    /// Tries until a population is within the tolerance; false when interrupted. The trials are
    /// taken in their order, in batches of fixed size, so that threads cannot matter.
    bool generation(double tolerance, Source* source) {
        std::size_t accepted = 0;
        std::size_t trials = 0;
        while (accepted < options_.population && !is_cut_short_) {
            const std::size_t wanted = options_.population - accepted;
            std::size_t batch = source == nullptr ? wanted : options_.population / 2;
            batch = std::min(batch, options_.most_trials - std::min(options_.most_trials, next_));
            std::vector<PointRun> proposed;
            for (std::size_t i = 0; i < batch; ++i, ++next_)
                proposed.push_back({propose(source, next_), static_cast<std::uint32_t>(next_ + 1)});
            auto summaries = simulate_(proposed);
            if (!summaries) return false;
            trials += batch;
            for (std::size_t i = 0; i < batch; ++i) {
                const double distance = observed_.distance((*summaries)[i]);
                if (distance == infinite) continue;
                if (distance <= tolerance) ++accepted;
                runs_.push_back({std::move(proposed[i].point), 1.0, std::move((*summaries)[i]),
                                 distance, proposed[i].luck});
            }
            cut_short(accepted, trials, source == nullptr);
        }
        // Of a generation that was cut short half must be there, and all there is of the first.
        const bool counts = source == nullptr || accepted >= options_.population / 2;
        if (source == nullptr) {
            population_ = std::exchange(runs_, {});
            normalise(population_);
        } else {
            mix_densities();
            if (counts) population_ = all_within(tolerance);
            if (!counts && sources_.size() > 1)
                population_ = all_within(result_.generations.back().tolerance);
        }
        if (!counts || population_.empty()) return true;
        result_.generations.push_back(
            {std::ranges::max_element(population_, {}, &AcceptedRun::distance)->distance, trials,
             static_cast<double>(accepted) / static_cast<double>(trials),
             effective_size(population_)});
        return true;
    }

    /// Brings the densities of all runs up to date after a generation.
    void mix_densities() {
        const std::size_t known = densities_.size();
        densities_.resize(runs_.size(), 0.0);
        for (std::size_t i = 0; i < runs_.size(); ++i)
            for (std::size_t s = i < known ? sources_.size() - 1 : 0; s < sources_.size(); ++s)
                densities_[i] += static_cast<double>(sources_[s].tries) *
                                 sources_[s].proposals.density(runs_[i].point);
    }

    std::vector<AcceptedRun> all_within(double tolerance) const {
        std::vector<AcceptedRun> near;
        for (std::size_t i = 0; i < runs_.size(); ++i) {
            if (runs_[i].distance > tolerance) continue;
            near.push_back(runs_[i]);
            near.back().weight = prior_density(runs_[i].point) / densities_[i];
        }
        normalise(near);
        return near;
    }

    void cut_short(std::size_t accepted, std::size_t trials, bool is_first) {
        if (accepted >= options_.population) return;
        const double acceptance = static_cast<double>(accepted) / static_cast<double>(trials);
        const bool is_hopeless =
            trials >= options_.population && acceptance < options_.least_acceptance && !is_first;
        const bool is_spent = next_ >= options_.most_trials;
        if (!is_hopeless && !is_spent) return;
        is_cut_short_ = true;
        result_.end = is_spent ? AbcEnd::budget : AbcEnd::acceptance;
    }

    std::vector<double> misfit() const {
        std::vector<double> medians;
        for (std::size_t s = 0; s < observed_.value.size(); ++s) {
            std::vector<double> values;
            for (const AcceptedRun& one : population_) values.push_back(one.summaries[s]);
            const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
            std::nth_element(values.begin(), middle, values.end());
            medians.push_back((*middle - observed_.value[s]) / observed_.noise[s]);
        }
        return medians;
    }

    const Simulator& simulate_;
    const Observed& observed_;
    const MatchedSpace& space_;
    const AbcOptions options_;
    const sim::Channel chance_;
    std::size_t next_ = 0;  ///< number of the next trial
    bool is_cut_short_ = false;
    std::vector<AcceptedRun> population_;
    std::vector<Source> sources_;    ///< of each generation but the first
    std::vector<AcceptedRun> runs_;  ///< from these
    std::vector<double> densities_;  ///< of the runs, under all sources mixed by their tries
    AbcResult result_;
};

}  // namespace

std::optional<AbcResult> sequential_abc(const Simulator& simulate, const Observed& observed,
                                        const MatchedSpace& space, const AbcOptions& options) {
    return SequentialAbc(simulate, observed, space, options).run();
}

}  // namespace wardwire::analysis

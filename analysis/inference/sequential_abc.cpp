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

/// Proposals around the places of a generation.
class Proposals {
 public:
    /// `tolerance` tells which neighbours shape the covariance of a place.
    Proposals(const std::vector<AcceptedRun>& population, double tolerance) {
        double below = 0.0;
        for (const AcceptedRun& one : population) {
            Vector odds;
            for (const double place : one.point) odds.push_back(log_odds(place));
            centres_.push_back(std::move(odds));
            weights_.push_back(one.weight);
            cumulated_.push_back(below += one.weight);
        }
        for (const Vector& centre : centres_) {
            Matrix covariance = covariance_around(centre, population, tolerance);
            factors_.push_back(*Cholesky::of(covariance));
        }
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
    Matrix covariance_around(const Vector& centre, const std::vector<AcceptedRun>& population,
                             double tolerance) const {
        constexpr double least_variance = 1e-4;  // a hundredth of the log odds
        const std::size_t size = centre.size();
        Matrix covariance(size, Vector(size, 0.0));
        double sum = 0.0;
        for (std::size_t k = 0; k < centres_.size(); ++k) {
            if (population[k].distance > tolerance) continue;
            sum += weights_[k];
            for (std::size_t i = 0; i < size; ++i)
                for (std::size_t j = 0; j <= i; ++j)
                    covariance[i][j] +=
                        weights_[k] * (centres_[k][i] - centre[i]) * (centres_[k][j] - centre[j]);
        }
        for (std::size_t i = 0; i < size; ++i) {
            for (std::size_t j = 0; j <= i; ++j) covariance[i][j] /= sum;
            covariance[i][i] = 1.0001 * covariance[i][i] + least_variance;
        }
        return covariance;
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
            const double tolerance = median_distance(population_);
            const Proposals proposals(population_, tolerance);
            if (!generation(tolerance, &proposals)) return std::nullopt;
        }
        result_.trials = next_;
        result_.posterior = adjust_by_regression(population_, observed_, space_.factors());
        result_.misfit = misfit();
        return std::move(result_);
    }

 private:
    bool is_over() {
        if (is_cut_short_) return true;
        if (result_.generations.back().tolerance <= options_.close_enough) {
            result_.end = AbcEnd::close_enough;
            return true;
        }
        return result_.generations.size() >= options_.most_generations;
    }

    /// A place that is not ruled out: by proposal, or from the prior.
    Point propose(const Proposals* proposals, std::size_t trial) const {
        constexpr int most_tries = 200;
        sim::Stream chance = chance_.stream(trial);
        if (proposals == nullptr) return space_.draw(chance);
        Point point = proposals->draw(chance);
        for (int tries = 0; tries < most_tries && !space_.contains(point); ++tries)
            point = proposals->draw(chance);
        return point;
    }

    /// Fills a population with what is within the tolerance; false when interrupted. The trials are
    /// taken in their order, in batches of fixed size, so that threads cannot matter.
    bool generation(double tolerance, const Proposals* proposals) {
        std::vector<AcceptedRun> population;
        std::size_t trials = 0;
        while (population.size() < options_.population && !is_cut_short_) {
            const std::size_t wanted = options_.population - population.size();
            std::size_t batch = proposals == nullptr ? wanted : options_.population / 2;
            batch = std::min(batch, options_.most_trials - std::min(options_.most_trials, next_));
            std::vector<Trial> proposed;
            for (std::size_t i = 0; i < batch; ++i, ++next_)
                proposed.push_back(
                    {propose(proposals, next_), static_cast<std::uint32_t>(next_ + 1)});
            auto summaries = simulate_(proposed);
            if (!summaries) return false;
            trials += batch;
            for (std::size_t i = 0; i < batch && population.size() < options_.population; ++i)
                accept(proposed[i], std::move((*summaries)[i]), tolerance, proposals, population);
            cut_short(population.size(), trials, proposals == nullptr);
        }
        // Of a generation that was cut short half must be there, and all there is of the first.
        const bool counts = population.size() >= options_.population / 2 || proposals == nullptr;
        if (!counts || population.empty()) return true;
        normalise(population);
        result_.generations.push_back(
            {std::ranges::max_element(population, {}, &AcceptedRun::distance)->distance, trials,
             static_cast<double>(population.size()) / static_cast<double>(trials),
             effective_size(population)});
        population_ = std::move(population);
        return true;
    }

    void accept(const Trial& trial, std::vector<double> summaries, double tolerance,
                const Proposals* proposals, std::vector<AcceptedRun>& population) const {
        const double distance = observed_.distance(summaries);
        if (!(distance <= tolerance) || distance == infinite) return;
        const double weight = proposals == nullptr
                                  ? 1.0
                                  : prior_density(trial.point) / proposals->density(trial.point);
        population.push_back({trial.point, weight, std::move(summaries), distance, trial.luck});
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
    AbcResult result_;
};

}  // namespace

std::optional<AbcResult> sequential_abc(const Simulator& simulate, const Observed& observed,
                                        const MatchedSpace& space, const AbcOptions& options) {
    return SequentialAbc(simulate, observed, space, options).run();
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/conditional_logit.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/statistics/cholesky.hpp"

namespace wardwire::analysis {

namespace {

/// The chances of the alternatives of a choice.
class Chances {
 public:
    Chances(const Choices& choices, const Vector& coefficients)
        : choices_(choices), coefficients_(coefficients) {}

    const Vector& of(const Choice& choice) {
        chances_.clear();
        double sum = 0.0;
        for (std::size_t i = choice.first; i < choice.first + choice.alternatives; ++i) {
            double log_weight = choices_.log_count[i];
            for (std::size_t k = 0; k < choices_.features; ++k)
                log_weight += coefficients_[k] * choices_.feature[i * choices_.features + k];
            chances_.push_back(std::exp(log_weight));
            sum += chances_.back();
        }
        for (double& one : chances_) one /= sum;
        return chances_;
    }

    /// What the choice says about the coefficients: the features of the chosen less those expected.
    Vector score(const Choice& choice) {
        const std::size_t features = choices_.features;
        Vector score(features, 0.0);
        const Vector& chances = of(choice);
        for (std::size_t i = 0; i < chances.size(); ++i)
            for (std::size_t k = 0; k < features; ++k)
                score[k] += ((i == 0 ? 1.0 : 0.0) - chances[i]) *
                            choices_.feature[(choice.first + i) * features + k];
        return score;
    }

 private:
    const Choices& choices_;
    const Vector& coefficients_;
    Vector chances_;
};

Matrix information_at(const Choices& choices, const Vector& coefficients) {
    const std::size_t features = choices.features;
    Matrix information(features, Vector(features, 0.0));
    Chances chances(choices, coefficients);
    Vector mean(features);
    for (const Choice& choice : choices.all) {
        const Vector& chance = chances.of(choice);
        std::ranges::fill(mean, 0.0);
        for (std::size_t i = 0; i < chance.size(); ++i) {
            const double* const x = &choices.feature[(choice.first + i) * features];
            for (std::size_t k = 0; k < features; ++k) {
                mean[k] += chance[i] * x[k];
                for (std::size_t l = 0; l <= k; ++l) information[k][l] += chance[i] * x[k] * x[l];
            }
        }
        for (std::size_t k = 0; k < features; ++k)
            for (std::size_t l = 0; l <= k; ++l) information[k][l] -= mean[k] * mean[l];
    }
    return information;
}

/// Errors that allow for what the choices of one cluster have in common.
Vector errors_by_cluster(const Choices& choices, const Vector& coefficients,
                         const Cholesky& information, std::size_t way) {
    Chances chances(choices, coefficients);
    std::map<std::uint32_t, Vector> scores;
    for (const Choice& choice : choices.all) {
        Vector& sum =
            scores.try_emplace(choice.cluster[way], Vector(choices.features, 0.0)).first->second;
        const Vector score = chances.score(choice);
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += score[k];
    }
    Vector variances(choices.features, 0.0);
    for (const auto& [cluster, score] : scores) {
        const Vector step = information.solve(score);
        for (std::size_t k = 0; k < step.size(); ++k) variances[k] += step[k] * step[k];
    }
    const auto clusters = static_cast<double>(scores.size());
    const double few = clusters > 1.0 ? clusters / (clusters - 1.0) : 1.0;
    for (double& one : variances) one = std::sqrt(few * one);
    return variances;
}

}  // namespace

void Choices::add(const std::vector<double>& values, double log_of_count) {
    feature.insert(feature.end(), values.begin(), values.end());
    log_count.push_back(log_of_count);
}

std::optional<ConditionalLogit> fit_choices(const Choices& choices) {
    constexpr int most_rounds = 50;
    constexpr double still = 1e-8;
    constexpr double longest_step = 1.0;
    ConditionalLogit fit{Vector(choices.features, 0.0), {}};
    for (int round = 0; round < most_rounds; ++round) {
        Chances chances(choices, fit.coefficients);
        Vector score(choices.features, 0.0);
        for (const Choice& choice : choices.all) {
            const Vector one = chances.score(choice);
            for (std::size_t k = 0; k < score.size(); ++k) score[k] += one[k];
        }
        const auto information = Cholesky::of(information_at(choices, fit.coefficients));
        if (!information) return std::nullopt;
        const Vector step = information->solve(score);
        double largest = 0.0;
        for (const double one : step) largest = std::max(largest, std::abs(one));
        const double shortened = longest_step / std::max(longest_step, largest);
        for (std::size_t k = 0; k < step.size(); ++k) fit.coefficients[k] += shortened * step[k];
        if (largest > still) continue;
        for (std::size_t way = 0; way < fit.errors.size(); ++way)
            fit.errors[way] = errors_by_cluster(choices, fit.coefficients, *information, way);
        return fit;
    }
    return std::nullopt;
}

}  // namespace wardwire::analysis

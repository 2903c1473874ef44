// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "models/reading/law.hpp"

namespace wardwire::models::reading {
namespace {

const char* mean_problem(LawValues v) { return sim::Exponential::problem(v[0]); }
const char* moments_problem(LawValues v) { return sim::moments_problem(v[0], v[1]); }
const char* shape_problem(LawValues v) { return sim::Gamma::problem(v[0], v[1]); }

sim::Distribution exponential_of_median(double median) {
    constexpr double ln_2 = 0.693147180559945309417232121458;  // quantile(0.5) of mean 1
    return sim::Exponential(median / ln_2);
}

constexpr auto plain_number = LawParameter::Kind::plain;
constexpr auto chance = LawParameter::Kind::chance;

std::vector<LawEntry> continuous_laws() {
    using V = LawValues;
    return {
        {"exponential",
         {{{{"mean"}},
           mean_problem,
           [](V v) -> sim::Distribution { return sim::Exponential(v[0]); }},
          {{{"median"}}, mean_problem, [](V v) { return exponential_of_median(v[0]); }}}},
        {"lognormal",
         {{{{"mean"}, {"sd"}},
           moments_problem,
           [](V v) -> sim::Distribution { return sim::Lognormal::from_moments(v[0], v[1]); }}},
         [](double p1, double x1, double p2, double x2) -> sim::Distribution {
             return sim::Lognormal::from_quantiles(p1, x1, p2, x2);
         }},
        {"gamma",
         {{{{"mean"}, {"sd"}},
           moments_problem,
           [](V v) -> sim::Distribution { return sim::Gamma::from_moments(v[0], v[1]); }},
          {{{"shape", plain_number}, {"scale"}},
           shape_problem,
           [](V v) -> sim::Distribution { return sim::Gamma(v[0], v[1]); }}}},
        {"weibull",
         {{{{"shape", plain_number}, {"scale"}},
           shape_problem,
           [](V v) -> sim::Distribution { return sim::Weibull(v[0], v[1]); }}},
         [](double p1, double x1, double p2, double x2) -> sim::Distribution {
             return sim::Weibull::from_quantiles(p1, x1, p2, x2);
         }},
        {"pareto",
         {{{{"shape", plain_number}, {"scale"}},
           shape_problem,
           [](V v) -> sim::Distribution { return sim::Pareto(v[0], v[1]); }},
          {{{"mean"}, {"sd"}},
           moments_problem,
           [](V v) -> sim::Distribution { return sim::Pareto::from_moments(v[0], v[1]); }}}},
        {"uniform",
         {{{{"low"}, {"high"}},
           [](V v) { return sim::Uniform::problem(v[0], v[1]); },
           [](V v) -> sim::Distribution { return sim::Uniform(v[0], v[1]); }}}},
        {"triangular",
         {{{{"low"}, {"mode"}, {"high"}},
           [](V v) { return sim::Triangular::problem(v[0], v[1], v[2]); },
           [](V v) -> sim::Distribution { return sim::Triangular(v[0], v[1], v[2]); }}}},
    };
}

std::vector<LawEntry> discrete_laws() {
    using V = LawValues;
    return {
        {"bernoulli",
         {{{{"probability", chance}},
           [](V v) { return sim::Bernoulli::problem(v[0]); },
           [](V v) -> sim::Distribution { return sim::Bernoulli(v[0]); }}},
         nullptr,
         true},
        {"geometric",
         {{{{"mean", plain_number}},
           [](V v) { return v[0] >= 1.0 ? nullptr : "the mean must be at least 1"; },
           [](V v) -> sim::Distribution { return sim::Geometric(1.0 / v[0]); }},
          {{{"probability", chance}},
           [](V v) { return sim::Geometric::problem(v[0]); },
           [](V v) -> sim::Distribution { return sim::Geometric(v[0]); }}},
         nullptr,
         true},
        {"poisson",
         {{{{"mean", plain_number}},
           [](V v) { return sim::Poisson::problem(v[0]); },
           [](V v) -> sim::Distribution { return sim::Poisson(v[0]); }}},
         nullptr,
         true},
        {"negative_binomial",
         {{{{"mean", plain_number}, {"size", plain_number}},
           [](V v) { return sim::NegativeBinomial::problem(v[0], v[1]); },
           [](V v) -> sim::Distribution { return sim::NegativeBinomial(v[0], v[1]); }}},
         nullptr,
         true},
    };
}

}  // namespace

std::vector<LawEntry> law_entries() {
    std::vector<LawEntry> laws = continuous_laws();
    std::vector<LawEntry> discrete = discrete_laws();
    for (LawEntry& law : discrete) laws.push_back(std::move(law));
    return laws;
}

}  // namespace wardwire::models::reading

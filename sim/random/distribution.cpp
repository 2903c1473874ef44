// SPDX-License-Identifier: Apache-2.0
#include "sim/random/distribution.hpp"

namespace wardwire::sim {

double Distribution::quantile_of_costlier_law(double p) const {
    return std::visit([p](const auto& law) { return law.quantile(p); }, law_);
}
double Distribution::cdf(double x) const {
    return std::visit([x](const auto& law) { return law.cdf(x); }, law_);
}
double Distribution::mean() const {
    return std::visit([](const auto& law) { return law.mean(); }, law_);
}
double Distribution::variance() const {
    return std::visit([](const auto& law) { return law.variance(); }, law_);
}
double Distribution::lower() const {
    return std::visit([](const auto& law) { return law.lower(); }, law_);
}
std::string Distribution::describe() const {
    return std::visit([](const auto& law) { return law.describe(); }, law_);
}

}  // namespace wardwire::sim

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace wardwire::analysis {

/// The Laplace transform s -> E[e^{-sX}] of a positive random time X. At a negative argument it is
/// the moment generating function, infinite where that does not exist.
using Transform = std::function<double(double)>;

Transform fixed_transform(double value);
Transform exponential_transform(double mean);

/// `squared_variation` is the variance over the square of the mean, here and below.
Transform gamma_transform(double mean, double squared_variation);

/// A mixture of two exponentials that each carry half of the mean; squared variation at least 1.
Transform hyperexponential_transform(double mean, double squared_variation);

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// The constants that make a selection as sure as it promises to be.
namespace wardwire::analysis {

/// h² = 2 η d of Kim & Nelson (2001), with η = ((2 error)^(-2/d) - 1) / 2 on d degrees of freedom,
/// where `error` is what one of the k - 1 comparisons may err: α / (k - 1) when systems share their
/// random numbers, 1 - (1 - α)^(1/(k - 1)) when they are independent.
double kim_nelson_h_squared(double error, double degrees_of_freedom);

/// α / (k - 1), which holds whatever the systems share. At least two systems.
double shared_error(double confidence, std::size_t systems);

/// 1 - (1 - α)^(1/(k - 1)), for independent systems.
double independent_error(double confidence, std::size_t systems);

/// Rinott's (1978) h: ∫ [∫ Φ(h / √((n - 1)(1/x + 1/y))) f(x) dx]^(k-1) f(y) dy = confidence, where
/// f is the density of χ² on first_stage - 1 degrees of freedom; to 1e-6. At least two systems and
/// three replications, a confidence above 1/k.
double rinott_h(double confidence, std::size_t systems, std::size_t first_stage);

/// Dudewicz & Dalal's (1975) h₁: ∫ F(t + h)^(k-1) f(t) dt = confidence for Student's law on
/// first_stage - 1 degrees of freedom; to 1e-6.
double dudewicz_dalal_h(double confidence, std::size_t systems, std::size_t first_stage);

}  // namespace wardwire::analysis

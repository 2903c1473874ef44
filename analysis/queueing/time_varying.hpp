// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

namespace wardwire::analysis {

/// An arrival rate that rises and falls around its mean as a sine: mean + amplitude sin(2πt/period
/// + phase).
struct SineRate {
    double mean;
    double amplitude;
    double period;
    double phase = 0.0;  ///< in radians

    double operator()(double time) const;
};

/// Mt/G/∞: the number in a system with a server for everyone is Poisson at every time, in the long
/// run with these means for sine arrivals (Eick, Massey & Whitt 1993, section 4). For exponential
/// service the wave is that of the arrivals times E[S]/√(1 + ω²E[S]²), late by atan(ωE[S])/ω.
double mean_busy_exponential(const SineRate& rate, double mean_service, double time);
double mean_busy_fixed(const SineRate& rate, double service_time, double time);

/// P(N >= count) for a Poisson N.
double poisson_at_least(int count, double mean);

/// Mt/M/ct from an empty start: the law of the number in system as time passes, from Kolmogorov's
/// forward equations by the classical Runge-Kutta method of fourth order. When servers leave, the
/// customers they served go back to the head of the queue, which exponential service does not feel.
class TransientQueue {
 public:
    /// `room` is the largest number in system that is kept track of; arrivals beyond are lost, so
    /// probability_full() must stay negligible.
    TransientQueue(std::function<double(double)> arrival_rate, double service_rate, int room);

    /// Goes on to a later time with this many servers. The arrival rate must be smooth on the way:
    /// stop where it is not.
    void advance(double until, int servers);

    double now() const { return now_; }
    double mean_in_system() const;
    double mean_in_queue(int servers) const;
    double probability_empty() const { return law_.front(); }
    double probability_full() const { return law_.back(); }

 private:
    void step(double length, int servers);
    std::vector<double> slope(double time, const std::vector<double>& law, int servers) const;

    std::function<double(double)> arrival_rate_;
    double service_rate_;
    double now_ = 0.0;
    std::vector<double> law_;
};

}  // namespace wardwire::analysis

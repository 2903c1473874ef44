// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

/// Poisson arrivals are sent, once and for all, to one of two exponential servers with a queue
/// each: how the rule of sending decides the mean sojourn. Infinite when the two are overloaded.
struct TwoQueues {
    double arrival_rate;
    double service_rate;  ///< of one server

    /// By the toss of a coin: two M/M/1 queues.
    double mean_sojourn_random() const;

    /// In turn: two queues with Erlang-2 gaps between arrivals (GI/M/1).
    double mean_sojourn_in_turn() const;

    /// To the shorter queue, counting who is in service, by coin when equal (Haight 1958): the
    /// chain of both lengths.
    double mean_sojourn_shorter_queue() const;

    /// No choice, one queue for both: M/M/2, which no rule can beat.
    double mean_sojourn_pooled() const;
};

/// The N design: class 1 is served by pool A or, when A is busy, by pool B; class 2 only by pool B,
/// which takes waiting class 2 before waiting class 1. One service rate, no interruption; arrivals
/// prefer A. Solved as the chain of busy servers and both queues.
struct OverflowPools {
    double first_arrival_rate;
    double second_arrival_rate;
    double service_rate;
    int first_servers;   ///< pool A
    int second_servers;  ///< pool B

    struct Answer {
        double first_wait;
        double second_wait;
        double first_utilisation;
        double second_utilisation;
    };

    /// The system must be stable: λ₂ < c_B μ and λ₁ + λ₂ < (c_A + c_B) μ.
    Answer solve() const;
};

}  // namespace wardwire::analysis

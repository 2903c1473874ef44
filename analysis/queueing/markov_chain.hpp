// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <vector>

namespace wardwire::analysis {

/// A rate at which a chain goes from one numbered state to another.
struct Jump {
    std::size_t from;
    std::size_t to;
    double rate;
};

/// The stationary law of an irreducible chain on 0..states-1, by the elimination of Grassmann,
/// Taksar & Heyman (1985): it never subtracts, so every probability keeps its digits however small
/// it is. Time states · band² and memory states · band, where the band is the longest jump.
std::vector<double> stationary_law(std::size_t states, std::span<const Jump> jumps);

/// A finite chain in continuous time, built by walking from a first state to all it leads to.
/// States may be anything that has an order. They are numbered breadth first, which keeps the
/// jumps short.
template <class State>
class MarkovChain {
 public:
    /// `leave(state, go)` calls `go(next, rate)` for every way out of a state; rates are above 0,
    /// no state leads to itself, and every state must lead back to the first.
    template <class Leave>
    MarkovChain(const State& first, Leave leave) : states_{first} {
        std::map<State, std::size_t> number_of{{first, 0}};
        std::vector<Jump> jumps;
        for (std::size_t from = 0; from < states_.size(); ++from) {
            const State state = states_[from];  // a copy: the walk lengthens the list
            leave(state, [&](const State& next, double rate) {
                const auto [place, is_new] = number_of.emplace(next, states_.size());
                if (is_new) states_.push_back(next);
                jumps.push_back({from, place->second, rate});
            });
        }
        probabilities_ = stationary_law(states_.size(), jumps);
    }

    /// Σ f(state) p(state): a mean for any f, a probability for a question.
    template <class Function>
    double mean_of(Function f) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < states_.size(); ++i) sum += f(states_[i]) * probabilities_[i];
        return sum;
    }

 private:
    std::vector<State> states_;
    std::vector<double> probabilities_;
};

/// A queue without end as a chain in the first room of 32, 64, 128, ... whose wall hardly matters:
/// `make(room)` builds the chain and `at_wall(state, room)` tells whether a state touches the end;
/// at most 1e-13 of the time may be spent there. The queue must be stable.
template <class Make, class AtWall>
auto chain_with_room(Make make, AtWall at_wall) {
    for (int room = 32;; room *= 2) {
        auto chain = make(room);
        const double share =
            chain.mean_of([&](const auto& state) { return at_wall(state, room) ? 1.0 : 0.0; });
        if (share <= 1e-13) return chain;
    }
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/claim_rules.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>
#include <unordered_map>

#include "analysis/calibration/maximum.hpp"

namespace wardwire::analysis {

namespace {

constexpr Instant never = std::numeric_limits<Instant>::min();

/// What is known of the members of a pool when a message comes.
class Members {
 public:
    explicit Members(std::size_t count)
        : given_at_(count, never), open_(count, 0), free_at_(count, never) {}

    /// Brings the messages to an end that are done by `now`.
    void go_to(Instant now) {
        while (!under_way_.empty() && under_way_.top()->done_at <= now) {
            const PoolClaim& done = *under_way_.top();
            under_way_.pop();
            --open_[done.member];
            owner_[done.patient] = done.member;
            if (done.is_answered) answerer_[done.conversation] = done.member;
        }
    }

    /// Whom each rule would have chosen; at random it is nobody.
    ByClaimRule<std::uint32_t> choices(const PoolClaim& claim,
                                       const std::vector<std::uint32_t>& present) const {
        const auto by_turn = [&](std::uint32_t one) { return given_at_[one]; };
        const auto by_load = [&](std::uint32_t one) { return std::pair(open_[one], by_turn(one)); };
        const auto by_freedom = [&](std::uint32_t one) {
            return std::pair(std::max(free_at_[one], claim.arrived_at), by_turn(one));
        };
        const std::uint32_t next = *std::ranges::min_element(present, {}, by_turn);
        const auto known_or_next = [&](const auto& known, std::int32_t subject) {
            const auto found = known.find(subject);
            const bool is_there =
                found != known.end() && std::ranges::find(present, found->second) != present.end();
            return is_there ? found->second : next;
        };
        ByClaimRule<std::uint32_t> chosen{};
        chosen[at(ClaimRule::in_turn)] = next;
        chosen[at(ClaimRule::by_load)] = *std::ranges::min_element(present, {}, by_load);
        chosen[at(ClaimRule::to_answerer)] = known_or_next(answerer_, claim.conversation);
        chosen[at(ClaimRule::to_owner)] = known_or_next(owner_, claim.patient);
        chosen[at(ClaimRule::first_free)] = *std::ranges::min_element(present, {}, by_freedom);
        return chosen;
    }
    void give(const PoolClaim& claim) {
        given_at_[claim.member] = claim.arrived_at;
        ++open_[claim.member];
        free_at_[claim.member] = std::max(free_at_[claim.member], claim.done_at);
        under_way_.push(&claim);
    }

    static constexpr std::size_t at(ClaimRule rule) { return static_cast<std::size_t>(rule); }

 private:
    struct EndsLater {
        bool operator()(const PoolClaim* a, const PoolClaim* b) const {
            return a->done_at > b->done_at;
        }
    };

    std::vector<Instant> given_at_;
    std::vector<std::uint32_t> open_;
    std::vector<Instant> free_at_;  ///< with all done that came before
    std::unordered_map<std::int32_t, std::uint32_t> answerer_;
    std::unordered_map<std::int32_t, std::uint32_t> owner_;
    std::priority_queue<const PoolClaim*, std::vector<const PoolClaim*>, EndsLater> under_way_;
};

/// A claim that can be judged: its taker is one of several who were present.
struct JudgedClaim {
    std::size_t week;
    double chance;  ///< of its taker, if each takes as many as he or she usually does
    ByClaimRule<bool> is_hit;
};

/// How often each member takes a message that comes while he or she is present.
std::vector<double> usual_shares(std::span<const PoolClaim> claims, std::size_t members,
                                 const PresentMembers& present) {
    std::vector<double> taken(members, 0.0);
    std::vector<double> there(members, 0.0);
    std::vector<std::uint32_t> candidates;
    for (const PoolClaim& claim : claims) {
        present(claim.arrived_at, candidates);
        if (std::ranges::find(candidates, claim.member) == candidates.end()) continue;
        ++taken[claim.member];
        for (const std::uint32_t one : candidates) ++there[one];
    }
    for (std::size_t i = 0; i < members; ++i) taken[i] /= std::max(1.0, there[i]);
    return taken;
}

/// Goes through claims in order of arrival.
std::vector<JudgedClaim> judge(std::span<const PoolClaim> claims, std::size_t members,
                               const PresentMembers& present) {
    const std::vector<double> share = usual_shares(claims, members, present);
    std::vector<JudgedClaim> judged;
    std::vector<std::uint32_t> candidates;
    Members known(members);
    for (const PoolClaim& claim : claims) {
        known.go_to(claim.arrived_at);
        present(claim.arrived_at, candidates);
        if (candidates.size() > 1 &&
            std::ranges::find(candidates, claim.member) != candidates.end()) {
            double all = 0.0;
            for (const std::uint32_t one : candidates) all += share[one];
            JudgedClaim& one = judged.emplace_back();
            one.week = claim.week;
            one.chance = share[claim.member] / all;
            const auto chosen = known.choices(claim, candidates);
            for (std::size_t rule = 1; rule < chosen.size(); ++rule)
                one.is_hit[rule] = chosen[rule] == claim.member;
        }
        known.give(claim);
    }
    return judged;
}

/// The log-likelihood of each week's claims when a share of them follows the rule.
std::vector<double> weekly_likelihood(std::span<const JudgedClaim> claims, std::size_t rule,
                                      double followed, std::size_t weeks) {
    std::vector<double> sums(weeks, 0.0);
    for (const JudgedClaim& one : claims)
        sums[one.week] +=
            std::log((one.is_hit[rule] ? followed : 0.0) + (1.0 - followed) * one.chance);
    return sums;
}

double most_followed(std::span<const JudgedClaim> claims, std::size_t rule, std::size_t weeks) {
    constexpr double almost_all = 1.0 - 1e-6;
    const auto likelihood = [&](double followed) {
        const std::vector<double> sums = weekly_likelihood(claims, rule, followed, weeks);
        return std::accumulate(sums.begin(), sums.end(), 0.0);
    };
    return where_largest(likelihood, 0.0, almost_all);
}

/// The likeliest of the rules, of which each has a value; all but chance pay for a parameter.
std::size_t likeliest_rule(const ByClaimRule<double>& log_likelihood, double price) {
    std::size_t best = 0;
    for (std::size_t rule = 1; rule < log_likelihood.size(); ++rule)
        if (log_likelihood[rule] > log_likelihood[best] + (best == 0 ? price : 0.0)) best = rule;
    return best;
}

}  // namespace

std::optional<ClaimRules> compare_claim_rules(std::vector<PoolClaim> claims, std::size_t members,
                                              std::size_t weeks, const PresentMembers& present,
                                              double least, double confidence) {
    std::ranges::stable_sort(claims, {}, &PoolClaim::arrived_at);
    const std::vector<JudgedClaim> judged = judge(claims, members, present);
    const auto n = static_cast<double>(judged.size());
    if (judged.empty() || n < least) return std::nullopt;
    ClaimRules found;
    ByClaimRule<std::vector<double>> weekly;
    for (std::size_t rule = 0; rule < weekly.size(); ++rule) {
        found.followed[rule] = rule == 0 ? 0.0 : most_followed(judged, rule, weeks);
        weekly[rule] = weekly_likelihood(judged, rule, found.followed[rule], weeks);
    }
    std::vector<double> judged_in(weeks, 0.0);
    for (const JudgedClaim& one : judged) ++judged_in[one.week];
    const auto means = [&](std::span<const double> weights) {
        const auto sum = [&](const std::vector<double>& of) {
            return std::inner_product(of.begin(), of.end(), weights.begin(), 0.0);
        };
        std::vector<double> all;
        for (const auto& of_rule : weekly) all.push_back(sum(of_rule) / sum(judged_in));
        return all;
    };
    const auto estimates = estimate_by_clusters(weeks, means, Scale::linear, confidence);
    std::ranges::copy(estimates, found.log_likelihood.begin());
    for (Estimate& one : found.log_likelihood) {
        one.n = n;
        one.method = "mean log-likelihood of a claim, weeks resampled";
    }
    const double price = 0.5 * std::log(n) / n;
    const auto likeliest = [&](const auto& value_of) {
        ByClaimRule<double> values;
        for (std::size_t rule = 0; rule < values.size(); ++rule)
            values[rule] = value_of(found.log_likelihood[rule]);
        return likeliest_rule(values, price);
    };
    const std::size_t best = likeliest([](const Estimate& one) { return one.value; });
    found.likeliest = static_cast<ClaimRule>(best);
    const std::size_t draws = estimates.front().draws.size();
    double same = 0.0;
    for (std::size_t draw = 0; draw < draws; ++draw)
        if (likeliest([&](const Estimate& one) { return one.draws[draw]; }) == best) ++same;
    found.sure = draws > 0 ? same / static_cast<double>(draws) : 0.0;
    return found;
}

Estimate gini_of_claims(const std::vector<PoolClaim>& claims, std::size_t members,
                        std::size_t weeks, double confidence) {
    std::vector<std::vector<double>> taken(weeks, std::vector<double>(members, 0.0));
    for (const PoolClaim& claim : claims) ++taken[claim.week][claim.member];
    const auto gini = [&](std::span<const double> weights) {
        std::vector<double> by_member(members, 0.0);
        for (std::size_t week = 0; week < weeks; ++week)
            for (std::size_t member = 0; member < members; ++member)
                by_member[member] += weights[week] * taken[week][member];
        std::ranges::sort(by_member);
        double ranked = 0.0;
        double sum = 0.0;
        for (std::size_t i = 0; i < members; ++i) {
            ranked += (static_cast<double>(i) + 1.0) * by_member[i];
            sum += by_member[i];
        }
        const auto n = static_cast<double>(members);
        return std::vector<double>{2.0 * ranked / (n * sum) - (n + 1.0) / n};
    };
    Estimate found = estimate_by_clusters(weeks, gini, Scale::logit, confidence)[0];
    found.n = static_cast<double>(claims.size());
    found.method = "Gini of messages taken by member, weeks resampled";
    return found;
}

}  // namespace wardwire::analysis

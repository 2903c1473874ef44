// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/reply_rules.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace wardwire::analysis {

namespace {

std::uint64_t directed(std::uint32_t from, std::uint32_t to) {
    return std::uint64_t{from} << 32 | to;
}

std::uint64_t pair_of(const Sending& one) {
    return directed(std::min(one.sender, one.recipient), std::max(one.sender, one.recipient));
}

/// Indices of sendings: by pair, within a pair as they were.
std::vector<std::uint32_t> by_pair(std::span<const Sending> sendings) {
    std::vector<std::uint32_t> order(sendings.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return pair_of(sendings[i]); });
    return order;
}

}  // namespace

std::vector<Lifetime> replies_to_each(std::span<const Sending> sendings, std::int64_t end) {
    // Backwards: the time of the latest sending of each direction seen so far, and the one that is
    // strictly later than it, for sendings that share a time.
    struct Next {
        std::int64_t at;
        std::int64_t later;
    };
    constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
    std::unordered_map<std::uint64_t, Next> next;
    std::vector<Lifetime> replies(sendings.size());
    for (std::size_t i = sendings.size(); i-- > 0;) {
        const Sending& one = sendings[i];
        const auto back = next.find(directed(one.recipient, one.sender));
        std::int64_t answer = none;
        if (back != next.end())
            answer = back->second.at > one.at ? back->second.at : back->second.later;
        replies[i] = answer == none ? Lifetime{static_cast<double>(end - one.at), false}
                                    : Lifetime{static_cast<double>(answer - one.at), true};
        const auto [own, is_new] =
            next.try_emplace(directed(one.sender, one.recipient), Next{one.at, none});
        if (!is_new && own->second.at != one.at) own->second = {one.at, own->second.at};
    }
    return replies;
}

std::vector<TurnSwitch> turn_switches(std::span<const Sending> sendings) {
    std::vector<TurnSwitch> switches;
    const std::vector<std::uint32_t> order = by_pair(sendings);
    for (std::size_t i = 1; i < order.size(); ++i) {
        const Sending& before = sendings[order[i - 1]];
        const Sending& now = sendings[order[i]];
        if (pair_of(before) == pair_of(now) && before.sender != now.sender)
            switches.push_back({before.at, now.at, now.sender, before.sender});
    }
    return switches;
}

Conversations conversations_by_gap(std::span<const Sending> sendings, std::int64_t longest_gap) {
    Conversations found;
    found.order = by_pair(sendings);
    for (std::uint32_t i = 0; i < found.order.size(); ++i) {
        const Sending& now = sendings[found.order[i]];
        const Sending* before = i > 0 ? &sendings[found.order[i - 1]] : nullptr;
        if (before == nullptr || pair_of(*before) != pair_of(now) ||
            now.at - before->at > longest_gap) {
            found.all.push_back({now.at, now.at, now.sender, now.recipient, 1, 1, i});
            continue;
        }
        Conversation& open = found.all.back();
        open.last_at = now.at;
        ++open.messages;
        if (before->sender != now.sender) ++open.turns;
    }
    return found;
}

}  // namespace wardwire::analysis

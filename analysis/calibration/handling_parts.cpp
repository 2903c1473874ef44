// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/handling_parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace wardwire::analysis {

namespace {

/// The quantile of a table at a share of 0 to 1, on a line between its entries.
double at_share(std::span<const double> table, double share) {
    const double place = share * static_cast<double>(table.size() - 1);
    const std::size_t below = std::min(static_cast<std::size_t>(place), table.size() - 2);
    return std::lerp(table[below], table[below + 1], place - static_cast<double>(below));
}

/// The n-th number in [0, 1) of one of several even sequences (Weyl 1916).
double even_number(std::size_t n, std::size_t sequence) {
    constexpr double golden = 0.6180339887498949;
    const double step = std::sqrt(static_cast<double>(sequence) + golden);
    const double place = static_cast<double>(n) * step;
    return place - std::floor(place);
}

double level_of(std::size_t k, std::size_t steps) {
    const double half = 0.5 / static_cast<double>(steps);
    return std::clamp(static_cast<double>(k) / static_cast<double>(steps), half, 1.0 - half);
}

std::vector<double> quantiles_of(const CureMixture& law, std::size_t steps) {
    std::vector<double> table;
    for (std::size_t k = 0; k <= steps; ++k) table.push_back(law.quantile(level_of(k, steps)));
    return table;
}

/// How many messages a turn has whose rank among all is `share`; at least 1.
std::size_t messages_at(std::span<const double> messages, double share) {
    for (std::size_t count = 1; count < messages.size(); ++count)
        if ((share -= messages[count]) < 0.0) return count;
    return 1;
}

/// What must be added to `part`, once a message, to get `whole`: moved by what the quantiles of the
/// sums miss. That the parts of a sum are told apart only roughly lets the steps go astray in the
/// end, so that the best of a few is taken.
std::vector<double> what_is_added(std::span<const double> whole, std::span<const double> part,
                                  std::span<const double> messages) {
    constexpr std::size_t sums_a_step = 100;
    constexpr int rounds = 12;
    const std::size_t steps = whole.size() - 1;
    std::vector<double> added(whole.size());
    for (std::size_t k = 0; k <= steps; ++k) added[k] = std::max(0.0, whole[k] - part[k]);
    std::ranges::sort(added);
    if (added.back() <= 0.0) return {};
    std::vector<double> best;
    double least = std::numeric_limits<double>::infinity();
    std::vector<double> sums(sums_a_step * steps);
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < sums.size(); ++i) {
            sums[i] = at_share(part, even_number(i, 1));
            const std::size_t count = messages_at(messages, even_number(i, 2));
            for (std::size_t m = 0; m < count; ++m)
                sums[i] += at_share(added, even_number(i, 3 + m));
        }
        std::ranges::sort(sums);
        double missed = 0.0;
        std::vector<double> moved = added;
        for (std::size_t k = 0; k <= steps; ++k) {
            const double found = at_share(sums, level_of(k, steps));
            missed += std::abs(std::log(found / whole[k]));
            moved[k] = std::max(0.0, added[k] + 0.5 * (whole[k] - found));
        }
        std::ranges::sort(moved);
        if (missed < least) {
            least = missed;
            best = added;
        }
        added = std::move(moved);
    }
    return best;
}

}  // namespace

HandlingParts split_handling(const CureMixture& handle, const CureMixture* gap,
                             std::span<const double> messages, std::size_t steps) {
    constexpr std::array one_message = {0.0, 1.0};
    HandlingParts parts;
    const std::vector<double> to_first = quantiles_of(handle, steps);
    parts.writing_s = to_first;
    if (gap == nullptr) return parts;
    const std::vector<double> to_next = quantiles_of(*gap, steps);
    std::ranges::transform(to_first, to_next, parts.writing_s.begin(),
                           [](double a, double b) { return std::min(a, b); });
    parts.reading_s = what_is_added(to_first, parts.writing_s, messages);
    parts.pause_s = what_is_added(to_next, parts.writing_s, one_message);
    return parts;
}

}  // namespace wardwire::analysis

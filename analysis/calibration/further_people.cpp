// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "analysis/calibration/count_law.hpp"
#include "analysis/calibration/further_parts.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/special_values.hpp"

namespace wardwire::analysis {

namespace {

constexpr std::size_t resamples = 100;  // each may be a fit

/// Messages by how many they went to: to 1, 2, ..., `most_recipients`, and to more.
constexpr std::size_t most_recipients = 20;
using SizeCounts = std::array<double, most_recipients + 1>;

SizeCounts weighted_sum(std::span<const SizeCounts> table, std::span<const double> weights) {
    SizeCounts sums{};
    for (std::size_t row = 0; row < table.size(); ++row)
        if (weights[row] > 0.0)
            for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += weights[row] * table[row][i];
    return sums;
}

/// The same messages by week and by sender.
struct MessageSizes {
    std::vector<SizeCounts> by_week;
    std::vector<SizeCounts> by_sender;  ///< of those who sent any

    SizeCounts all() const {
        return weighted_sum(by_week, std::vector<double>(by_week.size(), 1.0));
    }
};

MessageSizes count_recipients(const FurtherView& view) {
    const EventLog& log = view.log;
    MessageSizes sizes;
    sizes.by_week.resize(view.calendar.weeks());
    sizes.by_sender.resize(log.persons.size());
    const auto add = [&](std::int32_t sender, Instant sent, std::size_t recipients) {
        if (view.group_of(sender) == none) return;
        const std::size_t place = std::min(recipients, most_recipients + 1) - 1;
        ++sizes.by_week[view.calendar.week_of(sent)][place];
        ++sizes.by_sender[at(sender)][place];
    };
    for_each_message(view, [&](std::span<const std::uint32_t> message) {
        add(log.sender[message[0]], log.sent_at[message[0]], message.size());
    });
    for (const Broadcast& one : log.broadcasts)
        if (one.sender != none && view.is_observed(one.sent_at))
            add(one.sender, one.sent_at, at(one.recipients));
    std::erase_if(sizes.by_sender, [](const SizeCounts& counts) {
        return std::accumulate(counts.begin(), counts.end(), 0.0) <= 0.0;
    });
    return sizes;
}

/// Mean, logarithm of the size, broadcasts, those beyond the law, largest gap of its shares.
std::vector<double> law_of_recipients(const SizeCounts& counts) {
    const std::span<const double> few(counts.data(), most_recipients);
    const double seen = std::accumulate(few.begin(), few.end(), 0.0);
    const double more = counts.back();
    const CountLaw law = fit_law_up_to(few);
    // The law's tail is counted as far as it can matter.
    const std::vector<double> expected = shares_up_to(10 * most_recipients, law);
    const double below = std::accumulate(expected.begin(), expected.begin() + most_recipients, 0.0);
    double sum = 0.0;
    double gap = 0.0;
    for (std::size_t i = 0; i < most_recipients; ++i) {
        sum += few[i] * static_cast<double>(i + 1);
        gap = std::max(gap, std::abs(few[i] / seen - expected[i] / below));
    }
    return {sum / seen, std::log(law.size), more / (seen + more),
            more / (seen + more) - (1.0 - below), gap};
}

/// A size from its logarithm. Where the fit comes to an end of what it looks at, the law is that of
/// Poisson, or that of the logarithmic series.
Estimate size_of_logarithm(Estimate one) {
    constexpr double least = 2e-3;
    constexpr double most = 1e4;
    for (double* size : {&one.value, &one.limits.lower, &one.limits.upper}) {
        *size = std::exp(*size);
        if (*size > most) *size = infinite;
        if (*size < least) *size = 0.0;
    }
    one.is_fallback = one.value <= 0.0 || std::isinf(one.value);
    return one;
}

/// Shares of messages to so many: from, and up to.
constexpr std::array<std::pair<std::size_t, std::size_t>, 6> size_steps = {
    {{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 9}, {10, 20}}};

double count_in(const SizeCounts& counts, std::pair<std::size_t, std::size_t> step) {
    double sum = 0.0;
    for (std::size_t k = step.first; k <= step.second; ++k) sum += counts[k - 1];
    return sum;
}

std::vector<double> shares_of_sizes(const SizeCounts& counts) {
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    std::vector<double> shares;
    for (const auto& step : size_steps) shares.push_back(count_in(counts, step) / all);
    return shares;
}

/// Estimates by weeks and by senders; each with the wider limits.
template <class Statistic>
std::vector<Estimate> by_weeks_and_senders(const MessageSizes& sizes, const Statistic& statistic,
                                           Scale scale, double confidence) {
    const auto by = [&](const std::vector<SizeCounts>& table) {
        return estimate_by_clusters(
            table.size(),
            [&](std::span<const double> weights) {
                return statistic(weighted_sum(table, weights));
            },
            scale, confidence, resamples);
    };
    std::vector<Estimate> estimates = by(sizes.by_week);
    const std::vector<Estimate> by_senders = by(sizes.by_sender);
    for (std::size_t i = 0; i < estimates.size(); ++i)
        estimates[i] = wider(estimates[i], by_senders[i]);
    return estimates;
}

void tell_shares_of_sizes(const FurtherView& view, const MessageSizes& sizes, double messages,
                          std::vector<FurtherEstimate>& rows) {
    const SizeCounts all = sizes.all();
    auto shares = by_weeks_and_senders(sizes, shares_of_sizes, Scale::logit, view.confidence);
    for (std::size_t i = 0; i < size_steps.size(); ++i) {
        const auto [from, to] = size_steps[i];
        const double count = count_in(all, size_steps[i]);
        if (count < view.least.events) continue;
        shares[i].n = messages;
        shares[i].method = "share, weeks and senders resampled";
        if (count >= messages) shares[i].limits = share_limits(count, messages, view.confidence);
        const std::string words =
            to > from ? std::to_string(from) + " to " + std::to_string(to) : std::to_string(from);
        rows.push_back({"messages to " + words, "", std::move(shares[i])});
    }
}

}  // namespace

void tell_recipients(const FurtherView& view, std::vector<FurtherEstimate>& rows) {
    const MessageSizes sizes = count_recipients(view);
    const SizeCounts all = sizes.all();
    const double messages = std::accumulate(all.begin(), all.end(), 0.0);
    const double to_several = count_in(all, {2, most_recipients});
    if (sizes.by_sender.size() < view.least.people || messages < view.least.events) return;
    tell_shares_of_sizes(view, sizes, messages, rows);
    if (to_several < view.least.events) return;
    auto law = by_weeks_and_senders(sizes, law_of_recipients, Scale::linear, view.confidence);
    for (Estimate& one : law) {
        one.n = messages;
        one.method = "truncated negative binomial, weeks and senders resampled";
    }
    law[1] = size_of_logarithm(std::move(law[1]));
    for (const std::size_t share : {2U, 4U})
        law[share].limits.lower = std::max(0.0, law[share].limits.lower);
    if (all.back() <= 0.0) law[2].limits = share_limits(0.0, messages, view.confidence);
    rows.push_back({"recipients of a message to at most 20", "", std::move(law[0])});
    rows.push_back({"size of the law of recipients", "", std::move(law[1])});
    rows.push_back({"law of recipients, largest gap of shares", "", std::move(law[4])});
    if (all.back() > 0.0 && all.back() < view.least.events) return;
    rows.push_back({"messages to more than 20", "", std::move(law[2])});
    if (all.back() <= 0.0) return;
    rows.push_back({"messages to more than 20, beyond that law", "", std::move(law[3])});
}

}  // namespace wardwire::analysis

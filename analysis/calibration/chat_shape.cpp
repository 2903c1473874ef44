// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>
#include <utility>

#include "analysis/calibration/chat_parts.hpp"
#include "analysis/calibration/repeat_contact.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/statistics/order_statistics.hpp"
#include "sim/random/special.hpp"

namespace wardwire::analysis {

namespace {

double total(const std::vector<double>& columns) {
    return std::accumulate(columns.begin(), columns.end(), 0.0);
}

std::vector<double> relative(std::vector<double> columns) {
    const double all = total(columns);
    for (double& one : columns) one /= all;
    return columns;
}

/// Shares of the columns among all, changed by `amend`, with limits from resampled weeks.
template <class Amend = std::identity>
std::vector<Estimate> shares_of(const WeeklyTable& table, double confidence, Amend amend = {}) {
    const auto shares = [&](std::span<const double> weights) {
        return std::vector<double>(amend(relative(weighted_columns(table, weights))));
    };
    const double n = total(weighted_columns(table, std::vector<double>(table.size(), 1.0)));
    auto estimates = estimate_by_clusters(table.size(), shares, Scale::logit, confidence);
    for (Estimate& one : estimates) {
        one.n = n;
        one.method = "share, weeks resampled";
        // A share of 0 or 1 has no spread to resample.
        if (one.value <= 0.0 || one.value >= 1.0)
            one.limits = share_limits(one.value * n, n, confidence);
    }
    return estimates;
}

/// Tells whether a person has begun a conversation with just these partners before.
class KnownSets {
 public:
    explicit KnownSets(std::size_t persons) : of_person_(persons) {}

    bool add(std::int32_t person, std::span<const std::int32_t> partners) {
        std::vector<std::int32_t> set(partners.begin(), partners.end());
        std::ranges::sort(set);
        return !of_person_[static_cast<std::size_t>(person)].insert(std::move(set)).second;
    }

 private:
    std::vector<std::set<std::vector<std::int32_t>>> of_person_;
};

/// Whom people chose, in the order in which they did. Users of conversations of several tell of
/// circles alone, unless `are_few` are of two; and where conversations were inferred only the first
/// time, because one may repeat an earlier one as a whole. Whom an answer to one of several goes to
/// is no choice.
std::vector<Contact> contacts_of(const ChatView& view, bool are_few) {
    std::vector<Contact> contacts;
    KnownSets sets(view.log.persons.size());
    const bool may_repeat = view.log.conversation_ids == IdSource::inferred && !are_few;
    for (const ChatConversation& one : view.chat.conversations) {
        if (view.group_of(one.starter) == none) continue;
        const auto partners = view.chat.partners_of(one);
        const bool is_known =
            one.is_aside() || (may_repeat && one.users > 2 && sets.add(one.starter, partners));
        for (const std::int32_t partner : partners) {
            const std::int32_t group = view.group_of(partner);
            if (group == none) continue;
            contacts.push_back(
                {static_cast<std::uint32_t>(one.starter), static_cast<std::uint32_t>(partner),
                 static_cast<std::uint32_t>(group), view.calendar.week_of(view.start_of(one)),
                 partner == one.other && (one.users == 2 || are_few), is_known});
        }
    }
    return contacts;
}

/// How unequally people are chosen by those who do not know them; resampled by person.
void estimate_popularity(const ChatView& view, std::span<const double> by_chance,
                         ChatCalibration& calibration) {
    for (std::size_t g = 0; g < calibration.groups.size(); ++g) {
        std::vector<ExposedCount> counts;
        for (std::size_t person = 0; person < by_chance.size(); ++person)
            if (view.staff.group_of[person] == static_cast<std::int32_t>(g))
                counts.push_back({by_chance[person]});
        const UnequalPeople found = how_unequal(std::move(counts), view.confidence);
        calibration.groups[g].popularity_size = found.size;
        calibration.groups[g].never_chosen = found.none;
    }
}

/// How far who begins more conversations is written to in more, within groups. Limits are by
/// Fisher's (1921) transformation.
void estimate_alike(const ChatView& view, ChatCalibration& calibration) {
    std::vector<double> begun(view.log.persons.size(), 0.0);
    std::vector<double> invited(view.log.persons.size(), 0.0);
    for (const ChatConversation& one : view.chat.conversations) {
        if (one.is_aside()) continue;
        ++begun[static_cast<std::size_t>(one.starter)];
        for (const std::int32_t partner : view.chat.partners_of(one))
            ++invited[static_cast<std::size_t>(partner)];
    }
    double products = 0.0;
    double squares_begun = 0.0;
    double squares_chosen = 0.0;
    double n = 0.0;
    for (std::size_t g = 0; g < calibration.groups.size(); ++g) {
        std::vector<double> starts;
        std::vector<double> chosen;
        for (std::size_t person = 0; person < begun.size(); ++person) {
            if (view.staff.group_of[person] != static_cast<std::int32_t>(g)) continue;
            starts.push_back(begun[person]);
            chosen.push_back(invited[person]);
        }
        starts = normal_scores(starts);
        chosen = normal_scores(chosen);
        for (std::size_t i = 0; i < starts.size(); ++i) {
            products += starts[i] * chosen[i];
            squares_begun += starts[i] * starts[i];
            squares_chosen += chosen[i] * chosen[i];
        }
        n += static_cast<double>(starts.size());
    }
    constexpr double fewest = 11.0;
    if (n < fewest || squares_begun <= 0.0 || squares_chosen <= 0.0) return;
    const double found = products / std::sqrt(squares_begun * squares_chosen);
    const double half =
        sim::standard_normal_quantile(0.5 + 0.5 * view.confidence) / std::sqrt(n - 3.0);
    const Limits limits{std::tanh(std::atanh(found) - half), std::tanh(std::atanh(found) + half),
                        view.confidence};
    calibration.alike = {std::max(0.0, found), limits, n, "correlation of normal scores"};
}

/// How many conversations back partners are known: twice as many, and again, while that makes the
/// choices much likelier.
RepeatContact with_likeliest_memory(const auto& repeat_of, ChatCalibration& calibration) {
    constexpr std::size_t most = 512;
    RepeatContact best = repeat_of(calibration.memory, Others::likeliest);
    for (std::size_t memory = 2 * calibration.memory; memory <= most; memory *= 2) {
        RepeatContact longer = repeat_of(memory, Others::likeliest);
        if (longer.log_likelihood < best.log_likelihood + much_likelier) break;
        best = std::move(longer);
        calibration.memory = memory;
    }
    return best;
}

/// The concentration of people's circles, with limits of a normal law of its logarithm.
Estimate circle_of(const RepeatContact& repeat, double confidence) {
    if (repeat.circle <= 0.0) return {};
    const double reach =
        std::exp(sim::standard_normal_quantile(0.5 + 0.5 * confidence) * repeat.circle_error);
    return {repeat.circle,
            {repeat.circle / reach, repeat.circle * reach, confidence},
            repeat.n,
            "Dirichlet process around popularity, data augmentation"};
}

void estimate_again(const ChatView& view, ChatCalibration& calibration) {
    constexpr std::size_t known = 16;  // conversations that must have been seen
    constexpr double enough = 100.0;
    std::vector<std::size_t> members;
    for (const GroupCalibration& group : calibration.groups) members.push_back(group.group.people);
    std::vector<std::uint32_t> group_of;
    for (const std::int32_t group : view.staff.group_of)
        group_of.push_back(static_cast<std::uint32_t>(group));
    const auto of_two = std::ranges::count_if(
        view.chat.conversations,
        [](const ChatConversation& one) { return one.users == 2 && !one.is_aside(); });
    const std::vector<Contact> contacts = contacts_of(view, static_cast<double>(of_two) < enough);
    const std::size_t weeks = view.calendar.weeks();
    const auto repeat_of = [&](std::size_t memory, Others others, NearCircles begin = {}) {
        return repeat_contact(contacts, members, group_of, weeks, memory, known, others, begin);
    };
    if (view.like != nullptr) calibration.memory = view.like->memory;
    RepeatContact repeat = view.like == nullptr ? with_likeliest_memory(repeat_of, calibration)
                           : view.like->circle.n > 0.0
                               ? repeat_of(calibration.memory, Others::of_circle,
                                           {view.like->again.value, view.like->circle.value, true})
                               : repeat_of(calibration.memory, Others::anybody);
    const bool is_thin = repeat.n < enough;
    if (is_thin) repeat = repeat_contact(contacts, members, group_of, weeks, calibration.memory, 1);
    const auto again = [&](std::span<const double> weights) {
        return std::vector<double>{repeat.again(weights)};
    };
    calibration.again = estimate_by_clusters(weeks, again, Scale::linear, view.confidence)[0];
    Limits& limits = calibration.again.limits;
    const double reach =
        sim::standard_normal_quantile(0.5 + 0.5 * view.confidence) * repeat.again_error;
    const double by_week = limits.upper - calibration.again.value;
    if (by_week > 0.0 && reach > by_week)
        spread_draws(calibration.again, reach / by_week, Scale::linear);
    for (double& draw : calibration.again.draws) draw = std::clamp(draw, 0.0, 1.0);
    limits.lower = std::max(0.0, std::min(limits.lower, calibration.again.value - reach));
    limits.upper = std::min(1.0, std::max(limits.upper, calibration.again.value + reach));
    calibration.again.n = repeat.n;
    calibration.again.method = "latest partners beside others, weeks resampled";
    calibration.again.is_fallback = is_thin;
    calibration.circle = circle_of(repeat, view.confidence);
    calibration.agreement = repeat.agreement;
    estimate_popularity(view, repeat.by_chance, calibration);
    estimate_alike(view, calibration);
}

void estimate_partners(const ChatView& view, ChatCalibration& calibration) {
    const std::size_t groups = calibration.groups.size();
    std::vector<std::vector<double>> counts(groups, std::vector<double>(groups, 0.0));
    for (const ChatConversation& one : view.chat.conversations) {
        if (one.is_aside()) continue;
        const std::int32_t from = view.group_of(one.starter);
        const std::int32_t to = view.group_of(one.other);
        if (from == none || to == none) continue;
        ++counts[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
    }
    const auto shares = shrunk_shares(counts, view.confidence);
    for (std::size_t g = 0; g < groups; ++g) calibration.groups[g].to = shares[g];
    estimate_again(view, calibration);
}

/// Of a gamma law of mean 1, by its size; 0 where it is not known.
double variance_of(const Estimate& size) { return size.value > 0.0 ? 1.0 / size.value : 0.0; }

/// The chance that a user who is invited is one whom an earlier invitation of the same conversation
/// brought: nobody remembered is, nor of a circle, but somebody drawn from all of a role may be.
double chance_of_the_same(const ChatCalibration& calibration) {
    if (calibration.circle.n > 0.0) return 0.0;
    double same = 0.0;
    double all = 0.0;
    for (const GroupCalibration& group : calibration.groups) {
        double chance = 0.0;
        for (std::size_t g = 0; g < group.to.size(); ++g) {
            const StaffGroup& to = calibration.groups[g].group;
            const std::size_t others = to.people - (&group == &calibration.groups[g] ? 1 : 0);
            if (others > 0)
                chance += group.to[g].value * group.to[g].value *
                          (1.0 + variance_of(calibration.groups[g].popularity_size)) /
                          static_cast<double>(others);
        }
        same += group.starts_per_hour.n * chance;
        all += group.starts_per_hour.n;
    }
    return all > 0.0 ? (1.0 - calibration.again.value) * same / all : 0.0;
}

/// Shares of conversations by how many users were to be invited, from shares by how many were
/// there: somebody invited twice counts once. Both from two users on. An invitation to k partners
/// fails with k times the chance; solved from the largest number down, shares not below 0.
std::vector<double> shares_of_invited(std::vector<double> there, double chance_of_one) {
    const std::size_t sizes = there.size();
    std::vector<double> invited(sizes, 0.0);
    for (std::size_t wanted = sizes; wanted-- > 0;) {
        std::vector<double> come(sizes, 0.0);  // chances of how many come of so many invited
        come[0] = 1.0;
        for (std::size_t invitation = 0; invitation < wanted; ++invitation)
            for (std::size_t k = invitation + 1; k-- > 0;) {
                const double fails = std::min(1.0, static_cast<double>(k + 1) * chance_of_one);
                come[k + 1] += come[k] * (1.0 - fails);
                come[k] *= fails;
            }
        invited[wanted] = come[wanted] > 0.0 ? std::max(0.0, there[wanted] / come[wanted]) : 0.0;
        for (std::size_t k = 0; k <= wanted; ++k) there[k] -= invited[wanted] * come[k];
    }
    const double all = total(invited);
    for (double& share : invited) share /= all;
    return invited;
}

void estimate_users(const ChatView& view, ChatCalibration& calibration) {
    constexpr std::size_t most_users = 20;
    WeeklyTable users(view.calendar.weeks(), std::vector<double>(most_users - 1, 0.0));
    WeeklyTable urgent(view.calendar.weeks(), std::vector<double>(2, 0.0));
    for (const ChatConversation& one : view.chat.conversations) {
        if (one.is_aside()) continue;
        const std::size_t week = view.calendar.week_of(view.start_of(one));
        const auto count = static_cast<std::size_t>(std::max(2, one.users));
        ++users[week][std::min(count, most_users) - 2];
        ++urgent[week][one.is_urgent ? 0 : 1];
    }
    const double same = chance_of_the_same(calibration);
    calibration.users = shares_of(users, view.confidence, [&](std::vector<double> there) {
        return shares_of_invited(there, same);
    });
    while (calibration.users.size() > 1 && calibration.users.back().value <= 0.0)
        calibration.users.pop_back();
    calibration.urgent = shares_of(urgent, view.confidence)[0];
}

/// How long a silence must have lasted before a conversation counts as over: as long as 99 of 100
/// answers take.
Instant patience(const ChatLog& chat) {
    std::vector<double> delays;
    for (const ChatConversation& one : chat.conversations) {
        const auto turns = chat.turns_of(one);
        for (std::size_t i = 1; i < turns.size(); ++i)
            delays.push_back(static_cast<double>(turns[i].first_at - turns[i - 1].last_at));
    }
    return delays.empty() ? 0 : static_cast<Instant>(sample_quantile(delays, 0.99));
}

void estimate_turns(const ChatView& view, ChatCalibration& calibration) {
    constexpr std::size_t most_turns = 12;
    const std::size_t weeks = view.calendar.weeks();
    const Instant silence = patience(view.chat);
    WeeklyTable over(weeks, std::vector<double>(2 * most_turns, 0.0));  // [turns - 1], then open
    WeeklyTable usual = over;  // of conversations of two that answer no turn to several, if known
    const bool are_apart = view.log.conversation_ids == IdSource::inferred;
    for (const ChatConversation& one : view.chat.conversations) {
        const std::size_t week = view.calendar.week_of(view.start_of(one));
        const auto turns = view.chat.turns_of(one);
        const bool is_over = view.log.observed_until - turns.back().last_at > silence;
        // Of longer ones only that they went on so far is used.
        const std::size_t count = std::min(turns.size(), most_turns);
        const std::size_t place = count - 1 + (is_over && count < most_turns ? 0 : most_turns);
        ++over[week][place];
        if (!are_apart || (one.users == 2 && !one.is_aside())) ++usual[week][place];
    }
    const auto counts_of = [&](const WeeklyTable& table, std::span<const double> weights) {
        const std::vector<double> sums = weighted_columns(table, weights);
        std::vector<TurnCount> turns;
        for (std::size_t i = 0; i < sums.size(); ++i)
            turns.push_back({i % most_turns + 1, i < most_turns, sums[i]});
        return turns;
    };
    // Answers to all of several, and answers to such answers, are rarer; they have factors of their
    // own on the chance of the first turn.
    const auto chances_of = [&](std::span<const double> weights, std::size_t most, auto... least) {
        auto chances = continuation_chances(counts_of(over, weights), most, least...);
        const auto first = continuation_chances(counts_of(usual, weights), most, least...);
        if (are_apart && !chances.empty() && !first.empty()) chances[0] = first[0];
        return chances;
    };
    // Which turns have a chance of their own is settled by the whole log.
    const std::vector<double> ones(weeks, 1.0);
    calibration.continuation = chances_of(ones, most_turns - 1);
    const std::size_t own = calibration.continuation.size();
    const auto values = [&](std::span<const double> weights) {
        std::vector<double> all(own, std::nan(""));
        const auto chances = chances_of(weights, own, 0.0);
        for (std::size_t i = 0; i < std::min(own, chances.size()); ++i) all[i] = chances[i].value;
        return all;
    };
    const auto resampled = estimate_by_clusters(weeks, values, Scale::logit, view.confidence);
    for (std::size_t i = 0; i < own; ++i)
        if (calibration.continuation[i].value > 0.0 && calibration.continuation[i].value < 1.0) {
            calibration.continuation[i].limits = resampled[i].limits;
            calibration.continuation[i].draws = resampled[i].draws;
        }
}

}  // namespace

std::vector<double> weighted_columns(const WeeklyTable& table, std::span<const double> weights) {
    std::vector<double> sums(table.front().size(), 0.0);
    for (std::size_t week = 0; week < table.size(); ++week)
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += weights[week] * table[week][i];
    return sums;
}

void estimate_shape(const ChatView& view, ChatCalibration& calibration) {
    estimate_partners(view, calibration);
    estimate_users(view, calibration);
    estimate_turns(view, calibration);
}

}  // namespace wardwire::analysis

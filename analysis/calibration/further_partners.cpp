// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "analysis/calibration/conditional_logit.hpp"
#include "analysis/calibration/excitation.hpp"
#include "analysis/calibration/further_parts.hpp"
#include "analysis/statistics/quantile.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

/// What may make somebody be chosen, in the order of the coefficients.
enum Feature : std::size_t { once, twice, more_often, by_them, popularity, features };

/// A person's latest conversations, begun by either side, and whom he or she chose so far.
struct Latest {
    struct Talk {
        std::int32_t with;
        bool by_them;  ///< whether the other one began it
    };
    std::deque<Talk> talks;
    std::size_t met = 0;
    std::unordered_map<std::int32_t, double> chosen;

    void remember(Talk talk) {
        talks.push_back(talk);
        if (talks.size() > most) talks.pop_front();
        ++met;
    }
    static constexpr std::size_t most = 16;
};

/// Gathers who was chosen and who was not, conversation by conversation.
class PartnerChoices {
 public:
    explicit PartnerChoices(const FurtherView& view)
        : view_(view),
          latest_(view.log.persons.size()),
          chosen_(view.log.persons.size(), 0.0),
          members_(view.staff.groups.size()) {
        for (std::size_t person = 0; person < latest_.size(); ++person) {
            const std::int32_t group = view.staff.group_of[person];
            if (group != none) members_[at(group)].push_back(static_cast<std::int32_t>(person));
        }
        constexpr double most = 5e4;
        kept_ =
            most / static_cast<double>(std::max<std::size_t>(1, view.chat.conversations.size()));
    }

    Choices gather() {
        for (const ChatConversation& one : view_.chat.conversations) {
            if (view_.group_of(one.starter) == none) continue;
            for (const std::int32_t partner : view_.chat.partners_of(one)) {
                if (view_.group_of(partner) == none) continue;
                if (partner == one.other && !one.is_aside()) choose(one);
                latest_[at(one.starter)].remember({partner, false});
                latest_[at(partner)].remember({one.starter, true});
            }
        }
        return std::move(choices_);
    }

    std::size_t people() const { return people_.size(); }
    double answered() const { return answered_; }  ///< choices of who had begun one lately

 private:
    /// Judges a choice, if its starter is in the sample and remembers enough, and counts it.
    void choose(const ChatConversation& one) {
        Latest& own = latest_[at(one.starter)];
        ++made_;
        if (chance_.uniform(at(one.starter)) < kept_) {
            if (own.met >= Latest::most) judge(one);
            ++own.chosen[one.other];
        }
        ++chosen_[at(one.other)];
    }

    /// Whoever of the group is remembered is an alternative, and of the others a sample.
    void judge(const ChatConversation& one) {
        const Latest& own = latest_[at(one.starter)];
        const std::int32_t group = view_.group_of(one.other);
        std::vector<std::int32_t> known{one.other};  // the chosen one, then those remembered
        bool is_remembered = false;
        for (const Latest::Talk& talk : own.talks) {
            is_remembered = is_remembered || talk.with == one.other;
            if (view_.group_of(talk.with) == group &&
                std::ranges::find(known, talk.with) == known.end())
                known.push_back(talk.with);
        }
        const bool is_own = view_.group_of(one.starter) == group;
        const std::size_t remembered = known.size() - (is_remembered ? 0 : 1);
        const std::size_t others = members_[at(group)].size() - remembered - (is_own ? 1 : 0);
        const std::size_t drawn = std::min(sampled, others);
        const double log_count =
            drawn > 0 ? std::log(static_cast<double>(others) / static_cast<double>(drawn)) : 0.0;
        const std::size_t first = choices_.log_count.size();
        for (const std::int32_t person : known)
            choices_.add(features_of(own, person),
                         person == one.other && !is_remembered ? log_count : 0.0);
        add_others(one, group, drawn - (is_remembered ? 0 : 1), known, log_count);
        const std::size_t alternatives = choices_.log_count.size() - first;
        choices_.all.push_back({first,
                                alternatives,
                                {static_cast<std::uint32_t>(view_.calendar.week_of(
                                     view_.chat.turns[one.first_turn].first_at)),
                                 static_cast<std::uint32_t>(one.starter)}});
        people_.insert(one.starter);
        if (choices_.feature[first * features + by_them] > 0.0) ++answered_;
    }

    std::vector<double> features_of(const Latest& own, std::int32_t person) const {
        std::vector<double> values(features, 0.0);
        std::size_t talks = 0;
        for (const Latest::Talk& talk : own.talks) {
            if (talk.with != person) continue;
            ++talks;
            if (talk.by_them) values[by_them] = 1.0;
        }
        if (talks > 0) values[std::min<std::size_t>(talks, 3) - 1] = 1.0;
        values[popularity] = popularity_of(own, person);
        return values;
    }

    /// How often others have chosen a person. With one's own choices, who was remembered for having
    /// been chosen would be the more popular, and who was for having begun the less.
    double popularity_of(const Latest& own, std::int32_t person) const {
        const auto by_own = own.chosen.find(person);
        return std::log1p(chosen_[at(person)] -
                          (by_own == own.chosen.end() ? 0.0 : by_own->second));
    }

    /// Of those whom the starter does not remember, each as likely as the others.
    void add_others(const ChatConversation& one, std::int32_t group, std::size_t count,
                    std::vector<std::int32_t> known, double log_count) {
        const std::vector<std::int32_t>& all = members_[at(group)];
        std::vector<double> values(features, 0.0);
        for (std::uint64_t draw = 0; count > 0; ++draw) {
            const auto place = static_cast<std::size_t>(chance_.uniform(made_, draw + 1) *
                                                        static_cast<double>(all.size()));
            const std::int32_t person = all[place];
            if (person == one.starter || std::ranges::find(known, person) != known.end()) continue;
            known.push_back(person);
            values[popularity] = popularity_of(latest_[at(one.starter)], person);
            choices_.add(values, log_count);
            --count;
        }
    }

    static constexpr std::size_t sampled = 10;

    const FurtherView& view_;
    std::vector<Latest> latest_;
    std::vector<double> chosen_;  ///< how often each person was, so far
    std::vector<std::vector<std::int32_t>> members_;
    const sim::Channel chance_ = sim::Chance(20260107, 0).channel(sim::Purpose{0});
    double kept_ = 1.0;
    std::uint64_t made_ = 0;
    Choices choices_{features, {}, {}, {}};
    std::unordered_set<std::int32_t> people_;
    double answered_ = 0.0;
};

/// Sendings of some pairs of colleagues, so many that a fit is quick: of all, unless there are more
/// than about a hundred thousand.
std::vector<HourlySending> sendings_of_pairs(const FurtherView& view) {
    constexpr double most = 1e5;
    const EventLog& log = view.log;
    const std::span<const std::uint32_t> chat = view.chat_rows;
    const double kept = most / static_cast<double>(chat.size());
    const sim::Channel chance = sim::Chance(20260106, 0).channel(sim::Purpose{0});
    std::vector<HourlySending> sendings;
    for (const std::uint32_t row : chat) {
        const auto sender = static_cast<std::uint32_t>(log.sender[row]);
        const auto recipient = static_cast<std::uint32_t>(log.recipient[row]);
        const auto [low, high] = std::minmax(sender, recipient);
        const Instant at = log.sent_at[row];
        if (chance.uniform(std::uint64_t{low} << 32 | high) >= kept || !view.is_observed(at))
            continue;
        constexpr Instant an_hour = 3'600'000'000;
        const Instant of_hour = (log.zone.local_time(at) % an_hour + an_hour) % an_hour;
        sendings.push_back({{at, sender, recipient},
                            static_cast<std::uint8_t>(view.calendar.hour_of(at)),
                            static_cast<std::uint16_t>(view.calendar.week_of(at)),
                            static_cast<float>(of_hour) / static_cast<float>(an_hour)});
    }
    return sendings;
}

/// How many people are in pairs with so many sendings.
std::size_t people_of_pairs(std::span<const HourlySending> sendings, std::size_t least) {
    std::unordered_map<std::uint64_t, std::size_t> pairs;
    for (const HourlySending& one : sendings) {
        const auto [low, high] = std::minmax(one.sending.sender, one.sending.recipient);
        ++pairs[std::uint64_t{low} << 32 | high];
    }
    std::unordered_set<std::uint64_t> people;
    for (const auto& [pair, count] : pairs)
        if (count >= least) people.insert({pair >> 32, pair & 0xffffffff});
    return people.size();
}

}  // namespace

void tell_replies(const FurtherView& view, std::vector<FurtherEstimate>& rows) {
    constexpr std::size_t least_of_pair = 20;
    const std::vector<HourlySending> sendings = sendings_of_pairs(view);
    if (people_of_pairs(sendings, least_of_pair) < view.least.people) return;
    const ExcitationEstimates found = estimate_excitation(sendings, view.calendar.hour_exposure(),
                                                          view.confidence, least_of_pair);
    if (found.triggered.value * found.triggered.n < view.least.events) return;
    rows.push_back({"messages that answer one of the pair", "", found.triggered});
    rows.push_back({"quick ones among such answers", "", found.quick});
    rows.push_back({"mean delay of quick answers", "s", found.delay_s[0]});
    rows.push_back({"mean delay of slow answers", "s", found.delay_s[1]});
    rows.push_back({"gaps of pairs, off by", "", found.distance});
    rows.push_back({"gaps of pairs without answers, off by", "", found.distance_without});
}

void tell_reciprocity(const FurtherView& view, std::vector<FurtherEstimate>& rows) {
    PartnerChoices gathered(view);
    const Choices choices = gathered.gather();
    if (gathered.people() < view.least.people || gathered.answered() < view.least.events) return;
    const auto fit = fit_choices(choices);
    if (!fit) return;
    const std::array<std::size_t, 2> clusters = {view.calendar.weeks(), gathered.people()};
    const auto told = [&](Feature feature) {
        const double value = fit->coefficients[feature];
        double half = 0.0;
        for (std::size_t way = 0; way < clusters.size(); ++way)
            half = std::max(
                half, fit->errors[way][feature] *
                          student_factor(view.confidence,
                                         std::max(1.0, static_cast<double>(clusters[way]) - 1.0)));
        return Estimate{value,
                        {value - half, value + half, view.confidence},
                        static_cast<double>(choices.all.size()),
                        "partial likelihood, sampled alternatives, by weeks and people"};
    };
    rows.push_back({"begins with who has begun with them lately", "log odds", told(by_them)});
    rows.push_back({"begins with one of one conversation lately", "log odds", told(once)});
    rows.push_back({"begins with who is chosen e times as often", "log odds", told(popularity)});
}

}  // namespace wardwire::analysis

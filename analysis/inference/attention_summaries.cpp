// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference/attention_summaries.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <unordered_map>

#include "analysis/calibration/log_calendar.hpp"
#include "analysis/special_values.hpp"
#include "sim/random/special.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

constexpr Instant a_second = 1'000'000;
constexpr Instant a_minute = 60 * a_second;
constexpr Instant a_day = 24 * 60 * a_minute;

constexpr std::array day_levels = {0.1, 0.25, 0.5, 0.75, 0.9};
constexpr std::array night_levels = {0.25, 0.5, 0.75};
constexpr std::array read_levels = {0.1, 0.25, 0.5, 0.75, 0.9, 0.97};
constexpr std::array handle_levels = {0.1, 0.25, 0.5, 0.75, 0.9};
constexpr std::array waits_s = {60.0, 300.0, 1800.0, 3600.0, 86400.0};
constexpr double at_once_s = 2.0;

/// One answer to a turn.
struct Answer {
    Instant asked;
    Instant read;  ///< `no_time` if unknown
    Instant answered;
    std::int32_t person;
    bool is_by_day;
    double waiting = 0.0;  ///< turns that waited for the same person when this one came
    bool is_near = false;  ///< to another answer of the same person
    bool opens_session = false;
    bool is_read_near = false;
    bool is_after_writing = false;  ///< asked within a minute of what the same person had written
    bool is_behind = false;         ///< asked while another had not been opened
    std::size_t cluster = 0;
};

/// Whether it is known when it was opened.
bool is_opened(const Answer& one) { return one.read != no_time && one.read <= one.answered; }

double log_wait(Instant from, Instant to) {
    return std::log10(1.0 + static_cast<double>(std::max<Instant>(0, to - from)) / 1e6);
}

bool is_by_day(const TimeZone& zone, Instant at) {
    const int hour = zone.hour_of_week(at) % 24;
    return hour >= 7 && hour < 19;
}

/// Marks those of one person's answers, in the order of a time, that are near to a neighbour.
template <class Time, class Mark>
void mark_near(std::vector<Answer*>& answers, Time time, Mark mark) {
    std::ranges::stable_sort(answers, {}, time);
    for (std::size_t i = 1; i < answers.size(); ++i) {
        if (time(answers[i]) - time(answers[i - 1]) > a_minute) continue;
        mark(answers[i]);
        mark(answers[i - 1]);
    }
}

void mark_person(std::vector<Answer*>& answers) {
    mark_near(
        answers, [](const Answer* one) { return one->answered; },
        [](Answer* one) { one->is_near = true; });
    for (std::size_t i = 0; i < answers.size(); ++i)
        answers[i]->opens_session =
            i == 0 || answers[i]->answered - answers[i - 1]->answered > 5 * a_minute;
    std::vector<Instant> asked;
    std::vector<Instant> opened;
    std::vector<Instant> answered;
    for (const Answer* one : answers) {
        asked.push_back(one->asked);
        opened.push_back(is_opened(*one) ? one->read : one->answered);
        answered.push_back(one->answered);
    }
    std::ranges::sort(asked);
    std::ranges::sort(opened);
    for (Answer* one : answers) {
        const auto come = std::ranges::lower_bound(asked, one->asked) - asked.begin();
        const auto gone = std::ranges::upper_bound(answered, one->asked) - answered.begin();
        const auto seen = std::ranges::lower_bound(opened, one->asked) - opened.begin();
        one->waiting = static_cast<double>(std::max<std::ptrdiff_t>(0, come - gone));
        one->is_behind = come > seen;
    }
    std::erase_if(answers, [](const Answer* one) { return one->read == no_time; });
    mark_near(
        answers, [](const Answer* one) { return one->read; },
        [](Answer* one) { one->is_read_near = true; });
}

std::vector<Answer> answers_of(const EventLog& log, const ChatLog& chat) {
    std::vector<Answer> answers;
    std::unordered_map<std::int32_t, std::vector<Instant>> written;
    for (const ChatConversation& one : chat.conversations) {
        const auto turns = chat.turns_of(one);
        for (const ChatTurn& turn : turns) written[turn.author].push_back(turn.last_at);
        for (std::size_t i = 1; i < turns.size(); ++i) {
            const ChatTurn& asked = turns[i - 1];
            answers.push_back({asked.last_at, asked.read_at, turns[i].first_at, turns[i].author,
                               is_by_day(log.zone, asked.last_at)});
        }
    }
    std::unordered_map<std::int32_t, std::vector<Answer*>> by_person;
    for (Answer& one : answers) by_person[one.person].push_back(&one);
    for (auto& [person, own] : by_person) {
        std::vector<Instant>& turns = written[person];
        std::ranges::sort(turns);
        for (Answer* one : own) {
            const auto next = std::ranges::upper_bound(turns, one->asked);
            one->is_after_writing = next != turns.begin() && one->asked - *(next - 1) <= a_minute;
        }
        mark_person(own);
    }
    return answers;
}

/// A sample in ascending order, each value of a cluster.
class OrderedSample {
 public:
    void add(double value, std::size_t cluster) { values_.push_back({value, cluster}); }
    void sort() { std::ranges::sort(values_); }

    /// The values at which the weight below reaches these levels.
    template <class Levels>
    void quantiles(const std::vector<double>& weights, const Levels& levels,
                   std::vector<double>& into) const {
        double all = 0.0;
        for (const auto& [value, cluster] : values_) all += weights[cluster];
        double below = 0.0;
        std::size_t i = 0;
        for (const double level : levels) {
            while (i < values_.size() && below + weights[values_[i].second] < level * all)
                below += weights[values_[i++].second];
            into.push_back(i < values_.size() ? values_[i].first : undefined);
        }
    }

 private:
    std::vector<std::pair<double, std::size_t>> values_;
};

/// Sums over clusters that shares and slopes follow from.
class Sums {
 public:
    explicit Sums(std::size_t clusters) : of_(clusters) {}

    std::vector<double>& operator[](std::size_t cluster) { return of_[cluster]; }

    std::vector<double> weighted(const std::vector<double>& weights) const {
        std::vector<double> sum;
        for (std::size_t c = 0; c < of_.size(); ++c) {
            sum.resize(std::max(sum.size(), of_[c].size()), 0.0);
            for (std::size_t k = 0; k < of_[c].size(); ++k) sum[k] += weights[c] * of_[c][k];
        }
        return sum;
    }

 private:
    std::vector<std::vector<double>> of_;
};

/// The summaries as functions of the weights of clusters.
class AttentionSample {
 public:
    AttentionSample(const std::vector<Answer>& answers, std::size_t clusters,
                    const AttentionView& view, double clock_resolution_s)
        : view_(view),
          at_once_(std::log10(1.0 + std::max(at_once_s, clock_resolution_s))),
          sums_(clusters) {
        for (const Answer& one : answers) add(one);
        for (OrderedSample* sample : {&day_, &night_, &read_, &handle_}) sample->sort();
    }

    std::vector<double> summaries(const std::vector<double>& weights) const {
        std::vector<double> values;
        day_.quantiles(weights, day_levels, values);
        if (view_.has_nights) night_.quantiles(weights, night_levels, values);
        const std::vector<double> sum = sums_.weighted(weights);
        const auto at = [&](std::size_t k) { return k < sum.size() ? sum[k] : 0.0; };
        const auto add_ratios = [&](std::size_t whole, std::size_t parts) {
            for (std::size_t k = whole + 1; k <= whole + parts; ++k)
                values.push_back(at(k) / at(whole));
        };
        for (std::size_t k = first_share; k < first_after; ++k) values.push_back(at(k) / at(0));
        const double n = at(0);
        values.push_back((n * at(4) - at(1) * at(2)) / (n * at(3) - at(1) * at(1)));
        if (view_.has_contrasts) add_ratios(first_after, 1);
        if (view_.has_contrasts) add_ratios(first_behind, 1);
        if (!view_.has_read_times) return values;
        read_.quantiles(weights, read_levels, values);
        handle_.quantiles(weights, handle_levels, values);
        add_ratios(first_read, 2);
        if (view_.has_contrasts) add_ratios(first_read_after, 1);
        if (view_.has_contrasts) add_ratios(first_read_behind, 1);
        return values;
    }

 private:
    // 0 to 4: number, load, wait, load squared, load times wait; then counts of answers in time,
    // near to others and opening a session; then number and wait of those asked just after writing
    // and behind others; then openings, those at once and those near to others, and number and
    // those at once of both kinds again.
    static constexpr std::size_t first_share = 5;
    static constexpr std::size_t first_after = first_share + waits_s.size() + 2;
    static constexpr std::size_t first_behind = first_after + 2;
    static constexpr std::size_t first_read = first_behind + 2;
    static constexpr std::size_t first_read_after = first_read + 3;
    static constexpr std::size_t first_read_behind = first_read_after + 2;
    static constexpr std::size_t size = first_read_behind + 2;

    void add(const Answer& one) {
        const double wait = log_wait(one.asked, one.answered);
        (one.is_by_day ? day_ : night_).add(wait, one.cluster);
        std::vector<double>& sums = sums_[one.cluster];
        sums.resize(size, 0.0);
        const double load = std::log2(1.0 + one.waiting);
        const auto if_so = [](bool is_so) { return is_so ? 1.0 : 0.0; };
        std::size_t k = 0;
        for (const double term : {1.0, load, wait, load * load, load * wait}) sums[k++] += term;
        for (const double limit : waits_s) sums[k++] += if_so(wait <= std::log10(1.0 + limit));
        sums[k++] += if_so(one.is_near);
        sums[k++] += if_so(one.opens_session);
        for (const double kind : {if_so(one.is_after_writing), if_so(one.is_behind)}) {
            sums[k++] += kind;
            sums[k++] += kind * wait;
        }
        if (!is_opened(one)) return;
        const double read = log_wait(one.asked, one.read);
        const bool is_at_once = read <= at_once_;
        if (!is_at_once) read_.add(read, one.cluster);
        handle_.add(log_wait(one.read, one.answered), one.cluster);
        sums[k++] += 1.0;
        sums[k++] += if_so(is_at_once);
        sums[k++] += if_so(one.is_read_near);
        for (const bool kind : {one.is_after_writing, one.is_behind}) {
            sums[k++] += if_so(kind);
            sums[k++] += if_so(kind && is_at_once);
        }
    }

    AttentionView view_;
    double at_once_;  ///< log10(1 + seconds)
    OrderedSample day_;
    OrderedSample night_;
    OrderedSample read_;
    OrderedSample handle_;
    Sums sums_;
};

template <class Levels>
void name_quantiles(const char* what, const Levels& levels, std::vector<std::string>& names) {
    for (const double level : levels)
        names.push_back(std::string(what) + ", " + sim::number_in_words(100.0 * level) + " %");
}

}  // namespace

AttentionView attention_view(const EventLog& log, const ChatLog& chat) {
    constexpr std::size_t enough = 100;
    constexpr std::size_t enough_for_mean = 30;
    std::size_t by_night = 0;
    std::size_t read = 0;
    std::size_t after_writing = 0;
    std::size_t behind = 0;
    for (const Answer& one : answers_of(log, chat)) {
        by_night += one.is_by_day ? 0 : 1;
        read += one.read == no_time ? 0 : 1;
        after_writing += one.is_after_writing ? 1 : 0;
        behind += one.is_behind ? 1 : 0;
    }
    const bool has_contrasts = std::min(after_writing, behind) >= enough_for_mean;
    return {read >= enough, by_night >= enough, has_contrasts};
}

std::vector<std::string> attention_summary_names(const AttentionView& view) {
    std::vector<std::string> names;
    name_quantiles("wait by day", day_levels, names);
    if (view.has_nights) name_quantiles("wait by night", night_levels, names);
    for (const char* wait : {"1 min", "5 min", "30 min", "1 h", "1 day"})
        names.push_back(std::string("answers within ") + wait);
    names.insert(names.end(), {"answers within 1 min of another", "answers that open a session",
                               "slope of waits on turns waiting"});
    if (view.has_contrasts)
        names.insert(names.end(), {"mean wait just after writing", "mean wait behind others"});
    if (!view.has_read_times) return names;
    name_quantiles("time to a later opening", read_levels, names);
    name_quantiles("opening to answer", handle_levels, names);
    names.insert(names.end(), {"opened at once", "openings within 1 min of another"});
    if (view.has_contrasts)
        names.insert(names.end(),
                     {"opened at once just after writing", "opened at once behind others"});
    return names;
}

std::vector<double> summarise_attention(const EventLog& log, const ChatLog& chat,
                                        const AttentionView& view) {
    return AttentionSample(answers_of(log, chat), 1, view, log.clock_resolution_seconds)
        .summaries({1.0});
}

std::vector<double> attention_noise(const EventLog& log, const ChatLog& chat,
                                    const AttentionView& view) {
    constexpr std::uint64_t seed = 20260105;
    constexpr std::size_t resamples = 100;
    constexpr Instant fewest_weeks = 8;
    const bool is_long = log.window.to - log.window.from >= fewest_weeks * 7 * a_day;
    const Instant length = is_long ? 7 * a_day : a_day;
    std::vector<Answer> answers = answers_of(log, chat);
    std::size_t clusters = 0;
    for (Answer& one : answers) {
        one.cluster =
            static_cast<std::size_t>(std::max<Instant>(0, one.asked - log.window.from) / length);
        clusters = std::max(clusters, one.cluster + 1);
    }
    const AttentionSample sample(answers, clusters, view, log.clock_resolution_seconds);
    sim::Stream chance = sim::Chance(seed, 0).channel(sim::Purpose{0}).stream(0);
    const std::size_t size = attention_summary_names(view).size();
    std::vector<double> mean(size, 0.0);
    std::vector<double> square(size, 0.0);
    for (std::size_t i = 0; i < resamples; ++i) {
        std::vector<double> weights(clusters, 0.0);
        for (std::size_t draw = 0; draw < clusters; ++draw)
            ++weights[static_cast<std::size_t>(chance.uniform() * static_cast<double>(clusters))];
        const std::vector<double> drawn = sample.summaries(weights);
        for (std::size_t k = 0; k < size; ++k) {
            mean[k] += drawn[k] / resamples;
            square[k] += drawn[k] * drawn[k] / resamples;
        }
    }
    std::vector<double> noise;
    for (std::size_t k = 0; k < size; ++k)
        noise.push_back(std::sqrt(std::max(0.0, square[k] - mean[k] * mean[k])));
    return noise;
}

}  // namespace wardwire::analysis

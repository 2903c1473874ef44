// SPDX-License-Identifier: Apache-2.0
// Executes a study in other ways and says whether anything moved.
#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "analysis/statistics/interval.hpp"
#include "analysis/statistics/multiplicity.hpp"
#include "analysis/store/observation_bytes.hpp"
#include "app/command_table.hpp"
#include "app/event_trail.hpp"
#include "app/exit_code.hpp"
#include "app/json_text.hpp"
#include "app/replication.hpp"
#include "app/scenario_files.hpp"
#include "app/summary.hpp"
#include "models/outcome_report.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

namespace {

using Observations = std::vector<sim::Observation>;

/// One way to execute a study.
struct Way {
    std::string name;
    unsigned threads = 1;       ///< for replications side by side
    bool is_reversed = false;   ///< the last replication first
    bool is_first_day = false;  ///< the first simulated day alone
    Manner manner = {};
};

/// What became of a study executed in one way.
struct Outcome {
    std::string name;
    bool is_same = true;
    std::uint32_t replication = 0;  ///< the first that differs
    std::optional<FirstDifference> difference;
};

/// How far outcomes move when ties are shuffled, in standard errors of the paired difference.
struct TieEffect {
    std::size_t outcomes = 0;  ///< that could be compared
    std::size_t moved = 0;     ///< that differ in any replication
    double largest_t = 0.0;
    double limit = 0.0;
    std::string which;

    bool is_chance() const { return largest_t <= limit; }
};

Way on_threads(unsigned threads) {
    Way way;
    way.name = std::to_string(threads) + " threads";
    way.threads = threads;
    return way;
}

/// Many threads for the few events of a window make a run slow, not different: a day suffices.
Way sites_on_threads(unsigned threads) {
    Way way;
    way.name = "the sites on " + std::to_string(threads) + " threads, first day";
    way.is_first_day = true;
    way.manner.federation = {threads, sim::Threading::always};
    return way;
}

std::vector<Way> ways_of(const models::Scenario& scenario) {
    std::vector<Way> ways;
    for (const unsigned threads : {2U, 3U, 7U, 16U}) ways.push_back(on_threads(threads));
    if (!scenario.site_kinds.empty())
        for (const unsigned threads : {2U, 3U, 7U, 16U}) ways.push_back(sites_on_threads(threads));
    const auto add = [&](const char* name, unsigned threads) -> Way& {
        ways.push_back(on_threads(threads));
        ways.back().name = name;
        return ways.back();
    };
    add("last replication first", 2).is_reversed = true;
    add("heap as pending set", 2).manner.pending_set = sim::PendingSetKind::heap;
    add("radix heap as pending set", 2).manner.pending_set = sim::PendingSetKind::radix;
    const sim::Time middle = sim::start_of_time + scenario.warm_up + scenario.length / 2;
    add("saved and restored in the middle", 2).manner.saved_at = middle;
    Way& all = add("all of these, 3 threads", 3);
    all.is_reversed = true;
    all.manner.pending_set = sim::PendingSetKind::radix;
    all.manner.saved_at = middle;
    return ways;
}

models::Scenario first_day_of(models::Scenario scenario) {
    scenario.warm_up = {};
    scenario.length = sim::days{1};
    for (models::SiteKind& kind : scenario.site_kinds) kind.scenario = first_day_of(kind.scenario);
    return scenario;
}

/// All of a scenario's replications, executed again and again.
class Verification {
 public:
    Verification(const models::Scenario& scenario, std::uint32_t replications)
        : scenario_(scenario), first_day_(first_day_of(scenario)), replications_(replications) {
        reference_ = execute(on_threads(1));
    }

    const Observations& reference() const { return reference_; }

    Outcome compare(const Way& way) const {
        Way reference = on_threads(1);
        reference.is_first_day = way.is_first_day;
        const Observations expected = way.is_first_day ? execute(reference) : reference_;
        const Observations found = execute(way);
        Outcome outcome;
        outcome.name = way.name;
        for (std::uint32_t k = 0; k < found.size(); ++k) {
            if (analysis::to_bytes(found[k]) == analysis::to_bytes(expected[k])) continue;
            outcome.is_same = false;
            outcome.replication = k;
            outcome.difference = first_difference(watched(k, reference), watched(k, way));
            break;
        }
        return outcome;
    }

    TieEffect shuffle_ties() const {
        Way way = on_threads(0);
        way.manner.tie_seed = 0x5eed;
        const Observations shuffled = execute(way);
        const sim::ResultLayout layout = models::outcome_layout(scenario_);
        TieEffect effect;
        for (const sim::Measure& measure : layout.metrics)
            for (std::size_t i = 0; i < measure.size; ++i)
                add(effect, measure, values(reference_, measure.offset + i),
                    values(shuffled, measure.offset + i));
        effect.limit = analysis::t_limit(std::max<std::size_t>(effect.moved, 1), false_alarm,
                                         static_cast<double>(replications_) - 1.0);
        return effect;
    }

    static constexpr double false_alarm = 0.001;

 private:
    Observations execute(const Way& way) const {
        const std::uint32_t runs = way.is_first_day ? 1 : replications_;
        Observations all = sim::replicate(runs, {way.threads, {}}, [&](std::size_t index) {
            const auto k = static_cast<std::uint32_t>(index);
            return one(scenario_of(way), way.is_reversed ? runs - 1 - k : k, way.manner);
        });
        if (way.is_reversed) std::reverse(all.begin(), all.end());
        return all;
    }

    static sim::Observation one(const models::Scenario& scenario, std::uint32_t replication,
                                const Manner& manner) {
        return simulate_replication(scenario, {scenario.seed, replication, recorded_share}, {},
                                    manner);
    }

    WatchedRun watched(std::uint32_t replication, const Way& way) const {
        return [this, replication, way](const auto& watch) {
            Manner manner = way.manner;
            manner.watch = watch;
            one(scenario_of(way), replication, manner);
        };
    }

    const models::Scenario& scenario_of(const Way& way) const {
        return way.is_first_day ? first_day_ : scenario_;
    }

    static std::vector<double> values(const Observations& runs, std::size_t at) {
        std::vector<double> list;
        for (const sim::Observation& run : runs) list.push_back(run.metrics[at]);
        return list;
    }

    /// A sum may be taken in another order.
    static bool are_equal_but_for_rounding(const std::vector<double>& one,
                                           const std::vector<double>& other) {
        constexpr double rounding = 1e-9;
        return std::ranges::equal(one, other, [](double a, double b) {
            return std::isnan(a) || std::isnan(b) ||
                   std::abs(a - b) <= rounding * std::max(std::abs(a), std::abs(b));
        });
    }

    static void add(TieEffect& effect, const sim::Measure& measure, const std::vector<double>& one,
                    const std::vector<double>& other) {
        const analysis::Interval difference = analysis::paired_difference(one, other);
        if (!difference.half_width) return;
        ++effect.outcomes;
        if (are_equal_but_for_rounding(one, other)) return;
        ++effect.moved;
        const double error = *difference.half_width / analysis::half_width_factor(difference.used) /
                             std::sqrt(static_cast<double>(difference.used));
        const double t = std::abs(difference.mean) / error;
        if (t <= effect.largest_t) return;
        effect.largest_t = t;
        effect.which = measure.name;
    }

    static constexpr double recorded_share = 0.01;

    const models::Scenario& scenario_;
    models::Scenario first_day_;
    std::uint32_t replications_;
    Observations reference_;
};

void print_difference(const Outcome& outcome) {
    std::printf("    replication %u: ", outcome.replication);
    if (!outcome.difference) {
        std::printf("the events are the same, the outcomes are not\n");
        return;
    }
    const auto words = [](const std::optional<SeenEvent>& event) {
        return event ? event->words() : std::string("no further event");
    };
    std::printf("the first event that differs\n      on 1 thread  %s\n      here         %s\n",
                words(outcome.difference->one).c_str(), words(outcome.difference->other).c_str());
}

void print(const Outcome& outcome) {
    std::printf("  %-38s %s\n", outcome.name.c_str(), outcome.is_same ? "same" : "DIFFERS");
    if (!outcome.is_same) print_difference(outcome);
}

void print(const TieEffect& effect) {
    if (effect.outcomes == 0) {
        std::printf("  %-38s not compared: run at least 3 replications\n", "ties shuffled");
    } else if (effect.moved == 0) {
        std::printf("  %-38s no outcome moved\n", "ties shuffled");
    } else {
        std::printf("  %-38s %s: %zu of %zu outcomes moved, largest |t| %.2f (%s), limit %.2f\n",
                    "ties shuffled", effect.is_chance() ? "no more than chance" : "MATTERS",
                    effect.moved, effect.outcomes, effect.largest_t, effect.which.c_str(),
                    effect.limit);
    }
}

std::string json_of(const Outcome& outcome) {
    std::string text = "    {\"way\": " + json_text(outcome.name) +
                       ", \"same\": " + (outcome.is_same ? "true" : "false");
    if (!outcome.is_same) text += ", \"replication\": " + std::to_string(outcome.replication);
    if (outcome.difference) {
        const auto& [one, other] = *outcome.difference;
        text += ", \"expected\": " + (one ? json_text(one->words()) : "null");
        text += ", \"found\": " + (other ? json_text(other->words()) : "null");
    }
    return text + "}";
}

void print_json(const models::Scenario& scenario, const Observations& reference,
                const std::vector<Outcome>& outcomes, const TieEffect& ties, bool holds) {
    std::printf("{\n  \"holds\": %s,\n  \"scenario\": %s,\n  \"seed\": %" PRIu64
                ",\n  \"replications\": %zu,\n  \"digest\": \"%s\",\n  \"ways\": [\n",
                holds ? "true" : "false", json_text(scenario.name).c_str(), scenario.seed,
                reference.size(), study_digest(reference).c_str());
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        std::printf("%s%s\n", json_of(outcomes[i]).c_str(), i + 1 < outcomes.size() ? "," : "");
    std::printf(
        "  ],\n  \"ties\": {\"outcomes\": %zu, \"moved\": %zu, \"largest_t\": %.6g, "
        "\"limit\": %.6g}\n}\n",
        ties.outcomes, ties.moved, ties.largest_t, ties.limit);
}

}  // namespace

int verify_command(const Arguments& arguments) {
    const std::string& name = arguments.only_operand("SCENARIO");
    std::vector<models::Override> overrides = overrides_of(arguments);
    if (const auto seed = arguments.number("seed", 0, (1ULL << 53) - 1))
        overrides.push_back({"/seed", std::to_string(*seed)});
    const models::ReadResult read = read_and_validate(name, overrides);
    if (!read.findings.empty()) std::fputs(models::format_findings(read.findings).c_str(), stderr);
    if (!read.scenario) return exit_usage;

    const auto replications =
        static_cast<std::uint32_t>(arguments.number("replications", 1, 1'000'000).value_or(8));
    const bool as_json = arguments.has("json");
    const Verification verification(*read.scenario, replications);
    if (!as_json)
        std::printf("%s, %u replications, seed %" PRIu64 "\n\n  %-38s digest %s\n",
                    read.scenario->title.c_str(), replications, read.scenario->seed, "1 thread",
                    study_digest(verification.reference()).c_str());
    std::vector<Outcome> outcomes;
    for (const Way& way : ways_of(*read.scenario)) {
        outcomes.push_back(verification.compare(way));
        if (!as_json) print(outcomes.back());
    }
    const TieEffect ties = verification.shuffle_ties();
    const bool holds = ties.is_chance() && std::ranges::all_of(outcomes, &Outcome::is_same);
    if (as_json) {
        print_json(*read.scenario, verification.reference(), outcomes, ties, holds);
    } else {
        print(ties);
        std::printf("\n%s\n", holds ? "The results do not depend on how they were computed."
                                    : "The results depend on how they were computed.");
    }
    return holds ? exit_ok : exit_condition_failed;
}

}  // namespace wardwire::app

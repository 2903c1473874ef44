// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "app/comparison.hpp"
#include "app/json_text.hpp"
#include "app/provenance.hpp"

namespace wardwire::app {

namespace {

using analysis::Judgement;

std::string letter(std::size_t system) {
    return system < 26 ? std::string(1, static_cast<char>('A' + system))
                       : "S" + std::to_string(system + 1);
}

/// About four significant digits, without an exponent where it can be helped.
std::string short_number(double x) {
    std::array<char, 48> text{};
    const double size = std::abs(x);
    const int decimals = size >= 1000 || size == 0 ? 0
                         : size >= 100             ? 1
                         : size >= 10              ? 2
                         : size >= 1               ? 3
                                                   : 4;
    if (size > 0.0 && size < 0.001)
        std::snprintf(text.data(), text.size(), "%.1e", x);
    else
        std::snprintf(text.data(), text.size(), "%.*f", decimals, x);
    return text.data();
}

const char* judgement_word(Judgement finding, bool is_up) {
    switch (finding) {
        case Judgement::too_few_replications:
            return "run at least 3 replications";
        case Judgement::identical:
            return "identical";
        case Judgement::not_established:
            return "not established";
        case Judgement::too_small:
            return "too small to matter";
        case Judgement::established:
            return is_up ? "more" : "less";
        case Judgement::matters:
            return is_up ? "more, and it matters" : "less, and it matters";
    }
    return "";
}

std::string row(const ComparedOutcome& one) {
    const analysis::PairedComparison& numbers = one.numbers;
    const std::string name = one.outcome + (one.unit == "1" ? "" : " (" + one.unit + ")");
    const std::string half = numbers.difference.half_width && !numbers.is_identical
                                 ? "± " + short_number(*numbers.difference.half_width)
                                 : "";
    std::array<char, 32> share{};
    if (!std::isnan(numbers.variance_share) && !numbers.is_identical)
        std::snprintf(share.data(), share.size(), "%.2g", numbers.variance_share);
    std::array<char, 256> line{};
    // "±" takes two bytes and one column.
    std::snprintf(
        line.data(), line.size(), "  %-44s %9s %9s %9s %-*s %8s  %s\n", name.c_str(),
        short_number(numbers.first.mean).c_str(), short_number(numbers.second.mean).c_str(),
        short_number(numbers.difference.mean).c_str(), half.empty() ? 10 : 11, half.c_str(),
        share.data(), judgement_word(one.finding, numbers.difference.mean > 0.0));
    return line.data();
}

std::string heading(std::span<const ComparedSystem> systems) {
    const analysis::Provenance& first = systems.front().provenance;
    std::string text = first.title + "\n";
    for (std::size_t i = 0; i < systems.size(); ++i) {
        text += "  " + letter(i) + "  " + systems[i].name + "\n";
        constexpr std::size_t shown = 8;
        for (std::size_t c = 0; c < std::min(shown, systems[i].changes.size()); ++c)
            text += "       " + systems[i].changes[c] + "\n";
        if (systems[i].changes.size() > shown)
            text += "       and " + std::to_string(systems[i].changes.size() - shown) +
                    " further changes\n";
    }
    return text + study_line(first, systems.front().observations.size()) +
           ", the same luck in all\n\n";
}

std::string table_of(std::size_t system, const Comparison& comparison) {
    std::array<char, 200> line{};
    const std::string to = letter(system);
    std::snprintf(line.data(), line.size(), "%-46s %9s %9s %9s %-10s %8s\n",
                  (to + " beside A").c_str(), "A", to.c_str(), (to + " - A").c_str(), "",
                  "variance");
    std::string text = line.data();
    for (const ComparedOutcome& one : comparison.outcomes)
        if (one.system == system) text += row(one);
    return text + "\n";
}

std::string counts(const Comparison& comparison) {
    const auto count = [&](auto&& is_it) {
        return std::to_string(std::ranges::count_if(
            comparison.outcomes, [&](const ComparedOutcome& one) { return is_it(one.finding); }));
    };
    const auto is_there = [](Judgement finding) {
        return finding == Judgement::established || finding == Judgement::matters;
    };
    const std::string all = std::to_string(comparison.outcomes.size());
    return count(is_there) + " of " + all + " differences are established, " +
           count([](Judgement f) { return f == Judgement::identical; }) +
           " outcomes are identical, " +
           count([](Judgement f) { return f == Judgement::too_small; }) +
           " differ by too little to matter.\n"
           "All of this holds together with 95 % confidence: intervals by Bonferroni, findings by "
           "Holm.\nvariance: that of the difference, beside 1 for independent runs.\n";
}

std::string best_words(const ComparisonWithBest& best) {
    const bool is_small = best.better == analysis::Better::smaller;
    std::string text = std::string("\nThe ") + (is_small ? "smallest " : "largest ") +
                       best.outcome + ": by how much each beats the best of the others, " +
                       "95 % for all\n";
    for (std::size_t i = 0; i < best.systems.size(); ++i) {
        const analysis::AgainstBest& one = best.systems[i];
        std::array<char, 160> line{};
        std::snprintf(line.data(), line.size(), "  %-3s %9s  from %9s to %9s  %s\n",
                      letter(i).c_str(), short_number(one.difference).c_str(),
                      short_number(one.lower).c_str(), short_number(one.upper).c_str(),
                      one.is_best()     ? "the best"
                      : one.may_be_best ? "may be the best"
                                        : "not the best");
        text += line.data();
    }
    return text;
}

std::string interval_json(const analysis::Interval& interval) {
    return "{\"mean\": " + json_number(interval.mean) + ", \"half_width\": " +
           (interval.half_width ? json_number(*interval.half_width) : "null") +
           ", \"replications\": " + std::to_string(interval.used) + "}";
}

const char* json_word(Judgement finding) {
    constexpr std::array words{"too few replications", "identical", "not established", "too small",
                               "established",          "matters"};
    return words.at(static_cast<std::size_t>(finding));
}

std::string json_of(const ComparedOutcome& one, std::span<const ComparedSystem> systems) {
    return "    {\"system\": " + json_text(systems[one.system].name) +
           ", \"outcome\": " + json_text(one.outcome) + ", \"unit\": " + json_text(one.unit) +
           ", \"first\": " + interval_json(one.numbers.first) +
           ", \"second\": " + interval_json(one.numbers.second) +
           ", \"difference\": " + interval_json(one.numbers.difference) +
           ", \"adjusted_p\": " + json_number(one.adjusted_p) +
           ", \"variance_share\": " + json_number(one.numbers.variance_share) +
           ", \"finding\": \"" + json_word(one.finding) + "\"}";
}

std::string json_of(const ComparisonWithBest& best, std::span<const ComparedSystem> systems) {
    std::string text = "    {\"outcome\": " + json_text(best.outcome) + ", \"best_is\": \"" +
                       (best.better == analysis::Better::smaller ? "smallest" : "largest") +
                       "\", \"systems\": [";
    for (std::size_t i = 0; i < best.systems.size(); ++i) {
        const analysis::AgainstBest& one = best.systems[i];
        text += std::string(i > 0 ? ", " : "") + "{\"system\": " + json_text(systems[i].name) +
                ", \"difference\": " + json_number(one.difference) +
                ", \"lower\": " + json_number(one.lower) +
                ", \"upper\": " + json_number(one.upper) +
                ", \"may_be_best\": " + (one.may_be_best ? "true" : "false") +
                ", \"is_best\": " + (one.is_best() ? "true" : "false") + "}";
    }
    return text + "]}";
}

template <class Item, class Text>
std::string list_of(const std::vector<Item>& items, Text&& text_of) {
    std::string text;
    for (const Item& item : items) text += (text.empty() ? "\n" : ",\n") + text_of(item);
    return text + (items.empty() ? "]" : "\n  ]");
}

}  // namespace

std::string comparison_words(std::span<const ComparedSystem> systems,
                             const Comparison& comparison) {
    std::string text = heading(systems);
    for (std::size_t i = 1; i < systems.size(); ++i) text += table_of(i, comparison);
    text += counts(comparison);
    for (const ComparisonWithBest& best : comparison.bests) text += best_words(best);
    return text;
}

std::string comparison_json(std::span<const ComparedSystem> systems, const Comparison& comparison) {
    std::string text =
        "{\n  \"confidence\": " + json_number(comparison_confidence) +
        ",\n  \"replications\": " + std::to_string(systems.front().observations.size()) +
        ",\n  \"seed\": " + std::to_string(systems.front().provenance.seed) + ",\n  \"systems\": [";
    for (std::size_t i = 0; i < systems.size(); ++i)
        text += std::string(i > 0 ? "," : "") + "\n    {\"name\": " + json_text(systems[i].name) +
                ", \"changes\": [" +
                [&] {
                    std::string list;
                    for (const std::string& change : systems[i].changes)
                        list += (list.empty() ? "" : ", ") + json_text(change);
                    return list;
                }() +
                "]}";
    text += "\n  ],\n  \"outcomes\": [" +
            list_of(comparison.outcomes, [&](const auto& one) { return json_of(one, systems); });
    text += ",\n  \"best\": [" +
            list_of(comparison.bests, [&](const auto& one) { return json_of(one, systems); });
    return text + "\n}\n";
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "app/study_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "app/json_text.hpp"
#include "app/wording.hpp"

namespace wardwire::app {

using analysis::Use;

namespace {

/// Four significant digits, and all digits before the point.
std::string digits(double x) {
    std::array<char, 64> text{};
    const double size = std::abs(x);
    std::snprintf(text.data(), text.size(),
                  size >= 1000.0 ? "%.0f"
                  : size >= 1.0  ? "%.4g"
                                 : "%.3g",
                  x);
    return text.data();
}

std::string accepted_words(const StudyTarget& target) {
    const auto [low, high] = target.accepted;
    const std::string unit = target.unit == "1" ? "" : " " + target.unit;
    if (std::isinf(low)) return "at most " + digits(high) + unit;
    if (std::isinf(high)) return "at least " + digits(low) + unit;
    return digits(low) + " to " + digits(high) + unit;
}

std::string simulated_words(const analysis::Interval& simulated) {
    if (std::isnan(simulated.mean)) return "undefined";
    std::string text = digits(simulated.mean);
    if (simulated.half_width) {
        std::array<char, 32> half{};
        std::snprintf(half.data(), half.size(), " ± %.2g", *simulated.half_width);
        text += half.data();
    }
    return text;
}

/// Breaks a text at spaces into lines of at most `width` bytes, a longer word alone.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
    std::vector<std::string> lines{""};
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width)
            lines.emplace_back();
        lines.back() += (lines.back().empty() ? "" : " ") + word;
        at = end + 1;
    }
    return lines;
}

constexpr std::size_t figure_width = 15;
constexpr std::size_t quantity_width = 31;
constexpr std::size_t target_width = 8;
constexpr std::size_t simulated_width = 18;
constexpr std::size_t accepted_width = 20;

void print_row(const JudgedTarget& judged, std::ostream& out) {
    const StudyTarget& target = judged.target;
    std::vector<std::string> figure = wrapped(target.figure, figure_width - 1);
    std::vector<std::string> quantity = wrapped(target.quantity, quantity_width - 1);
    const std::size_t lines = std::max(figure.size(), quantity.size());
    figure.resize(lines);
    quantity.resize(lines);
    out << "  " << padded(figure[0], figure_width) << padded(quantity[0], quantity_width)
        << padded(target.target ? digits(*target.target) : "-", target_width)
        << padded(simulated_words(judged.simulated), simulated_width - 1) << ' '
        << padded(accepted_words(target), accepted_width - 1) << " "
        << (judged.is_within ? "within" : "missed") << "\n";
    for (std::size_t i = 1; i < lines; ++i)
        out << "  " << padded(figure[i], figure_width) << quantity[i] << "\n";
    if (judged.is_within || target.note.empty()) return;
    for (const std::string& line : wrapped(target.note, 78))
        out << "  " << std::string(figure_width + 2, ' ') << line << "\n";
}

void print_section(const JudgedStudy& judged, Use use, const char* heading, std::ostream& out) {
    if (judged.count(use) == 0) return;
    out << "\n"
        << padded(heading, figure_width + quantity_width + 2) << padded("target", target_width)
        << padded("simulated", simulated_width) << "accepted\n";
    for (const JudgedTarget& one : judged.targets)
        if (one.target.use == use) print_row(one, out);
}

std::string tally(const JudgedStudy& judged, Use use) {
    return std::to_string(judged.count_within(use)) + " of " + std::to_string(judged.count(use));
}

}  // namespace

void print_study(const JudgedStudy& judged, std::ostream& out) {
    out << judged.study.title << " (" << judged.study.name << ")\n";
    for (const std::string& cited : judged.study.cites)
        for (const std::string& line : wrapped(cited, 98)) out << "  " << line << "\n";
    out << "  " << judged.replications
        << (judged.replications == 1 ? " replication" : " replications")
        << (judged.replications < 3 ? "; no intervals below 3" : "; ± are 95 % intervals") << "\n";
    print_section(judged, Use::output, "Outputs: they came by themselves", out);
    print_section(judged, Use::tuned, "Tuned: parameters were fitted to them", out);
    print_section(judged, Use::input, "Inputs: they validate nothing", out);
    out << "\nOutputs within tolerance: " << tally(judged, Use::output)
        << "; tuned: " << tally(judged, Use::tuned)
        << "; inputs, which do not count: " << tally(judged, Use::input) << "\n\n"
        << std::flush;
}

namespace {

const char* truth(bool is_true) { return is_true ? "true" : "false"; }

void print_json(const JudgedTarget& judged, std::ostream& out) {
    const StudyTarget& target = judged.target;
    const auto number = [](const std::optional<double>& x) { return x ? json_number(*x) : "null"; };
    out << "        {\"figure\": " << json_text(target.figure)
        << ", \"quantity\": " << json_text(target.quantity)
        << ", \"measure\": " << json_text(target.measure)
        << ", \"statistic\": " << json_text(word_for(target.statistic))
        << ", \"against\": " << (target.against.empty() ? "null" : json_text(target.against))
        << ", \"unit\": " << json_text(target.unit) << ", \"target\": " << number(target.target)
        << ", \"accepted\": [" << json_number(target.accepted.low) << ", "
        << json_number(target.accepted.high)
        << "], \"simulated\": " << json_number(judged.simulated.mean)
        << ", \"half_width\": " << number(judged.simulated.half_width)
        << ", \"replications\": " << judged.simulated.used
        << ", \"use\": " << json_text(word_for(target.use))
        << ", \"within\": " << truth(judged.is_within) << ", \"note\": " << json_text(target.note)
        << "}";
}

void print_json(const JudgedStudy& judged, std::ostream& out) {
    const auto tally_json = [&](Use use) {
        return "{\"within\": " + std::to_string(judged.count_within(use)) +
               ", \"of\": " + std::to_string(judged.count(use)) + "}";
    };
    out << "    {\"study\": " << json_text(judged.study.name)
        << ", \"scenario\": " << json_text(judged.study.scenario)
        << ", \"title\": " << json_text(judged.study.title)
        << ", \"page\": " << json_text(judged.study.page)
        << ",\n      \"replications\": " << judged.replications
        << ", \"passed\": " << truth(judged.passes()) << ", \"output\": " << tally_json(Use::output)
        << ", \"tuned\": " << tally_json(Use::tuned) << ", \"input\": " << tally_json(Use::input)
        << ",\n      \"targets\": [\n";
    for (std::size_t i = 0; i < judged.targets.size(); ++i) {
        print_json(judged.targets[i], out);
        out << (i + 1 < judged.targets.size() ? ",\n" : "\n");
    }
    out << "      ]}";
}

}  // namespace

void print_studies_json(std::span<const JudgedStudy> studies, std::ostream& out) {
    out << "{\n  \"passed\": " << truth(std::ranges::all_of(studies, &JudgedStudy::passes))
        << ",\n  \"studies\": [\n";
    for (std::size_t i = 0; i < studies.size(); ++i) {
        print_json(studies[i], out);
        out << (i + 1 < studies.size() ? ",\n" : "\n");
    }
    out << "  ]\n}\n";
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "app/constraint.hpp"

#include <algorithm>
#include <charconv>

namespace wardwire::app {

namespace {

constexpr std::string_view spaces = " \t";

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(spaces);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

std::optional<double> number(std::string_view text) {
    double value = 0.0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// One side of an inequality: a weight for each factor, and a number.
struct Side {
    std::vector<double> weights;
    double constant = 0.0;
};

/// "3", "nurses" or "2 * nurses", with a sign.
bool add_term(std::string_view term, double sign, std::span<const std::string> factors, Side& side,
              std::string& unknown) {
    const auto times = term.find('*');
    std::string_view name =
        trimmed(times == std::string_view::npos ? term : term.substr(times + 1));
    double weight = sign;
    if (times != std::string_view::npos) {
        const auto factor = number(trimmed(term.substr(0, times)));
        if (!factor) return false;
        weight *= *factor;
    } else if (const auto constant = number(name)) {
        side.constant += sign * *constant;
        return true;
    }
    const auto found = std::ranges::find(factors, name);
    if (found == factors.end()) {
        unknown = name;
        return false;
    }
    side.weights[static_cast<std::size_t>(found - factors.begin())] += weight;
    return true;
}

std::optional<Side> read_side(std::string_view text, std::span<const std::string> factors,
                              std::string& unknown) {
    Side side{std::vector<double>(factors.size()), 0.0};
    double sign = 1.0;
    text = trimmed(text);
    if (text.starts_with('-')) {
        sign = -1.0;
        text.remove_prefix(1);
    }
    while (true) {
        const auto end = text.find_first_of("+-");
        const std::string_view term = trimmed(text.substr(0, end));
        if (term.empty() || !add_term(term, sign, factors, side, unknown)) return std::nullopt;
        if (end == std::string_view::npos) return side;
        sign = text[end] == '+' ? 1.0 : -1.0;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

std::optional<Constraint> Constraint::read(std::string_view text,
                                           std::span<const std::string> factors,
                                           std::string& unknown) {
    const auto at = text.find_first_of("<>");
    if (at == std::string_view::npos) return std::nullopt;
    const bool is_strict = at + 1 >= text.size() || text[at + 1] != '=';
    const auto left = read_side(text.substr(0, at), factors, unknown);
    const auto right = read_side(text.substr(at + (is_strict ? 1 : 2)), factors, unknown);
    if (!left || !right) return std::nullopt;
    Constraint constraint;
    const double sign = text[at] == '<' ? 1.0 : -1.0;
    constraint.is_strict_ = is_strict;
    constraint.constant_ = sign * (left->constant - right->constant);
    for (std::size_t f = 0; f < factors.size(); ++f)
        constraint.weights_.push_back(sign * (left->weights[f] - right->weights[f]));
    return constraint;
}

bool Constraint::holds(std::span<const double> values) const {
    double sum = constant_;
    for (std::size_t f = 0; f < weights_.size(); ++f)
        if (weights_[f] != 0.0) sum += weights_[f] * values[f];
    constexpr double rounding = 1e-9;
    return is_strict_ ? sum < -rounding : sum <= rounding;
}

}  // namespace wardwire::app

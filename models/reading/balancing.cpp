// SPDX-License-Identifier: Apache-2.0
#include "models/reading/balancing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {

namespace {

using Matrix = std::vector<std::vector<double>>;

constexpr double close_enough = 1e-9;
constexpr int most_rounds = 10'000;

double sum_of_column(const Matrix& flow, std::size_t column) {
    double sum = 0.0;
    for (const std::vector<double>& row : flow) sum += row[column];
    return sum;
}

void scale_row(std::vector<double>& row, double to) {
    double sum = 0.0;
    for (const double share : row) sum += share;
    for (double& share : row) share *= sum > 0.0 ? to / sum : 0.0;
}

/// Makes the columns fit; the largest amount by which one was off.
double fit_columns(Matrix& flow, const std::vector<double>& received) {
    double off = 0.0;
    for (std::size_t column = 0; column < received.size(); ++column) {
        const double sum = sum_of_column(flow, column);
        off = std::max(off, std::abs(sum - received[column]));
        for (std::vector<double>& row : flow)
            row[column] *= sum > 0.0 ? received[column] / sum : 0.0;
    }
    return off;
}

/// The column that is furthest from its margin.
std::size_t worst_column(const Matrix& flow, const std::vector<double>& received) {
    std::size_t worst = 0;
    const auto off = [&](std::size_t c) { return std::abs(sum_of_column(flow, c) - received[c]); };
    for (std::size_t column = 1; column < received.size(); ++column)
        if (off(column) > off(worst)) worst = column;
    return worst;
}

std::string percent(double share) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g %%", 100.0 * share);
    return text.data();
}

}  // namespace

void balance(Matrix& rows, const ChatMargins& margins, const Place& place) {
    Matrix flow = rows;
    double off = 1.0;
    for (int round = 0; round < most_rounds && off > close_enough; ++round) {
        for (std::size_t role = 0; role < flow.size(); ++role)
            scale_row(flow[role], margins.sent[role]);
        off = fit_columns(flow, margins.received);
    }
    const std::vector<std::string>& roles = place.names().roles;
    if (off > close_enough) {
        for (std::size_t role = 0; role < flow.size(); ++role)
            scale_row(flow[role], margins.sent[role]);
        const std::size_t worst = worst_column(flow, margins.received);
        return (place / "received")
            .report("cannot be reached: " + in_quotes(roles[worst]) + " would get " +
                    percent(sum_of_column(flow, worst)) + " instead of " +
                    percent(margins.received[worst]) +
                    "; a share of 0 in \"to\" stays 0, so let more roles write to that role");
    }
    for (std::size_t role = 0; role < flow.size(); ++role) {
        if (margins.sent[role] == 0.0) continue;
        scale_row(flow[role], 1.0);
        rows[role] = flow[role];
    }
}

}  // namespace wardwire::models::reading

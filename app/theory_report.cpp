// SPDX-License-Identifier: Apache-2.0
#include "app/theory_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "app/json_text.hpp"

namespace wardwire::app {

std::vector<Verdict> judge(std::span<const SimulatedRow> rows) {
    const double limit = battery_limit(rows.size());
    std::vector<Verdict> verdicts;
    for (const SimulatedRow& row : rows) {
        const double theory = row.row->value(1.0);
        const double z = z_of(row, theory);
        verdicts.push_back({&row, theory, z, std::abs(z) <= limit});
    }
    return verdicts;
}

bool all_agree(std::span<const Verdict> verdicts) {
    return std::ranges::all_of(verdicts, &Verdict::agrees);
}

void print_table(std::span<const Verdict> verdicts, std::ostream& out) {
    std::array<char, 160> line{};
    std::snprintf(line.data(), line.size(), "%-46s %10s %10s %10s %6s\n", "", "theory", "simulated",
                  "std error", "z");
    out << line.data();
    const TheoryCase* last = nullptr;
    for (const Verdict& verdict : verdicts) {
        const SimulatedRow& row = *verdict.simulated;
        if (row.from != last) out << row.from->name << " (" << row.from->source << ")\n";
        last = row.from;
        const std::string outcome =
            row.row->outcome + (row.row->element.empty() ? "" : " of " + row.row->element);
        std::snprintf(line.data(), line.size(), "    %-42s %10.5g %10.5g %10.2g %6.2f%s\n",
                      outcome.c_str(), verdict.theory, row.replications.mean,
                      row.replications.standard_error(), verdict.z,
                      verdict.agrees ? "" : "  FAILED");
        out << line.data();
    }
    const auto passed = std::ranges::count_if(verdicts, &Verdict::agrees);
    std::snprintf(line.data(), line.size(),
                  "\n%td of %zu theory checks passed: |z| <= %.2f (false alarm 1 in %.0f for the "
                  "whole table)\n",
                  passed, verdicts.size(), battery_limit(verdicts.size()),
                  1.0 / battery_false_alarm);
    out << line.data();
}

void print_json(std::span<const Verdict> verdicts, std::uint64_t seed, std::ostream& out) {
    const auto truth = [](bool is_true) { return is_true ? "true" : "false"; };
    out << "{\n  \"passed\": " << truth(all_agree(verdicts)) << ",\n  \"seed\": " << seed
        << ",\n  \"replications\": " << battery_replications
        << ",\n  \"limit\": " << json_number(battery_limit(verdicts.size()))
        << ",\n  \"false_alarm\": " << json_number(battery_false_alarm) << ",\n  \"checks\": [";
    const char* separator = "\n";
    for (const Verdict& verdict : verdicts) {
        const SimulatedRow& row = *verdict.simulated;
        out << separator << "    {\"case\": " << json_text(row.from->name)
            << ", \"source\": " << json_text(row.from->source)
            << ", \"outcome\": " << json_text(row.row->outcome)
            << ", \"element\": " << json_text(row.row->element)
            << ", \"theory\": " << json_number(verdict.theory)
            << ", \"simulated\": " << json_number(row.replications.mean)
            << ", \"standard_error\": " << json_number(row.replications.standard_error())
            << ", \"z\": " << json_number(verdict.z) << ", \"passed\": " << truth(verdict.agrees)
            << "}";
        separator = ",\n";
    }
    out << "\n  ]\n}\n";
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <numeric>

#include "analysis/store/results_file.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/machine.hpp"
#include "app/output_file.hpp"

namespace wardwire::app {

namespace {

using analysis::Results;

/// Adds the runs of another part to those of the first.
void add(Results& whole, Results part) {
    for (sim::Observation& one : part.observations) whole.observations.push_back(std::move(one));
    for (std::size_t c = 0; c < whole.design.size(); ++c) {
        const auto append = [](auto& to, auto& from) {
            to.insert(to.end(), from.begin(), from.end());
        };
        append(whole.design[c].labels, part.design[c].labels);
        append(whole.design[c].numbers, part.design[c].numbers);
    }
}

/// Brings runs and design into the order of the runs.
void sort(Results& whole) {
    std::vector<std::size_t> order(whole.observations.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return whole.observations[i].replication; });
    const auto rearrange = [&](auto& values) {
        if (values.empty()) return;
        auto sorted = values;
        for (std::size_t i = 0; i < order.size(); ++i) sorted[i] = values[order[i]];
        values = std::move(sorted);
    };
    rearrange(whole.observations);
    for (sim::Axis& column : whole.design) {
        rearrange(column.labels);
        rearrange(column.numbers);
    }
}

std::string why_not_one(const Results& first, const Results& other) {
    if (first.provenance.scenario_sha256 != other.provenance.scenario_sha256)
        return "are of different scenarios or experiments";
    if (!(first.provenance == other.provenance)) return "were made by different programs or seeds";
    if (!(first.layout == other.layout)) return "have different outcomes";
    return {};
}

}  // namespace

int merge_command(const Arguments& arguments) {
    const auto& operands = arguments.operands();
    const auto output = arguments.text("output");
    if (operands.size() < 2 || !output)
        throw UsageError("expected parts and the whole, such as a.h5 b.h5 -o whole.h5");
    const bool may_replace = arguments.has("force");
    prepare_output({*output, may_replace, true});
    Results whole = analysis::read_results(operands.front(), analysis::MessageRows::read);
    for (std::size_t i = 1; i < operands.size(); ++i) {
        Results part = analysis::read_results(operands[i], analysis::MessageRows::read);
        const std::string problem = why_not_one(whole, part);
        if (!problem.empty()) {
            std::fprintf(stderr, "%s and %s %s\n", operands.front().c_str(), operands[i].c_str(),
                         problem.c_str());
            return exit_input;
        }
        add(whole, std::move(part));
    }
    sort(whole);
    analysis::write_results(*output, whole.provenance, whole.layout, whole.tables,
                            whole.observations,
                            may_replace ? analysis::Overwrite::allow : analysis::Overwrite::refuse,
                            whole.design, thread_count(0));
    std::printf("%zu runs of %zu files: %s\n", whole.observations.size(), operands.size(),
                output->c_str());
    return exit_ok;
}

}  // namespace wardwire::app

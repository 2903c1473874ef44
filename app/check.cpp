// SPDX-License-Identifier: Apache-2.0
#include "app/check.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "app/exit_code.hpp"
#include "app/theory_battery.hpp"
#include "app/theory_further.hpp"
#include "app/theory_report.hpp"

namespace wardwire::app {

int check(const CheckOptions& options, std::ostream& out, std::ostream& progress) {
    constexpr std::uint32_t full_length = 10;  // of the quick windows
    std::vector<TheoryCase> cases = theory_cases();
    if (!options.is_quick) std::ranges::move(further_theory_cases(), std::back_inserter(cases));
    BatteryRun run{options.seed, options.is_quick ? 1 : full_length, options.threads,
                   [&progress](std::size_t done, std::size_t all) {
                       if (done * 10 / all != (done - 1) * 10 / all)
                           progress << "theory: " << done << " of " << all << " replications\n"
                                    << std::flush;
                   }};
    const std::vector<SimulatedRow> rows = simulate(cases, run);
    const std::vector<Verdict> verdicts = judge(rows);
    if (options.as_json)
        print_json(verdicts, options.seed, out);
    else
        print_table(verdicts, out);
    return all_agree(verdicts) ? exit_ok : exit_condition_failed;
}

}  // namespace wardwire::app

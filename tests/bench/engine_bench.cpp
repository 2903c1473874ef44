// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cstdio>
#include <string_view>

#include "tests/bench/contest.hpp"

/// Usage: engine_bench [turns, default 9] [beginning of a name, default all]
int main(int count, char** arguments) {
    using namespace wardwire::bench;
    int turns = 9;
    if (count > 1) {
        const std::string_view text = arguments[1];
        std::from_chars(text.data(), text.data() + text.size(), turns);
    }
    if (turns < 1) {
        std::fputs("usage: engine_bench [turns] [beginning of a name]\n", stderr);
        return 2;
    }
    const std::string_view wanted = count > 2 ? arguments[2] : "";
    std::puts(heading().c_str());
    for (const auto& contests : {pending_set_contests(), model_contests(), process_contests(),
                                 replication_contests(), federation_contests()})
        for (const Contest& contest : contests)
            if (contest.name.starts_with(wanted)) {
                std::puts(row(contest, measure(contest, turns)).c_str());
                std::fflush(stdout);
            }
}

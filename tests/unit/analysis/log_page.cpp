// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "analysis/log/import_report.hpp"
#include "analysis/log/log_columns.hpp"
#include "tests/support/source_folder.hpp"
#include "tests/unit/analysis/store_sample.hpp"

namespace wardwire::analysis {
namespace {

TEST_CASE("the page on message logs has every column, and every rule as it is applied") {
    const std::string page =
        tests::contents(test::source_folder() / "docs/reference/message-log.md");
    for (const LogColumn& column : log_columns) {
        CHECK_THAT(page, Catch::Matchers::Contains("`" + std::string(column.name) + "`"));
    }
    for (const OddityRule& rule : oddity_rules) {
        const std::string row = "| `" + std::string(rule.name) + "` | " + std::string(rule.what) +
                                " | " + std::string(rule.rule) + " | " +
                                std::string(text_of(rule.treatment)) + " |";
        CHECK_THAT(page, Catch::Matchers::Contains(row));
    }
}

TEST_CASE("the rules stand in the order of the oddities that they are about") {
    for (std::size_t i = 0; i < oddity_rules.size(); ++i) {
        CHECK(static_cast<std::size_t>(oddity_rules[i].oddity) == i);
        CHECK_FALSE(oddity_rules[i].rule.empty());
    }
}

}  // namespace
}  // namespace wardwire::analysis

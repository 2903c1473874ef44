// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app/arguments.hpp"
#include "app/command_reference.hpp"
#include "tests/support/source_folder.hpp"

using namespace wardwire::app;

namespace {

constexpr std::array options{Option{"output", 'o', "FILE", "where to"},
                             Option{"parameter", 'p', "POINTER=VALUE", "set", true},
                             Option{"threads", 0, "N", "cores"},
                             Option{"force", 'f', "", "replace"}};

std::string usage_error(const std::vector<std::string>& words) {
    try {
        const Arguments arguments(options, words);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("options may stand before and after operands, long or short") {
    const Arguments arguments(
        options, {"-o", "a.h5", "clinic.json", "--force", "-p", "/a=1", "--parameter=/b=2"});
    CHECK(arguments.only_operand("SCENARIO") == "clinic.json");
    CHECK(arguments.text("output") == "a.h5");
    CHECK(arguments.has("force"));
    CHECK(arguments.texts("parameter") == std::vector<std::string>{"/a=1", "/b=2"});
    CHECK_FALSE(arguments.has("threads"));
}

TEST_CASE("a misspelt option is refused with the one that is meant") {
    CHECK(usage_error({"--outptu", "a.h5"}) ==
          R"(unknown option --outptu; did you mean "--output"?)");
    CHECK(usage_error({"--zzzzzzzz"}).starts_with("unknown option --zzzzzzzz; there are "));
    CHECK(usage_error({"--anonymise"}) ==
          "unknown option --anonymise; it is one of `wardwire log`");
}

TEST_CASE("an option without its value, or given twice, is refused") {
    CHECK_FALSE(usage_error({"--output"}).empty());
    CHECK(usage_error({"-o", "a", "-o", "b"}) == "--output is given more than once");
    CHECK(usage_error({"-p", "/a=1", "-p", "/b=1"}).empty());
}

TEST_CASE("a number out of its range is refused and says the range") {
    const Arguments arguments(options, {"--threads", "0"});
    CHECK_THROWS_WITH(arguments.number("threads", 1, 64),
                      "--threads must be a whole number from 1 to 64, got \"0\"");
    const Arguments text(options, {"--threads", "2x"});
    CHECK_THROWS_AS(text.number("threads", 1, 64), UsageError);
    const Arguments good(options, {"--threads", "64"});
    CHECK(good.number("threads", 1, 64) == 64U);
}

// Writes the page when WARDWIRE_WRITE_PAGES is set: that is how it is made.
TEST_CASE("the page on the command line is what the program's own table says") {
    const std::filesystem::path path =
        wardwire::test::source_folder() / "docs/reference/command-line.md";
    if (std::getenv("WARDWIRE_WRITE_PAGES") != nullptr) std::ofstream(path) << command_reference();
    std::ostringstream page;
    page << std::ifstream(path).rdbuf();
    CHECK(page.str() == command_reference());
}

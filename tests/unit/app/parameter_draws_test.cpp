// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "app/parameter_draws.hpp"

using namespace wardwire;
using namespace wardwire::app;

namespace {

models::Scenario saying(const std::string& parameters) {
    models::Scenario scenario;
    scenario.name = "a.json";
    scenario.resolved_json = "{" + parameters + "}";
    return scenario;
}

ParameterDraws drawn(const std::string& parameters, std::size_t count) {
    std::vector<models::Finding> findings;
    ParameterDraws draws = draw_parameters(saying(parameters), count, 7, findings);
    REQUIRE(findings.empty());
    return draws;
}

/// The numbers of the first parameter.
std::vector<double> numbers(const ParameterDraws& draws) {
    std::vector<double> list;
    for (const auto& set : draws.values) {
        const std::string& text = set.front();
        list.push_back(std::strtod(text.c_str() + (text.front() == '"' ? 1 : 0), nullptr));
    }
    return list;
}

std::vector<std::string> problems(const std::string& text) {
    std::vector<models::Finding> findings;
    CHECK_FALSE(read_draws("d.csv", text, findings));
    std::vector<std::string> words;
    for (const auto& one : findings) words.push_back(one.where + ": " + one.what);
    return words;
}

TEST_CASE("draws have the quantiles that their interval says, on the scale of its ends") {
    struct Case {
        const char* interval;
        double low, middle, high;
    };
    // The middle is that of the scale: mean, geometric mean, or logistic of the mean of the logits.
    for (const Case& one : {Case{R"("interval": ["-2 %", "8 %"])", -2.0, 3.0, 8.0},
                            Case{R"("interval": ["10 min", "40 min"])", 10.0, 20.0, 40.0},
                            Case{R"("interval": [0.2, 0.8])", 0.2, 0.5, 0.8},
                            Case{R"("interval": ["80 %", "98 %"])", 80.0, 93.33, 98.0}}) {
        const std::string text = std::string(R"("x": {"value": 1, "level": "80 %", )") +
                                 one.interval + R"(, "status": "assumed"})";
        constexpr std::size_t count = 10'000;
        const std::vector<double> list = numbers(drawn(text, count));
        // Counts below a quantile are binomial: 4 standard errors, false alarm 1 in 16,000 each.
        const auto check_share = [&](double limit, double share) {
            const auto below = std::ranges::count_if(list, [&](double x) { return x < limit; });
            const double error = std::sqrt(share * (1.0 - share) * count);
            INFO(one.interval << " below " << limit);
            CHECK(std::abs(static_cast<double>(below) - share * count) <= 4.0 * error);
        };
        check_share(one.low, 0.1);
        check_share(one.middle, 0.5);
        check_share(one.high, 0.9);
    }
}

TEST_CASE("draws of a share stay shares, and whole numbers whole") {
    const auto shares = numbers(drawn(
        R"("x": {"value": "97 %", "interval": ["90 %", "99.9 %"], "status": "tuned"})", 2000));
    CHECK(std::ranges::all_of(shares, [](double x) { return x > 0.0 && x < 100.0; }));
    const ParameterDraws counts =
        drawn(R"("x": {"value": 4, "interval": [2, 9], "status": "tuned"})", 200);
    for (const auto& set : counts.values) CHECK(set[0].find('.') == std::string::npos);
}

TEST_CASE("more sets and further parameters leave the draws of a parameter as they are") {
    const std::string one = R"("b": {"value": 2, "interval": [1.5, 3.5], "status": "tuned"})";
    const ParameterDraws few = drawn(one, 3);
    const ParameterDraws more =
        drawn(R"("a": {"value": "1 h", "interval": ["1 h", "2 h"], "status": "tuned"}, )" + one, 5);
    CHECK(more.pointers == std::vector<std::string>{"/a", "/b"});
    for (std::size_t set = 0; set < 3; ++set) CHECK(more.values[set][1] == few.values[set][0]);
    CHECK(few.values[0] != few.values[1]);
}

TEST_CASE("a scenario without intervals is one set that changes nothing") {
    const ParameterDraws draws = drawn(R"("x": {"value": 4, "status": "assumed"})", 20);
    CHECK(draws.values.size() == 1);
    CHECK(draws.overrides(0).empty());
}

TEST_CASE("an interval of two units is located") {
    std::vector<models::Finding> findings;
    draw_parameters(
        saying(
            R"("r": [{"x": {"value": "1 h", "interval": ["50 min", "2 h"], "status": "tuned"}}])"),
        3, 7, findings);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].where == "/r/0/x/interval");
}

TEST_CASE("draws are read as JSON lines and as CSV alike") {
    std::vector<models::Finding> findings;
    const auto csv = read_draws("d", "/a,\"/b/c\"\r\n3,\"4 %\"\r\n5,6 min\r\n", findings);
    const auto lines = read_draws(
        "d", "{\"/a\": 3, \"/b/c\": \"4 %\"}\n\n{\"/b/c\": \"6 min\", \"/a\": 5}\n", findings);
    REQUIRE(csv);
    REQUIRE(lines);
    CHECK(csv->pointers == lines->pointers);
    CHECK(csv->values == lines->values);
    const auto overrides = csv->overrides(1);
    CHECK(overrides[0].pointer == "/a");
    CHECK(overrides[0].text == "5");
    CHECK(overrides[1].text == "\"6 min\"");
}

TEST_CASE("columns hold numbers of one unit as numbers and all else as texts") {
    std::vector<models::Finding> findings;
    const auto draws = read_draws("d", "/a/x,/b\n3 %,1 h\n5 %,30 min\n", findings);
    const auto columns = draws->columns({1, 0, 1});
    CHECK(columns[0].name == "a.x");
    CHECK(columns[0].unit == "%");
    CHECK(columns[0].numbers == std::vector<double>{5.0, 3.0, 5.0});
    CHECK(columns[1].labels == std::vector<std::string>{"30 min", "1 h", "30 min"});
}

TEST_CASE("what is wrong with draws is told by line") {
    CHECK(problems("").front().find("holds no draws") != std::string::npos);
    CHECK(problems("a\n1\n").front() ==
          "line 1: \"a\" is no JSON pointer such as /roles/nurse/count");
    CHECK(problems("/a,/a\n1,2\n").front() == "line 1: says /a twice");
    CHECK(problems("/a,/b\n1\n").front() == "line 2: has 1 values, the header 2");
    CHECK(problems("/a\n\"1\n").front() == "line 2: has a quote that is not closed");
    CHECK(problems("{\"/a\": 1}\n{\"/b\": 1}\n").front() ==
          "line 2: says no /a, as the first line does");
    CHECK(problems("{\"/a\": 1}\n{\"/a\": 1, \"/b\": 1}\n").front() ==
          "line 2: says other parameters than the first line");
    CHECK(problems("{\"/a\": 1\n").size() == 1);
}

}  // namespace

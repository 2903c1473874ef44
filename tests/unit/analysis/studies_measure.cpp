// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/studies/named_measures.hpp"
#include "tests/unit/analysis/measured.hpp"

using namespace wardwire::analysis;
namespace sim = wardwire::sim;

namespace {

/// Two roles, two channels, limits of 5 min and 24 h, and waits in bins from 0, 60 and 120 s.
sim::ResultLayout layout() {
    sim::ResultLayout result;
    result.axes = {{"role", "", {"nurse", "physician"}, {}, "1"},
                   {"channel", "", {"chat", "portal"}, {}, "1"},
                   {"limit", "", {}, {5.0 / 60.0, 24.0}, "h"},
                   {"duration_bin", "", {}, {0.0, 60.0, 120.0}, "s"},
                   {"time", "", {}, {0.0, 24.0, 48.0, 72.0}, "h"}};
    result.metrics = {{"sent", "1", "", {0, 1}, 0, 4},
                      {"answered_within", "1", "", {2}, 4, 2},
                      {"wait", "h", "", {}, 6, 1}};
    result.histograms = {{"wait", "1", "", {0, 3}, 0, 6}};
    result.series = {{"messages", "1", "", {4, 1}, 0, 8}};
    return result;
}

sim::Observation observation() {
    sim::Observation seen;
    seen.metrics = {1, 2, 3, 4, 0.25, 0.75, 1.5};
    seen.counts = {6, 4, 0, 0, 0, 2};
    seen.series = {10, 1, 20, 1, 30, 1, 15, 1};
    return seen;
}

double value(const std::string& text) { return value_of(text, layout(), observation()); }

MeasureProblem problem(const std::string& text) { return problem_with(text, layout()); }

}  // namespace

TEST_CASE("a measure is a cell of an outcome, named by its labels") {
    CHECK(value("wait") == 1.5);
    CHECK(value("sent[nurse, portal]") == 2.0);
    CHECK(value(" sent[ physician ,chat ] ") == 3.0);
}

TEST_CASE("a cell of a numbered dimension is named in any unit of time") {
    CHECK(value("answered_within[5 min]") == 0.25);
    CHECK(value("answered_within[24 h]") == 0.75);
    CHECK(value("answered_within[1 d]") == 0.75);
    CHECK(value("answered_within[24]") == 0.75);
}

TEST_CASE("a star and a range of numbers sum cells") {
    CHECK(value("sent[*, chat]") == 4.0);
    CHECK(value("sent[*, *]") == 10.0);
    CHECK(value("answered_within[1 min..24 h]") == 1.0);
}

TEST_CASE("a ratio divides two measures and is undefined where the second is nothing") {
    CHECK(value("sent[nurse, chat] / sent[*, *]") == 0.1);
    const FoundMeasure found = find_measure("wait / sent[nurse, chat]", layout());
    const auto& measure = std::get<StudyMeasure>(found);
    CHECK(measure.unit == "h/1");
    sim::Observation seen = observation();
    seen.metrics[0] = 0.0;
    CHECK(std::isnan(measure.value(seen)));
}

TEST_CASE("the named measures read histograms and add outcomes") {
    // The nurse's ten waits: six below a minute, four in the second; the median is at 5/6 of 60 s.
    CHECK(value("quantile(wait[nurse], 0.5)") == Approx(50.0));
    CHECK(value("quantile(wait[nurse], 80 %)") == Approx(90.0));
    CHECK(value("quantile(wait[physician], 0.5)") == Approx(120.0));
    CHECK(value("share_within(wait[nurse], 1.5 min)") == Approx(0.8));
    CHECK(value("share_within(wait[*], 119 s)") == Approx((6.0 + 4.0 * 59.0 / 60.0) / 12.0));
    CHECK(value("sum(sent[nurse, chat], sent[physician, portal])") == 5.0);
    CHECK(value("difference(sent[nurse, chat], sent[physician, portal])") == -3.0);
    CHECK(value("largest(sent[nurse, *], sent[physician, *])") == 7.0);
    CHECK(value("smallest(sent[nurse, *], sent[physician, *], sent[nurse, chat])") == 1.0);
    CHECK(value("difference(wait, wait) / largest(sent[nurse, *])") == 0.0);
}

TEST_CASE("growth is that of the median from the first values of a series to the last") {
    CHECK(value("growth_of_median(messages[*, chat], 1)") == Approx(15.0 / 10.0 - 1.0));
    CHECK(value("growth_of_median(messages[*, chat], 2)") == Approx(22.5 / 15.0 - 1.0));
    CHECK(value("growth_of_median(messages[*, chat], 3)") == 0.0);
    CHECK(value("growth_of_median(messages[*, portal], 4)") == 0.0);
    CHECK(problem("growth_of_median(mesages[*, chat], 1)").unknown == "mesages");
    CHECK(problem("growth_of_median(messages[*, chat], 5)").what ==
          "growth_of_median needs 5 values, and messages[*, chat] has 4");
    CHECK(problem("growth_of_median(messages[*, chat])").what ==
          "growth_of_median takes (SERIES, number of values)");
}

TEST_CASE("a quantile or a share of no events is undefined") {
    const auto of_nothing = [](const char* text) {
        sim::Observation seen = observation();
        seen.counts.assign(6, 0);
        return std::get<StudyMeasure>(find_measure(text, layout())).value(seen);
    };
    CHECK(std::isnan(of_nothing("quantile(wait[nurse], 0.5)")));
    CHECK(std::isnan(of_nothing("share_within(wait[nurse], 1 min)")));
}

TEST_CASE("what is no measure is told with the words that may be meant") {
    CHECK(problem("weit").unknown == "weit");
    CHECK(problem("weit").known == std::vector<std::string>{"sent", "answered_within", "wait"});
    CHECK(problem("sent[nurs, chat]").known == std::vector<std::string>{"nurse", "physician"});
    CHECK(problem("sent[nurse]").what ==
          "sent has the dimensions role, channel; write a coordinate for each");
    CHECK(problem("wait[nurse]").what == "wait has no dimensions; write it without coordinates");
    CHECK(problem("answered_within[2 h]").what == "there is no limit 2 h");
    CHECK(problem("answered_within[soon]").what == "\"soon\" is no limit; write a number and a h");
    CHECK(problem("median(wait[nurse])").unknown == "median");
    CHECK(problem("quantile(wait[nurse], 2)").what == "quantile takes (HISTOGRAM, probability)");
    CHECK(problem("quantile(sent[nurse], 0.5)").unknown == "sent");
    CHECK(problem("difference(wait)").what == "difference takes (MEASURE, MEASURE)");
    CHECK(problem("sum(wait, sent[*, *])").what == "sum needs measures of one unit, got h and 1");
    for (const char* text : {"", "/", "wait / wait / wait", "sent[nurse", "sent]", "(wait)", "a b"})
        CHECK_FALSE(problem(text).what.empty());
}

TEST_CASE("units of time and of shares are told in one another, others not") {
    CHECK(unit_factor("h", "min") == 60.0);
    CHECK(unit_factor("s", "d") == Approx(1.0 / 86400.0));
    CHECK(unit_factor("1", "%") == 100.0);
    CHECK(unit_factor("1", "messages") == 1.0);
    CHECK(unit_factor("USD", "USD") == 1.0);
    CHECK_FALSE(unit_factor("1", "h"));
    CHECK_FALSE(unit_factor("h", "USD"));
}

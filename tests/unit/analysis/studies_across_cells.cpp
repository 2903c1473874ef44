// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/unit/analysis/measured.hpp"

using namespace wardwire::analysis;
namespace sim = wardwire::sim;

namespace {

/// Four sites with messages and patients, two groups by three use types, and patients by sex and by
/// the share of messages.
sim::ResultLayout layout() {
    sim::ResultLayout result;
    result.axes = {{"site", "", {"a", "b", "c", "d"}, {}, ""},
                   {"group", "", {"x", "y"}, {}, ""},
                   {"use_type", "", {"p", "q", "r"}, {}, ""},
                   {"patient_cell", "", {"sex=female", "sex=male"}, {}, ""},
                   {"message_share", "", {"0-10 %", "10-20 %"}, {}, ""}};
    result.metrics = {{"messages", "1", "", {0}, 0, 4},
                      {"patients", "1", "", {0}, 4, 4},
                      {"threads", "1", "", {1, 2}, 8, 6},
                      {"patients_by_cell", "1", "", {3, 4}, 14, 4},
                      {"patients_who_write_by_cell", "1", "", {3, 4}, 18, 4}};
    return result;
}

sim::Observation observation() {
    sim::Observation seen;
    seen.metrics = {8,        2, 6,   4, /**/ 10, 20, 30, 40, /**/ 5, 5, 5, 6, 0, 0,
                    /**/ 100, 0, 100, 0, /**/ 40, 0,  20, 0};
    return seen;
}

double value(const std::string& text) { return value_of(text, layout(), observation()); }

MeasureProblem problem(const std::string& text) { return problem_with(text, layout()); }

}  // namespace

TEST_CASE("the smallest, the largest and the median are over the cells of an outcome") {
    CHECK(value("smallest_cell(messages)") == 2.0);
    CHECK(value("largest_cell(messages)") == 8.0);
    CHECK(value("median_cell(messages)") == 5.0);
    CHECK(value("largest_cell(threads[x, *])") == 5.0);
    CHECK(value("largest_cell(messages) / smallest_cell(messages)") == 4.0);
}

TEST_CASE("the effective number counts equally frequent kinds and leaves out those of none") {
    CHECK(value("effective_number(threads[x, *])") == Approx(3.0));
    CHECK(value("effective_number(threads[y, *])") == Approx(1.0));
}

TEST_CASE("the rank correlation goes by order, of outcomes or of ratios") {
    // Ranks 4, 1, 3, 2 and 1, 2, 3, 4: 1 - 6 (9 + 1 + 0 + 4) / 60.
    CHECK(value("rank_correlation(messages, patients)") == Approx(-0.4));
    CHECK(value("rank_correlation(patients, patients)") == Approx(1.0));
    // 0.8, 0.1, 0.2, 0.1: ranks 4, 1.5, 3, 1.5.
    CHECK(value("rank_correlation(messages / patients, patients)") ==
          Approx(-3.0 / std::sqrt(5.0 * 4.5)));
}

TEST_CASE("the odds ratio is that of a logistic regression on the cells") {
    CHECK(value("odds_ratio(sex=female, sex=male)") == Approx((40.0 / 60.0) / (20.0 / 80.0)));
    CHECK(value("odds_ratio(sex=male, sex=female)") == Approx((20.0 / 80.0) / (40.0 / 60.0)));
    // Nobody has such a clinician.
    CHECK(std::isnan(value("odds_ratio(message_share=10-20 %, message_share=0-10 %)")));
}

TEST_CASE("measures across cells say what they do not understand") {
    CHECK(problem("largest_cell(mesages)").unknown == "mesages");
    CHECK_FALSE(problem("largest_cell(messages, patients)").what.empty());
    CHECK_FALSE(problem("rank_correlation(messages, threads)").what.empty());
    CHECK(problem("odds_ratio(sex=femal, sex=male)").unknown == "sex=femal");
    CHECK_FALSE(problem("odds_ratio(sex=female, message_share=0-10 %)").what.empty());
}

// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/priority.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/queueing/general_service_queue.hpp"
#include "analysis/queueing/multi_server_queue.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

/// Three classes at rates .2, .3, .3.
std::vector<PriorityClass> three_classes(const Moments& first, const Moments& second,
                                         const Moments& third) {
    return {{.2, first}, {.3, second}, {.3, third}};
}

void check_all(const std::vector<double>& values, const std::vector<double>& expected) {
    REQUIRE(values.size() == expected.size());
    for (std::size_t k = 0; k < values.size(); ++k) {
        CAPTURE(k);
        CHECK(values[k] == printed(expected[k]));
    }
}

TEST_CASE("one server with priorities agrees with its table") {
    const Moments alike = exponential_moments(1.0);
    check_all(mean_waits_nonpreemptive(three_classes(alike, alike, alike)), {1.0, 2.0, 8.0});
    check_all(mean_sojourns_preemptive(three_classes(alike, alike, alike)), {1.25, 2.5, 10.0});

    const auto unlike =
        three_classes(exponential_moments(.5), exponential_moments(1.0), exponential_moments(1.5));
    check_all(mean_waits_nonpreemptive(unlike), {1.13888889, 1.89814815, 11.38888889});
    check_all(mean_sojourns_preemptive(unlike), {.55555556, 1.75925926, 13.88888889});

    const Moments fixed = fixed_moments(1.0);
    check_all(mean_waits_nonpreemptive(three_classes(fixed, fixed, fixed)), {.5, 1.0, 4.0});
    check_all(mean_sojourns_preemptive(three_classes(fixed, fixed, fixed)), {1.125, 1.875, 6.0});
}

TEST_CASE("many servers with priorities agree with their table") {
    const std::vector four{.8, 1.2, 1.2};
    check_all(mean_waits_nonpreemptive(four, 1.0, 4), {.18638515, .37277029, 1.49108118});
    check_all(mean_sojourns_preemptive(four, 1.0, 4), {1.00299401, 1.14293153, 2.84318070});

    const std::vector ten{2.0, 3.0, 4.0};
    check_all(mean_waits_nonpreemptive(ten, 1.0, 10), {.08359144, .16718288, 1.33746305});
    check_all(mean_sojourns_preemptive(ten, 1.0, 10), {1.00000597, 1.01203114, 2.49561959});
}

TEST_CASE("messages below a stream of interruptions wait as a low class does") {
    // The interruptions come at all times, not only while a message is worked on.
    const std::vector<PriorityClass> classes{{.5, exponential_moments(.25)},
                                             {.5, exponential_moments(1.0)}};
    check_all(mean_sojourns_preemptive(classes), {.28571429, 2.76190476});
}

TEST_CASE("priority moves waiting about without adding any") {
    // Σ ρ_k W_k is the same for every order of service without interruption (Kleinrock 1965).
    const Moments one = exponential_moments(1.0);
    const Moments two = fixed_moments(1.5);
    const std::vector<PriorityClass> classes{{.2, one}, {.3, two}};
    const std::vector<double> waits = mean_waits_nonpreemptive(classes);
    const GeneralServiceQueue in_order{.5, {.4 + .9, .4 * one.second + .6 * two.second, 0.0}};
    CHECK(.2 * waits[0] + .45 * waits[1] == Approx(.65 * in_order.mean_wait()));
}

TEST_CASE("the urgent are still served when the rest overload the server") {
    const Moments service = exponential_moments(1.0);
    const std::vector<PriorityClass> classes{{.5, service}, {.6, service}, {.1, service}};
    const double never = std::numeric_limits<double>::infinity();
    // The server is always busy, so the urgent find a residual service of mean 1: 1 / (1 - .5).
    CHECK(mean_waits_nonpreemptive(classes) == std::vector{2.0, never, never});
    CHECK(mean_sojourns_preemptive(classes) == std::vector{2.0, never, never});
    CHECK(mean_waits_nonpreemptive(std::vector{1.0, 1.2}, 1.0, 2) == std::vector{1.0, never});
    CHECK(mean_sojourns_preemptive(std::vector{1.0, 1.2, 1.0}, 1.0, 2)[0] ==
          Approx(MultiServerQueue{1.0, 1.0, 2}.mean_sojourn()));
    CHECK(mean_sojourns_preemptive(std::vector{1.0, 1.2, 1.0}, 1.0, 2)[2] == never);
}

}  // namespace

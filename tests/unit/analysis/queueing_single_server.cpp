// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/queueing/general_arrival_queue.hpp"
#include "analysis/queueing/general_service_queue.hpp"
#include "analysis/queueing/moments.hpp"
#include "analysis/queueing/transform.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

TEST_CASE("M/G/1 agrees with its table for eight laws of service") {
    struct Row {
        const char* law;
        Moments service;
        double wait[3], deviation[3];  // at arrival rates .5, .8, .9
    };
    const Row table[] = {
        {"fixed", fixed_moments(1.0), {.5, 2.0, 4.5}, {.76376262, 2.30940108, 4.82182538}},
        {"Erlang-2", erlang_moments(2, 1.0), {.75, 3.0, 6.75}, {1.25, 3.60555128, 7.38664335}},
        {"exponential",
         exponential_moments(1.0),
         {1.0, 4.0, 9.0},
         {1.73205081, 4.89897949, 9.94987437}},
        {"uniform",
         uniform_moments(0.0, 2.0),
         {.66666667, 2.66666667, 6.0},
         {1.05409255, 3.12694384, 6.48074070}},
        {"lognormal",
         lognormal_moments(1.0, 4.0),
         {2.5, 10.0, 22.5},
         {6.92218655, 16.32993162, 29.68585522}},
        {"hyperexponential",
         hyperexponential_moments(1.0, 4.0),
         {2.5, 10.0, 22.5},
         {5.12347538, 13.41640786, 26.19637379}},
        {"gamma",
         gamma_moments(1.0, 4.0),
         {2.5, 10.0, 22.5},
         {4.60977223, 12.64911064, 25.32291452}},
        {"Weibull",
         weibull_moments(1.0, 0.5),
         {3.0, 12.0, 27.0},
         {6.24499800, 16.24807681, 31.60696126}}};
    const double rates[] = {.5, .8, .9};
    for (const Row& row : table) {
        for (int i = 0; i < 3; ++i) {
            CAPTURE(row.law, rates[i]);
            const GeneralServiceQueue queue{rates[i], row.service};
            CHECK(queue.mean_wait() == printed(row.wait[i]));
            CHECK(queue.standard_deviation_of_wait() == printed(row.deviation[i]));
        }
    }
}

TEST_CASE("a server shared by all is insensitive to the law of service") {
    for (const Moments& service : {fixed_moments(1.0), weibull_moments(1.0, 0.5)}) {
        CHECK(GeneralServiceQueue{.8, service}.mean_sojourn_when_shared() == Approx(5.0));
    }
}

TEST_CASE("the wait in M/D/1 has its tabled distribution") {
    const double table[][2] = {
        {0.0, .2}, {.5, .29836494}, {1.0, .44510819}, {2.0, .63451994}, {4.0, .84537511}};
    for (const auto& [time, probability] : table) {
        CAPTURE(time);
        CHECK(fixed_service_wait_cdf(.8, 1.0, time) == printed(probability));
        CHECK(fixed_service_wait_cdf(.08, 10.0, 10.0 * time) == printed(probability));
    }
    CHECK(fixed_service_wait_cdf(.8, 1.0, -0.1) == 0.0);
}

TEST_CASE("the distribution of the wait in M/D/1 sums to the mean, far into the tail") {
    // By the trapezoidal rule, whose error is about step²/12 times the change of slope, < 1e-5.
    const double step = 1.0 / 64.0;
    double mean = 0.5 * step * (1.0 - fixed_service_wait_cdf(.8, 1.0, 0.0));
    for (int i = 1; i < 60 * 64; ++i) {
        mean += step * (1.0 - fixed_service_wait_cdf(.8, 1.0, i * step));
    }
    CHECK(mean == Approx(2.0).margin(1e-5));
}

TEST_CASE("GI/M/1 agrees with its table") {
    struct Row {
        const char* law;
        Transform gap;
        double sigma, wait;
    };
    const Row table[] = {
        {"exponential", exponential_transform(1.25), .8, 4.0},
        {"fixed", fixed_transform(1.25), .6286297965, 1.69273084},
        {"Erlang-2", gamma_transform(1.25, 0.5), .7398529491, 2.84397977},
        {"hyperexponential", hyperexponential_transform(1.25, 4.0), .9075716626, 9.81919277}};
    for (const Row& row : table) {
        CAPTURE(row.law);
        const GeneralArrivalQueue queue{1.25, row.gap, 1.0};
        CHECK(queue.probability_of_wait() == printed(row.sigma, 10));
        CHECK(queue.mean_wait() == printed(row.wait));
    }
}

TEST_CASE("messages that come in batches wait for each other") {
    const BatchArrivalQueue pairs{.4, 1.0, 2.0, 4.0};
    CHECK(pairs.mean_in_system() == Approx(6.0));
    CHECK(pairs.mean_sojourn() == Approx(7.5));
    const BatchArrivalQueue geometric{.4, 1.0, 2.0, 6.0};  // P(X = k) = 2^-k
    CHECK(geometric.mean_in_system() == Approx(8.0));
    CHECK(geometric.mean_sojourn() == Approx(10.0));
    const BatchArrivalQueue fives{.16, 1.0, 5.0, 25.0};
    CHECK(fives.mean_in_system() == Approx(12.0));
    CHECK(fives.mean_sojourn() == Approx(15.0));
}

TEST_CASE("a single server with more work than time waits for ever") {
    CHECK(std::isinf(GeneralServiceQueue{1.0, exponential_moments(1.0)}.mean_wait()));
    CHECK(std::isinf(GeneralServiceQueue{1.0, fixed_moments(2.0)}.standard_deviation_of_wait()));
    CHECK(std::isinf(GeneralArrivalQueue{1.0, fixed_transform(1.0), 1.0}.mean_wait()));
    CHECK(std::isinf(BatchArrivalQueue{.5, 1.0, 2.0, 4.0}.mean_sojourn()));
    CHECK(fixed_service_wait_cdf(1.0, 1.0, 5.0) == 0.0);
}

TEST_CASE("transforms are moments seen from zero") {
    // (1 - E[e^{-sX}]) / s is the mean less s times half the second moment; s = 1e-6.
    const double s = 1e-6;
    for (const Transform& law :
         {fixed_transform(2.0), exponential_transform(2.0), gamma_transform(2.0, 0.25),
          hyperexponential_transform(2.0, 4.0), hyperexponential_transform(2.0, 1.0)}) {
        CHECK((1.0 - law(s)) / s == Approx(2.0).margin(2e-5));
    }
    CHECK(std::isinf(exponential_transform(2.0)(-0.5)));
}

}  // namespace

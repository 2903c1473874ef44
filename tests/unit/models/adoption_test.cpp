// SPDX-License-Identifier: Apache-2.0
// Which patients take up the portal, and when.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::AdoptionSpec;

namespace {

constexpr std::uint32_t patients = 20'000;

/// Patients of two physicians, who write twice in a run and are answered within minutes.
Ward clinic(const AdoptionSpec& adoption) {
    Ward ward(sim::days{20});
    const auto physician = ward.role("physician", 2);
    ward.question();
    for (auto& type : ward.portal().use_types) type.handling = {always(second(1))};
    ward.patients().count = patients;
    ward.patients().primary = physician;
    ward.patients().threads_per_second = 2.0 / sim::in_seconds(sim::days{20});
    ward.patients().profile.fill(1.0);
    ward.patients().adoption = adoption;
    return ward;
}

double users(Ward ward) { return patients * ward.run().metric("portal_users_share"); }

/// Within five standard deviations of a binomial count: a false alarm in 1.7 million seeds.
bool is_near(double count, double probability) {
    return std::abs(count - patients * probability) <
           5.0 * std::sqrt(patients * probability * (1.0 - probability));
}

}  // namespace

TEST_CASE("without a word about adoption all patients write") {
    Ward ward = clinic({});
    ward.patients().adoption.reset();
    CHECK(users(ward) == patients);
}

TEST_CASE("the share of patients without odds ratios takes up the portal, once and for all") {
    AdoptionSpec once{.share = 0.2};
    once.review = sim::Duration::zero();
    AdoptionSpec daily{.share = 0.2};
    daily.review = sim::days{1};
    const double at_once = users(clinic(once));
    CHECK(is_near(at_once, 0.2));
    CHECK(users(clinic(daily)) == at_once);  // nothing has changed between the reviews
}

TEST_CASE("an odds ratio of an attribute multiplies the odds") {
    Ward ward = clinic({.share = 0.2});
    models::AttributeValue all;
    all.name = "all";
    all.share = 1.0;
    all.odds_ratio = 4.0;
    models::Population population;
    population.attributes = {{"age", {all}}};
    population.cells = models::cells_of(population, {1.0});
    ward.patients().population = population;
    CHECK(is_near(users(ward), 0.5));  // odds 1/4, times 4
}

TEST_CASE("an invitation multiplies the odds of those who are invited") {
    AdoptionSpec adoption{.share = 0.2};
    adoption.invited_share = sim::Constant{0.5};
    adoption.invitation_odds_ratio = 4.0;
    CHECK(is_near(users(clinic(adoption)), 0.5 * 0.2 + 0.5 * 0.5));
}

TEST_CASE("answers in time win further patients at the next review, and late ones do not") {
    AdoptionSpec adoption{.share = 0.2};
    adoption.review = sim::days{10};
    adoption.responsiveness_odds_ratio = 4.0;
    CHECK(is_near(users(clinic(adoption)), 0.5));
    Ward late = clinic(adoption);
    late.patients().adoption->responsive_within = sim::Duration{-1};
    CHECK(is_near(users(late), 0.2));
}

TEST_CASE("who has taken up the portal at a lower share does so at a higher one") {
    // Each patient has a propensity for good, so that a thread of the one run is in the other.
    const auto begun = [](double share) {
        std::set<std::uint64_t> first;
        for (const sim::MessageRow& row : clinic({.share = share}).run().observation.messages)
            first.insert(row.conversation);
        return first;
    };
    const auto few = begun(0.1);
    const auto many = begun(0.3);
    CHECK(std::includes(many.begin(), many.end(), few.begin(), few.end()));
    CHECK(many.size() > 2 * few.size());
}

}  // namespace wardwire::test

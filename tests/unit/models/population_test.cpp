// SPDX-License-Identifier: Apache-2.0
// Who the patients are: tables from margins, and what goes with a patient's attributes.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/proportional_fitting.hpp"
#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::AttributeValue;
using models::Population;
using models::ShareTable;

namespace {

AttributeValue value(std::string name, double share, double odds_ratio = 1.0,
                     double activity = 1.0) {
    AttributeValue result;
    result.name = std::move(name);
    result.share = share;
    result.odds_ratio = odds_ratio;
    result.activity = activity;
    return result;
}

/// Two independent attributes; groups by the second.
Population two_attributes() {
    Population population;
    population.attributes = {{"age", {value("old", 0.25, 0.5), value("young", 0.75)}},
                             {"stream", {value("chronic", 0.4, 3.0, 2.0), value("other", 0.6)}}};
    population.group_by = "stream";
    population.cells = models::cells_of(population, {0.1, 0.15, 0.3, 0.45});
    return population;
}

}  // namespace

TEST_CASE("fitting meets the margins and keeps the association") {
    ShareTable table = ShareTable::even({2, 2});
    table.shares[0] *= 4.0;  // the ratio of the cross products
    const models::Misfit left = models::fit_margins(table, {{0.3, 0.7}, {0.2, 0.8}});
    CHECK(left.size() < 1e-10);
    CHECK(table.margin(0)[0] == Approx(0.3));
    CHECK(table.margin(1)[0] == Approx(0.2));
    const std::vector<double>& s = table.shares;
    CHECK(s[0] * s[3] / (s[1] * s[2]) == Approx(4.0));
}

TEST_CASE("fitting three attributes without association gives their products") {
    ShareTable table = ShareTable::even({2, 3, 2});
    models::fit_margins(table, {{0.3, 0.7}, {0.2, 0.5, 0.3}, {0.1, 0.9}});
    CHECK(table.value_of(7, 0) == 1);
    CHECK(table.value_of(7, 1) == 0);
    CHECK(table.value_of(7, 2) == 1);
    CHECK(table.shares[7] == Approx(0.7 * 0.2 * 0.9));
}

TEST_CASE("margins that zeros of the table forbid are not met, and the misfit says by how much") {
    ShareTable table = ShareTable::even({2, 2});
    table.shares[0] = 0.0;  // nobody has both first values, and yet 60 % + 70 % are to have one
    const models::Misfit left = models::fit_margins(table, {{0.6, 0.4}, {0.7, 0.3}});
    CHECK(left.size() > 0.1);
}

TEST_CASE("a cell has the odds, the activity and the use types of all its values") {
    Population population = two_attributes();
    population.attributes[1].values[0].use_type_factors = {2.0, 1.0};
    const auto cells = models::cells_of(population, {0.1, 0.15, 0.3, 0.45});
    REQUIRE(cells.size() == 4);
    CHECK(cells[0].log_odds == Approx(std::log(0.5 * 3.0)));
    CHECK(cells[0].activity == 2.0);
    CHECK(cells[3].log_odds == 0.0);
    Ward ward;
    ward.portal().use_types.front().share = 0.4;
    ward.use_type("other", 0.6);
    const auto shares = models::use_type_shares(cells[0], ward.portal());
    CHECK(shares[0] == Approx(0.8 / 1.4));
    CHECK(models::use_type_shares(cells[3], ward.portal())[0] == Approx(0.4));
}

TEST_CASE("patients fall into the groups by the shares of their cells, and write accordingly") {
    Ward ward(sim::days{10});
    ward.role("nurse", 5);
    ward.portal();
    ward.patients().count = 10'000;
    ward.patients().population = two_attributes();
    ward.patients().threads_per_second = 1.0 / sim::in_seconds(sim::days{10});
    ward.patients().profile.fill(1.0);
    const Course course = ward.run();
    const auto& groups = course.outcomes.patients.groups;
    // Binomial, Poisson; five standard deviations: a false alarm in 600,000 seeds.
    const auto chronic = static_cast<double>(groups[0].patients);
    CHECK(std::abs(chronic - 4000.0) < 5.0 * std::sqrt(10'000 * 0.4 * 0.6));
    CHECK(groups[0].patients + groups[1].patients == 10'000);
    const auto threads = static_cast<double>(groups[0].threads[0]);
    CHECK(std::abs(threads - 2.0 * chronic) < 5.0 * std::sqrt(2.0 * chronic));
    // Nobody, one, two, ... threads: exp(-2) of them write nothing.
    const double silent = std::exp(-2.0);
    const auto writers = static_cast<double>(groups[0].messages.total());
    CHECK(std::abs(writers - chronic * (1.0 - silent)) <
          5.0 * std::sqrt(chronic * silent * (1.0 - silent)));
}

TEST_CASE("intensities that are dealt give every run the same mix, those that are drawn do not") {
    Ward ward(sim::days{60});
    ward.role("nurse", 1);
    ward.portal();
    ward.patients().count = 1000;
    ward.patients().threads_per_second = 1.0 / sim::in_seconds(sim::days{2});
    ward.patients().profile.fill(1.0);
    ward.patients().intensity = sim::ZeroInflated{0.5, sim::Constant{2.0}};
    const auto largest_miss = [&] {
        double largest = 0.0;
        for (std::uint32_t seed = 1; seed <= 5; ++seed)
            largest = std::max(largest,
                               std::abs(ward.run(seed).metric("patients_who_write_share") - 0.5));
        return largest;
    };
    // Drawn shares have a standard deviation of 0.016, dealt ones miss by two or three patients.
    CHECK(largest_miss() > 0.005);
    ward.patients().people = models::FactorsOfPeople::dealt;
    CHECK(largest_miss() <= 0.003);
}

TEST_CASE("outcomes by patient group add up to those of all patients") {
    Ward ward(sim::days{10});
    ward.role("nurse", 5);
    ward.portal();
    ward.patients().count = 500;
    ward.patients().population = two_attributes();
    ward.patients().threads_per_second = 1.0 / sim::in_seconds(sim::days{10});
    ward.patients().profile.fill(1.0);
    const Course course = ward.run();
    CHECK(course.metric("messages_from_patients_by_patient_group", 0) +
              course.metric("messages_from_patients_by_patient_group", 1) ==
          course.metric("messages_from_patients"));
    CHECK(course.metric("patients_by_patient_group", 0) +
              course.metric("patients_by_patient_group", 1) ==
          500.0);
    double patients = 0.0;
    double writers = 0.0;
    for (std::size_t cell = 0; cell < 4 * models::message_share_count; ++cell) {
        patients += course.metric("patients_by_cell", cell);
        writers += course.metric("patients_who_write_by_cell", cell);
    }
    CHECK(patients == 500.0);
    CHECK(writers / patients == Approx(course.metric("patients_who_write_share")));
}

TEST_CASE("messages of a patient count both ways") {
    Ward ward;
    ward.role("nurse");
    ward.patients().reply_delay = always(minute(60));
    ward.question().follow_up_probability = {1.0};
    ward.portal().max_rounds = 3;
    ward.message(minute(10));
    const Course course = ward.run();
    CHECK(course.metric("most_messages_of_a_patient") == 6.0);
    CHECK(course.metric("messages_per_patient_by_patient_group") == 6.0);
    CHECK(course.metric("patients_who_write_share") == 1.0);
}

}  // namespace wardwire::test

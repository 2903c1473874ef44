// SPDX-License-Identifier: Apache-2.0
// Software in front of the people: what the rules see, and answers that are drafted.
#include <catch2/catch.hpp>

#include "models/offered_load.hpp"
#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::RoutingRule;
using models::UseTypeId;

namespace {

/// Questions go to the first role, requests to the second.
struct Sorted : Ward {
    explicit Sorted(double recognised) : first(role("first")), second(role("second")) {
        question().share = 0.5;
        question().recognised_probability = recognised;
        use_type("request", 0.5).recognised_probability = recognised;
        portal().routing = {
            {{UseTypeId{0}}, RoutingRule::Flag::any, RoutingRule::When::any, to_role(first)},
            {{}, RoutingRule::Flag::any, RoutingRule::When::any, to_role(second)}};
        for (int i = 0; i < 40; ++i) message(minute(10 * i));
    }
    /// How many questions and requests the role of the other answered.
    int astray() {
        int count = 0;
        for (const sim::MessageRow& row : run().observation.messages)
            count += row.responder != row.use_type;
        return count;
    }
    models::RoleId first;
    models::RoleId second;
};

}  // namespace

TEST_CASE("the rules see what software takes a message for") {
    CHECK(Sorted(1.0).astray() == 0);
    CHECK(Sorted(0.0).astray() == 40);
    const int some = Sorted(0.5).astray();
    CHECK(some > 0);
    CHECK(some < 40);
}

TEST_CASE("how well software sorts changes no other draw of a message") {
    Sorted well(1.0);
    Sorted badly(0.3);
    const auto rows = well.run().observation.messages;
    const auto others = badly.run().observation.messages;
    REQUIRE(rows.size() == others.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(rows[i].use_type == others[i].use_type);
        CHECK(rows[i].urgency == others[i].urgency);
        CHECK(rows[i].sent_at == others[i].sent_at);
    }
}

TEST_CASE("messages taken for something else are so by the shares, as the load counts them") {
    Ward ward;
    const auto first = ward.role("first");
    const auto second = ward.role("second");
    const auto third = ward.role("third");
    ward.question().share = 0.5;
    ward.question().recognised_probability = 0.8;
    ward.use_type("request", 0.3);
    ward.use_type("news", 0.2);
    for (const auto& [type, to] : {std::pair{0, first}, {1, second}, {2, third}})
        ward.portal().routing.push_back({{UseTypeId{static_cast<std::size_t>(type)}},
                                         RoutingRule::Flag::any,
                                         RoutingRule::When::any,
                                         to_role(to)});
    ward.patients().count = 100;
    ward.patients().threads_per_second = 1.0 / 3600.0;
    ward.patients().demand_factor = 2.0;
    ward.patients().profile.fill(1.0);
    ward.complete();
    const models::MessageFlow flow = models::message_flows(ward.scenario).front();
    CHECK(flow.arrivals[first.index()][0] == Approx(80.0));
    CHECK(flow.arrivals[second.index()][0] == Approx(20.0 * 0.3 / 0.5));
    CHECK(flow.arrivals[third.index()][0] == Approx(20.0 * 0.2 / 0.5));
    CHECK(flow.arrivals[second.index()][1] == Approx(60.0));
}

TEST_CASE("a draft takes time to read and saves time to write") {
    Ward ward;
    ward[ward.role("nurse")].reading = always(minute(1));
    const auto patient = ward.message(minute(10));
    CHECK(ward.run().answered(patient) == minute(15));
    ward.portal().drafts = {0.0, 1.5, 0.5};
    CHECK(ward.run().answered(patient) == minute(15) + second(30));
    ward.portal().drafts.used_probability = 1.0;
    CHECK(ward.run().answered(patient) == minute(13) + second(30));
}

TEST_CASE("a factor on demand is a factor on the rate of threads") {
    const auto digest_of = [](double factor, double rate) {
        Ward ward;
        ward.role("nurse");
        ward.portal();
        ward.patients().count = 10;
        ward.patients().profile.fill(1.0);
        ward.patients().threads_per_second = rate / 36000.0;
        ward.patients().demand_factor = factor;
        return ward.run().observation.digest;
    };
    CHECK(digest_of(2.0, 1.0) == digest_of(1.0, 2.0));
    CHECK(digest_of(2.0, 1.0) != digest_of(1.0, 1.0));
}

}  // namespace wardwire::test

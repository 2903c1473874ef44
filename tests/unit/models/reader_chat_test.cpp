// SPDX-License-Identifier: Apache-2.0
// What a scenario says of chat and of sites of different sizes, as it is read.
#include <catch2/catch.hpp>
#include <string>

#include "models/scenario_reader.hpp"

namespace wardwire::models {
namespace {

Scenario read_chat(const std::string& further) {
    const std::string text = R"({"wardwire_scenario": 1, "roles": {
        "aide": {"count": 30}, "nurse": {"count": 60}, "physician": {"count": 20}}, )" +
                             further + "}";
    const ReadResult result = read_scenario(
        "a.json", {}, [&](const std::string&) -> std::optional<std::string> { return text; });
    INFO(text << "\n" << format_findings(result.findings));
    REQUIRE(result.scenario);
    return *result.scenario;
}

std::string chat(const std::string& matrix, const std::string& further) {
    return R"("chat": {"starts": "1 /h", "users": ["100 %"], "continuation": ["50 %"], "to": )" +
           matrix + further + "}";
}

const std::string even_matrix = R"({
    "aide": {"aide": "40 %", "nurse": "30 %", "physician": "30 %"},
    "nurse": {"aide": "30 %", "nurse": "40 %", "physician": "30 %"},
    "physician": {"aide": "30 %", "nurse": "70 %"}})";

}  // namespace

TEST_CASE("a role matrix is balanced to what each role sends and gets") {
    const Scenario scenario = read_chat(chat(even_matrix, R"(, "margins": {
        "sent": {"aide": "10 %", "nurse": "60 %", "physician": "30 %"},
        "received": {"aide": "20 %", "nurse": "45 %", "physician": "35 %"}})"));
    const std::vector<double> sent = {0.1, 0.6, 0.3};
    const std::vector<double> received = {0.2, 0.45, 0.35};
    const auto& to = scenario.chat->to;
    for (std::size_t role = 0; role < 3; ++role) {
        CHECK(to[role][0] + to[role][1] + to[role][2] == Approx(1.0));
        double gets = 0.0;
        for (std::size_t from = 0; from < 3; ++from) gets += sent[from] * to[from][role];
        CHECK(gets == Approx(received[role]));
    }
    CHECK(to[2][2] == 0.0);
    // Balancing leaves the odds ratios as they are (Deming & Stephan 1940).
    CHECK(to[0][0] * to[1][1] / (to[0][1] * to[1][0]) == Approx(0.4 * 0.4 / (0.3 * 0.3)));
}

TEST_CASE("a role matrix that fits its margins stays as it is") {
    const Scenario balanced = read_chat(chat(even_matrix, R"(, "margins": {
        "sent": {"aide": "50 %", "nurse": "50 %"},
        "received": {"aide": "35 %", "nurse": "35 %", "physician": "30 %"}})"));
    const Scenario plain = read_chat(chat(even_matrix, ""));
    for (std::size_t from = 0; from < 3; ++from)
        for (std::size_t to = 0; to < 3; ++to)
            CHECK(balanced.chat->to[from][to] == Approx(plain.chat->to[from][to]));
}

TEST_CASE("effects and affinity are read, and the effect of a person may differ by role") {
    const Scenario scenario = read_chat(R"("units": 25, )" + chat(even_matrix, R"(,
        "effects": {"person": {"aide": 1, "nurse": {"law": "gamma", "mean": 1, "sd": 1},
                               "physician": {"law": "exponential", "mean": 1}},
                    "site": {"law": "lognormal", "mean": 1, "sd": 0.3},
                    "popularity": {"law": "exponential", "mean": 1}, "people": "dealt",
                    "answers": {"law": "exponential", "mean": 1}, "alike": 0.8,
                    "answered": {"law": "gamma", "mean": 1, "sd": 0.5},
                    "day": {"law": "gamma", "mean": 1, "sd": 0.2}},
        "aside": "40 %", "to_aside": 0.3, "to_all": 0.5, "to_repeated": [0.7, 1.2],
        "messages_of_first_turn": {"law": "geometric", "mean": 2},
        "answered_at": [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2],
        "repeated_to_all": 0.2, "off_duty": {"nurse": "10 %"},
        "pause": "2 min",
        "affinity": {"again": "60 %", "own_unit": "30 %", "same": "25 %"},
        "burst": {"further": 0.2, "gap": "2 min"},
        "exchange": {"within": "5 min", "notice_delay": "20 s"})"));
    const ChatEffects& effects = scenario.chat->effects;
    REQUIRE(effects.person.size() == 3);
    CHECK(effects.person[0].is_constant());
    CHECK(effects.person[1].mean() == Approx(1.0));
    CHECK(effects.unit.is_constant());
    CHECK_FALSE(effects.site.is_constant());
    CHECK(effects.popularity.size() == 3);
    CHECK(effects.answers.size() == 3);
    CHECK(effects.answered.size() == 3);
    CHECK(effects.alike == 0.8);
    REQUIRE(scenario.chat->burst);
    CHECK(scenario.chat->burst->further_probability == 0.2);
    REQUIRE(scenario.chat->exchange);
    CHECK(scenario.chat->exchange->within_s == 300.0);
    CHECK(scenario.chat->exchange->notice_delay.mean() == 20.0);
    CHECK(effects.people == FactorsOfPeople::dealt);
    CHECK_FALSE(effects.day.is_constant());
    CHECK(scenario.chat->aside_probability == 0.4);
    CHECK(scenario.chat->to_aside_factor == 0.3);
    CHECK(scenario.chat->to_repeated_factor == std::vector<double>{0.7, 1.2});
    REQUIRE(scenario.chat->messages_of_first_turn);
    CHECK(scenario.chat->messages_of_first_turn->mean() == Approx(2.0));
    CHECK(scenario.chat->repeated_to_all_factor == 0.2);
    REQUIRE(scenario.chat->answered_at_factor.size() == 24);
    CHECK(scenario.chat->answered_at_factor.front() == 0.0);
    CHECK(scenario.chat->answered_at_factor.back() == 2.0);
    CHECK(scenario.chat->to_all_factor == 0.5);
    CHECK(scenario.chat->off_duty_probability == std::vector<double>{0.0, 0.1, 0.0});
    CHECK(scenario.chat->pause.mean() == 120.0);
    CHECK(scenario.chat->affinity.again_probability == 0.6);
    CHECK(scenario.chat->affinity.memory == 16);
    CHECK(scenario.chat->affinity.same_probability == 0.25);
    CHECK(scenario.units == 25);
}

TEST_CASE("writing and reading are one law for all roles, or each role's, or what is usual") {
    const auto means = [](const std::vector<sim::Distribution>& laws) {
        std::vector<double> all;
        for (const sim::Distribution& law : laws) all.push_back(law.mean());
        return all;
    };
    using Means = std::vector<double>;
    const Scenario plain = read_chat(chat(even_matrix, ""));
    CHECK(means(plain.chat->writing) == Means{20.0, 20.0, 20.0});
    CHECK(means(plain.chat->reading) == Means{5.0, 5.0, 5.0});
    const Scenario told = read_chat(chat(even_matrix, R"(,
        "writing": {"nurse": {"law": "exponential", "mean": "40 s"}, "physician": "1 min"},
        "reading": "9 s")"));
    CHECK(means(told.chat->writing) == Means{20.0, 40.0, 60.0});
    CHECK(means(told.chat->reading) == Means{9.0, 9.0, 9.0});
}

TEST_CASE("with sizes the counts of a kind are those of all its sites") {
    const Scenario scenario = read_chat(R"("sites": {"clinic": {
        "count": 7, "size": {"law": "exponential", "mean": 3},
        "roles": {"aide": {"count": 0}, "nurse": {"count": 50}}}})");
    const SiteKind& kind = scenario.site_kinds.front();
    CHECK(kind.staff_of_all == std::vector<std::uint32_t>{0, 50, 20});
    CHECK(kind.scenario.roles[0].count == 0);
    CHECK(kind.scenario.roles[1].count == 8);
    CHECK(kind.scenario.roles[2].count == 3);
}

}  // namespace wardwire::models

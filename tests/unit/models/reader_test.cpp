// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "models/scenario_reader.hpp"
#include "tests/support/source_folder.hpp"

namespace wardwire::models {
namespace {

using Files = std::map<std::string, std::string>;

ReadResult read(const std::string& path, const Files& files,
                const std::vector<Override>& overrides = {}) {
    const auto load = [&](const std::string& name) -> std::optional<std::string> {
        const auto file = files.find(name);
        if (file == files.end()) return std::nullopt;
        return file->second;
    };
    return read_scenario(path, overrides, load);
}

/// A scenario of one role with these further keys, which must be read without a finding.
Scenario read_role(const std::string& keys) {
    const ReadResult result = read("a.json", {{"a.json", R"({"wardwire_scenario": 1, "roles":
        {"nurse": {"count": 2)" + keys + "}}}"}});
    INFO(keys << "\n" << format_findings(result.findings));
    REQUIRE(result.scenario);
    return *result.scenario;
}

TEST_CASE("a scenario with every part is read as it is written") {
    const ReadResult result =
        read("x/one_clinic.json",
             {{"x/one_clinic.json",
               *wardwire::test::text_of("tests/integration/valid/one_clinic.json")}});
    INFO(format_findings(result.findings));
    REQUIRE(result.scenario);
    const Scenario& s = *result.scenario;
    CHECK(s.name == "one_clinic");
    CHECK(s.title == "One clinic");
    CHECK(s.calendar.start_day == 20458);
    CHECK(s.calendar.utc_offset == sim::hours{1});
    CHECK(s.calendar.holidays == std::vector<std::int64_t>{91});
    CHECK(s.open_hours.intervals.size() == 5);
    CHECK(s.warm_up == sim::weeks{1});
    CHECK(s.seed == 1);

    REQUIRE(s.roles.size() == 2);
    const RoleSpec& nurse = s.roles[0];
    const RoleSpec& physician = s.roles[1];
    CHECK(nurse.name == "nurse");
    CHECK(nurse.cost_usd_per_hour == 48.0);
    CHECK(nurse.roster.absence_probability == Approx(0.04));
    REQUIRE(nurse.roster.rotation.size() == 1);
    CHECK(nurse.roster.rotation[0].size() == 5);
    CHECK(nurse.roster.rotation[0][1].hours.from == sim::days{1} + sim::hours{8});
    REQUIRE(nurse.tasks.size() == 1);
    CHECK(nurse.tasks[0].duration.mean() == Approx(300.0));
    CHECK(nurse.interruption.resumption_lag.quantile(0.75) == Approx(60.0));
    REQUIRE(nurse.forwards_to);
    CHECK(nurse.forwards_to->kind == Target::Kind::primary);
    CHECK(physician.is_clinician);
    REQUIRE(physician.visits);
    CHECK(physician.visits->slot == sim::minutes{20});
    CHECK(physician.attention.channel[0].when_free == WhenFree::next_check);
    CHECK(physician.attention.channel[1].when_free == WhenFree::at_once);

    REQUIRE(s.pools.size() == 1);
    CHECK(s.pools[0].members == std::vector<RoleId>{RoleId(0)});
    CHECK(s.pools[0].escalation[0].clock == ClockKind::business);
    CHECK(s.pools[0].escalation[0].to.role == RoleId(1));
    REQUIRE(s.telephone.size() == 1);
    CHECK(s.telephone[0].calls_per_second == Approx(6.0 / 3600.0));
    double sum = 0.0;
    for (const double weight : s.telephone[0].profile) sum += weight;
    CHECK(sum == Approx(168.0));
    CHECK(s.telephone[0].profile[8] == Approx(3.0 * 168.0 / 85.0));  // 17 a day, five days

    REQUIRE(s.patients);
    CHECK(s.patients->primary == RoleId(1));
    CHECK(s.patients->threads_per_second == Approx(2.1 / (365.25 * 86400.0)));
    CHECK(s.patients->profile[0] == 1.0);
    REQUIRE(s.portal);
    const UseType& question = s.portal->use_types[0];
    CHECK(question.name == "medical question");
    CHECK(question.handling[0].mean() == Approx(240.0));
    CHECK(question.resolved_probability == std::vector<double>{0.4, 1.0});
    CHECK(s.portal->use_types[1].handling[1].mean() == Approx(120.0));
    CHECK(s.portal->routing[0].use_types == std::vector<UseTypeId>{UseTypeId(1)});
    CHECK(s.portal->flag_specificity == Approx(0.95));
    REQUIRE(s.chat);
    CHECK(s.chat->to[0][1] == Approx(0.6));
    CHECK(s.chat->messages_per_turn.mean() == Approx(1.4));

    REQUIRE(s.sources.size() == 2);
    CHECK(s.sources[1].pointer == "/patients/threads");
    CHECK(s.sources[1].source == "Huang 2022, table 1");
    CHECK(s.sources[1].status == "measured");
}

TEST_CASE("the order of names in the file means nothing") {
    const auto of = [](const std::string& roles) {
        return *read("a", {{"a", "{\"wardwire_scenario\": 1, \"roles\": {" + roles + "}}"}})
                    .scenario;
    };
    const Scenario one = of(R"("nurse": {"count": 1}, "aide": {"count": 2})");
    const Scenario other = of(R"("aide": {"count": 2}, "nurse": {"count": 1})");
    CHECK(one.roles[0].name == "aide");
    CHECK(other.roles[0].name == "aide");
    CHECK(one.roles[1].count == 1);
    CHECK(other.roles[1].count == 1);
}

TEST_CASE("what is left out has its default") {
    const Scenario s = read_role("");
    const RoleSpec plain;
    CHECK(s.roles[0].roster.rotation.empty());
    CHECK(s.roles[0].overtime_factor == plain.overtime_factor);
    CHECK(s.roles[0].attention.check_interval.mean() == 3600.0);
    CHECK(s.open_hours.is_always());
    CHECK(s.length == sim::weeks{4});
    CHECK_FALSE(s.patients);
    CHECK_FALSE(s.chat);
    CHECK(s.title == "a");
}

TEST_CASE("a night shift runs into the next day") {
    const Scenario s = read_role(
        R"(, "roster": {"shifts": [{"days": "fri,sun", "from": "22:00", "to": "06:00"}]})");
    const std::vector<Shift>& week = s.roles[0].roster.rotation.at(0);
    REQUIRE(week.size() == 2);
    CHECK(week[0].hours.from == sim::days{4} + sim::hours{22});
    CHECK(week[0].hours.to == sim::days{5} + sim::hours{6});
    CHECK(week[1].hours.to == sim::weeks{1} + sim::hours{6});
}

TEST_CASE("a rotation keeps its weeks apart") {
    const Scenario s = read_role(R"(, "roster": {"rotation": {"value": [
        [{"days": "mon-fri", "from": "07:00", "to": "15:00"}],
        [{"days": "sat", "from": "07:00", "to": "15:00"}]], "status": "assumed"}})");
    REQUIRE(s.roles[0].roster.rotation.size() == 2);
    CHECK(s.roles[0].roster.rotation[0].size() == 5);
    CHECK(s.roles[0].roster.rotation[1].size() == 1);
}

TEST_CASE("every law is read in each of its spellings") {
    struct Known {
        const char* law;
        double mean, median;  ///< in minutes; a negative number is not asked for
    };
    const std::vector<Known> laws = {
        {R"("3 min")", 3.0, 3.0},
        {R"({"law": "exponential", "mean": "3 min"})", 3.0, 3.0 * 0.69314718056},
        {R"({"law": "exponential", "median": "3 min"})", 3.0 / 0.69314718056, 3.0},
        {R"({"law": "lognormal", "mean": "5 min", "sd": "5 min"})", 5.0, 5.0 / 1.41421356237},
        {R"({"law": "lognormal", "median": "2.4 min", "p75": "15 min"})", -1.0, 2.4},
        {R"({"law": "lognormal", "p25": "1 min", "p75": "9 min"})", -1.0, 3.0},
        {R"({"law": "gamma", "mean": "5 min", "sd": "5 min"})", 5.0, 5.0 * 0.69314718056},
        {R"({"law": "gamma", "shape": 1, "scale": "5 min"})", 5.0, -1.0},
        {R"({"law": "weibull", "shape": 1, "scale": "5 min"})", 5.0, 5.0 * 0.69314718056},
        {R"({"law": "weibull", "median": "5 min", "p90": "9 min"})", -1.0, 5.0},
        {R"({"law": "pareto", "shape": 4, "scale": "3 min"})", 4.0, -1.0},
        {R"({"law": "pareto", "mean": "4 min", "sd": "1 min"})", 4.0, -1.0},
        {R"({"law": "uniform", "low": "2 min", "high": "4 min"})", 3.0, 3.0},
        {R"({"law": "triangular", "low": "0 s", "mode": "3 min", "high": "6 min"})", 3.0, 3.0},
        {R"({"law": "empirical", "quantiles": [["0 %", "0 s"], [0.5, "2 min"], [1, "8 min"]]})",
         3.0, 2.0},
        {R"({"law": "mixture",
              "parts": [{"weight": 1, "of": "2 min"}, {"weight": 3, "of": "6 min"}]})",
         5.0, 6.0},
        {R"({"law": "zero_inflated", "zero": "25 %", "of": "4 min"})", 3.0, 4.0},
        {R"({"law": "truncated", "high": "6 min",
              "of": {"law": "uniform", "low": "0 s", "high": "9 min"}})",
         3.0, 3.0},
    };
    for (const Known& known : laws) {
        const Scenario s = read_role(std::string(", \"reading\": ") + known.law);
        INFO(known.law);
        const sim::Distribution& law = s.roles[0].reading;
        if (known.mean > 0.0) CHECK(law.mean() / 60.0 == Approx(known.mean).epsilon(1e-6));
        if (known.median > 0.0) {
            CHECK(law.quantile(0.5) / 60.0 == Approx(known.median).epsilon(1e-6));
        }
    }
}

TEST_CASE("laws of numbers are read without units") {
    const auto turns = [](const std::string& law) {
        const auto result = read("a", {{"a", R"({"wardwire_scenario": 1, "roles": {"nurse":
            {"count": 2}}, "chat": {"starts": "1 /h", "to": {"nurse": {"nurse": 1}}, "users": [1],
            "continuation": ["50 %"], "messages_per_turn": )" +
                                                 law + "}}"}});
        INFO(law << "\n" << format_findings(result.findings));
        REQUIRE(result.scenario);
        return result.scenario->chat->messages_per_turn.mean();
    };
    CHECK(turns("2") == 2.0);
    CHECK(turns(R"({"law": "geometric", "mean": 1.5})") == Approx(1.5));
    CHECK(turns(R"({"law": "geometric", "probability": "50 %"})") == Approx(2.0));
    CHECK(turns(R"({"law": "zipf", "n": 2, "exponent": 0})") == Approx(1.5));
    CHECK(
        turns(R"({"law": "mixture", "parts": [{"weight": 1, "of": 1}, {"weight": 1, "of": 4}]})") ==
        Approx(2.5));
    CHECK(turns(R"({"law": "truncated", "of": {"law": "poisson", "mean": 9}, "low": 1})") > 8.0);
}

TEST_CASE("all findings come at once, in the order of the document, with the file that says it") {
    const ReadResult result =
        read("child.json",
             {{"parent.json", R"({"wardwire_scenario": 1, "pols": {},
                              "roles": {"nurse": {"count": -1, "reading": 12}}})"},
              {"child.json", R"({"wardwire_scenario": 1, "extends": "parent.json",
                              "roles": {"nurse": {"cost": "4 EUR"}}, "seed": "x"})"}},
             {{"/replications", "many"}});
    CHECK_FALSE(result.scenario);
    std::string found;
    for (const Finding& finding : result.findings) found += finding.file + finding.where + " ";
    CHECK(found ==
          "parent.json/pols parent.json/roles/nurse/count parent.json/roles/nurse/reading "
          "child.json/roles/nurse/cost child.json/seed command line/replications ");
}

TEST_CASE("findings are printed a file at a time, aligned, control characters made harmless") {
    const std::vector<Finding> findings = {
        {"a.json", "/pols", "unknown key"},
        {"a.json", "/roles/nurse", "is \x1b[31mred", Finding::Severity::warning},
        {"b.json", "", "cannot be read"}};
    CHECK(format_findings(findings) ==
          "a.json: 2 findings\n  /pols         unknown key\n"
          "  /roles/nurse  warning: is ?[31mred\n"
          "b.json: 1 finding\n  (whole file)  cannot be read\n");
    CHECK(has_errors(findings));
    CHECK_FALSE(has_errors(std::span(findings).subspan(1, 1)));
    CHECK(format_findings({}).empty());
}

}  // namespace
}  // namespace wardwire::models

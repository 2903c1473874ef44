// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/bundled.hpp"
#include "app/exit_code.hpp"
#include "app/study_check.hpp"
#include "app/study_report.hpp"
#include "tests/support/source_folder.hpp"

using namespace wardwire;
using namespace wardwire::app;

namespace {

/// A study of the bundled clinic with one target.
std::string study_with(const std::string& target) {
    return R"({"wardwire_study": 1, "scenario": "nurse_triage", "title": "a study",
               "cites": ["a source"], "page": "docs/README.md", "replications": 3,
               "targets": [)" +
           target + "]}";
}

std::string target_with(const std::string& changes) {
    nlohmann::json target = {{"figure", "A-001"},
                             {"quantity", "answered in a day"},
                             {"measure", "answered_within[24 h]"},
                             {"target", 70.0},
                             {"unit", "%"},
                             {"tolerance", {{"points", 30}}},
                             {"use", "output"}};
    target.merge_patch(nlohmann::json::parse(changes));
    return target.dump();
}

/// "pointer what" of the only finding, of reading or of preparing.
std::string finding_of(const std::string& text) {
    ReadStudy read = read_study("a.json", text);
    if (read.study) prepare_study(*read.study, "a.json", read.findings);
    REQUIRE(read.findings.size() == 1);
    CHECK(read.findings[0].file == "a.json");
    return read.findings[0].where + " " + read.findings[0].what;
}

JudgedStudy judged(const std::string& target) {
    ReadStudy read = read_study("a.json", study_with(target));
    REQUIRE(read.study);
    const auto prepared = prepare_study(*read.study, "a.json", read.findings);
    REQUIRE(prepared);
    std::ostringstream progress;
    return judge_study(*prepared, {}, progress);
}

}  // namespace

TEST_CASE("a study is read with its targets and what they accept") {
    const ReadStudy read = read_study("my/a.json", study_with(target_with("{}")));
    REQUIRE(read.study);
    CHECK(read.study->name == "a");
    CHECK(read.study->replications == 3U);
    const StudyTarget& target = read.study->targets.at(0);
    CHECK(target.accepted.low == 40.0);
    CHECK(target.accepted.high == 100.0);
    const auto accepted = [](const std::string& tolerance) {
        const auto study = read_study("a.json", study_with(target_with(tolerance))).study;
        return std::pair{study->targets[0].accepted.low, study->targets[0].accepted.high};
    };
    const double open = std::numeric_limits<double>::infinity();
    using Ends = std::pair<double, double>;
    const std::string without_points = R"({"tolerance": {"points": null, )";
    CHECK(accepted(without_points + R"("relative": 0.1}})").first == Approx(63.0));
    CHECK(accepted(without_points + R"("range": [1, 2]}})") == Ends{1.0, 2.0});
    CHECK(accepted(without_points + R"("at_least": 5}})") == Ends{5.0, open});
    CHECK(accepted(without_points + R"("at_most": 5}})") == Ends{-open, 5.0});
}

TEST_CASE("what is wrong in a study is told at its place") {
    const std::string at = "/targets/0";
    const auto finding = [](const std::string& changes) {
        return finding_of(study_with(target_with(changes)));
    };
    CHECK(finding(R"({"use": "guess"})").starts_with(at + "/use must be one of"));
    CHECK(finding(R"({"mesure": "wait"})") ==
          at + R"(/mesure unknown key; did you mean "measure"?)");
    CHECK(finding(R"({"figure": null})") == at + R"( needs the key "figure")");
    CHECK(finding(R"({"target": null})") ==
          at + " needs a target: its tolerance is a distance from one");
    CHECK(finding(R"({"tolerance": {"at_most": 3}})") ==
          at + "/tolerance needs one of points, relative, range, at_least and at_most");
    CHECK(finding(R"({"tolerance": {"points": null, "range": [2, 1]}})") ==
          at + "/tolerance must go from the lower to the higher number");
    CHECK(finding(R"({"statistic": "difference"})") ==
          at + R"( needs "against": its statistic compares two scenarios)");
    CHECK(finding(R"({"against": "solo_inbox"})") ==
          at + R"( needs a "statistic" that compares two scenarios)");
    CHECK(finding(R"({"measure": "answered_withn[24 h]"})") ==
          at + "/measure in nurse_triage: there is no outcome \"answered_withn\"; did you mean "
               "\"answered_within\"?");
    CHECK(finding(R"({"unit": "h"})") ==
          at + "/unit must be a unit that 1 can be told in, got \"h\"");
    CHECK(finding_of("{").starts_with("line 1"));
    CHECK(finding_of(study_with("")) == "/targets must have 1 to 1000 entries, got 0");
}

TEST_CASE("a scenario that is not there is a finding of the study's scenario") {
    ReadStudy read = read_study(
        "a.json", study_with(target_with(R"({"against": "nowhere", "statistic": "difference"})")));
    REQUIRE(read.study);
    CHECK_FALSE(prepare_study(*read.study, "a.json", read.findings));
    REQUIRE(read.findings.size() == 1);
    CHECK(read.findings[0].file == "nowhere");
}

TEST_CASE("a target that the simulation cannot meet is missed and the study fails") {
    const JudgedStudy met = judged(target_with("{}"));
    CHECK(met.targets.at(0).is_within);
    CHECK(met.passes());
    const JudgedStudy missed = judged(target_with(R"({"tolerance": {"points": 0.001}})"));
    CHECK_FALSE(missed.targets.at(0).is_within);
    CHECK_FALSE(missed.passes());
    CHECK(missed.count(analysis::Use::output) == 1);
    CHECK(missed.count_within(analysis::Use::output) == 0);
    CHECK(missed.targets[0].simulated.mean == met.targets[0].simulated.mean);
}

TEST_CASE("an input that is missed neither fails a study nor counts as an output") {
    const JudgedStudy study =
        judged(target_with(R"({"use": "input", "tolerance": {"points": 0.001}})"));
    CHECK_FALSE(study.targets.at(0).is_within);
    CHECK(study.passes());
    CHECK(study.count(analysis::Use::output) == 0);
}

TEST_CASE("an unchanged scenario differs from itself by exactly nothing in every replication") {
    const JudgedStudy study = judged(
        target_with(R"({"against": "nurse_triage", "statistic": "difference", "target": 0})"));
    CHECK(study.targets.at(0).simulated.mean == 0.0);
    CHECK(study.targets[0].simulated.half_width == 0.0);
}

TEST_CASE("a target may be measured in another scenario than the study's") {
    const JudgedStudy here = judged(target_with("{}"));
    const JudgedStudy there = judged(target_with(R"({"scenario": "solo_inbox"})"));
    CHECK(there.targets.at(0).simulated.mean != here.targets.at(0).simulated.mean);
    const JudgedStudy both = judged(target_with(
        R"({"scenario": "solo_inbox", "against": "nurse_triage", "statistic": "difference",
            "tolerance": {"points": null, "range": [-100, 100]}})"));
    CHECK(both.targets.at(0).simulated.mean ==
          Approx(there.targets[0].simulated.mean - here.targets[0].simulated.mean));
}

TEST_CASE("the table fits 100 columns and says why a target is missed") {
    const std::string note =
        "nobody has measured this clinic, so the figure of a larger one had to stand in for it";
    const JudgedStudy study = judged(target_with(
        R"({"tolerance": {"points": 0.001}, "note": ")" + note +
        R"(", "quantity": "share of all messages that anybody has answered within one day"})"));
    std::ostringstream out;
    print_study(study, out);
    std::istringstream lines(out.str());
    for (std::string line; std::getline(lines, line);) {
        const auto characters = std::ranges::count_if(
            line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
        CHECK(characters <= 100);
        CHECK((line.empty() || line.back() != ' '));
    }
    CHECK(out.str().find("missed") != std::string::npos);
    CHECK(out.str().find("nobody has measured") != std::string::npos);
    CHECK(out.str().find("Outputs within tolerance: 0 of 1") != std::string::npos);
}

TEST_CASE("the JSON of studies has everything, open ends and no interval as null") {
    JudgedStudy study = judged(target_with(R"({"tolerance": {"points": null, "at_least": 1}})"));
    study.targets[0].simulated.half_width.reset();
    std::ostringstream out;
    print_studies_json(std::span(&study, 1), out);
    const auto json = nlohmann::json::parse(out.str());
    CHECK(json["passed"] == true);
    const auto& target = json["studies"][0]["targets"][0];
    CHECK(target["accepted"] == nlohmann::json::parse("[1, null]"));
    CHECK(target["half_width"].is_null());
    CHECK(target["within"] == true);
    CHECK(target["use"] == "output");
    CHECK(json["studies"][0]["output"]["of"] == 1);
}

TEST_CASE("every bundled study is sound, names what its scenario yields, and has its page") {
    for (const BundledScenario& bundled : bundled_studies()) {
        INFO(bundled.name);
        ReadStudy read = read_study(std::string(bundled.name), bundled.text);
        if (read.study) prepare_study(*read.study, std::string(bundled.name), read.findings);
        CHECK(models::format_findings(read.findings) == "");
        REQUIRE(read.study);
        CHECK(std::filesystem::exists(test::source_folder() / read.study->page));
    }
}

// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "app/bundled.hpp"
#include "app/latent_calibration.hpp"
#include "app/latent_parameters.hpp"

using namespace wardwire;
using namespace wardwire::app;

namespace {

/// A form of one parameter with some members changed, or taken away by null.
std::string form_with(const std::string& changes) {
    auto form = nlohmann::json::parse(R"({"wardwire_latent": 1, "parameters": [
        {"name": "delay", "pointer": "/roles/*/attention/check_interval",
         "from": 5, "to": 80, "unit": "min", "scale": "log"}]})");
    form["parameters"][0].merge_patch(nlohmann::json::parse(changes));
    return form.dump();
}

std::string finding_of(const std::string& text) {
    std::vector<models::Finding> findings;
    CHECK(!read_latent_form("form.json", text, findings));
    REQUIRE(!findings.empty());
    CHECK(findings[0].file == "form.json");
    return findings[0].where + " " + findings[0].what;
}

LatentParameter parameter_with(const std::string& changes) {
    std::vector<models::Finding> findings;
    const auto form = read_latent_form("form.json", form_with(changes), findings);
    CHECK(models::format_findings(findings) == "");
    REQUIRE(form);
    return form->parameters[0];
}

}  // namespace

TEST_CASE("a place of the prior is a value as one writes it") {
    CHECK(parameter_with("{}").written(0.0) == "5 min");
    CHECK(parameter_with("{}").written(0.5) == "20 min");
    CHECK(parameter_with("{}").written(1.0) == "80 min");
    CHECK(parameter_with("{}").prior() == "5 min to 80 min");
    CHECK(parameter_with(R"({"scale": "linear"})").written(0.5) == "42.5 min");
    const LatentParameter odds =
        parameter_with(R"({"scale": "logit", "from": 0.1, "to": 0.9, "unit": ""})");
    CHECK(odds.written(0.5) == "0.5");
    CHECK(odds.written(1.0) == "0.9");
    const LatentParameter choice = parameter_with(
        R"({"from": null, "to": null, "unit": null, "scale": null, "values": ["a", "b", "c"]})");
    CHECK(choice.written(0.3) == "a");
    CHECK(choice.written(0.5) == "b");
    CHECK(choice.written(1.0) == "c");
    CHECK(choice.prior() == "a, b or c");
}

TEST_CASE("what is wrong with a latent form is told at its place") {
    CHECK(finding_of("[]") == " must be an object, got []");
    CHECK(
        finding_of(R"({"wardwire_latent": 2, "parameters": []})").starts_with("/wardwire_latent"));
    CHECK(finding_of(form_with(R"({"pointer": "roles"})")) ==
          "/parameters/0/pointer is no JSON pointer such as /roles/*/count");
    CHECK(finding_of(form_with(R"({"to": null})")) ==
          "/parameters/0 needs either \"from\" and \"to\" or \"values\"");
    CHECK(finding_of(form_with(R"({"values": ["a", "b"]})")) ==
          "/parameters/0 needs either \"from\" and \"to\" or \"values\"");
    CHECK(finding_of(form_with(R"({"to": 5})")) ==
          "/parameters/0 must go from a lower to a higher value");
    CHECK(finding_of(form_with(R"({"from": 0})")) ==
          "/parameters/0 must begin above 0 on a log scale");
    CHECK(finding_of(form_with(R"({"scale": "logit"})")) ==
          "/parameters/0 must lie within 0 and 1 on a logit scale");
    CHECK(finding_of(form_with(R"({"sclae": "log"})"))
              .starts_with("/parameters/0/sclae unknown key; did you mean \"scale\"?"));
    CHECK(finding_of(R"({"wardwire_latent": 1, "set": {"chat": 1}, "parameters": []})")
              .starts_with("/set/chat is no JSON pointer"));
}

TEST_CASE("a star in a pointer stands for every key there") {
    const auto changes =
        expanded({"/roles/*/count", "3"}, R"({"roles": {"nurse": {"count": 1}, "a/b": {}}})");
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].pointer == "/roles/nurse/count");
    CHECK(changes[1].pointer == "/roles/a~1b/count");
    CHECK(changes[1].text == "3");
    CHECK(expanded({"/pools/*/batch", "3"}, R"({"roles": {}})").empty());
}

TEST_CASE("a value is identified that much was learnt of and that is known to a tenth") {
    LatentCalibration found;
    found.has_read_times = true;
    found.search.posterior.weights.assign(40, 0.025);
    const auto is_identified = [&](double contraction, double reach) {
        return found.is_identified({{}, "", "", "", contraction, reach});
    };
    CHECK(is_identified(0.95, 0.08));
    CHECK(!is_identified(0.95, 0.12));  // the prior spans decades
    CHECK(!is_identified(0.8, 0.08));   // it is narrow
    found.search.posterior.weights.assign(10, 0.1);
    CHECK(!is_identified(0.95, 0.08));
}

TEST_CASE("without read times a value that is narrow is by form alone, and not identified") {
    LatentCalibration found;
    found.search.posterior.weights.assign(40, 0.025);
    const LatentEstimate narrow{{}, "", "", "", 0.95, 0.08};
    const LatentEstimate wide{{}, "", "", "", 0.95, 0.12};
    CHECK(!found.is_identified(narrow));
    CHECK(found.is_by_form_alone(narrow));
    CHECK(!found.is_by_form_alone(wide));
    found.has_read_times = true;
    CHECK(found.is_identified(narrow));
    CHECK(!found.is_by_form_alone(narrow));
}

TEST_CASE("bundled latent forms are read without findings") {
    REQUIRE(!bundled_latent_forms().empty());
    for (const BundledScenario& one : bundled_latent_forms()) {
        std::vector<models::Finding> findings;
        CHECK(read_latent_form(std::string(one.name), one.text, findings));
        CHECK(models::format_findings(findings) == "");
    }
}

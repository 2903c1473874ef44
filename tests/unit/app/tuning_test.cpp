// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/scenario_files.hpp"
#include "app/tuning.hpp"

using namespace wardwire;
using namespace wardwire::app;

namespace {

/// One server with exponential service of 1 minute and a study of its mean wait, in a folder.
class QueueFolder {
 public:
    QueueFolder() {
        std::filesystem::create_directories(folder_);
        write("queue.json", R"({"wardwire_scenario": 1,
            "horizon": {"warm_up": "1 day", "length": "30 days"},
            "roles": {"staff": {"count": 1}}, "pools": {"inbox": {"members": ["staff"]}},
            "patients": {"count": 1,
                "threads": {"value": "0.2 /min", "source": "a guess", "status": "assumed"}},
            "portal": {"use_types": {"message": {"share": 1,
                           "handling": {"law": "exponential", "mean": "1 min"}}},
                       "routing": [{"to": "pool:inbox"}]}})");
        write("study.json", R"({"wardwire_study": 1, "scenario": "queue.json", "title": "a queue",
            "cites": ["Erlang 1917"], "page": "none", "targets": [
            {"figure": "WAIT", "quantity": "mean wait", "measure": "pool_wait[inbox]",
             "target": 1, "unit": "min", "tolerance": {"points": 0.1}, "use": "tuned"},
            {"figure": "BUSY", "quantity": "busy", "measure": "utilisation[staff]",
             "unit": "%", "tolerance": {"at_most": 60}, "use": "tuned"},
            {"figure": "FREE", "quantity": "busy", "measure": "utilisation[staff]",
             "target": 50, "unit": "%", "tolerance": {"points": 2}, "use": "output"}]})");
    }
    ~QueueFolder() { std::filesystem::remove_all(folder_); }
    QueueFolder(const QueueFolder&) = delete;
    QueueFolder& operator=(const QueueFolder&) = delete;

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
    }

 private:
    std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                    ("wardwire-tuning-test-" + std::to_string(::getpid()));
};

std::string tuning_with(const std::string& changes) {
    auto tuning = nlohmann::json::parse(R"({"wardwire_tuning": 1, "study": "study.json",
        "parameters": [{"pointer": "/patients/threads", "from": 0.05, "to": 0.9, "unit": "/min",
                        "scale": "log"}],
        "figures": [{"figure": "WAIT"}], "replications": 3, "budget": 15})");
    tuning.merge_patch(nlohmann::json::parse(changes));
    return tuning.dump();
}

/// "pointer what" of the first finding, of reading or of preparing.
std::string finding_of(const QueueFolder& folder, const std::string& changes) {
    const std::string path = folder.path("tuning.json");
    ReadTuning read = read_tuning(path, tuning_with(changes));
    if (read.tuning) prepare_tuning(*read.tuning, path, read.findings);
    REQUIRE(!read.findings.empty());
    return read.findings[0].where + " " + read.findings[0].what;
}

PreparedTuning prepared_in(const QueueFolder& folder) {
    const std::string path = folder.path("tuning.json");
    ReadTuning read = read_tuning(path, tuning_with("{}"));
    REQUIRE(read.tuning);
    auto prepared = prepare_tuning(*read.tuning, path, read.findings);
    CHECK(models::format_findings(read.findings) == "");
    REQUIRE(prepared);
    return std::move(*prepared);
}

}  // namespace

TEST_CASE("the arrival rate that gives a known wait is found, on any number of threads") {
    const QueueFolder folder;
    const PreparedTuning prepared = prepared_in(folder);
    CHECK(prepared.starts == std::vector{0.2});
    std::ostringstream progress;
    const TuningResult found = tune(prepared, 1, progress);
    // M/M/1: the wait is load / (1 - load) services, 1 minute at a load of 1/2. Three runs of
    // 30 days know the wait to about 2 %, and the load, whose square root it is near, to half that.
    CHECK(found.values.at(0) == Approx(0.5).margin(0.02));
    CHECK(found.loss < 0.01 * found.first_loss);
    CHECK(found.evaluations <= 15);
    CHECK(found.judged.targets.at(0).is_within);

    const TuningResult again = tune(prepared, 3, progress);
    CHECK(again.values == found.values);
    CHECK(again.loss == found.loss);
}

TEST_CASE("the overlay of what was found sets the values and says where they are from") {
    const QueueFolder folder;
    const PreparedTuning prepared = prepared_in(folder);
    TuningResult result;
    result.values = {0.4321};
    const std::string overlay = tuning_overlay(prepared, result);
    const auto read = models::read_scenario(folder.path("queue.json"),
                                            std::array{models::Override{"", overlay, "found"}},
                                            load_scenario_text);
    REQUIRE(read.scenario);
    CHECK(read.findings.empty());
    const auto threads = nlohmann::json::parse(read.scenario->resolved_json)["patients"]["threads"];
    CHECK(threads["value"] == "0.4321 /min");
    CHECK(threads["status"] == "tuned");
    CHECK(threads["source"] == "fitted by `wardwire tune tuning` to WAIT");
}

TEST_CASE("values lie between their ends, evenly or by equal factors") {
    TunedParameter parameter{"/a", 1.0, 100.0, "min", Scale::logarithmic, {}};
    CHECK(parameter.value_at(0.5) == Approx(10.0));
    CHECK(parameter.place_of(10.0) == Approx(0.5));
    CHECK(parameter.place_of(1000.0) == 1.0);
    CHECK(parameter.written(12.5) == "12.5 min");
    parameter.scale = Scale::linear;
    CHECK(parameter.value_at(0.5) == 50.5);
    CHECK(parameter.place_of(50.5) == 0.5);
}

TEST_CASE("what is wrong in a tuning is told at its place") {
    const QueueFolder folder;
    const auto parameter = [&](const std::string& text) {
        return finding_of(folder, R"({"parameters": [)" + text + "]}");
    };
    CHECK(parameter(R"({"pointer": "/patients/threads", "from": 2, "to": 1})") ==
          "/parameters/0 must go from a lower to a higher value");
    CHECK(parameter(R"({"pointer": "/a", "from": 0, "to": 1, "scale": "log"})") ==
          "/parameters/0 must begin above 0 on a log scale");
    CHECK(parameter(R"({"pointer": "/a", "from": 0, "to": 1, "start": 2})") ==
          "/parameters/0 must start between its ends");
    CHECK(parameter(R"({"pointer": "/patients/threads", "from": 0.1, "to": 1, "unit": "USD"})")
              .starts_with("/parameters/0 needs a start"));
    CHECK(parameter(R"({"pointer": "patients", "from": 0.1, "to": 1})")
              .starts_with("/parameters/0 needs a start"));
    CHECK(parameter(R"({"pointer": "/patients/thread", "from": 0.1, "to": 1, "start": 1})")
              .starts_with("/patients/thread leads nowhere"));
    CHECK(parameter(R"({"pointer": "/patients/threads", "from": -1, "to": 1, "unit": "/min"})")
              .starts_with("/patients/threads must not be negative"));
    CHECK(finding_of(folder, R"({"figures": [{"figure": "WEIT"}]})") ==
          R"(/figures/0/figure the study has no figure "WEIT"; did you mean "WAIT"?)");
    CHECK(finding_of(folder, R"({"figures": [{"figure": "FREE"}]})") ==
          R"(/figures/0/figure is not for use "tuned" in the study)");
    CHECK(finding_of(folder, R"({"figures": [{"figure": "BUSY"}]})") ==
          "/figures/0/figure needs a tolerance with two ends");
    CHECK(finding_of(folder, R"({"budgte": 3})") ==
          R"(/budgte unknown key; did you mean "budget"?)");
}

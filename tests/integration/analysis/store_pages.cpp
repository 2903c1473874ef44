// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/store/message_columns.hpp"
#include "analysis/store/results_file.hpp"
#include "analysis/store/results_format.hpp"
#include "tests/integration/analysis/store_shell.hpp"
#include "tests/unit/analysis/store_sample.hpp"

using namespace wardwire;
using Catch::Contains;
using tests::TemporaryFolder;

namespace {

constexpr std::int64_t hour = 3'600'000'000;

/// The study of the page: three replications of a clinic with round numbers.
void write_clinic(const std::filesystem::path& path) {
    auto provenance = tests::sample_provenance();
    provenance.seed = 7;
    provenance.scenario_text = "{}";
    provenance.scenario_sha256 = analysis::sha256_text("{}");
    const sim::ResultLayout layout{
        {{"role", "role of the staff member", {"nurse", "physician"}, {}, ""},
         {"pool", "pool", {"triage"}, {}, ""},
         {"time", "time since the start of the run", {}, {6.0, 12.0}, "h"},
         {"duration_bin", "lower edge of the bin", {}, {0.0, 3600.0, 7200.0, 14400.0}, "s"}},
        {{"first_response_time",
          "h",
          "Mean time from a patient's message to the answer.",
          {},
          0,
          1},
         {"utilisation", "1", "Share of the time on duty that is not free.", {0}, 1, 2}},
        {{"first_response_time", "1", "Time from a patient's message to the answer.", {3}, 0, 4}},
        {{"backlog", "1", "Number waiting in the line.", {2, 1}, 0, 2}}};
    const sim::RecordTables tables{{"nurse_1", "patient_1", "patient_2"},
                                   {"nurse", "patient", "patient"},
                                   {"triage"},
                                   {"refill"},
                                   {"portal"},
                                   {"open", "answered"}};
    std::vector<sim::Observation> observations;
    for (std::uint32_t i = 0; i < 3; ++i) {
        sim::Observation observation;
        observation.replication = i;
        observation.metrics = {1.5 + 0.5 * i, 0.5 + 0.25 * i, 0.5};
        observation.counts = {i, 6, 3, 0};
        observation.series = {1.0, 3.0 + i};
        observations.push_back(observation);
    }
    sim::MessageRow answered;
    answered.sent_at = 8 * hour;
    answered.responded_at = 9 * hour + hour / 2;
    answered.sender = 1;
    answered.recipient = answered.responder = 0;
    answered.close_reason = 1;
    sim::MessageRow unclaimed;
    unclaimed.message = 1;
    unclaimed.sent_at = 9 * hour;
    unclaimed.sender = 2;
    unclaimed.pool = 0;
    observations[0].messages = {answered, unclaimed};
    analysis::write_results(path, provenance, layout, tables, observations);
}

}  // namespace

TEST_CASE("the Python of the page on reading results prints what the page says") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "results");
    write_clinic(folder / "results" / "clinic.h5");
    const std::string page = "'" + tests::source + "/docs/how-to/read-results.md'";
    const std::string runner = "'" + tests::source + "/tests/integration/readers/run_page.py' ";
    CHECK(tests::output_of(tests::python + runner + page, folder) == "");

    // A page that says something else is found.
    const auto output = tests::output_of("sed 's/^nurse 0.75/nurse 0.76/' " + page +
                                             " >page.md && " + tests::python + runner + "page.md",
                                         folder);
    CHECK_THAT(output, Contains("The page says\nnurse 0.76") && Contains("exit 1"));
}

TEST_CASE("the page on results names every column and every field of the provenance") {
    const std::string page = tests::contents(tests::source + "/docs/reference/results.md");
    const auto expect = [&](std::string_view name) {
        CHECK_THAT(page, Contains("`" + std::string(name) + "`"));
    };
    for (const auto& column : analysis::message_columns) expect(column.name);
    for (const auto& field : analysis::provenance_texts) expect(field.name);
    for (const auto& field : analysis::provenance_lengths) expect(field.name);
    for (const auto name : analysis::replication_columns) expect("/" + std::string(name));
    for (const auto& unit : analysis::time_units) expect(unit.short_name);
}

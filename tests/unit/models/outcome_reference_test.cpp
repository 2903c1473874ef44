// SPDX-License-Identifier: Apache-2.0
#include "models/outcome_reference.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/support/source_folder.hpp"
#include "tests/support/ward.hpp"

namespace wardwire::test {

TEST_CASE("the page of outcomes is what the program would write") {
    const std::string fresh = models::outcome_reference();
    const bool is_fresh = text_of("docs/reference/outcomes.md") == fresh;
    if (!is_fresh) std::ofstream("outcomes.md") << fresh;
    INFO("a fresh page is outcomes.md in the folder in which this test ran");
    CHECK(is_fresh);
}

TEST_CASE("every outcome has a name of its own and a unit and a definition") {
    Ward ward;
    ward.role("nurse");
    ward.portal();
    const sim::ResultLayout layout = models::outcome_layout(ward.scenario);
    for (const auto* list : {&layout.metrics, &layout.histograms, &layout.series}) {
        std::set<std::string> names;
        for (const sim::Measure& measure : *list) {
            INFO(measure.name);
            CHECK(names.insert(measure.name).second);
            CHECK_FALSE(measure.unit.empty());
            CHECK(measure.definition.size() > 10);
            CHECK(measure.definition.back() == '.');
            CHECK(measure.definition.find('|') == std::string::npos);
        }
    }
}

TEST_CASE("a layout has room for exactly what a run yields") {
    Ward ward;
    ward.pool("pool", {ward.role("nurse", 2)});
    ward.message(minute(10));
    const Course course = ward.run();
    const auto room = [](const std::vector<sim::Measure>& measures) {
        std::size_t size = 0;
        for (const sim::Measure& measure : measures) {
            CHECK(measure.offset == size);
            size += measure.size;
        }
        return size;
    };
    CHECK(room(course.layout.metrics) == course.observation.metrics.size());
    CHECK(room(course.layout.histograms) == course.observation.counts.size());
    CHECK(room(course.layout.series) == course.observation.series.size());
}

}  // namespace wardwire::test

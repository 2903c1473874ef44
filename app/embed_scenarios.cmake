# Writes OUTPUT: every scenario of the folder SCENARIOS, and the story beside it, as raw strings.
# A text that contained the closing mark )wardwire" would not compile: no scenario is cut silently.
file(GLOB paths ${SCENARIOS}/*.json)
set(entries "")
foreach(path IN LISTS paths)
    cmake_path(GET path STEM LAST_ONLY name)
    file(READ ${path} text)
    set(story "")
    if(EXISTS ${SCENARIOS}/${name}.md)
        file(READ ${SCENARIOS}/${name}.md story)
    endif()
    string(APPEND entries "    BundledScenario{\"${name}\", R\"wardwire(${text})wardwire\",\n"
                          "                    R\"wardwire(${story})wardwire\"},\n")
endforeach()
list(LENGTH paths count)
file(WRITE ${OUTPUT} "// SPDX-License-Identifier: Apache-2.0
#include <array>

#include \"app/bundled.hpp\"

namespace wardwire::app {

std::span<const BundledScenario> bundled_scenarios() {
    static constexpr std::array<BundledScenario, ${count}> all{
${entries}    };
    return all;
}

}  // namespace wardwire::app
")

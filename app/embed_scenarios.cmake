# Writes OUTPUT: every scenario of the folder SCENARIOS with the story beside it, and every overlay,
# study, tuning, latent form and set of column names of its folders of these names, as raw strings.
# A text that contained the closing mark )wardwire" would not compile: no scenario is cut silently.
function(list_texts function folder)
    file(GLOB paths ${folder}/*.json)
    set(entries "")
    foreach(path IN LISTS paths)
        cmake_path(GET path STEM LAST_ONLY name)
        file(READ ${path} text)
        set(story "")
        if(EXISTS ${folder}/${name}.md)
            file(READ ${folder}/${name}.md story)
        endif()
        string(APPEND entries "    BundledScenario{\"${name}\", R\"wardwire(${text})wardwire\",\n"
                              "                    R\"wardwire(${story})wardwire\"},\n")
    endforeach()
    list(LENGTH paths count)
    file(APPEND ${OUTPUT} "
std::span<const BundledScenario> ${function}() {
    static constexpr std::array<BundledScenario, ${count}> all{
${entries}    };
    return all;
}
")
endfunction()

file(WRITE ${OUTPUT} "// SPDX-License-Identifier: Apache-2.0
#include <array>

#include \"app/bundled.hpp\"

namespace wardwire::app {
")
list_texts(bundled_scenarios ${SCENARIOS})
list_texts(bundled_overlays ${SCENARIOS}/overlays)
list_texts(bundled_studies ${SCENARIOS}/studies)
list_texts(bundled_tunings ${SCENARIOS}/tuning)
list_texts(bundled_latent_forms ${SCENARIOS}/latent)
list_texts(bundled_columns ${SCENARIOS}/columns)
file(APPEND ${OUTPUT} "
}  // namespace wardwire::app
")

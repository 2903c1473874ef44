# Writes OUTPUT, the text of the commit SOURCE stands at, and touches it only when it changed:
# "a1b2c3d4e5f6", with "-modified" when tracked files differ, "unknown" without git.
set(commit unknown)
find_program(git git)
if(git AND EXISTS ${SOURCE}/.git)
    execute_process(COMMAND ${git} -c safe.directory=* -C ${SOURCE} describe --always --abbrev=12
                            --exclude=* --dirty=-modified
                    OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(described)
        set(commit ${described})
    endif()
endif()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
// SPDX-License-Identifier: Apache-2.0
#include "app/version.hpp"

namespace wardwire::app {

std::string_view commit() { return "@commit@"; }

}  // namespace wardwire::app
]])

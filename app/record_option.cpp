// SPDX-License-Identifier: Apache-2.0
#include "app/record_option.hpp"

namespace wardwire::app {

double recorded_share(const Arguments& arguments) {
    const std::string record = arguments.text("record").value_or("none");
    if (record == "none") return 0.0;
    if (record == "sample") return 0.01;
    if (record == "full") return 1.0;
    throw UsageError("--record takes none, sample or full, got \"" + record + "\"");
}

}  // namespace wardwire::app

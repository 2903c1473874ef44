// SPDX-License-Identifier: Apache-2.0
#include "app/bundled.hpp"

#include <algorithm>

namespace wardwire::app {

const BundledScenario* find_bundled(std::string_view name) {
    const auto all = bundled_scenarios();
    const auto found = std::ranges::find(all, name, &BundledScenario::name);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace wardwire::app

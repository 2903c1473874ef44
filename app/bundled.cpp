// SPDX-License-Identifier: Apache-2.0
#include "app/bundled.hpp"

#include <algorithm>

namespace wardwire::app {

const BundledScenario* find_in(std::span<const BundledScenario> all, std::string_view name) {
    const auto found = std::ranges::find(all, name, &BundledScenario::name);
    return found == all.end() ? nullptr : &*found;
}

const BundledScenario* find_bundled(std::string_view name) {
    return find_in(bundled_scenarios(), name);
}

const BundledScenario* find_overlay(std::string_view name) {
    return find_in(bundled_overlays(), name);
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace wardwire::app {

/// A scenario that travels inside the program: a file of `scenarios/` as it was when it was built.
struct BundledScenario {
    std::string_view name;   ///< the file's name without folder and ".json", e.g. "nurse_triage"
    std::string_view text;   ///< the JSON text, UTF-8
    std::string_view story;  ///< the Markdown page beside it; empty when there is none
};

/// All of them in ascending order of name. The texts live as long as the program.
std::span<const BundledScenario> bundled_scenarios();

/// The overlays, changes to make to a scenario, likewise; they have no stories of their own.
std::span<const BundledScenario> bundled_overlays();

/// The published studies, files of targets that scenarios are compared with, likewise.
std::span<const BundledScenario> bundled_studies();

/// What to fit to which of a study's figures, likewise.
std::span<const BundledScenario> bundled_tunings();

/// What a calibration looks for by simulating, likewise.
std::span<const BundledScenario> bundled_latent_forms();

/// Sets of the names that columns of message logs have elsewhere, likewise.
std::span<const BundledScenario> bundled_columns();

/// Of the list, of all scenarios or of all overlays the one with this name, or nullptr.
const BundledScenario* find_in(std::span<const BundledScenario> all, std::string_view name);
const BundledScenario* find_bundled(std::string_view name);
const BundledScenario* find_overlay(std::string_view name);

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/calibration/estimate.hpp"
#include "models/finding.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::app {

/// A value of a scenario that a log does not show, and what is known of it beforehand: it is evenly
/// spread between two ends on some scale, or one of a few values that are equally likely.
struct LatentParameter {
    std::string name;
    std::string pointer;  ///< a key `*` stands for every key there
    double from = 0.0;
    double to = 0.0;
    std::string unit;  ///< as written behind the number; empty for a bare one
    analysis::Scale scale = analysis::Scale::linear;
    std::vector<std::string> values;  ///< instead of a range

    /// The number at a place between 0 and 1, where it has a range.
    double number(double place) const;
    /// As one writes it in a scenario, "12.5 min": the value at a place between 0 and 1.
    std::string written(double place) const;
    /// The prior in words: "10 s to 3600 s".
    std::string prior() const;
};

/// What is looked for in a log, in a scenario of which form.
struct LatentForm {
    std::string name;  ///< of the file
    std::string title;
    std::vector<models::Override> settings;
    std::vector<LatentParameter> parameters;
};

/// Reads such a file strictly, as tunings are read.
std::optional<LatentForm> read_latent_form(const std::string& path, std::string_view text,
                                           std::vector<models::Finding>& findings);

/// A change for every place of the document, JSON, that a pointer with `*` stands for.
std::vector<models::Override> expanded(const models::Override& change, std::string_view document);

}  // namespace wardwire::app

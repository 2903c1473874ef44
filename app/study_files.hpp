// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace wardwire::app {

/// The text of a study's file or of the bundled study; throws UsageError when there is neither.
std::string study_text(const std::string& name);
/// The same of a tuning.
std::string tuning_text(const std::string& name);
/// The same of what a calibration looks for.
std::string latent_text(const std::string& name);

/// What a file at `path` names: something bundled, or another file relative to it.
std::string beside(const std::string& path, const std::string& name);

}  // namespace wardwire::app

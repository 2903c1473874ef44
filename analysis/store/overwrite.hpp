// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

/// What to do when the target of a write exists.
enum class Overwrite { refuse, allow };

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/log/log_reader.hpp"
#include "app/arguments.hpp"

namespace wardwire::app {

/// How the logs of the command line are to be read. Throws UsageError for what is not understood.
analysis::LogWishes log_wishes_of(const Arguments& arguments);

}  // namespace wardwire::app

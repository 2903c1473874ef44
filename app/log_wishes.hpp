// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "analysis/log/log_reader.hpp"
#include "app/arguments.hpp"

namespace wardwire::app {

/// The options of `log`: how logs are read, and what becomes of them.
inline constexpr std::array log_options{
    Option{"map", 0, "OURS=THEIRS",
           "the name of a column, or a file or bundled set of such names; may be repeated", true},
    Option{"columns", 0, "NAME,NAME,...", "the names of the columns, when there is no header"},
    Option{"delimiter", 0, "CHARACTER", "between fields; otherwise told from the header"},
    Option{"time-zone", 0, "ZONE", "of the place: America/New_York, or an offset like -05:00"},
    Option{"broadcast", 0, "N", "more recipients make a broadcast; without it 20"},
    Option{"strict", 0, "", "fail with code 3 when a row or a value had to be left out"},
    Option{"anonymise", 0, "FILE", "write a log without names that can leave its site"},
    Option{"key-file", 0, "FILE", "the key of the pseudonyms, which must not leave it"},
    Option{"force", 'f', "", "replace the file if it exists"},
    Option{"threads", 0, "N", "how many cores to use; what is read does not depend on it"},
    Option{"json", 0, "", "print machine-readable output on standard output"},
    Option{"help", 'h', "", "print this help"},
};

/// How the logs of the command line are to be read. Throws UsageError for what is not understood.
analysis::LogWishes log_wishes_of(const Arguments& arguments);

}  // namespace wardwire::app

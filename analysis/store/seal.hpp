// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "analysis/store/file.hpp"

/// A line after the end of an HDF5 file with the SHA-256 of all before it. HDF5 and all that reads
/// it ignore what follows their data; we look at the line first, because a single wrong bit in the
/// right place makes HDF5 1.10 crash rather than complain.
namespace wardwire::analysis {

/// `wrong` after damage, and after a change; `missing` when another program has rewritten the file.
enum class Seal { right, wrong, missing };

/// The line for some contents.
std::string seal_for(std::string_view contents);

/// Compares a file with the seal at its end; reads all of the file.
Seal check_seal(const File& file);

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/reading/json_text.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::models::reading {

/// A scenario's document with what it is made of.
struct Document {
    struct Part {
        std::string file;
        Json content;
    };
    Json merged;                          ///< without "extends"
    std::vector<Part> parts;              ///< the file itself, then what it extends, and so on
    std::vector<Part> overlays;           ///< in the order in which they were laid
    std::vector<std::string> overridden;  ///< pointers to what the command line has set

    /// The file that says what stands at the pointer, or at the nearest place above it.
    std::string file_of(std::string_view pointer) const;
};

/// What findings call the overrides.
inline constexpr std::string_view command_line = "command line";

/// Changes a document by a patch (RFC 7396), with one difference: a law, a wrapped value or a
/// target at another site in the patch takes the place of what was there as a whole, so that no
/// source is left standing beside a value that it does not speak of, and no parameter beside a law
/// that does not have it.
void merge(Json& document, const Json& patch);

/// Changes a scenario's document by that of another, which extends it, or by an overlay: as
/// merge(), but kinds of sites, which are patches themselves, keep their nulls.
void extend(Json& document, const Json& by);

/// Loads the file and what it extends; nothing when the findings leave nothing to read.
std::optional<Document> load_document(const std::string& path, const LoadFile& load,
                                      std::vector<Finding>& findings);

}  // namespace wardwire::models::reading

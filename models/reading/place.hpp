// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/finding.hpp"
#include "models/reading/json_text.hpp"
#include "models/scenario.hpp"

namespace wardwire::models::reading {

/// A site, or a kind of sites, by name.
struct SiteName {
    std::string name;
    SiteRange range;
};

/// The names a scenario gives, in ascending order: a thing's id is the index of its name, whatever
/// the order in the file.
struct Names {
    std::vector<std::string> roles;
    std::vector<std::string> pools;
    std::vector<std::string> use_types;
    std::vector<std::string> lines;
    std::vector<SiteName> sites;  ///< in the order of their ranges, a kind before its sites
};

/// What reading a document collects besides the values.
struct Notes {
    Names names;
    std::vector<Finding> findings;
    std::vector<ParameterSource> sources;
    const Json* document = nullptr;  ///< what is read
};

/// Notes to read a document with, which must outlive them: its names, but for those of sites.
Notes notes_of(const Json& document);

/// A place in a document, and whom to tell what is wrong there.
class Place {
 public:
    explicit Place(Notes& notes, std::string pointer = "")
        : notes_(&notes), pointer_(std::move(pointer)) {}

    Place operator/(std::string_view key) const {
        return Place(*notes_, pointer_ + pointer_step(key));
    }
    Place operator/(std::size_t index) const { return *this / std::to_string(index); }
    /// The place that a pointer from here leads to.
    Place below(std::string_view pointer) const {
        return Place(*notes_, pointer_ + std::string(pointer));
    }

    /// Beyond a thousand findings nobody reads on, and memory is finite.
    void report(std::string what) const {
        constexpr std::size_t most = 1000;
        if (notes_->findings.size() < most)
            notes_->findings.push_back({"", pointer_, std::move(what)});
    }
    void record_source(std::string source, std::string status) const {
        notes_->sources.push_back({pointer_, std::move(source), std::move(status)});
    }
    bool has_finding(const Finding& finding) const {
        return std::find(notes_->findings.begin(), notes_->findings.end(), finding) !=
               notes_->findings.end();
    }
    std::size_t finding_count() const { return notes_->findings.size(); }
    const Names& names() const { return notes_->names; }
    const Json& document() const { return *notes_->document; }

 private:
    Notes* notes_;
    std::string pointer_;
};

}  // namespace wardwire::models::reading

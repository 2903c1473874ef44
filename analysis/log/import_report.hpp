// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wardwire::analysis {

/// What is odd about a log, or a line of it. `oddity_rules` says what is done about each.
enum class Oddity : std::uint8_t {
    cut_off_archive,
    torn_last_line,
    field_count,
    bad_quoting,
    zero_byte,
    repeated_header,
    missing_field,
    unreadable_sent_time,
    self_addressed,
    duplicate,
    conflicting_duplicate,
    far_in_time,
    in_an_outage,
    unusable_side_row,
    torn_document,
    other_encoding,
    skipped_hour,
    repeated_hour,
    unreadable_time,
    placeholder_time,
    unreadable_number,
    before_sent,
    delivered_after_read,
    unknown_reference,
    reference_to_later,
    overlapping_duty,
    broadcast,
    bot,
    blank_line,
    null_word,
    null_name,
    fine_epoch,
    several_roles,
    several_conversations,
    unknown_person,
    without_roster,
    no_actor,
    no_handover,
    ignored_column,
    inferred_messages,
    inferred_conversations,
    unknown_zone,
    coarse_clock,
    outage,
    intake_stops
};

enum class Treatment : std::uint8_t {
    dropped,    ///< the row is left out
    repaired,   ///< a value is changed, or taken as not known
    set_aside,  ///< the row is kept apart
    noted       ///< nothing is changed
};

struct OddityRule {
    Oddity oddity;
    Treatment treatment;
    std::string_view name;  ///< in JSON
    std::string_view what;  ///< what was found
    std::string_view rule;  ///< what is done about it
};

/// One entry an oddity, in the order of the enumeration.
extern const std::array<OddityRule, static_cast<std::size_t>(Oddity::intake_stops) + 1>
    oddity_rules;

std::string_view text_of(Treatment treatment);

/// A line of one of the files; line 0 is the file as a whole.
struct Place {
    std::uint32_t file = 0;
    std::uint32_t line = 0;
};

struct OddityCount {
    std::uint64_t count = 0;
    std::vector<Place> places;          ///< of the first few
    std::vector<std::string> examples;  ///< what was found there; may be empty texts
};

/// What was odd about a log, with the places of the first few of each kind.
class ImportReport {
 public:
    static constexpr std::size_t most_places = 5;

    void add(Oddity oddity, Place place, std::string_view example = {}, std::uint64_t count = 1);

    const OddityCount& operator[](Oddity oddity) const {
        return counts_[static_cast<std::size_t>(oddity)];
    }
    std::uint64_t count(Treatment treatment) const;

    std::vector<std::string> files;  ///< names; places point to them
    std::uint64_t rows_read = 0;     ///< below the headers, odd ones included
    std::uint64_t rows_kept = 0;

 private:
    std::array<OddityCount, oddity_rules.size()> counts_;
};

}  // namespace wardwire::analysis

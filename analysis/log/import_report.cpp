// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/import_report.hpp"

#include <algorithm>

#include "analysis/log/text_encoding.hpp"

namespace wardwire::analysis {

namespace {

/// The beginning of a text, as UTF-8 whatever it was.
std::string excerpt(std::string_view text) {
    std::size_t bytes = std::min<std::size_t>(text.size(), 60);
    while (bytes > 0 && bytes < text.size() && (text[bytes] & 0xC0) == 0x80) --bytes;
    text = text.substr(0, bytes);
    return is_utf8(text) ? std::string(text) : utf8_of_windows_1252(text);
}

}  // namespace

using enum Oddity;
using enum Treatment;

namespace {

constexpr std::string_view left_out = "the row is left out";
constexpr std::string_view not_known = "it is taken as not known";

}  // namespace

const std::array<OddityRule, static_cast<std::size_t>(intake_stops) + 1> oddity_rules = {{
    {cut_off_archive, dropped, "cut_off_archive", "the archive ends before its end",
     "what could be unpacked is read, but for its last line"},
    {torn_last_line, dropped, "torn_last_line", "the last line is cut off", "it is left out"},
    {field_count, dropped, "field_count", "more or fewer fields than the header", left_out},
    {bad_quoting, dropped, "bad_quoting", "text behind a closing quote", left_out},
    {zero_byte, dropped, "zero_byte", "a byte zero", left_out},
    {repeated_header, dropped, "repeated_header", "the header once more", left_out},
    {missing_field, dropped, "missing_field", "no sender, or neither recipient nor pool", left_out},
    {unreadable_sent_time, dropped, "unreadable_sent_time", "no readable sent_at", left_out},
    {self_addressed, dropped, "self_addressed", "a message to its own sender", left_out},
    {duplicate, dropped, "duplicate", "a row that was there already", left_out},
    {conflicting_duplicate, dropped, "conflicting_duplicate",
     "the same message and recipient again, with other values", "the later row is left out"},
    {far_in_time, dropped, "far_in_time", "sent 60 days and more from nearly all others", left_out},
    {in_an_outage, dropped, "in_an_outage", "sent in an outage of the calendar", left_out},
    {unusable_side_row, dropped, "unusable_side_row", "a row of a side table that cannot be used",
     left_out},
    {torn_document, dropped, "torn_document", "the document is cut off", "the rest is read"},
    {other_encoding, repaired, "other_encoding", "text that is not UTF-8", "read as Windows-1252"},
    {skipped_hour, repaired, "skipped_hour", "a local time that summer time leaves out",
     "the clock is taken not to have been put forward yet"},
    {repeated_hour, repaired, "repeated_hour", "a local time that comes twice",
     "the first of the two is taken"},
    {unreadable_time, repaired, "unreadable_time", "a time that cannot be read", not_known},
    {placeholder_time, repaired, "placeholder_time", "a time before 1971 or after 2100", not_known},
    {unreadable_number, repaired, "unreadable_number", "a number that cannot be read", not_known},
    {before_sent, repaired, "before_sent", "a time before the message was sent", not_known},
    {delivered_after_read, repaired, "delivered_after_read", "a message read before its delivery",
     "the delivery is taken as not known"},
    {unknown_reference, repaired, "unknown_reference",
     "an answer to a message that is not in the log", "the link is left out"},
    {reference_to_later, repaired, "reference_to_later",
     "an answer sent before the message that it answers", "the link is left out"},
    {overlapping_duty, repaired, "overlapping_duty", "times on duty of one person that overlap",
     "they are joined"},
    {broadcast, set_aside, "broadcast", "a message to too many recipients",
     "its rows are kept apart, as one broadcast"},
    {bot, set_aside, "bot", "a message from or to a bot", left_out},
    {blank_line, noted, "blank_line", "a blank line", "it is skipped"},
    {null_word, noted, "null_word", "a word like NULL where a time or number belongs",
     "it is taken as an empty field"},
    {null_name, noted, "null_name", "someone is called NA, NULL or None",
     "the name is kept; empty the fields if it means nobody"},
    {fine_epoch, noted, "fine_epoch", "times in milli- or microseconds since 1970",
     "told from seconds by their size"},
    {several_roles, noted, "several_roles", "someone with more than one role",
     "the first one counts"},
    {several_conversations, noted, "several_conversations",
     "a message in more than one conversation", "each row keeps its own"},
    {unknown_person, noted, "unknown_person", "someone in a side table who has no message",
     "they are kept"},
    {without_roster, noted, "without_roster", "someone who writes but is not in the roster",
     "the hours of the colleagues are taken to be theirs"},
    {no_actor, noted, "no_actor", "an event of which nobody is the sender", "it is not read"},
    {no_handover, noted, "no_handover", "an event that hands nothing on", "it is not read"},
    {ignored_column, noted, "ignored_column", "a column without a meaning here", "it is not read"},
    {inferred_messages, noted, "inferred_messages", "no message_id",
     "rows of one sender at one instant are a message"},
    {inferred_conversations, noted, "inferred_conversations", "no conversation_id",
     "those among the same people, up to 24 h or by one sender 1 h later, are one"},
    {unknown_zone, noted, "unknown_zone", "the log does not tell its time zone",
     "hours of the day are those of UTC and mean nothing"},
    {coarse_clock, noted, "coarse_clock", "times in whole minutes or coarser",
     "times are known to within that length"},
    {outage, noted, "outage", "nothing was sent for improbably long",
     "that span is not counted as observed"},
    {intake_stops, noted, "intake_stops", "nothing is sent for long before the log ends",
     "what is sent is counted until the last message"},
}};

std::string_view text_of(Treatment treatment) {
    switch (treatment) {
        case dropped:
            return "dropped";
        case repaired:
            return "repaired";
        case set_aside:
            return "set aside";
        case noted:
            return "noted";
    }
    return {};
}

void ImportReport::add(Oddity oddity, Place place, std::string_view example, std::uint64_t count) {
    OddityCount& entry = counts_[static_cast<std::size_t>(oddity)];
    entry.count += count;
    if (entry.places.size() == most_places) return;
    entry.places.push_back(place);
    entry.examples.push_back(excerpt(example));
}

std::uint64_t ImportReport::count(Treatment treatment) const {
    std::uint64_t sum = 0;
    for (const OddityRule& rule : oddity_rules) {
        if (rule.treatment == treatment) sum += (*this)[rule.oddity].count;
    }
    return sum;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/event_rows.hpp"

#include "analysis/log/log_error.hpp"

namespace wardwire::analysis {
namespace {

constexpr std::size_t rows_a_block = 20'000;
constexpr std::size_t most_ignored = 100;

}  // namespace

EventRows::EventRows(const ColumnWishes& columns, const TimeWishes& times,
                     std::span<const UsualName> usual, LogBuilder& builder, ImportReport& report,
                     std::uint32_t file)
    : times_(times), builder_(builder), report_(report), file_(file) {
    for (std::size_t i = 0; i < log_columns.size(); ++i) {
        layout_.place(i, log_columns[i]);
        place_by_name_.emplace(log_columns[i].name, i);
    }
    for (const UsualName& one : usual)
        place_by_name_.insert_or_assign(std::string(one.theirs), place_of(one.ours));
    for (const auto& [theirs, ours] : columns.also)
        place_by_name_.insert_or_assign(theirs, place_of(ours));
    for (const auto& [ours, theirs] : columns.map) {
        const std::size_t place = place_of(ours);
        std::erase_if(place_by_name_, [&](const auto& one) { return one.second == place; });
        place_by_name_.insert_or_assign(theirs, place);
        unseen_.emplace(theirs, ours);
    }
    begin_block();
}

std::size_t EventRows::place_of(std::string_view column) {
    return static_cast<std::size_t>(find_log_column(column) - log_columns.data());
}

void EventRows::begin_block() {
    writer_.reset();
    block_.emplace();
    writer_.emplace(*block_, layout_, times_);
}

void EventRows::put(Row& row, std::string_view name, std::string_view text, std::uint64_t line) {
    if (const auto asked = unseen_.find(name); asked != unseen_.end()) unseen_.erase(asked);
    const auto found = place_by_name_.find(name);
    if (found != place_by_name_.end()) {
        row[found->second] = text;
    } else if (ignored_.size() < most_ignored && ignored_.emplace(name).second) {
        find(Oddity::ignored_column, line, name);
    }
}

void EventRows::find(Oddity oddity, std::uint64_t line, std::string_view example) {
    writer_->begin_row(static_cast<std::uint32_t>(line));
    writer_->find(oddity, example);
}

void EventRows::add(const Row& row, std::uint64_t line) {
    writer_->begin_row(static_cast<std::uint32_t>(line));
    for (const LogLayout::Field& field : layout_.texts)
        writer_->add_text(block_->recoded.emplace_back(row[field.index]));
    bool has_time = true;
    for (const LogLayout::Field& field : layout_.times) {
        const bool is_sent = field.column->name == "sent_at";
        const Instant time = writer_->add_time(row[field.index], field.wall, is_sent);
        if (!is_sent || time != no_time) continue;
        writer_->find(Oddity::unreadable_sent_time, row[field.index]);
        has_time = false;
    }
    for (const LogLayout::Field& field : layout_.numbers) writer_->add_number(row[field.index]);
    if (has_time) {
        writer_->end_row();
    } else {
        writer_->drop_row();
    }
    if (block_->lines.size() >= rows_a_block) hand_over();
}

void EventRows::hand_over() {
    traces_.add(writer_->traces());
    builder_.add(*block_, layout_, file_);
    begin_block();
}

ZoneTraces EventRows::finish() {
    hand_over();
    for (const auto& [theirs, ours] : unseen_)
        throw LogError(report_.files[file_],
                       "nothing is called " + theirs + ", which is to be " + ours);
    traces_.check(report_.files[file_], times_);
    return traces_;
}

}  // namespace wardwire::analysis

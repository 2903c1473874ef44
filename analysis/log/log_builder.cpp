// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/log_builder.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>

#include "analysis/log/log_error.hpp"
#include "analysis/log/time_text.hpp"

namespace wardwire::analysis {
namespace {

/// What stands in a column for "none".
template <class Value>
constexpr Value nothing_in(const std::vector<Value>&) {
    if constexpr (std::is_same_v<Value, double>) return std::numeric_limits<double>::quiet_NaN();
    if constexpr (std::is_same_v<Value, Instant>) return no_time;
    return static_cast<Value>(none);
}

/// Calls a function with the column of the log that is meant, if one is.
template <class Function>
void with_column(EventLog& log, const LogColumn& column, Function function) {
    std::visit(
        [&](auto member) {
            if constexpr (!std::is_same_v<decltype(member), Aside>) function(log.*member);
        },
        column.member);
}

/// Without blanks at its ends, in lower case as far as it is ASCII.
std::string plain(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    std::string word(text.substr(first, text.find_last_not_of(" \t") + 1 - first));
    for (char& c : word)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return word;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, text) != words.end();
}

bool is_yes(std::string_view text) {
    return text == "1" || is_one_of(plain(text), {"true", "t", "yes", "y"});
}

}  // namespace

void LogBuilder::add(const LogBlock& block, const LogLayout& layout, std::uint32_t file) {
    for (const LogBlock::Finding& finding : block.findings) {
        report_.add(finding.oddity, {file, finding.line}, finding.example);
    }
    report_.rows_read += block.rows_read;
    latest_.assign(layout.texts.size(), {});
    for (const auto* fields : {&layout.texts, &layout.times, &layout.numbers}) {
        for (const LogLayout::Field& field : *fields) pad(*field.column);
    }
    for (std::size_t row = 0; row < block.lines.size(); ++row) {
        const Place place{file, block.lines[row]};
        const std::string_view* const texts = block.texts.data() + row * layout.texts.size();
        const Ends ends = ends_of(texts, layout);
        if (!is_usable(ends, place)) continue;
        add_texts(texts, layout, ends, place);
        for (std::size_t i = 0; i < layout.times.size(); ++i) {
            const auto member =
                std::get<std::vector<Instant> EventLog::*>(layout.times[i].column->member);
            (raw_.log.*member).push_back(block.times[row * layout.times.size() + i]);
        }
        for (std::size_t i = 0; i < layout.numbers.size(); ++i) {
            const double value = block.numbers[row * layout.numbers.size() + i];
            with_column(raw_.log, *layout.numbers[i].column, [&](auto& column) {
                using Value = typename std::decay_t<decltype(column)>::value_type;
                column.push_back(std::isnan(value) ? nothing_in(column)
                                                   : static_cast<Value>(value));
            });
        }
        raw_.places.push_back(place);
    }
}

void LogBuilder::pad(const LogColumn& column) {
    with_column(raw_.log, column,
                [&](auto& values) { values.resize(raw_.places.size(), nothing_in(values)); });
}

LogBuilder::Ends LogBuilder::ends_of(const std::string_view* texts, const LogLayout& layout) const {
    Ends ends;
    for (std::size_t i = 0; i < layout.texts.size(); ++i) {
        const LogMember& member = layout.texts[i].column->member;
        if (const auto* const aside = std::get_if<Aside>(&member)) {
            if (*aside == Aside::sender_role) ends.sender_role = texts[i];
            if (*aside == Aside::recipient_role) ends.recipient_role = texts[i];
            if (*aside == Aside::bot) ends.is_bot = is_yes(texts[i]);
        } else if (const auto* const index =
                       std::get_if<std::vector<std::int32_t> EventLog::*>(&member)) {
            if (*index == &EventLog::sender) ends.sender = texts[i];
            if (*index == &EventLog::recipient) ends.recipient = texts[i];
            if (*index == &EventLog::pool) ends.pool = texts[i];
        }
    }
    const auto is = [](std::string_view role, std::string_view word) {
        return role.size() >= word.size() && plain(role) == word;
    };
    ends.is_bot |= is(ends.sender_role, "bot") || is(ends.recipient_role, "bot");
    if (ends.pool.empty() && is(ends.recipient_role, "pool")) {
        ends.pool = ends.recipient;
        ends.recipient = {};
    }
    return ends;
}

bool LogBuilder::is_usable(const Ends& ends, Place place) {
    if (ends.sender.empty() || (ends.recipient.empty() && ends.pool.empty())) {
        report_.add(Oddity::missing_field, place,
                    ends.sender.empty() ? "no sender" : "no recipient");
    } else if (ends.is_bot) {
        report_.add(Oddity::bot, place, ends.sender);
    } else if (ends.sender == ends.recipient) {
        report_.add(Oddity::self_addressed, place, ends.sender);
    } else {
        return true;
    }
    return false;
}

void LogBuilder::add_texts(const std::string_view* texts, const LogLayout& layout, const Ends& ends,
                           Place place) {
    std::int32_t sender_role = none;
    std::int32_t recipient_role = none;
    for (std::size_t i = 0; i < layout.texts.size(); ++i) {
        const LogColumn& column = *layout.texts[i].column;
        const LogMember& member = column.member;
        if (const auto* const index = std::get_if<std::vector<std::int32_t> EventLog::*>(&member)) {
            std::string_view text = texts[i];
            if (*index == &EventLog::recipient) text = ends.recipient;
            if (*index == &EventLog::pool) text = ends.pool;
            (raw_.log.**index).push_back(number_in(column, text, latest_[i], place));
            continue;
        }
        const std::int32_t number = number_in(column, texts[i], latest_[i], place);
        if (const auto* const few = std::get_if<std::vector<std::int16_t> EventLog::*>(&member)) {
            (raw_.log.**few).push_back(static_cast<std::int16_t>(number));
        } else if (member == LogMember{Aside::sender_role}) {
            sender_role = number;
        } else if (member == LogMember{Aside::recipient_role}) {
            recipient_role = number;
        }
    }
    if (!layout.has("pool_id") && !ends.pool.empty()) {
        raw_.log.pool.resize(raw_.places.size(), none);
        raw_.log.pool.push_back(number(Naming::pool, ends.pool));
    }
    set_role(raw_.log.sender.back(), sender_role, place);
    if (!ends.recipient.empty()) set_role(raw_.log.recipient.back(), recipient_role, place);
}

std::int32_t LogBuilder::number_in(const LogColumn& column, std::string_view text, Latest& latest,
                                   Place place) {
    if (text.empty()) return none;
    if (latest.number != none && latest.text == text) return latest.number;
    const bool has_few = column.kind == FieldKind::category || column.kind == FieldKind::role;
    const std::int32_t found = column.naming == Naming::person ? person(text, place)
                               : has_few                       ? number_of_few(column.naming, text)
                                                               : number(column.naming, text);
    if (has_few && found > std::numeric_limits<std::int16_t>::max()) {
        throw LogError(report_.files[place.file], place.line,
                       "column " + std::string(column.name) + " has more than 32767 texts");
    }
    latest = {text, found};
    return found;
}

/// Spellings that differ in case or in blanks around are one, under the first of them; words that
/// have a meaning are in lower case.
std::int32_t LogBuilder::number_of_few(Naming naming, std::string_view text) {
    IdTable& table = tables_[static_cast<std::size_t>(naming)];
    if (const std::int32_t known = table.find(text); known >= 0) return known;
    auto& spellings = spellings_[static_cast<std::size_t>(naming)];
    if (const auto known = spellings.find(text); known != spellings.end()) return known->second;
    const std::string word = plain(text);
    if (word.empty()) return none;
    const auto [place, is_new] = spellings.try_emplace(word, none);
    if (is_new) {
        const bool has_meaning =
            is_one_of(word, {"bot", "patient", "pool", "urgent", "asap", "stat"});
        const std::size_t first = text.find_first_not_of(" \t");
        place->second =
            table.number(has_meaning ? std::string_view(word) : text.substr(first, word.size()));
    }
    return spellings.try_emplace(std::string(text), place->second).first->second;
}

std::int32_t LogBuilder::person(std::string_view id, Place place) {
    const std::int32_t number = this->number(Naming::person, id);
    if (static_cast<std::size_t>(number) < roles_.size()) return number;
    roles_.push_back(none);
    has_other_role_.push_back(0);
    if (is_null_word(id)) report_.add(Oddity::null_name, place, id);
    return number;
}

void LogBuilder::set_role(std::int32_t person, std::int32_t role, Place place) {
    if (role == none) return;
    const auto index = static_cast<std::size_t>(person);
    if (roles_[index] == none) roles_[index] = static_cast<std::int16_t>(role);
    if (roles_[index] == role || has_other_role_[index] != 0) return;
    has_other_role_[index] = 1;
    report_.add(Oddity::several_roles, place,
                tables_[static_cast<std::size_t>(Naming::role)].text(role));
}

RawLog LogBuilder::finish() {
    EventLog& log = raw_.log;
    for (const LogColumn& column : log_columns) {
        with_column(log, column, [&](auto& values) {
            const auto nothing = nothing_in(values);
            const auto is_nothing = [&](auto value) { return value == nothing || value != value; };
            if (std::all_of(values.begin(), values.end(), is_nothing)) values.clear();
            if (!values.empty()) pad(column);
        });
    }
    log.recipient.resize(log.rows(), none);  // all for pools
    const auto names = [&](Naming naming) {
        return tables_[static_cast<std::size_t>(naming)].texts();
    };
    log.roles = names(Naming::role);
    log.settings = names(Naming::setting);
    log.units = names(Naming::unit);
    log.sites = names(Naming::site);
    log.priorities = names(Naming::priority);
    log.topics = names(Naming::topic);
    log.channels = names(Naming::channel);
    log.close_reasons = names(Naming::close_reason);
    log.pools = names(Naming::pool);
    const IdTable& people = tables_[static_cast<std::size_t>(Naming::person)];
    for (std::int32_t i = 0; i < people.size(); ++i) {
        LoggedPerson& person = log.persons.emplace_back();
        person.id = people.text(i);
        person.role = roles_[static_cast<std::size_t>(i)];
    }
    log.messages = tables_[static_cast<std::size_t>(Naming::message)].size();
    log.conversations = tables_[static_cast<std::size_t>(Naming::conversation)].size();
    return std::move(raw_);
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/log_cleaning.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "analysis/log/inferred_conversations.hpp"
#include "analysis/log/log_error.hpp"

namespace wardwire::analysis {
namespace {

template <class Value>
Value value_or_none(const std::vector<Value>& column, std::size_t row) {
    return column.empty() ? static_cast<Value>(none) : column[row];
}

/// The rules, one after the other.
class Cleaning {
 public:
    Cleaning(RawLog& raw, ImportReport& report)
        : log_(raw.log), places_(raw.places), report_(report) {}

    void sort() {
        if (log_.message.empty()) {
            log_.message = log_.sender;  // brings the rows of a message together
            select(sorted_rows(log_));
            infer_messages();
        } else {
            select(sorted_rows(log_));
        }
    }

    /// Throws LogError when one row in a hundred has the id of a message of another sender.
    void check_senders() const {
        constexpr double most = 0.01;
        std::vector<std::int32_t> sender(at(log_.messages), none);
        std::size_t wrong = 0;
        std::size_t first = 0;
        for (std::size_t row = 0; row < log_.rows(); ++row) {
            std::int32_t& one = sender[at(log_.message[row])];
            if (one == none) one = log_.sender[row];
            if (one == log_.sender[row]) continue;
            if (wrong++ == 0) first = row;
        }
        if (static_cast<double>(wrong) <= most * static_cast<double>(log_.rows())) return;
        throw LogError(report_.files[places_[first].file], places_[first].line,
                       "its message_id is that of a message of another sender, and so it is with " +
                           std::to_string(wrong) +
                           " rows: are messages counted anew in each "
                           "conversation? Put its id before theirs");
    }

    /// A mistyped year, far from the time of nearly all rows, would stretch the observation. Rows
    /// are in order of time.
    void drop_far_rows() {
        constexpr Instant far = Instant{60} * 24 * 3600 * 1'000'000;
        constexpr double few = 0.01;
        std::vector<std::uint32_t> begins;  // of stretches, in rows
        for (std::uint32_t row = 0; row < log_.rows(); ++row)
            if (row == 0 || log_.sent_at[row] - log_.sent_at[row - 1] > far) begins.push_back(row);
        if (begins.size() < 2) return;
        begins.push_back(static_cast<std::uint32_t>(log_.rows()));
        std::uint32_t most = 0;
        for (std::size_t i = 1; i < begins.size(); ++i)
            most = std::max(most, begins[i] - begins[i - 1]);
        std::vector<std::uint32_t> kept;
        for (std::size_t i = 1; i < begins.size(); ++i)
            for (std::uint32_t row = begins[i - 1]; row < begins[i]; ++row)
                if (begins[i] - begins[i - 1] < few * most)
                    report_.add(Oddity::far_in_time, places_[row]);
                else
                    kept.push_back(row);
        if (kept.size() < log_.rows()) select(kept);
    }

    void drop_duplicates() {
        std::vector<std::uint32_t> kept;
        std::vector<std::uint32_t> group;
        for (std::uint32_t begin = 0; begin < log_.rows();) {
            std::uint32_t end = begin + 1;
            while (end < log_.rows() && log_.message[end] == log_.message[begin] &&
                   log_.sent_at[end] == log_.sent_at[begin]) {
                ++end;
            }
            keep_different(begin, end, group, kept);
            begin = end;
        }
        if (kept.size() < log_.rows()) select(kept);
    }

    void set_broadcasts_aside(std::int32_t most_recipients) {
        std::vector<std::int32_t> recipients(at(log_.messages), 0);
        for (const std::int32_t message : log_.message) ++recipients[at(message)];
        std::vector<std::uint32_t> kept;
        for (std::uint32_t row = 0; row < log_.rows(); ++row) {
            std::int32_t& count = recipients[at(log_.message[row])];
            if (count >= 0 && count <= most_recipients) {
                kept.push_back(row);
                continue;
            }
            if (count < 0) continue;
            log_.broadcasts.push_back(
                {log_.message[row], log_.sender[row], count, log_.sent_at[row]});
            report_.add(Oddity::broadcast, places_[row], std::to_string(count) + " recipients");
            count = -1;
        }
        if (kept.size() < log_.rows()) select(kept);
    }

    void check_times() {
        for (auto* column : {&log_.delivered_at, &log_.read_at, &log_.responded_at, &log_.closed_at,
                             &log_.claimed_at}) {
            for (std::size_t row = 0; row < column->size(); ++row) {
                Instant& time = (*column)[row];
                if (time == no_time || time >= log_.sent_at[row]) continue;
                time = no_time;
                report_.add(Oddity::before_sent, places_[row]);
            }
        }
        if (log_.delivered_at.empty()) return;
        for (const auto* column : {&log_.read_at, &log_.claimed_at}) {
            for (std::size_t row = 0; row < column->size(); ++row) {
                const Instant seen = (*column)[row];
                if (seen == no_time || seen >= log_.delivered_at[row]) continue;
                log_.delivered_at[row] = no_time;
                report_.add(Oddity::delivered_after_read, places_[row]);
            }
        }
    }

    /// Numbers the messages that have rows or are broadcasts by first appearance, and takes out
    /// links to others.
    void settle_messages() {
        std::vector<std::int32_t> numbers(at(log_.messages), none);
        std::vector<Instant> sent;
        const auto settle = [&](std::int32_t& message, Instant sent_at) {
            std::int32_t& number = numbers[at(message)];
            if (number == none) {
                number = static_cast<std::int32_t>(sent.size());
                sent.push_back(sent_at);
            }
            message = number;
        };
        for (std::size_t row = 0; row < log_.rows(); ++row) {
            settle(log_.message[row], log_.sent_at[row]);
        }
        for (Broadcast& broadcast : log_.broadcasts) settle(broadcast.message, broadcast.sent_at);
        log_.messages = static_cast<std::int32_t>(sent.size());
        for (auto* links : {&log_.reply_to, &log_.forwarded_from}) {
            for (std::size_t row = 0; row < links->size(); ++row) {
                std::int32_t& link = (*links)[row];
                if (link == none) continue;
                link = numbers[at(link)];
                if (link == none) {
                    report_.add(Oddity::unknown_reference, places_[row]);
                } else if (sent[at(link)] > log_.sent_at[row]) {
                    report_.add(Oddity::reference_to_later, places_[row]);
                    link = none;
                }
            }
        }
    }

    void settle_conversations() {
        if (log_.conversation.empty()) {
            report_.add(Oddity::inferred_conversations, {});
            return infer_conversations(log_);
        }
        std::vector<std::int32_t> numbers(at(log_.conversations), none);
        std::vector<std::int32_t> of_message(at(log_.messages), none);
        log_.conversations = 0;
        for (std::size_t row = 0; row < log_.rows(); ++row) {
            std::int32_t& conversation = log_.conversation[row];
            if (conversation == none) {
                conversation = log_.conversations++;
            } else {
                std::int32_t& number = numbers[at(conversation)];
                if (number == none) number = log_.conversations++;
                conversation = number;
            }
            std::int32_t& first = of_message[at(log_.message[row])];
            if (first == none) first = conversation;
            if (first != conversation) report_.add(Oddity::several_conversations, places_[row]);
        }
    }

 private:
    void select(const std::vector<std::uint32_t>& rows) {
        select_rows(log_, rows);
        std::vector<Place> places;
        places.reserve(rows.size());
        for (const std::uint32_t row : rows) places.push_back(places_[row]);
        places_ = std::move(places);
    }

    void infer_messages() {
        log_.message_ids = IdSource::inferred;
        report_.add(Oddity::inferred_messages, {});
        std::int32_t number = none;
        for (std::size_t row = 0; row < log_.rows(); ++row) {
            const bool is_same = row > 0 && log_.sent_at[row] == log_.sent_at[row - 1] &&
                                 log_.sender[row] == log_.sender[row - 1];
            if (!is_same) ++number;
            log_.message[row] = number;
        }
        log_.messages = number + 1;
    }

    /// Of the rows of one message, keeps the first to each recipient.
    void keep_different(std::uint32_t begin, std::uint32_t end, std::vector<std::uint32_t>& group,
                        std::vector<std::uint32_t>& kept) {
        if (end == begin + 1) return kept.push_back(begin);
        group.resize(end - begin);
        for (std::uint32_t i = 0; i < group.size(); ++i) group[i] = begin + i;
        const auto key = [&](std::uint32_t row) {
            return std::tuple(log_.sender[row], log_.recipient[row], value_or_none(log_.pool, row),
                              value_or_none(log_.hop, row),
                              value_or_none(log_.escalation_level, row));
        };
        std::sort(group.begin(), group.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::pair(key(a), a) < std::pair(key(b), b);
        });
        const std::size_t kept_before = kept.size();
        std::uint32_t first = group.front();
        kept.push_back(first);
        for (std::size_t i = 1; i < group.size(); ++i) {
            const std::uint32_t row = group[i];
            if (key(row) == key(first)) {
                report_.add(
                    is_equal(first, row) ? Oddity::duplicate : Oddity::conflicting_duplicate,
                    places_[row]);
            } else {
                first = row;
                kept.push_back(row);
            }
        }
        std::sort(kept.begin() + static_cast<std::ptrdiff_t>(kept_before), kept.end());
    }

    bool is_equal(std::uint32_t a, std::uint32_t b) const {
        const auto is_same = [&](const auto&... columns) {
            const auto same_in = [&](const auto& column) {
                return column.empty() || column[a] == column[b] ||
                       (column[a] != column[a] && column[b] != column[b]);  // both not a number
            };
            return (same_in(columns) && ...);
        };
        return is_same(log_.conversation, log_.delivered_at, log_.read_at, log_.responded_at,
                       log_.closed_at, log_.claimed_at, log_.responder, log_.claimed_by,
                       log_.reply_to, log_.forwarded_from, log_.patient, log_.setting, log_.unit,
                       log_.site, log_.priority, log_.topic, log_.channel, log_.close_reason,
                       log_.handling_seconds);
    }

    EventLog& log_;
    std::vector<Place>& places_;
    ImportReport& report_;
};

}  // namespace

EventLog cleaned(RawLog raw, std::int32_t most_recipients, ImportReport& report) {
    Cleaning cleaning(raw, report);
    cleaning.sort();
    cleaning.check_senders();
    cleaning.drop_far_rows();
    cleaning.drop_duplicates();
    cleaning.set_broadcasts_aside(most_recipients);
    cleaning.check_times();
    cleaning.settle_messages();
    cleaning.settle_conversations();
    report.rows_kept = raw.log.rows();
    return std::move(raw.log);
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/chat_log.hpp"

#include <algorithm>
#include <unordered_map>

#include "analysis/calibration/log_calendar.hpp"

namespace wardwire::analysis {

namespace {

/// Whether a row is a message of a colleague to a colleague.
class IsChat {
 public:
    explicit IsChat(const EventLog& log) : log_(log) {
        const auto chat = std::ranges::find(log.channels, "chat");
        if (chat != log.channels.end() && !log.channel.empty())
            channel_ = static_cast<std::int16_t>(chat - log.channels.begin());
        const auto patient = std::ranges::find(log.roles, "patient");
        if (patient != log.roles.end())
            patient_ = static_cast<std::int16_t>(patient - log.roles.begin());
    }

    bool operator()(std::size_t row) const {
        if (channel_ != none && log_.channel[row] != channel_) return false;
        if (!log_.pool.empty() && log_.pool[row] != none) return false;
        return log_.recipient[row] != none && !is_patient(log_.sender[row]) &&
               !is_patient(log_.recipient[row]);
    }

 private:
    bool is_patient(std::int32_t person) const {
        return patient_ != none && log_.persons[static_cast<std::size_t>(person)].role == patient_;
    }

    const EventLog& log_;
    std::int16_t channel_ = none;
    std::int16_t patient_ = none;
};

/// Rows of chat by conversation, within one as in the log; and where each conversation begins.
struct ByConversation {
    std::vector<std::uint32_t> rows;
    std::vector<std::size_t> begin;
};

ByConversation by_conversation(const EventLog& log, const IsChat& is_chat) {
    ByConversation sorted;
    sorted.begin.assign(static_cast<std::size_t>(log.conversations) + 1, 0);
    for (std::size_t row = 0; row < log.rows(); ++row)
        if (is_chat(row)) ++sorted.begin[static_cast<std::size_t>(log.conversation[row]) + 1];
    for (std::size_t i = 1; i < sorted.begin.size(); ++i) sorted.begin[i] += sorted.begin[i - 1];
    sorted.rows.resize(sorted.begin.back());
    std::vector<std::size_t> next(sorted.begin.begin(), sorted.begin.end() - 1);
    for (std::size_t row = 0; row < log.rows(); ++row)
        if (is_chat(row))
            sorted.rows[next[static_cast<std::size_t>(log.conversation[row])]++] =
                static_cast<std::uint32_t>(row);
    return sorted;
}

/// When who writes next opened the turn that ends before `row`: the last of its rows to him or her.
Instant opened_by(const EventLog& log, std::span<const std::uint32_t> rows_of_turn,
                  std::int32_t reader) {
    if (log.read_at.empty()) return no_time;
    for (std::size_t i = rows_of_turn.size(); i-- > 0;)
        if (log.recipient[rows_of_turn[i]] == reader) return log.read_at[rows_of_turn[i]];
    return no_time;
}

/// Appends who wrote or was written to, but for the starter; returns how many. Conversations are
/// short, and so is the list.
std::int32_t append_partners(const EventLog& log, std::span<const std::uint32_t> rows,
                             std::vector<std::int32_t>& partners) {
    const auto first = static_cast<std::ptrdiff_t>(partners.size());
    const std::int32_t starter = log.sender[rows[0]];
    const auto note = [&](std::int32_t person) {
        if (person != starter &&
            std::find(partners.begin() + first, partners.end(), person) == partners.end())
            partners.push_back(person);
    };
    for (const std::uint32_t row : rows) {
        note(log.sender[row]);
        note(log.recipient[row]);
    }
    return static_cast<std::int32_t>(partners.end() - partners.begin() - first);
}

/// Turns to several by who got them and who wrote them.
class TurnsToSeveral {
 public:
    void add(const ChatLog& chat, const ChatConversation& one) {
        for (const ChatTurn& turn : chat.turns_of(one)) {
            const auto note = [&](std::int32_t reader) {
                if (reader != turn.author) sent_[key(reader, turn.author)].push_back(turn.last_at);
            };
            note(one.starter);
            for (const std::int32_t partner : chat.partners_of(one)) note(partner);
        }
    }

    void sort() {
        for (auto& [unused, times] : sent_) std::ranges::sort(times);
    }

    /// The latest one before `at`; `no_time` if there is none in the last day.
    Instant before(std::int32_t reader, std::int32_t author, Instant at) const {
        constexpr Instant a_day = 86'400'000'000;
        const auto found = sent_.find(key(reader, author));
        if (found == sent_.end()) return no_time;
        const auto next = std::ranges::lower_bound(found->second, at);
        if (next == found->second.begin() || at - *(next - 1) > a_day) return no_time;
        return *(next - 1);
    }

 private:
    static std::uint64_t key(std::int32_t reader, std::int32_t author) {
        return static_cast<std::uint64_t>(reader) << 32 | static_cast<std::uint32_t>(author);
    }

    std::unordered_map<std::uint64_t, std::vector<Instant>> sent_;
};

void find_asides(ChatLog& chat) {
    TurnsToSeveral turns;
    for (const ChatConversation& one : chat.conversations)
        if (one.users > 2) turns.add(chat, one);
    turns.sort();
    for (ChatConversation& one : chat.conversations)
        if (one.users == 2)
            one.answers_at =
                turns.before(one.starter, one.other, chat.turns[one.first_turn].first_at);
}

bool is_urgent(const EventLog& log, std::uint32_t row) {
    if (log.priority.empty() || log.priority[row] == none) return false;
    const std::string& priority = log.priorities[static_cast<std::size_t>(log.priority[row])];
    return priority == "urgent" || priority == "asap" || priority == "stat";
}

/// Appends the turns of one conversation.
void append_turns(const EventLog& log, std::span<const std::uint32_t> rows, ChatLog& chat) {
    std::size_t begin = 0;  // of the turn in hand
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::uint32_t row = rows[i];
        const bool is_first = i == 0 || log.sender[row] != log.sender[rows[i - 1]];
        if (is_first) {
            if (i > 0)
                chat.turns.back().read_at =
                    opened_by(log, rows.subspan(begin, i - begin), log.sender[row]);
            begin = i;
            chat.turns.push_back({log.sent_at[row], log.sent_at[row], no_time, log.sender[row], 1});
        } else if (log.message[row] != log.message[rows[i - 1]]) {
            ChatTurn& turn = chat.turns.back();
            chat.gaps_s.push_back(static_cast<float>(
                static_cast<double>(log.sent_at[row] - turn.last_at) / microseconds_a_second));
            turn.last_at = log.sent_at[row];
            ++turn.messages;
        }
    }
}

}  // namespace

std::vector<std::uint32_t> chat_rows(const EventLog& log) {
    const IsChat is_chat(log);
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < log.rows(); ++row)
        if (is_chat(row)) rows.push_back(static_cast<std::uint32_t>(row));
    return rows;
}

ChatLog gather_chat(const EventLog& log) {
    ChatLog chat;
    const ByConversation sorted = by_conversation(log, IsChat(log));
    chat.rows_left_out = log.rows() - sorted.rows.size();
    for (std::size_t i = 0; i + 1 < sorted.begin.size(); ++i) {
        const std::span<const std::uint32_t> rows(sorted.rows.data() + sorted.begin[i],
                                                  sorted.begin[i + 1] - sorted.begin[i]);
        if (rows.empty()) continue;
        ChatConversation one{chat.turns.size(),
                             0,
                             chat.partners.size(),
                             chat.gaps_s.size(),
                             log.sender[rows[0]],
                             log.recipient[rows[0]],
                             1,
                             0,
                             is_urgent(log, rows[0])};
        one.users += append_partners(log, rows, chat.partners);
        append_turns(log, rows, chat);
        one.turns = static_cast<std::int32_t>(chat.turns.size() - one.first_turn);
        for (const ChatTurn& turn : chat.turns_of(one)) one.messages += turn.messages;
        chat.conversations.push_back(one);
    }
    if (log.conversation_ids == IdSource::inferred) find_asides(chat);
    std::ranges::stable_sort(chat.conversations, {}, [&](const ChatConversation& one) {
        return chat.turns[one.first_turn].first_at;
    });
    return chat;
}

void keep_weeks(EventLog& log, ChatLog& chat, Weeks weeks) {
    if (weeks == Weeks::all) return;
    constexpr Instant a_week = 168 * 3'600'000'000;
    const Instant begin = midnight_before(log.zone, log.window.from);
    const auto is_kept = [&](Instant at) {
        return ((at - begin) / a_week % 2 == 1) == (weeks == Weeks::odd);
    };
    ChatLog kept;
    kept.rows_left_out = chat.rows_left_out;
    for (ChatConversation one : chat.conversations) {
        const auto turns = chat.turns_of(one);
        if (!is_kept(turns[0].first_at)) continue;
        const auto partners = chat.partners_of(one);
        const auto gaps = chat.gaps_of(one);
        one.first_gap = kept.gaps_s.size();
        kept.gaps_s.insert(kept.gaps_s.end(), gaps.begin(), gaps.end());
        one.first_partner = kept.partners.size();
        kept.partners.insert(kept.partners.end(), partners.begin(), partners.end());
        one.first_turn = kept.turns.size();
        kept.turns.insert(kept.turns.end(), turns.begin(), turns.end());
        kept.conversations.push_back(one);
    }
    chat = std::move(kept);
    std::vector<Span> unseen = log.outages;
    for (Instant from = log.window.from; from < log.window.to;) {
        const Instant to = std::min(log.window.to, from + a_week - (from - begin) % a_week);
        if (!is_kept(from)) unseen.push_back({from, to});
        from = to;
    }
    std::ranges::sort(unseen, {}, &Span::from);
    log.outages.clear();
    for (const Span& span : unseen) {
        if (!log.outages.empty() && span.from <= log.outages.back().to)
            log.outages.back().to = std::max(log.outages.back().to, span.to);
        else
            log.outages.push_back(span);
    }
}

}  // namespace wardwire::analysis

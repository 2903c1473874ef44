// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/anonymous_log.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <set>

#include "analysis/log/log_columns.hpp"
#include "analysis/log/packed_file.hpp"
#include "analysis/log/time_text.hpp"
#include "analysis/store/pending_file.hpp"

namespace wardwire::analysis {
namespace {

constexpr Instant week = 7LL * 86'400 * 1'000'000;
constexpr std::size_t bytes_a_write = std::size_t{1} << 20;

template <class Number>
std::string number_text(Number value) {
    std::array<char, 32> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), end};
}

/// A field of CSV that no spreadsheet computes with.
std::string safe_field(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string::npos) {
        text.insert(0, "'");
    }
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

using Field = std::function<std::string(std::size_t row)>;

/// What is written into the columns of the log.
class AnonymousFields {
 public:
    AnonymousFields(const EventLog& log, const Pseudonyms& pseudonyms)
        : log_(log), pseudonyms_(pseudonyms), shift_(week * pseudonyms.weeks()) {
        for (const LoggedPerson& person : log.persons) {
            persons_.push_back(pseudonyms.of('p', person.id));
        }
    }

    /// Nothing for a column that the log lacks.
    Field field_of(const LogColumn& column) const {
        return std::visit([&](auto member) { return field_of(column, member); }, column.member);
    }

 private:
    template <class Value>
    Field field_of(const LogColumn& column, std::vector<Value> EventLog::*member) const {
        const std::vector<Value>& values = log_.*member;
        if (values.empty()) return {};
        if constexpr (std::is_same_v<Value, Instant>) {
            return [this, &values](std::size_t row) { return time(values[row]); };
        } else if constexpr (std::is_same_v<Value, double>) {
            return [&values](std::size_t row) {
                return std::isnan(values[row]) ? std::string() : number_text(values[row]);
            };
        } else {
            const std::vector<std::string> names = names_of(column, values);
            const bool is_number = column.kind == FieldKind::count ||
                                   column.naming == Naming::message ||
                                   column.naming == Naming::conversation;
            return [&values, names, is_number](std::size_t row) {
                if (values[row] < 0) return std::string();
                return is_number ? number_text(values[row])
                                 : names[static_cast<std::size_t>(values[row])];
            };
        }
    }

    Field field_of(const LogColumn& column, Aside) const {
        if (column.kind != FieldKind::role || log_.roles.empty()) return {};
        const auto& people =
            column.member == LogMember{Aside::sender_role} ? log_.sender : log_.recipient;
        std::vector<std::int16_t> sender_roles;
        for (const std::int32_t person : log_.sender) sender_roles.push_back(role_of(person));
        const std::vector<std::string> names = well_used(log_.roles, sender_roles);
        return [this, &people, names](std::size_t row) {
            const std::int16_t role = people[row] < 0 ? std::int16_t{none} : role_of(people[row]);
            return role < 0 ? std::string() : names[static_cast<std::size_t>(role)];
        };
    }

    std::int16_t role_of(std::int32_t person) const {
        return log_.persons[static_cast<std::size_t>(person)].role;
    }

    template <class Value>
    std::vector<std::string> names_of(const LogColumn& column,
                                      const std::vector<Value>& values) const {
        switch (column.naming) {
            case Naming::person:
                return persons_;
            case Naming::pool:
                return renamed('g', log_.pools);
            case Naming::unit:
                return renamed('u', log_.units);
            case Naming::site:
                return renamed('s', log_.sites);
            case Naming::patient:
                return numbered('t', values);
            case Naming::setting:
                return well_used(log_.settings, values);
            case Naming::priority:
                return well_used(log_.priorities, values);
            case Naming::topic:
                return well_used(log_.topics, values);
            case Naming::channel:
                return well_used(log_.channels, values);
            case Naming::close_reason:
                return well_used(log_.close_reasons, values);
            case Naming::conversation:
            case Naming::message:
            case Naming::role:
                break;
        }
        return {};
    }

    std::vector<std::string> renamed(char kind, const std::vector<std::string>& names) const {
        std::vector<std::string> others;
        for (const std::string& name : names) others.push_back(pseudonyms_.of(kind, name));
        return others;
    }

    template <class Value>
    std::vector<std::string> numbered(char kind, const std::vector<Value>& values) const {
        const auto count = static_cast<std::size_t>(
            std::max<Value>(Value{0}, *std::max_element(values.begin(), values.end())) + 1);
        std::vector<std::string> others;
        for (std::size_t i = 0; i < count; ++i) {
            others.push_back(pseudonyms_.of(kind, std::to_string(i)));
        }
        return others;
    }

    /// The names of a category as fields; empty where too few people have written with it.
    template <class Value>
    std::vector<std::string> well_used(const std::vector<std::string>& names,
                                       const std::vector<Value>& values) const {
        std::vector<std::set<std::int32_t>> senders(names.size());
        for (std::size_t row = 0; row < values.size(); ++row) {
            if (values[row] < 0) continue;
            auto& of_this = senders[static_cast<std::size_t>(values[row])];
            if (of_this.size() < fewest_people) of_this.insert(log_.sender[row]);
        }
        std::vector<std::string> fields;
        for (std::size_t i = 0; i < names.size(); ++i) {
            fields.push_back(senders[i].size() < fewest_people ? "" : safe_field(names[i]));
        }
        return fields;
    }

    std::string time(Instant instant) const {
        if (instant == no_time) return {};
        return time_text(log_.zone.local_time(instant) - shift_, TimeZone());
    }

    const EventLog& log_;
    const Pseudonyms& pseudonyms_;
    Instant shift_;
    std::vector<std::string> persons_;
};

}  // namespace

void write_anonymous_log(const std::filesystem::path& path, const EventLog& log,
                         const Pseudonyms& pseudonyms, Overwrite overwrite) {
    const AnonymousFields fields(log, pseudonyms);
    std::vector<Field> columns;
    std::string text;
    for (const LogColumn& column : log_columns) {
        Field field = fields.field_of(column);
        if (!field) continue;
        text += (columns.empty() ? "" : ",") + std::string(column.name);
        columns.push_back(std::move(field));
    }
    text += "\r\n";
    PendingFile pending(path, overwrite);
    std::uint64_t written = 0;
    const auto flush = [&] {
        if (path.extension() == ".gz") text = gzip_member(std::move(text));
        pending.file().write(written, text);
        written += text.size();
        text.clear();
    };
    for (std::size_t row = 0; row < log.rows(); ++row) {
        for (const Field& field : columns) {
            if (&field != &columns.front()) text += ',';
            text += field(row);
        }
        text += "\r\n";
        if (text.size() >= bytes_a_write) flush();
    }
    flush();
    pending.commit();
}

}  // namespace wardwire::analysis

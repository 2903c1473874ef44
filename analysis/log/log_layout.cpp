// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/log_layout.hpp"

#include <algorithm>
#include <array>

#include "analysis/log/log_error.hpp"

namespace wardwire::analysis {
namespace {

constexpr std::array<std::string_view, 3> required = {"sender_id", "recipient_id", "sent_at"};

/// The column that a name in a header stands for.
const LogColumn* meaning_of(const std::string& name, const ColumnWishes& wishes) {
    for (const auto& [ours, theirs] : wishes.map) {
        if (theirs == name) return find_log_column(ours);
    }
    const auto also = wishes.also.find(name);
    const LogColumn* const column =
        find_log_column(also == wishes.also.end() ? lower_case(name) : also->second);
    return column && wishes.map.contains(std::string(column->name)) ? nullptr : column;
}

/// Whether a header names its columns as this format does, all of them.
bool is_in_our_names(std::string_view line) {
    const std::vector<std::string> names = header_names(line, ',');
    const auto has = [&](std::string_view name) {
        return std::ranges::find(names, name) != names.end();
    };
    return std::ranges::all_of(required, has) &&
           std::ranges::all_of(names,
                               [](const std::string& name) { return find_log_column(name); });
}

char best_delimiter(std::string_view line, const ColumnWishes& wishes) {
    if (wishes.delimiter) return *wishes.delimiter;
    char best = ',';
    std::pair<std::size_t, std::size_t> most{};
    for (const char delimiter : {',', ';', '\t', '|', ' '}) {
        const auto names = header_names(line, delimiter);
        std::size_t known = 0;
        if (wishes.no_header.empty()) {
            for (const auto& name : names) known += meaning_of(name, wishes) ? 1 : 0;
        } else {
            known = names.size() == wishes.no_header.size() ? 1 : 0;
        }
        const std::pair score{known, delimiter == ' ' ? 0 : names.size()};
        if (score > most) {
            most = score;
            best = delimiter;
        }
    }
    return best;
}

void check(const LogLayout& layout, const std::string& path, const ColumnWishes& wishes) {
    for (const auto& [ours, theirs] : wishes.map) {
        if (std::find(layout.names.begin(), layout.names.end(), theirs) == layout.names.end()) {
            throw LogError(path, 1,
                           "no column is called " + theirs + ", which is to be " + ours +
                               "; there are " + listed_names(layout.names));
        }
    }
    for (const std::string_view name : required) {
        if (layout.has(name) || (name == "recipient_id" && layout.has("pool_id"))) continue;
        throw LogError(path, 1,
                       "no column is " + std::string(name) + "; there are " +
                           listed_names(layout.names) + " (--map " + std::string(name) +
                           "=NAME says which it is)");
    }
}

/// Whether UTC is one of the words of a name.
bool says_utc(std::string name) {
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c < 'a' || c > 'z') c = '_';
    }
    return ("_" + name + "_").find("_utc_") != std::string::npos;
}

}  // namespace

bool LogLayout::has(std::string_view column) const {
    const auto is_it = [&](const Field& field) { return field.column->name == column; };
    return std::any_of(texts.begin(), texts.end(), is_it) ||
           std::any_of(times.begin(), times.end(), is_it) ||
           std::any_of(numbers.begin(), numbers.end(), is_it);
}

void LogLayout::place(std::size_t field, const LogColumn& column) {
    switch (column.kind) {
        case FieldKind::time:
            times.push_back(
                {field, &column,
                 field < names.size() && says_utc(names[field]) ? Wall::utc : Wall::of_the_place});
            break;
        case FieldKind::count:
        case FieldKind::seconds:
            numbers.push_back({field, &column});
            break;
        default:
            texts.push_back({field, &column});
    }
}

LogLayout layout_of(const CsvFile& file, const std::string& path, const ColumnWishes& of_all,
                    ImportReport& report, std::uint32_t file_index) {
    const ColumnWishes wishes = is_in_our_names(file.first_line()) ? ColumnWishes{} : of_all;
    LogLayout layout;
    layout.delimiter = best_delimiter(file.first_line(), wishes);
    layout.has_header = wishes.no_header.empty();
    layout.names =
        layout.has_header ? header_names(file.first_line(), layout.delimiter) : wishes.no_header;
    layout.fields = layout.names.size();
    for (std::size_t i = 0; i < layout.fields; ++i) {
        const LogColumn* const column = meaning_of(layout.names[i], wishes);
        if (!column) {
            report.add(Oddity::ignored_column, {file_index, 1}, layout.names[i]);
        } else if (layout.has(column->name)) {
            const auto is_other = [&](const std::string& name) {
                return meaning_of(name, wishes) == column;
            };
            throw LogError(path, 1,
                           "two columns are " + std::string(column->name) + ": " +
                               *std::ranges::find_if(layout.names, is_other) + " and " +
                               layout.names[i] + "; --map " + std::string(column->name) +
                               "=NAME says which it is");
        } else {
            layout.place(i, *column);
        }
    }
    check(layout, path, wishes);
    return layout;
}

}  // namespace wardwire::analysis

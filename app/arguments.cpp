// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <charconv>
#include <filesystem>

#include "app/command.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace po = boost::program_options;

namespace {

constexpr const char* operand_name = "operand";

po::options_description describe(std::span<const Option> options) {
    po::options_description description;
    for (const Option& option : options) {
        std::string name = option.name;
        if (option.letter != 0) (name += ',') += option.letter;
        if (*option.value == 0)
            description.add_options()(name.c_str(), option.help);
        else
            description.add_options()(
                name.c_str(), po::value<std::vector<std::string>>()->composing(), option.help);
    }
    description.add_options()(operand_name, po::value<std::vector<std::string>>());
    return description;
}

/// "; it is one of `wardwire log`" when one or two commands have the option; else nothing.
std::string where_it_belongs(const std::string& typed) {
    std::string text;
    int found = 0;
    for (const Command& command : commands()) {
        if (std::ranges::none_of(command.options, [&](const Option& option) {
                return typed == std::string("--") + option.name;
            }))
            continue;
        text += (found++ == 0 ? "; it is one of `wardwire " : " and `wardwire ") +
                std::string(command.name) + "`";
    }
    return found <= 2 ? text : "";
}

std::string unknown_option(const std::string& typed, std::span<const Option> options) {
    std::vector<std::string> names;
    for (const Option& option : options) names.push_back(std::string("--") + option.name);
    const std::string elsewhere = where_it_belongs(typed);
    return "unknown option " + typed +
           (elsewhere.empty() ? models::reading::did_you_mean(typed, names) : elsewhere);
}

}  // namespace

Arguments::Arguments(std::span<const Option> options, const std::vector<std::string>& words) {
    const po::options_description description = describe(options);
    po::positional_options_description positions;
    positions.add(operand_name, -1);
    using Style = po::command_line_style::style_t;
    constexpr int style = Style::unix_style & ~Style::allow_guessing;
    try {
        const auto parsed = po::command_line_parser(words)
                                .options(description)
                                .positional(positions)
                                .style(style)
                                .run();
        for (const auto& option : parsed.options) {
            if (option.string_key == operand_name || option.position_key >= 0) {
                operands_.insert(operands_.end(), option.value.begin(), option.value.end());
                continue;
            }
            auto& values = values_[option.string_key];
            values.insert(values.end(), option.value.begin(), option.value.end());
            const auto& spec = *std::find_if(options.begin(), options.end(), [&](const Option& o) {
                return option.string_key == o.name;
            });
            if (!spec.may_repeat && values.size() > 1)
                throw UsageError("--" + option.string_key + " is given more than once");
        }
    } catch (const po::unknown_option& error) {
        throw UsageError(unknown_option(error.get_option_name(), options));
    } catch (const po::error& error) {
        throw UsageError(error.what());
    }
}

bool Arguments::has(std::string_view option) const { return values_.contains(option); }

std::optional<std::string> Arguments::text(std::string_view option) const {
    const auto found = values_.find(option);
    if (found == values_.end() || found->second.empty()) return {};
    return found->second.front();
}

std::vector<std::string> Arguments::texts(std::string_view option) const {
    const auto found = values_.find(option);
    return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::uint64_t> Arguments::number(std::string_view option, std::uint64_t least,
                                               std::uint64_t most) const {
    const auto typed = text(option);
    if (!typed) return {};
    std::uint64_t value = 0;
    const char* end = typed->data() + typed->size();
    const auto [rest, error] = std::from_chars(typed->data(), end, value);
    if (error != std::errc{} || rest != end || value < least || value > most)
        throw UsageError("--" + std::string(option) + " must be a whole number from " +
                         std::to_string(least) + " to " + std::to_string(most) + ", got \"" +
                         *typed + "\"");
    return value;
}

std::string Arguments::spelled_without(const std::vector<std::string_view>& left_out) const {
    std::string text;
    for (const auto& [name, values] : values_) {
        if (std::find(left_out.begin(), left_out.end(), name) != left_out.end()) continue;
        if (values.empty()) text += " --" + name;
        for (const std::string& value : values) text += " --" + name + " '" + value + "'";
    }
    return text;
}

void Arguments::exclude(std::string_view one, std::string_view other, const char* why) const {
    if (has(one) && has(other))
        throw UsageError("--" + std::string(one) + " and --" + std::string(other) +
                         " contradict each other: " + why);
}

void Arguments::keep_apart(std::initializer_list<std::string_view> files) const {
    std::vector<std::pair<std::filesystem::path, std::string>> known;
    const auto canonical = [](const std::string& file) {
        std::error_code none_known;  // a pipe has no name of its own
        const auto path = std::filesystem::weakly_canonical(file, none_known);
        return none_known ? std::filesystem::path(file) : path;
    };
    const auto add = [&](const std::string& file, const std::string& what) {
        const std::filesystem::path path = canonical(file);
        for (const auto& [other, of] : known)
            if (path == other)
                throw UsageError(file + " is " + of + " and " + what + "; name two files");
        known.emplace_back(path, what);
    };
    for (const std::string& one : operands_) known.emplace_back(canonical(one), "the input");
    for (const std::string_view option : files)
        if (const auto file = text(option)) add(*file, "--" + std::string(option));
}

const std::string& Arguments::only_operand(const char* what) const {
    if (operands_.empty()) throw UsageError(std::string("missing ") + what);
    if (operands_.size() > 1)
        throw UsageError(std::string("expected one ") + what + ", got \"" + operands_[0] +
                         "\" and \"" + operands_[1] + "\"");
    return operands_.front();
}

}  // namespace wardwire::app

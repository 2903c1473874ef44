// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wardwire::app {

/// One option of a command. Help, parsing, manual page and completions follow from this table.
struct Option {
    const char* name;        ///< long, without dashes
    char letter = 0;         ///< short, or 0
    const char* value = "";  ///< what its value is called; empty: a switch
    const char* help = "";
    bool may_repeat = false;
};

/// What the user typed makes no sense; the text says what and what might be meant.
class UsageError : public std::runtime_error {
 public:
    using std::runtime_error::runtime_error;
};

/// The arguments of one command, parsed by its table.
class Arguments {
 public:
    /// Throws UsageError for an unknown option, a missing value or a repeated option.
    Arguments(std::span<const Option> options, const std::vector<std::string>& words);

    bool has(std::string_view option) const;
    /// The value, or nothing.
    std::optional<std::string> text(std::string_view option) const;
    std::vector<std::string> texts(std::string_view option) const;
    /// A whole number from `least` to `most`; throws UsageError for anything else.
    std::optional<std::uint64_t> number(std::string_view option, std::uint64_t least,
                                        std::uint64_t most) const;
    const std::vector<std::string>& operands() const { return operands_; }
    /// The options as one may type them again, " --by month -p …", but for some.
    std::string spelled_without(const std::vector<std::string_view>& left_out) const;

    /// Throws UsageError when both are given.
    void exclude(std::string_view one, std::string_view other, const char* why) const;
    /// Throws UsageError when two of these options, or an operand and one of them, name one file.
    void keep_apart(std::initializer_list<std::string_view> files) const;
    /// The only operand; throws UsageError when there is none or more than one.
    const std::string& only_operand(const char* what) const;

 private:
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
    std::vector<std::string> operands_;
};

}  // namespace wardwire::app

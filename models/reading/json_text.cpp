// SPDX-License-Identifier: Apache-2.0
#include "models/reading/json_text.hpp"

#include <algorithm>
#include <utility>

#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

std::string line_and_column(std::string_view text, std::size_t position) {
    const std::string_view before = text.substr(0, position > 0 ? position - 1 : 0);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    return "line " + std::to_string(line) + ", column " +
           std::to_string(before.size() - line_start + 1);
}

/// Builds the document and looks at what nlohmann's own builder lets pass: duplicate keys, depth.
/// The parser calls it without recursion, so that no nesting exhausts the stack.
class DocumentBuilder : public nlohmann::json_sax<Json> {
 public:
    DocumentBuilder(std::string_view text, const std::string& file, std::vector<Finding>& findings)
        : text_(text), file_(file), findings_(findings) {}

    std::optional<Json> take_document() {
        return is_broken_ ? std::nullopt : std::optional<Json>(std::move(document_));
    }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(std::int64_t value) override { return add(value); }
    bool number_unsigned(std::uint64_t value) override { return add(value); }
    bool number_float(double value, const std::string&) override { return add(value); }
    bool string(std::string& value) override { return add(std::move(value)); }
    bool binary(Json::binary_t&) override { return false; }  // JSON text has none

    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(std::string& name) override {
        if (open_.back()->size() == most_keys) {
            report(pointer(), "has more than " + std::to_string(most_keys) + " keys");
            return false;
        }
        if (open_.back()->contains(name)) {
            report(pointer() + pointer_step(name), "is given twice; keep one of them");
        }
        key_ = std::move(name);
        return true;
    }

    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override {
        constexpr int out_of_range = 406;  // nlohmann's number for it
        const bool is_at_end = position > text_.size();
        std::string what = "is not JSON";
        if (error.id == out_of_range) {
            what = "has a number too large";
        } else if (std::string_view(error.what()).find("UTF-8") != std::string_view::npos) {
            what = "is not UTF-8; save the file with that encoding";
        } else if (is_at_end) {
            what = "ends too early; a bracket or quote is never closed";
        } else if (position > 0) {
            what += ": unexpected " + in_quotes(text_.substr(position - 1, 1));
        }
        report(line_and_column(text_, position), what);
        return false;
    }

 private:
    Json* put(Json&& value) {
        if (open_.empty()) {
            document_ = std::move(value);
            return &document_;
        }
        Json& parent = *open_.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        Json& member = parent[key_];
        member = std::move(value);
        return &member;
    }
    bool add(Json&& value) {
        put(std::move(value));
        return true;
    }
    bool open(Json&& container) {
        if (open_.size() == deepest_nesting) {
            report(pointer(),
                   "is nested deeper than " + std::to_string(deepest_nesting) + " levels");
            return false;
        }
        keys_.push_back(open_.empty() || open_.back()->is_array() ? "" : key_);
        open_.push_back(put(std::move(container)));
        return true;
    }
    bool close() {
        open_.pop_back();
        keys_.pop_back();
        return true;
    }

    /// Of the innermost open container.
    std::string pointer() const {
        std::string result;
        for (std::size_t level = 1; level < open_.size(); ++level) {
            const Json& parent = *open_[level - 1];
            result += parent.is_array() ? "/" + std::to_string(parent.size() - 1)
                                        : pointer_step(keys_[level]);
        }
        return result;
    }
    void report(std::string where, std::string what) {
        is_broken_ = true;
        findings_.push_back({file_, std::move(where), std::move(what)});
    }

    std::string_view text_;
    const std::string& file_;
    std::vector<Finding>& findings_;
    Json document_;
    // The open containers, outermost first, and the keys they stand under. A container moves only
    // when its parent grows, and a parent does not grow while a child is open.
    std::vector<Json*> open_;
    std::vector<std::string> keys_;
    std::string key_;
    bool is_broken_ = false;
};

}  // namespace

std::optional<Json> parse_json(std::string_view text, const std::string& file,
                               std::vector<Finding>& findings) {
    if (text.size() > largest_text) {
        findings.push_back({file, "",
                            "is larger than 16 MiB (" + std::to_string(text.size() >> 20) +
                                " MiB); a scenario is a text that people write"});
        return std::nullopt;
    }
    DocumentBuilder builder(text, file, findings);
    Json::sax_parse(text.begin(), text.end(), &builder);
    return builder.take_document();
}

std::string text_of(const Json& value) {
    if (value.is_string()) return in_quotes(value.get_ref<const std::string&>());
    if (value.is_object() && value.size() > 3) return "an object";
    if (value.is_array() && value.size() > 8) return "a list of " + std::to_string(value.size());
    constexpr std::size_t longest = 60;  // bytes; what is escaped can be cut anywhere
    const std::string text =
        value.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace);
    return text.size() <= longest ? text : text.substr(0, longest) + "…";
}

std::optional<std::vector<std::string>> pointer_keys(std::string_view pointer) {
    std::vector<std::string> keys;
    if (!pointer.empty() && pointer.front() != '/') return std::nullopt;
    for (std::size_t at = 0; at < pointer.size(); ++at) {
        const char c = pointer[at];
        if (c == '/') {
            keys.emplace_back();
        } else if (c != '~') {
            keys.back() += c;
        } else {
            const char code = ++at < pointer.size() ? pointer[at] : ' ';
            if (code != '0' && code != '1') return std::nullopt;
            keys.back() += code == '0' ? '~' : '/';
        }
    }
    return keys;
}

const Json* find_step(const Json& value, const std::string& key) {
    if (value.is_object()) {
        const auto member = value.find(key);
        return member == value.end() ? nullptr : &*member;
    }
    const bool is_index = !key.empty() && key.size() < 10 && (key == "0" || key.front() != '0') &&
                          key.find_first_not_of("0123456789") == std::string::npos;
    if (!value.is_array() || !is_index) return nullptr;
    const std::size_t index = std::stoul(key);
    return index < value.size() ? &value[index] : nullptr;
}

const Json* find_pointer(const Json& document, std::string_view pointer) {
    const std::optional<std::vector<std::string>> keys = pointer_keys(pointer);
    if (!keys) return nullptr;
    const Json* place = &document;
    for (const std::string& key : *keys) {
        place = find_step(*place, key);
        if (place == nullptr) return nullptr;
    }
    return place;
}

}  // namespace wardwire::models::reading

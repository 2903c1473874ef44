// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/log/event_files.hpp"
#include "analysis/log/log_error.hpp"
#include "analysis/log/object_events.hpp"
#include "analysis/log/packed_file.hpp"

namespace wardwire::analysis {
namespace {

/// The bytes of a file, one after the other, with the line in which the last one stands.
class Bytes {
 public:
    explicit Bytes(const std::filesystem::path& path) : path_(path), file_(path) { fill(); }

    bool is_at_end() const { return next_ == bytes_.size(); }
    char current() const { return bytes_[next_]; }
    void advance() {
        if (bytes_[next_] == '\n') ++line_;
        if (++next_ == bytes_.size()) fill();
    }

    std::uint64_t line() const { return line_; }
    bool is_cut_off() const { return file_.is_cut_off(); }
    /// Something of it was understood: what follows may be long again.
    void mark() { unmarked_ = 0; }

 private:
    void fill() {
        unmarked_ += bytes_.size();
        if (unmarked_ > longest_event_value)
            throw LogError(path_, line_, "a value is longer than 16 MiB");
        bytes_.clear();
        next_ = 0;
        file_.read(bytes_, event_bytes_a_read);
    }

    const std::filesystem::path& path_;
    PackedFile file_;
    std::string bytes_;
    std::size_t next_ = 0;
    std::size_t unmarked_ = 0;
    std::uint64_t line_ = 1;
};

/// Bytes as the parser wants them.
class ByteIterator {
 public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    explicit ByteIterator(Bytes* bytes = nullptr) : bytes_(bytes) {}
    char operator*() const { return bytes_->current(); }
    ByteIterator& operator++() {
        bytes_->advance();
        return *this;
    }
    ByteIterator operator++(int) {
        const ByteIterator before = *this;
        ++*this;
        return before;
    }
    bool operator==(const ByteIterator& other) const { return is_end() == other.is_end(); }
    bool operator!=(const ByteIterator& other) const { return !(*this == other); }

 private:
    bool is_end() const { return bytes_ == nullptr || bytes_->is_at_end(); }

    Bytes* bytes_;
};

/// Follows the parser through a document.
class JsonLog : public nlohmann::json_sax<nlohmann::json> {
 public:
    explicit JsonLog(const EventFile& file)
        : bytes_(file.path),
          file_(file),
          objects_(file.columns, file.times, file.builder, file.report, file.index) {}

    ZoneTraces read() {
        nlohmann::json::sax_parse(ByteIterator(&bytes_), ByteIterator(), this);
        if (bytes_.is_cut_off()) file_.report.add(Oddity::cut_off_archive, {file_.index, 0});
        if (!has_events_)
            throw LogError(file_.path, "is JSON, but not OCEL 2.0: there are no \"events\"");
        return objects_.finish();
    }

    bool null() override { return scalar({}); }
    bool boolean(bool value) override { return scalar(value ? "1" : "0"); }
    bool number_integer(number_integer_t value) override { return scalar(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value)); }
    bool number_float(number_float_t, const string_t& text) override { return scalar(text); }
    bool string(string_t& text) override { return scalar(std::move(text)); }
    bool binary(binary_t&) override { return true; }

    bool key(string_t& name) override {
        bytes_.mark();
        key_ = name;
        return true;
    }

    bool start_object(std::size_t) override {
        Part part = Part::other;
        if (parts_.empty()) part = Part::document;
        if (parts_.size() > 1) {
            switch (parts_.back()) {
                case Part::events:
                    part = Part::event;
                    event_ = {};
                    event_.line = bytes_.line();
                    break;
                case Part::objects:
                    part = Part::object;
                    object_ = {};
                    object_.line = bytes_.line();
                    break;
                case Part::attributes:
                case Part::relationships:
                    part = Part::pair;
                    name_.clear();
                    value_.clear();
                    break;
                default:
                    break;
            }
        }
        parts_.push_back(part);
        return true;
    }

    bool end_object() override {
        bytes_.mark();
        const Part ended = parts_.back();
        parts_.pop_back();
        if (ended == Part::event) objects_.add(event_);
        if (ended == Part::object) objects_.add(object_);
        if (ended != Part::pair) return true;
        const bool is_of_event = parts_[parts_.size() - 2] == Part::event;
        if (parts_.back() == Part::attributes)
            (is_of_event ? event_.attributes : object_.attributes).emplace_back(name_, value_);
        else if (is_of_event)
            event_.objects.emplace_back(name_, value_);
        return true;
    }

    bool start_array(std::size_t) override {
        const Part in = parts_.empty() ? Part::other : parts_.back();
        Part part = Part::other;
        if (in == Part::document && key_ == "events") part = Part::events;
        if (in == Part::document && key_ == "objects") part = Part::objects;
        if (in == Part::event || in == Part::object) {
            if (key_ == "attributes") part = Part::attributes;
            if (key_ == "relationships") part = Part::relationships;
        }
        has_events_ |= part == Part::events;
        parts_.push_back(part);
        return true;
    }

    bool end_array() override {
        parts_.pop_back();
        return true;
    }

    bool parse_error(std::size_t, const std::string&,
                     const nlohmann::json::exception& error) override {
        if (bytes_.is_at_end() && has_events_) {
            if (!bytes_.is_cut_off()) {
                file_.report.add(Oddity::torn_document,
                                 {file_.index, static_cast<std::uint32_t>(bytes_.line())});
            }
            return false;
        }
        const std::string text = error.what();  // "[...] parse error at line 3, column 7: why"
        const std::size_t column = text.find("column ");
        throw LogError(file_.path, bytes_.line(),
                       "is not well-formed JSON: " +
                           (column == std::string::npos ? text : text.substr(column)));
    }

 private:
    enum class Part {
        document,
        events,
        event,
        objects,
        object,
        attributes,
        relationships,
        pair,
        other
    };

    /// A value that is not made of others; texts are kept where they say something.
    bool scalar(std::string text) {
        bytes_.mark();
        if (parts_.empty()) return true;
        if (parts_.back() == Part::event) {
            if (key_ == "id")
                event_.id = std::move(text);
            else if (key_ == "type")
                event_.type = std::move(text);
            else if (key_ == "time")
                event_.time = std::move(text);
        } else if (parts_.back() == Part::object) {
            if (key_ == "id")
                object_.id = std::move(text);
            else if (key_ == "type")
                object_.type = std::move(text);
        } else if (parts_.back() == Part::pair) {
            if (key_ == "name" || key_ == "qualifier")
                name_ = std::move(text);
            else if (key_ == "value" || key_ == "objectId")
                value_ = std::move(text);
        }
        return true;
    }

    Bytes bytes_;
    const EventFile& file_;
    ObjectEvents objects_;
    std::vector<Part> parts_;  ///< those that are open, the innermost last
    std::string key_;
    std::string name_;
    std::string value_;
    ObjectEvent event_;
    EventObject object_;
    bool has_events_ = false;
};

}  // namespace

ZoneTraces read_json_log(const EventFile& file) { return JsonLog(file).read(); }

}  // namespace wardwire::analysis

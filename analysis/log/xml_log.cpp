// SPDX-License-Identifier: Apache-2.0
#include <expat.h>

#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "analysis/log/event_files.hpp"
#include "analysis/log/log_error.hpp"
#include "analysis/log/object_events.hpp"
#include "analysis/log/packed_file.hpp"

namespace wardwire::analysis {
namespace {

/// What the attributes of an element say; names and values by turns, then null.
class Attributes {
 public:
    explicit Attributes(const char** pairs) : pairs_(pairs) {}

    std::string_view operator[](std::string_view name) const {
        for (const char** one = pairs_; *one != nullptr; one += 2)
            if (name == *one) return one[1];
        return {};
    }

 private:
    const char** pairs_;
};

/// Rows from the traces of an XES log.
class XesTraces {
 public:
    explicit XesTraces(const EventFile& file)
        : rows_(file.columns, file.times, usual, file.builder, file.report, file.index),
          names_conversation_(!file.columns.map.contains("conversation_id")) {}

    void begin_trace() {
        trace_ = {};
        events_ = 0;
        ++traces_;
        trace_[conversation] = "trace " + std::to_string(traces_);
    }
    void trace_attribute(std::string_view key, std::string_view value, std::uint64_t line) {
        if (key == "concept:name" && names_conversation_) {
            trace_[conversation] = value;
        } else {
            rows_.put(trace_, key, value, line);
        }
    }
    void begin_event(std::uint64_t line) {
        event_ = trace_;
        line_ = line;
        rows_.count_event();
    }
    void event_attribute(std::string_view key, std::string_view value, std::uint64_t line) {
        rows_.put(event_, key, value, line);
    }

    void end_event() {
        if (event_[sender].empty()) event_[sender] = event_[unit];
        if (event_[message].empty())
            event_[message] = event_[conversation] + "#" + std::to_string(++events_);
        if (event_[sender].empty()) return rows_.find(Oddity::no_actor, line_, event_[topic]);
        if (waiting_) hand_on_to(event_);
        if (event_[recipient].empty() && event_[pool].empty()) {
            waiting_ = event_;
            waiting_line_ = line_;
        } else {
            rows_.add(event_, line_);
        }
    }

    void end_trace() {
        if (waiting_) rows_.find(Oddity::no_handover, waiting_line_, (*waiting_)[sender]);
        waiting_.reset();
    }

    ZoneTraces finish() {
        end_trace();
        return rows_.finish();
    }

 private:
    static constexpr std::array<UsualName, 6> usual = {{
        {"org:resource", "sender_id"},
        {"org:role", "sender_role"},
        {"org:group", "unit_id"},
        {"time:timestamp", "sent_at"},
        {"identity:id", "message_id"},
        {"concept:name", "topic_class"},
    }};

    /// The event that waits hands the work on to whom the next one names.
    void hand_on_to(const EventRows::Row& next) {
        EventRows::Row& row = *waiting_;
        if (row[sender] == next[sender]) {
            rows_.find(Oddity::no_handover, waiting_line_, row[sender]);
        } else {
            row[recipient] = next[sender];
            row[recipient_role] = next[sender_role];
            rows_.add(row, waiting_line_);
        }
        waiting_.reset();
    }

    const std::size_t conversation = EventRows::place_of("conversation_id");
    const std::size_t message = EventRows::place_of("message_id");
    const std::size_t sender = EventRows::place_of("sender_id");
    const std::size_t sender_role = EventRows::place_of("sender_role");
    const std::size_t recipient = EventRows::place_of("recipient_id");
    const std::size_t recipient_role = EventRows::place_of("recipient_role");
    const std::size_t pool = EventRows::place_of("pool_id");
    const std::size_t unit = EventRows::place_of("unit_id");
    const std::size_t topic = EventRows::place_of("topic_class");

    EventRows rows_;
    bool names_conversation_;
    EventRows::Row trace_;
    EventRows::Row event_;
    std::uint64_t line_ = 0;
    std::size_t traces_ = 0;
    std::size_t events_ = 0;
    std::optional<EventRows::Row> waiting_;  ///< an event that nobody is known to have followed
    std::uint64_t waiting_line_ = 0;
};

/// Goes through a document and tells the rows of either kind of log.
class XmlLog {
 public:
    explicit XmlLog(const EventFile& file)
        : file_(file), packed_(file.path), parser_(XML_ParserCreate(nullptr)) {
        if (!parser_) throw std::bad_alloc();
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(
            parser_.get(),
            [](void* self, const char* name, const char** attributes) {
                of(self).guarded([&] { of(self).start(name, Attributes(attributes)); });
            },
            [](void* self, const char*) { of(self).guarded([&] { of(self).end(); }); });
        XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int length) {
            of(self).text_.append(text, static_cast<std::size_t>(length));
        });
        XML_SetEntityDeclHandler(parser_.get(), [](void* self, auto...) {
            of(self).guarded([&] { of(self).refuse("declares entities, which are not read"); });
        });
    }

    ZoneTraces read() {
        std::string bytes;
        std::int64_t read = 0;
        bool is_well = true;
        while (is_well && packed_.read(bytes, event_bytes_a_read) > 0) {
            read += std::ssize(bytes);
            is_well = parse(bytes, XML_FALSE);
            bytes.clear();
            const std::int64_t unread = read - XML_GetCurrentByteIndex(parser_.get());
            if (is_well && std::cmp_greater(unread, longest_event_value))
                refuse("a value is longer than 16 MiB");
        }
        if (!is_well) refuse_damage();
        if (packed_.is_cut_off()) {
            file_.report.add(Oddity::cut_off_archive, {file_.index, 0});
        } else if (!parse({}, XML_TRUE)) {
            if (depth_ == 0) refuse_damage();
            file_.report.add(Oddity::torn_document, {file_.index, line()});
        }
        if (traces_) return traces_->finish();
        if (objects_) return objects_->finish();
        throw LogError(file_.path, "has neither traces (XES) nor events and objects (OCEL 2.0)");
    }

 private:
    static XmlLog& of(void* self) { return *static_cast<XmlLog*>(self); }

    /// Exceptions do not pass through the parser, which is C.
    template <class Action>
    void guarded(Action action) {
        try {
            if (!failure_) action();
        } catch (...) {
            failure_ = std::current_exception();
            XML_StopParser(parser_.get(), XML_FALSE);
        }
    }

    bool parse(const std::string& bytes, XML_Bool is_last) {
        const auto status =
            XML_Parse(parser_.get(), bytes.data(), static_cast<int>(bytes.size()), is_last);
        if (failure_) std::rethrow_exception(failure_);
        return status == XML_STATUS_OK;
    }

    std::uint32_t line() const {
        return static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser_.get()));
    }

    [[noreturn]] void refuse(const std::string& why) const {
        throw LogError(file_.path, line(), why);
    }

    [[noreturn]] void refuse_damage() const {
        refuse("is not well-formed XML: " +
               std::string(XML_ErrorString(XML_GetErrorCode(parser_.get()))) + " in column " +
               std::to_string(XML_GetCurrentColumnNumber(parser_.get()) + 1));
    }

    void start(std::string_view name, const Attributes& attributes) {
        ++depth_;
        text_.clear();
        if (depth_ == 1 && name != "log")
            refuse("is XML of another kind: it begins with <" + std::string(name) +
                   "> instead of <log>");
        if (depth_ == 2) begin_section(name);
        if (is_trace_) start_in_trace(name, attributes);
        if (objects_) start_in_objects(name, attributes);
    }

    void begin_section(std::string_view name) {
        is_trace_ = name == "trace";
        section_ = name;
        const bool is_of_objects = name == "object-types" || name == "event-types" ||
                                   name == "objects" || name == "events";
        if (is_trace_ && !traces_) traces_.emplace(file_);
        if (is_trace_) traces_->begin_trace();
        if (is_of_objects && !objects_)
            objects_.emplace(file_.columns, file_.times, file_.builder, file_.report, file_.index);
    }

    void start_in_trace(std::string_view name, const Attributes& attributes) {
        if (depth_ == 3) is_event_ = name == "event";
        if (depth_ == 3 && is_event_) {
            traces_->begin_event(line());
        } else if (!attributes["key"].empty()) {
            if (depth_ == 3)
                traces_->trace_attribute(attributes["key"], attributes["value"], line());
            if (depth_ == 4 && is_event_)
                traces_->event_attribute(attributes["key"], attributes["value"], line());
        }
    }

    void start_in_objects(std::string_view name, const Attributes& attributes) {
        const auto text = [&](const char* of) { return std::string(attributes[of]); };
        if (depth_ == 3 && section_ == "events")
            event_ = {text("id"), text("type"), text("time"), {}, {}, line()};
        if (depth_ == 3 && section_ == "objects") object_ = {text("id"), text("type"), {}, line()};
        if (depth_ != 5) return;
        if (name == "attribute") attribute_ = text("name");
        if (name == "relationship" && section_ == "events")
            event_.objects.emplace_back(text("qualifier"), text("object-id"));
    }

    void end() {
        if (is_trace_ && depth_ == 3 && is_event_) traces_->end_event();
        if (is_trace_ && depth_ == 2) traces_->end_trace();
        if (objects_ && depth_ == 5 && !attribute_.empty()) {
            (section_ == "events" ? event_.attributes : object_.attributes)
                .emplace_back(std::exchange(attribute_, {}), text_);
        }
        if (objects_ && depth_ == 3 && section_ == "events") objects_->add(event_);
        if (objects_ && depth_ == 3 && section_ == "objects") objects_->add(object_);
        if (depth_ == 2) is_trace_ = false;
        --depth_;
    }

    struct Free {
        void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
    };

    const EventFile& file_;
    PackedFile packed_;
    std::unique_ptr<XML_ParserStruct, Free> parser_;
    std::exception_ptr failure_;
    int depth_ = 0;
    std::string section_;  ///< the element under the root
    bool is_trace_ = false;
    bool is_event_ = false;
    std::string attribute_;  ///< the name of the one whose text is being read
    std::string text_;
    std::optional<XesTraces> traces_;
    std::optional<ObjectEvents> objects_;
    ObjectEvent event_;
    EventObject object_;
};

}  // namespace

LogForm form_of(const std::filesystem::path& path) {
    std::string beginning;
    PackedFile(path).read(beginning, 4096);
    if (beginning.starts_with("SQLite format 3"))
        throw LogError(path, "is a database; export OCEL 2.0 as JSON or XML");
    const std::size_t first = beginning.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    if (first == std::string::npos) return LogForm::table;
    if (beginning[first] == '<') return LogForm::xml;
    return beginning[first] == '{' ? LogForm::json : LogForm::table;
}

ZoneTraces read_xml_log(const EventFile& file) { return XmlLog(file).read(); }

}  // namespace wardwire::analysis

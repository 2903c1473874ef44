// SPDX-License-Identifier: Apache-2.0
#include "app/event_trace.hpp"

#include <utility>

#include "models/event_words.hpp"
#include "models/site_plan.hpp"

namespace wardwire::app {

namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

/// A field of CSV (RFC 4180, section 2).
std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string field = "\"";
    for (const char c : text) field += c == '"' ? "\"\"" : std::string(1, c);
    return field + "\"";
}

}  // namespace

EventTrace::EventTrace(const std::filesystem::path& path, analysis::Overwrite overwrite,
                       const analysis::LocalClock& clock, EventFilter filter,
                       const models::Scenario& scenario)
    : file_(path, overwrite), clock_(clock), filter_(std::move(filter)) {
    for (const models::SitePlan& plan : models::sites_of(scenario)) sites_.push_back(plan.name);
    buffer_ = "time,time_us,kernel,site,kind,entity,phase,origin,sequence\n";
}

void EventTrace::watch(models::Site& site) {
    watched_.push_back({this, &site});
    site.kernel.watch(see, &watched_.back());
}

void EventTrace::see(void* context, const sim::Executed& executed, const models::SiteEvent& event) {
    const Watched& watched = *static_cast<const Watched*>(context);
    EventTrace& trace = *watched.trace;
    if (!trace.filter_.has_time(executed.time) || !trace.filter_.has_kind(executed.kind)) return;
    const std::string entity = models::entity_of(event, *watched.site);
    if (trace.filter_.has_entity(entity)) trace.add(executed, entity);
}

void EventTrace::add(const sim::Executed& executed, const std::string& entity) {
    const std::int64_t time_us = executed.time.time_since_epoch().count();
    buffer_ += clock_.text(time_us) + "," + std::to_string(time_us) + "," +
               std::to_string(executed.kernel) + "," + csv_field(sites_[executed.kernel]) + "," +
               models::site_event_names[executed.kind] + "," + csv_field(entity) + "," +
               std::to_string(static_cast<int>(executed.phase)) + "," +
               std::to_string(executed.origin) + "," + std::to_string(executed.sequence) + "\n";
    ++events_;
    if (buffer_.size() >= buffer_bytes) flush();
}

void EventTrace::flush() {
    file_.file().write(written_bytes_, buffer_);
    written_bytes_ += buffer_.size();
    buffer_.clear();
}

std::uint64_t EventTrace::finish() {
    flush();
    file_.commit();
    return events_;
}

}  // namespace wardwire::app

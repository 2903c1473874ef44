// SPDX-License-Identifier: Apache-2.0
#include "app/event_filter.hpp"

#include <algorithm>
#include <sstream>
#include <variant>

#include "app/arguments.hpp"
#include "models/reading/quantity.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace {

std::vector<std::string> kind_names() {
    return {models::site_event_names.begin(), models::site_event_names.end()};
}

sim::Time instant(const std::string& text) {
    const auto parsed = models::reading::parse_quantity(text, models::reading::Dimension::duration);
    if (const auto* complaint = std::get_if<models::reading::Complaint>(&parsed))
        throw UsageError("--trace-only time " + complaint->what);
    return sim::start_of_time + sim::from_seconds(std::get<double>(parsed));
}

}  // namespace

EventFilter::EventFilter(const std::vector<std::string>& conditions) {
    for (const std::string& condition : conditions) {
        const std::size_t equals = condition.find('=');
        const std::string key = condition.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : condition.substr(equals + 1);
        if (value.empty())
            throw UsageError("--trace-only takes entity=, kind= or time=, got \"" + condition +
                             "\"");
        if (key == "entity")
            entities_.push_back(value);
        else if (key == "kind")
            add_kinds(value);
        else if (key == "time")
            add_window(value);
        else
            throw UsageError("--trace-only takes entity=, kind= or time=, got \"" + key + "\"" +
                             models::reading::did_you_mean(
                                 key, std::vector<std::string>{"entity", "kind", "time"}));
    }
}

void EventFilter::add_kinds(const std::string& names) {
    kinds_.resize(models::site_event_names.size());
    std::istringstream list(names);
    for (std::string name; std::getline(list, name, ',');) {
        const std::vector<std::string> known = kind_names();
        const auto found = std::find(known.begin(), known.end(), name);
        if (found == known.end())
            throw UsageError("--trace-only kind=" + name + ": there is no such kind of event" +
                             models::reading::did_you_mean(name, known));
        kinds_[static_cast<std::size_t>(found - known.begin())] = true;
    }
}

void EventFilter::add_window(const std::string& text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string::npos)
        throw UsageError("--trace-only time takes FROM..UNTIL, such as \"2 days..60 h\", got \"" +
                         text + "\"");
    if (dots > 0) from_ = instant(text.substr(0, dots));
    if (dots + 2 < text.size()) until_ = instant(text.substr(dots + 2));
    if (from_ > until_) throw UsageError("--trace-only time=" + text + " ends before it begins");
}

bool EventFilter::has_entity(const std::string& entity) const {
    return entities_.empty() ||
           std::any_of(entities_.begin(), entities_.end(), [&](const std::string& wanted) {
               return entity.starts_with(wanted) &&
                      (entity.size() == wanted.size() || entity[wanted.size()] == ' ');
           });
}

}  // namespace wardwire::app

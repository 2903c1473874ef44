// SPDX-License-Identifier: Apache-2.0
#include "models/over_time.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include "models/reading/calendar_text.hpp"
#include "models/reading/quantity.hpp"

namespace wardwire::models {

namespace {

constexpr double most_growth = 1e6;

std::int64_t first_day(const Scenario& scenario) { return scenario.calendar.start_day; }

/// The last day that is at least begun.
std::int64_t last_day(const Scenario& scenario) {
    const sim::Duration length = scenario.warm_up + scenario.length;
    return first_day(scenario) + (length - sim::Duration{1}) / sim::days{1};
}

/// Calls with each growth of one scenario, and where it is.
template <class Scenario, class Visit>
void for_each_growth(Scenario& scenario, Visit&& visit) {
    for (auto& line : scenario.telephone)
        visit(line.growth, "/telephone" + pointer_step(line.name) + "/growth");
    if (scenario.patients) visit(scenario.patients->growth, "/patients/growth");
    if (scenario.chat) visit(scenario.chat->growth, "/chat/growth");
}

/// The factor on the rate, taken as it is without seasons; the growth is then done with.
double take_factor(std::optional<GrowthSpec>& growth, std::int64_t day, std::int64_t first) {
    if (!growth) return 1.0;
    GrowthSpec unseasonal = *std::exchange(growth, std::nullopt);
    unseasonal.seasons.clear();
    return unseasonal.factor_on(day, first);
}

/// Looks at the growth and plans of one scenario.
class ChangeCheck {
 public:
    explicit ChangeCheck(const Scenario& scenario)
        : scenario_(scenario), first_(first_day(scenario)), last_(last_day(scenario)) {}

    std::vector<Finding> run() && {
        for_each_growth(scenario_, [this](const auto& growth, const std::string& where) {
            if (growth) check(*growth, where);
        });
        for (const RoleSpec& role : scenario_.roles)
            for (std::size_t i = 0; i < role.plan.size(); ++i)
                check_date(role.plan[i].day, "/roles" + pointer_step(role.name) + "/plan/" +
                                                 std::to_string(i) + "/from");
        return std::move(findings_);
    }

 private:
    void check(const GrowthSpec& growth, const std::string& where) {
        for (std::size_t i = 0; i < growth.changes.size(); ++i)
            check_date(growth.changes[i].day, where + "/changes/" + std::to_string(i) + "/from");
        const std::int64_t reference = growth.reference_day.value_or(first_);
        if (growth.adoption && growth.adoption->share_on(reference) <= 0.0) {
            return error(where + "/adoption/launch",
                         "must be before the reference day " + reading::format_date(reference) +
                             ", whose rate is written: nobody has adopted anything then");
        }
        for (std::int64_t day = first_; day <= last_; ++day) {
            const double factor = growth.factor_on(day, first_);
            if (factor < 0.0) {
                return error(where + "/trend/per_year", "takes the rate below zero by " +
                                                            reading::format_date(day) +
                                                            "; a compound trend never does");
            }
            if (!(factor <= most_growth)) {
                return error(where, "grows beyond a million times the rate of the reference day, " +
                                        ("by " + reading::format_date(day)));
            }
        }
    }

    void check_date(std::int64_t day, const std::string& where) {
        if (day > last_)
            warn(where, "has no effect: the run ends on " + reading::format_date(last_));
        if (day < first_)
            warn(where, "is before the run, which begins on " + reading::format_date(first_) +
                            ": it holds from the start");
    }

    void error(std::string where, std::string what) {
        findings_.push_back({scenario_.name, std::move(where), std::move(what)});
    }
    void warn(std::string where, std::string what) {
        findings_.push_back(
            {scenario_.name, std::move(where), std::move(what), Finding::Severity::warning});
    }

    const Scenario& scenario_;
    std::int64_t first_;
    std::int64_t last_;
    std::vector<Finding> findings_;
};

bool changes(const Scenario& scenario) {
    bool any = scenario.patients && !scenario.patients->panel.empty();
    for_each_growth(scenario, [&any](const auto& growth, const std::string&) {
        any = any || growth.has_value();
    });
    for (const RoleSpec& role : scenario.roles) any = any || !role.plan.empty();
    for (const SiteKind& kind : scenario.site_kinds) any = any || changes(kind.scenario);
    return any;
}

}  // namespace

std::vector<GrowthPlace> growth_places(const Scenario& scenario) {
    std::vector<GrowthPlace> places;
    const auto add = [&places](const Scenario& at, const std::string& prefix) {
        for_each_growth(at, [&](const auto& growth, const std::string& where) {
            if (growth) places.push_back({prefix + where, &*growth});
        });
    };
    add(scenario, "");
    for (const SiteKind& kind : scenario.site_kinds)
        add(kind.scenario, "/sites" + pointer_step(kind.name));
    return places;
}

std::vector<std::int64_t> milestones(const Scenario& scenario) {
    std::vector<std::int64_t> days = {first_day(scenario)};
    if (!changes(scenario)) return days;
    constexpr double days_a_year = 365.25;
    const std::int64_t last = last_day(scenario);
    for (int year = 1;; ++year) {
        const std::int64_t day = days.front() + std::llround(year * days_a_year);
        if (day >= last) break;
        days.push_back(day);
    }
    if (last > days.back()) days.push_back(last);
    return days;
}

Scenario as_of(const Scenario& scenario, std::int64_t day) {
    Scenario then = scenario;
    const std::int64_t first = first_day(scenario);
    for (RoleSpec& role : then.roles) {
        role.count = members_on(role, day);
        role.plan.clear();
    }
    for (TelephoneLine& line : then.telephone)
        line.calls_per_second *= take_factor(line.growth, day, first);
    if (then.patients) {
        PatientSpec& patients = *then.patients;
        patients.threads_per_second *= take_factor(patients.growth, day, first);
        patients.count = patients_on(patients, day);
        patients.panel.clear();
    }
    if (then.chat) {
        const double factor = take_factor(then.chat->growth, day, first);
        for (double& rate : then.chat->starts_per_second) rate *= factor;
    }
    for (SiteKind& kind : then.site_kinds) kind.scenario = as_of(kind.scenario, day);
    return then;
}

std::vector<std::vector<DatedLoads>> loads_over_time(const Scenario& scenario) {
    std::vector<std::vector<DatedLoads>> by_group(site_groups(scenario).size());
    for (const std::int64_t day : milestones(scenario)) {
        const Scenario then = as_of(scenario, day);
        const std::vector<SiteGroup> groups = site_groups(then);
        const std::vector<MessageFlow> flows = message_flows(then);
        for (std::size_t g = 0; g < groups.size(); ++g)
            by_group[g].push_back({day, pool_loads(*groups[g].scenario, flows[g])});
    }
    return by_group;
}

std::vector<Finding> findings_over_time(const Scenario& scenario) {
    return ChangeCheck(scenario).run();
}

}  // namespace wardwire::models

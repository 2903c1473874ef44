// SPDX-License-Identifier: Apache-2.0
#include "models/chat_starts.hpp"

#include <algorithm>

#include "models/site.hpp"

namespace wardwire::models {

std::vector<double> factors_of_people(const Site& site, Draw draw,
                                      const std::vector<sim::Distribution>& laws) {
    const std::size_t people = site.workforce.size();
    std::vector<double> factors(people, 1.0);
    if (laws.empty()) return factors;
    std::vector<double> level(people);  // of the quantile
    std::vector<std::vector<double>> levels(laws.size());
    for (std::size_t i = 0; i < people; ++i) {
        const Staff& person = site.workforce[StaffId{i}];
        level[i] = site.draws.uniform(draw, {person.entity, 0});
        levels[person.role.index()].push_back(level[i]);
    }
    for (std::vector<double>& of_role : levels) std::sort(of_role.begin(), of_role.end());
    const bool is_dealt = site.scenario.chat->effects.people == ChatEffects::People::dealt;
    for (std::size_t i = 0; i < people; ++i) {
        const std::size_t role = site.workforce[StaffId{i}].role.index();
        const std::vector<double>& of_role = levels[role];
        const auto place = std::lower_bound(of_role.begin(), of_role.end(), level[i]);
        const double dealt = (static_cast<double>(place - of_role.begin()) + 0.5) /
                             static_cast<double>(of_role.size());
        factors[i] = laws[role].is_constant() ? laws[role].mean()
                                              : laws[role].draw(is_dealt ? dealt : level[i]);
    }
    return factors;
}

ChatStarts::ChatStarts(const Site& site) : site_(site) {
    if (!site.scenario.chat) return;
    const ChatSpec& chat = *site.scenario.chat;
    const std::vector<double> by_day = effects_of_days();
    for (const double starts_per_second : chat.starts_per_second)
        rate_.push_back(growing_rate(site.scenario, scaled(chat.profile, starts_per_second),
                                     chat.growth, by_day));
    factor_ = factors_of_people(site, Draw::person_effect, chat.effects.person);
    for (std::size_t i = 0; i < factor_.size(); ++i) factor_[i] *= effects_on(StaffId{i});
}

std::vector<double> ChatStarts::effects_of_days() const {
    const sim::Distribution& law = site_.scenario.chat->effects.day;
    if (law.is_constant()) return {};
    const sim::Entity site = site_.place.entity(entity_base("site"));
    std::vector<double> factors(static_cast<std::size_t>(days_of_run(site_.scenario)));
    for (std::uint64_t day = 0; day < factors.size(); ++day)
        factors[day] = law.draw(site_.draws.uniform(Draw::day_effect, {site, day}));
    return factors;
}

double ChatStarts::effects_on(StaffId id) const {
    const ChatEffects& effects = site_.scenario.chat->effects;
    double factor = 1.0;
    const auto multiply = [&](Draw draw, sim::Entity entity, const sim::Distribution& law) {
        factor *= law.is_constant() ? law.mean() : law.draw(site_.draws.uniform(draw, {entity, 0}));
    };
    const std::uint32_t unit = site_.units.unit_of(id);
    multiply(Draw::unit_effect, site_.place.entity(entity_base("unit") | unit), effects.unit);
    multiply(Draw::site_effect, site_.place.entity(entity_base("site")), effects.site);
    return factor;
}

sim::Time ChatStarts::next(StaffId id, sim::Time from, double exponential) const {
    const double factor = factor_[id.index()];
    if (factor <= 0.0) return sim::end_of_time;
    return rate_[site_.workforce[id].role.index()].next(from, exponential / factor);
}

}  // namespace wardwire::models

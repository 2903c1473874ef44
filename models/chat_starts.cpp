// SPDX-License-Identifier: Apache-2.0
#include "models/chat_starts.hpp"

#include "models/site.hpp"

namespace wardwire::models {

ChatStarts::ChatStarts(const Site& site) : site_(site) {
    if (!site.scenario.chat) return;
    const ChatSpec& chat = *site.scenario.chat;
    for (const double starts_per_second : chat.starts_per_second)
        rate_.push_back(
            growing_rate(site.scenario, scaled(chat.profile, starts_per_second), chat.growth));
    for (std::size_t i = 0; i < site.workforce.size(); ++i)
        factor_.push_back(effects_on(StaffId{i}));
}

double ChatStarts::effects_on(StaffId id) const {
    const ChatEffects& effects = site_.scenario.chat->effects;
    const Staff& person = site_.workforce[id];
    double factor = 1.0;
    const auto multiply = [&](Draw draw, sim::Entity entity, const sim::Distribution& law) {
        factor *= law.is_constant() ? law.mean() : law.draw(site_.draws.uniform(draw, {entity, 0}));
    };
    if (!effects.person.empty())
        multiply(Draw::person_effect, person.entity, effects.person[person.role.index()]);
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

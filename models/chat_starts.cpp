// SPDX-License-Identifier: Apache-2.0
#include "models/chat_starts.hpp"

#include <algorithm>
#include <cmath>

#include "models/site.hpp"
#include "sim/random/special.hpp"

namespace wardwire::models {

namespace {

/// Levels of quantiles, by staff.
using Levels = std::vector<double>;

Levels drawn_levels(const Site& site, Draw draw) {
    Levels levels;
    for (std::size_t i = 0; i < site.workforce.size(); ++i)
        levels.push_back(site.draws.uniform(draw, {site.workforce[StaffId{i}].entity, 0}));
    return levels;
}

/// Replaces the n levels of each role by (k + 1/2) / n in the same order.
void deal(const Site& site, Levels& levels) {
    std::vector<Levels> of_roles(site.scenario.roles.size());
    const auto of_role = [&](std::size_t i) -> Levels& {
        return of_roles[site.workforce[StaffId{i}].role.index()];
    };
    for (std::size_t i = 0; i < levels.size(); ++i) of_role(i).push_back(levels[i]);
    for (Levels& one : of_roles) std::sort(one.begin(), one.end());
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const Levels& own = of_role(i);
        const auto place = std::lower_bound(own.begin(), own.end(), levels[i]) - own.begin();
        levels[i] = (static_cast<double>(place) + 0.5) / static_cast<double>(own.size());
    }
}

/// Each run is to have the same mix not only of levels but of pairs of them, so the second and
/// further levels of people go up by steps of a lattice in the order of their first ones
/// (Niederreiter 1992, section 1.2: points {n alpha}, with alpha the golden ratio or the root of
/// two or three), from a place that is drawn.
Levels levels_beside(const Site& site, Draw draw, const Levels& activity) {
    const double alpha = draw == Draw::popularity_effect ? 0.6180339887498949
                         : draw == Draw::answer_effect   ? 0.4142135623730950
                                                         : 0.7320508075688773;
    const double shift = site.draws.uniform(draw, {site.place.entity(entity_base("mix")), 0});
    std::vector<double> people(site.scenario.roles.size(), 0.0);
    for (std::size_t i = 0; i < activity.size(); ++i)
        ++people[site.workforce[StaffId{i}].role.index()];
    Levels levels;
    for (std::size_t i = 0; i < activity.size(); ++i) {
        const double rank = activity[i] * people[site.workforce[StaffId{i}].role.index()];
        const double place = shift + rank * alpha;
        levels.push_back(place - std::floor(place));
    }
    return levels;
}

/// Popularity goes along with activity as far as they are alike.
void make_alike(const Levels& activity, double alike, Levels& levels) {
    using sim::standard_normal_quantile;
    for (std::size_t i = 0; i < levels.size(); ++i)
        levels[i] = sim::standard_normal_cdf(alike * standard_normal_quantile(activity[i]) +
                                             std::sqrt(1.0 - alike * alike) *
                                                 standard_normal_quantile(levels[i]));
}

}  // namespace

std::vector<double> factors_of_people(const Site& site, Draw draw,
                                      const std::vector<sim::Distribution>& laws) {
    std::vector<double> factors(site.workforce.size(), 1.0);
    if (laws.empty()) return factors;
    const ChatEffects& effects = site.scenario.chat->effects;
    const bool are_dealt = effects.people == FactorsOfPeople::dealt;
    Levels activity = drawn_levels(site, Draw::person_effect);
    if (are_dealt) deal(site, activity);
    Levels levels = activity;
    if (draw != Draw::person_effect) {
        levels = are_dealt ? levels_beside(site, draw, activity) : drawn_levels(site, draw);
        if (draw == Draw::popularity_effect && effects.alike > 0.0)
            make_alike(activity, effects.alike, levels);
        if (are_dealt) deal(site, levels);
    }
    for (std::size_t i = 0; i < factors.size(); ++i) {
        const sim::Distribution& law = laws[site.workforce[StaffId{i}].role.index()];
        factors[i] = law.is_constant() ? law.mean() : law.draw(levels[i]);
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

// SPDX-License-Identifier: Apache-2.0
#include "models/chat_partners.hpp"

#include <algorithm>
#include <cmath>

#include "models/chat_starts.hpp"
#include "models/site.hpp"
#include "models/staff_directory.hpp"
#include "sim/random/special.hpp"

namespace wardwire::models {

ChatPartners::ChatPartners(const Site& site) : site_(site) {
    if (!site.scenario.chat) return;
    for (std::size_t i = 0; i < site.scenario.roles.size(); ++i) by_name_.emplace_back(i);
    std::sort(by_name_.begin(), by_name_.end(), [&site](RoleId a, RoleId b) {
        return site.scenario.roles[a.index()].name < site.scenario.roles[b.index()].name;
    });
    const auto& popularity = site.scenario.chat->effects.popularity;
    if (!popularity.empty())
        popularity_ = factors_of_people(site, Draw::popularity_effect, popularity);
    const ChatAffinity& affinity = site.scenario.chat->affinity;
    if (affinity.circle) {
        members_.resize(site.scenario.roles.size());
        for (std::size_t i = 0; i < site.workforce.size(); ++i) {
            Members& members = members_[site.workforce[StaffId{i}].role.index()];
            const double before = members.popularity.empty() ? 0.0 : members.popularity.back();
            members.ids.emplace_back(i);
            members.popularity.push_back(before + (popularity_.empty() ? 1.0 : popularity_[i]));
        }
    }
    if (affinity.same_probability > 0.0) {
        latest_users_.resize(site.workforce.size() * users_remembered);
        begun_.resize(site.workforce.size());
    }
    if (affinity.again_probability == 0.0) return;
    latest_.resize(site.workforce.size() * affinity.memory);
    conversations_.resize(site.workforce.size());
}

/// To who is off duty, all who are still members of their role are as present.
bool ChatPartners::is_there(StaffId partner, StaffId sender) const {
    const Staff& person = site_.workforce[partner];
    return site_.workforce[sender].is_on_duty ? person.is_on_duty && !person.is_leaving
                                              : site_.workforce.is_member(partner);
}

std::uint8_t ChatPartners::choose_same(std::span<StaffId> users, Address conversation) const {
    const StaffId sender = users.front();
    std::uint8_t count = 1;
    if (latest_users_.empty() || begun_[sender.index()] == 0 ||
        !site_.draws.happens(Draw::same_users, conversation,
                             site_.scenario.chat->affinity.same_probability))
        return count;
    const std::uint32_t begun = begun_[sender.index()];
    const auto known = static_cast<double>(std::min<std::size_t>(begun, users_remembered));
    const double uniform = site_.draws.uniform(Draw::which_users, conversation);
    const auto back = static_cast<std::uint32_t>(
        std::clamp(std::exp(uniform * std::log(known + 1.0)), 1.0, known));
    const std::size_t place = (begun - back) % users_remembered;
    for (const StaffId other : latest_users_[sender.index() * users_remembered + place])
        if (other.is_valid() && is_there(other, sender)) users[count++] = other;
    return count;
}

bool ChatPartners::has_another(StaffId sender, RoleId role) const {
    const std::uint32_t sender_counts = site_.workforce[sender].role == role ? 1 : 0;
    return site_.workforce.count_of(role) > sender_counts;
}

RoleId ChatPartners::choose_role(StaffId sender, double uniform) const {
    const std::vector<double>& shares =
        site_.scenario.chat->to[site_.workforce[sender].role.index()];
    double of_all = 0.0;
    for (const RoleId role : by_name_)
        if (has_another(sender, role)) of_all += shares[role.index()];
    // Where all roles have members, the shares are taken as they are written.
    double left = of_all < 1.0 - 1e-9 ? uniform * of_all : uniform;
    RoleId chosen;
    for (const RoleId role : by_name_) {
        const double share = shares[role.index()];
        if (share <= 0.0 || !has_another(sender, role)) continue;
        chosen = role;
        if (left < share) break;
        left -= share;
    }
    return chosen;
}

StaffId ChatPartners::choose(std::span<const StaffId> users, RoleId role,
                             Address invitation) const {
    const StaffId sender = users.front();
    const ChatAffinity& affinity = site_.scenario.chat->affinity;
    const double uniform = site_.draws.uniform(Draw::conversation_person, invitation);
    if (site_.draws.happens(Draw::known_partner, invitation, affinity.again_probability)) {
        const StaffId known = choose_again(users, role, uniform);
        if (known.is_valid()) return known;
    }
    if (site_.draws.happens(Draw::unit_partner, invitation, affinity.own_unit_probability)) {
        const StaffId close = choose_in_unit(sender, role, uniform);
        if (close.is_valid()) return close;
    }
    const StaffId near = choose_in_circle(users, role, invitation);
    return near.is_valid() ? near : choose_by_popularity(sender, role, uniform);
}

/// Who has a place in a person's circle. Sticks that break off shares of Beta(1, circle) are the
/// gaps of a Poisson process on the scale of the logarithm of what is left.
StaffId ChatPartners::of_circle(StaffId person, RoleId role, double uniform) const {
    constexpr std::uint64_t most = 4096;  // members; no person turns to so many
    const Members& members = members_[role.index()];
    const sim::Entity own = site_.workforce[person].entity;
    const std::uint64_t of_role = entity_base(site_.scenario.roles[role.index()].name);
    const sim::Distribution& law = *site_.scenario.chat->affinity.circle;
    const double concentration =
        law.is_constant() ? law.mean()
                          : law.draw(site_.draws.uniform(Draw::circle_size, {own, of_role}));
    double left = concentration * sim::exponential_quantile(uniform);
    std::uint64_t place = 0;
    while (place < most) {
        left -= sim::exponential_quantile(
            site_.draws.uniform(Draw::circle_share, {own, of_role | place}));
        if (left < 0.0) break;
        ++place;
    }
    const double level = site_.draws.uniform(Draw::circle_person, {own, of_role | place});
    const auto found = std::upper_bound(members.popularity.begin(), members.popularity.end(),
                                        level * members.popularity.back());
    return members.ids[static_cast<std::size_t>(std::min(found, members.popularity.end() - 1) -
                                                members.popularity.begin())];
}

/// Somebody of the circle who is there and not yet a user; looked for a few times.
StaffId ChatPartners::choose_in_circle(std::span<const StaffId> users, RoleId role,
                                       Address invitation) const {
    constexpr std::uint64_t most_attempts = 8;
    if (members_.empty()) return {};
    const Members& members = members_[role.index()];
    if (members.ids.empty() || members.popularity.back() <= 0.0) return {};
    const StaffId sender = users.front();
    for (std::uint64_t attempt = 0; attempt < most_attempts; ++attempt) {
        const StaffId one = of_circle(
            sender, role, site_.draws.uniform(Draw::circle_place, invitation.at(attempt)));
        if (is_there(one, sender) && std::ranges::find(users, one) == users.end()) return one;
    }
    return {};
}

/// Among those on duty; when none of them is popular, as if all were alike.
StaffId ChatPartners::choose_by_popularity(StaffId sender, RoleId role, double uniform) const {
    if (popularity_.empty()) return site_.workforce.choose(role, uniform, sender);
    const std::vector<StaffId>& present = site_.workforce.on_duty(role);
    double of_all = 0.0;
    for (const StaffId id : present)
        if (id != sender) of_all += popularity_[id.index()];
    if (of_all <= 0.0) return site_.workforce.choose(role, uniform, sender);
    double left = uniform * of_all;
    StaffId chosen;
    for (const StaffId id : present) {
        const double own = id == sender ? 0.0 : popularity_[id.index()];
        if (own <= 0.0) continue;
        chosen = id;
        if (left < own) break;
        left -= own;
    }
    return chosen;
}

/// From a place drawn in the ring on, the first who is of the role, there and not yet a user.
StaffId ChatPartners::choose_again(std::span<const StaffId> users, RoleId role,
                                   double uniform) const {
    const StaffId sender = users.front();
    const std::size_t memory = site_.scenario.chat->affinity.memory;
    const std::size_t known = std::min<std::size_t>(conversations_[sender.index()], memory);
    const auto first = static_cast<std::size_t>(uniform * static_cast<double>(known));
    for (std::size_t n = 0; n < known; ++n) {
        const StaffId partner = latest_[sender.index() * memory + (first + n) % known];
        if (site_.workforce[partner].role == role && is_there(partner, sender) &&
            std::ranges::find(users, partner) == users.end())
            return partner;
    }
    return {};
}

StaffId ChatPartners::choose_in_unit(StaffId sender, RoleId role, double uniform) const {
    const auto present = site_.units.on_duty(role, site_.units.unit_of(sender));
    const auto self = std::find(present.begin(), present.end(), sender);
    const std::size_t choices = present.size() - (self == present.end() ? 0 : 1);
    if (choices == 0) return {};
    auto pick = static_cast<std::ptrdiff_t>(uniform * static_cast<double>(choices));
    if (pick >= self - present.begin()) ++pick;
    return present[static_cast<std::size_t>(pick)];
}

/// The draw may fall upon this site, or one without a link: then it is made again.
SiteId ChatPartners::choose_site(RoleId role, Address invitation) const {
    constexpr std::uint64_t most_attempts = 8;
    const double share = site_.scenario.chat->affinity.elsewhere_probability;
    if (site_.directory == nullptr ||
        !site_.draws.happens(Draw::partner_elsewhere, invitation, share))
        return {};
    for (std::uint64_t attempt = 0; attempt < most_attempts; ++attempt) {
        const SiteId site = site_.directory->site_of_member(
            role, site_.draws.uniform(Draw::partner_site, invitation.at(attempt)));
        if (site.is_valid() && site != site_.id() && site_.kernel.links().latency(site.index()))
            return site;
    }
    return {};
}

StaffId ChatPartners::choose_for_guest(RoleId role, Address invitation) const {
    return site_.workforce.choose(role, site_.draws.uniform(Draw::conversation_person, invitation));
}

void ChatPartners::remember(StaffId a, StaffId b) {
    if (latest_.empty()) return;
    const std::size_t memory = site_.scenario.chat->affinity.memory;
    latest_[a.index() * memory + conversations_[a.index()]++ % memory] = b;
    latest_[b.index() * memory + conversations_[b.index()]++ % memory] = a;
}

void ChatPartners::remember(std::span<const StaffId> users) {
    if (latest_users_.empty()) return;
    const std::size_t starter = users.front().index();
    Others others{};
    std::ranges::copy(users.subspan(1), others.begin());
    latest_users_[starter * users_remembered + begun_[starter]++ % users_remembered] = others;
}

}  // namespace wardwire::models

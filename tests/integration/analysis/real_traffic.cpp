// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "analysis/calibration/claim_rules.hpp"
#include "analysis/calibration/count_law.hpp"
#include "analysis/calibration/day_types.hpp"
#include "analysis/calibration/handoffs.hpp"
#include "analysis/calibration/poisson_check.hpp"
#include "analysis/calibration/sample_distance.hpp"
#include "analysis/calibration/survival_curve.hpp"
#include "analysis/statistics/order_statistics.hpp"
#include "tests/integration/analysis/real_log.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::test::local_seconds;
using wardwire::test::real_log;

/// Weekdays from Monday = 0.
std::size_t weekday(const std::string& date) {
    return static_cast<std::size_t>((local_seconds(date + " 00:00:00") / 86400 + 3) % 7);
}

TEST_CASE("calls to a bank are over-dispersed by day and alike from Sunday to Thursday") {
    const auto fields = real_log("bank_callcentre_technion/arrivals_6min.csv.gz");
    if (!fields) return;
    std::map<std::string, double> totals;
    for (std::size_t i = 1; i < fields->size(); ++i)
        totals[(*fields)[i][0]] += std::stod((*fields)[i][2]);
    std::vector<DayCount> days;
    std::vector<double> working_days;
    for (const auto& [date, count] : totals) {
        days.push_back({count, weekday(date)});
        if (weekday(date) != 4 && weekday(date) != 5) working_days.push_back(count);
    }
    const DayTypes types = find_day_types(days);
    const std::size_t full = types.type_of[0];
    for (const std::size_t day : {1U, 2U, 3U, 6U}) CHECK(types.type_of[day] == full);
    CHECK(types.type_of[4] != full);
    CHECK(types.type_of[5] != types.type_of[4]);
    const double half = 0.5 * sample_quantile(working_days, 0.5);
    std::vector<DayCount> regular;
    std::vector<double> counts;
    for (const double count : working_days) {
        if (count < half) continue;
        regular.push_back({count, 0});
        counts.push_back(count);
    }
    CHECK(regular.size() == 250);
    CHECK(busyness_by_moments(regular) == Approx(0.0314).epsilon(0.1));
    CHECK(busyness_by_likelihood(regular) == Approx(0.0314).epsilon(0.15));
    CHECK(pooled_dispersion(counts, std::vector<std::size_t>(counts.size(), 0)) ==
          Approx(51.54).epsilon(0.1));
}

TEST_CASE(
    "calls to a bank within half an hour are as over-dispersed as is known, and weeks alike") {
    const auto fields = real_log("bank_callcentre_technion/arrivals_6min.csv.gz");
    if (!fields) return;
    std::map<std::string, std::vector<double>> halves_of;  // 48 half hours of each day
    std::array<std::vector<double>, 2> by_hour;            // of even and odd weeks
    by_hour.fill(std::vector<double>(168, 0.0));
    const std::int64_t first_day = local_seconds((*fields)[1][0] + " 00:00:00") / 86400;
    for (std::size_t i = 1; i < fields->size(); ++i) {
        const auto& row = (*fields)[i];
        const double calls = std::stod(row[2]);
        const auto minute = static_cast<std::size_t>(std::stoi(row[1]));
        std::vector<double>& halves = halves_of[row[0]];
        halves.resize(48, 0.0);
        halves[minute / 30] += calls;
        const std::int64_t day = local_seconds(row[0] + " 00:00:00") / 86400;
        const std::size_t week = static_cast<std::size_t>((day - first_day) / 7) % 2;
        by_hour[week][24 * weekday(row[0]) + minute / 60] += calls;
    }
    const auto total = [](const std::vector<double>& day) {
        double sum = 0.0;
        for (const double calls : day) sum += calls;
        return sum;
    };
    std::vector<double> totals;
    for (const auto& [date, halves] : halves_of)
        if (weekday(date) != 4 && weekday(date) != 5) totals.push_back(total(halves));
    const double least = 0.5 * sample_quantile(totals, 0.5);
    std::vector<double> counts;
    std::vector<std::size_t> cells;
    for (const auto& [date, halves] : halves_of) {
        if (weekday(date) == 4 || weekday(date) == 5 || total(halves) < least) continue;
        for (std::size_t half = 0; half < 48; ++half) {
            counts.push_back(halves[half]);
            cells.push_back(half);
        }
    }
    CHECK(pooled_dispersion(counts, cells) == Approx(5.30).epsilon(0.1));
    CHECK(total_variation(by_hour[0], by_hour[1]) == Approx(0.0401).epsilon(0.1));
}

TEST_CASE("patients with sepsis wait for antibiotics as long as is known") {
    const auto fields = real_log("sepsis/events.csv.gz");
    if (!fields) return;
    std::map<std::pair<std::string, std::string>, std::int64_t> first;  // of a case and activity
    for (std::size_t i = 1; i < fields->size(); ++i) {
        const auto& row = (*fields)[i];
        const auto [entry, is_new] = first.try_emplace({row[0], row[3]}, local_seconds(row[2]));
        if (!is_new) entry->second = std::min(entry->second, local_seconds(row[2]));
    }
    const auto check_minutes = [&](const char* from, const char* to, double n,
                                   const std::vector<double>& quartiles) {
        std::vector<Lifetime> waits;
        for (const auto& [key, at] : first) {
            const auto next = first.find({key.first, to});
            if (key.second != from || next == first.end() || next->second < at) continue;
            waits.push_back({static_cast<double>(next->second - at) / 60.0, true});
        }
        CAPTURE(to);
        CHECK(static_cast<double>(waits.size()) == Approx(n).epsilon(0.02));
        const SurvivalCurve curve = kaplan_meier(waits);
        for (std::size_t i = 0; i < quartiles.size(); ++i)
            CHECK(curve.quantile(0.25 * static_cast<double>(i + 1)) ==
                  Approx(quartiles[i]).epsilon(0.1));
    };
    check_minutes("ER Registration", "ER Triage", 1044, {4.07, 8.27, 15.27});
    check_minutes("ER Sepsis Triage", "IV Antibiotics", 823, {16.02, 92.05, 169.1});
    check_minutes("ER Triage", "LacticAcid", 822, {9.00, 15.56, 24.88});
}

TEST_CASE("incidents wait in their teams' queues and go from team to team as published") {
    const auto fields = real_log("bpic13_incidents/events.csv.gz");
    if (!fields) return;
    std::map<std::string, std::uint32_t> teams;
    std::map<std::string, std::uint32_t> cases;
    std::vector<Stop> stops;
    std::vector<Lifetime> waits;
    std::int64_t queued_at = -1;
    std::int64_t last = 0;
    for (std::size_t i = 1; i < fields->size(); ++i) {
        const auto& row = (*fields)[i];
        const std::int64_t at = local_seconds(row[2]);
        const auto one = cases.try_emplace(row[0], static_cast<std::uint32_t>(cases.size()));
        const auto team = teams.try_emplace(row[5], static_cast<std::uint32_t>(teams.size()));
        stops.push_back({one.first->second, team.first->second});
        if (one.second && queued_at >= 0) {
            waits.push_back({static_cast<double>(last - queued_at), false});
            queued_at = -1;
        }
        const bool is_queued = row[3] == "Queued";
        if (is_queued && queued_at < 0) queued_at = at;
        if (!is_queued && queued_at >= 0) {
            waits.push_back({static_cast<double>(at - queued_at), true});
            queued_at = -1;
        }
        last = at;
    }
    const Handoffs found = count_handoffs(stops);
    double handoffs = 0.0;
    std::array<double, 4> share{};
    for (const std::size_t count : found.per_case) {
        handoffs += static_cast<double>(count);
        share[std::min<std::size_t>(count, 3)] += 100.0 / static_cast<double>(cases.size());
    }
    CHECK(cases.size() == 7554);
    CHECK(handoffs == 9454);
    // Two standard errors of a share of 7554 cases are 1.2 points.
    CHECK(share[0] == Approx(49.4).margin(1.2));
    CHECK(share[1] == Approx(23.4).margin(1.2));
    CHECK(share[2] == Approx(12.9).margin(1.2));
    CHECK(100.0 * found.returning_share == Approx(16.7).margin(1.2));
    CHECK(found.returns_per_case == Approx(0.435).epsilon(0.1));
    CHECK(found.back_at_once > 1.5 * found.back_if_forgetful);
    CHECK(static_cast<double>(waits.size()) == Approx(11012).epsilon(0.03));
    const SurvivalCurve curve = kaplan_meier(waits);
    CHECK(100.0 * curve.over_by(300) == Approx(18.7).margin(1.0));
    CHECK(100.0 * curve.over_by(3600) == Approx(54.1).margin(1.0));
    CHECK(100.0 * curve.over_by(4 * 3600) == Approx(68.6).margin(1.0));
    CHECK(100.0 * curve.over_by(86400) == Approx(84.4).margin(1.0));
    CHECK(100.0 * curve.over_by(7 * 86400) == Approx(97.2).margin(1.0));
}

/// Which ward takes a patient: arrives with the event before, and is the ward's until the next
/// event of another place.
std::vector<PoolClaim> admissions(const wardwire::test::Fields& fields, std::size_t& wards,
                                  std::size_t& weeks) {
    constexpr std::int64_t a_week_s = 7 * 86400;
    std::map<std::string, std::vector<std::size_t>> cases;
    for (std::size_t i = 1; i < fields.size(); ++i) cases[fields[i][0]].push_back(i);
    std::vector<std::pair<std::int64_t, PoolClaim>> found;
    std::map<std::string, std::uint32_t> ward;
    std::int32_t number = 0;
    for (const auto& [id, events] : cases) {
        ++number;
        for (std::size_t k = 1; k < events.size(); ++k) {
            const auto& row = fields[events[k]];
            if (row[3] != "Admission NC") continue;
            std::size_t next = k + 1;
            while (next + 1 < events.size() && fields[events[next]][3] != "Admission NC" &&
                   !fields[events[next]][3].starts_with("Release"))
                ++next;
            const auto at = [&](std::size_t event) {
                return local_seconds(fields[events[std::min(event, events.size() - 1)]][2]);
            };
            const std::int64_t arrived = at(k - 1);
            const auto member =
                ward.try_emplace(row[4], static_cast<std::uint32_t>(ward.size())).first->second;
            found.push_back({arrived,
                             {arrived * 1'000'000, at(k) * 1'000'000, at(next) * 1'000'000, member,
                              number, number, 0, false}});
        }
    }
    std::ranges::sort(found, {}, [](const auto& one) { return one.first; });
    std::vector<PoolClaim> claims;
    for (auto& [at, claim] : found) {
        claim.week = static_cast<std::size_t>((at - found.front().first) / a_week_s);
        claims.push_back(claim);
    }
    wards = ward.size();
    weeks = claims.back().week + 1;
    return claims;
}

TEST_CASE("wards take patients with sepsis by no rule that a log with shifted times could show") {
    const auto fields = real_log("sepsis/events.csv.gz");
    if (!fields) return;
    std::size_t wards = 0;
    std::size_t weeks = 0;
    const std::vector<PoolClaim> claims = admissions(*fields, wards, weeks);
    CHECK(claims.size() == 1182);
    const auto found = compare_claim_rules(claims, wards, weeks,
                                           [&](Instant, std::vector<std::uint32_t>& members) {
                                               members.resize(wards);
                                               std::iota(members.begin(), members.end(), 0U);
                                           });
    REQUIRE(found);
    CHECK(found->likeliest == ClaimRule::at_random);
    for (const double followed : found->followed) CHECK(followed < 0.05);
    CHECK(gini_of_claims(claims, wards, weeks).value == Approx(0.534).margin(0.001));
}

TEST_CASE("contacts on a hospital ward are as unequal and between the roles as published") {
    const auto fields = real_log("hospital_ward_lh10/contacts.csv.gz");
    const auto actors = real_log("hospital_ward_lh10/actors.csv.gz");
    if (!fields || !actors) return;
    std::map<std::pair<std::string, std::string>, std::int64_t> last;
    std::map<std::string, double> contacts;
    for (std::size_t i = 1; i < actors->size(); ++i) contacts[(*actors)[i][0]] = 0.0;
    std::map<std::string, double> roles;
    double all = 0.0;
    for (std::size_t i = 1; i < fields->size(); ++i) {
        const auto& row = (*fields)[i];
        const std::int64_t at = std::stoll(row[0]);
        const auto [before, is_new] =
            last.try_emplace({std::min(row[1], row[2]), std::max(row[1], row[2])}, at);
        const bool goes_on = !is_new && at - before->second == 20;
        before->second = at;
        if (goes_on) continue;
        ++all;
        ++contacts[row[1]];
        ++contacts[row[2]];
        ++roles[std::min(row[3], row[4]) + "-" + std::max(row[3], row[4])];
    }
    CHECK(all == 14037);
    std::vector<ExposedCount> counts;
    for (const auto& [person, count] : contacts) counts.push_back({count});
    const CountLaw law = fit_count_law(counts);
    CHECK(law.rate == Approx(374.3).margin(0.1));
    CHECK(law.size == Approx(0.970).margin(0.005));
    // Two standard errors of a share of 14037 contacts are at most 0.84 points.
    CHECK(100.0 * roles["NUR-NUR"] / all == Approx(37.83).margin(0.1));
    CHECK(100.0 * roles["NUR-PAT"] / all == Approx(21.02).margin(0.1));
    CHECK(100.0 * roles["MED-NUR"] / all == Approx(7.27).margin(0.1));
}

TEST_CASE("true reply links on a one-minute clock are fast and the clock hides how fast") {
    const auto fields = real_log("irc_disentangled/messages.csv.gz");
    if (!fields) return;
    struct Line {
        std::int64_t second;
        std::string user;
    };
    std::map<std::pair<std::string, std::string>, Line> lines;
    const auto at = [](const auto& row) {
        return local_seconds(row[3] + " 00:00:00") + std::stoll(row[4]);
    };
    for (std::size_t i = 1; i < fields->size(); ++i) {
        const auto& row = (*fields)[i];
        lines[{row[0], row[5]}] = {at(row), row[6]};
    }
    std::vector<Lifetime> replies;
    for (std::size_t i = 1; i < fields->size(); ++i) {
        const auto& row = (*fields)[i];
        if (row[1] != "ubuntu" || row[7] == "1" || row[8] == "1" || row[9] != "1") continue;
        std::istringstream parents(row[10]);
        for (std::string parent; std::getline(parents, parent, ';');) {
            const auto found = lines.find({row[0], parent});
            if (found == lines.end() || found->second.user == row[6]) continue;
            replies.push_back({static_cast<double>(at(row) - found->second.second), true});
        }
    }
    CHECK(static_cast<double>(replies.size()) == Approx(40537).epsilon(0.05));
    const SurvivalCurve curve = kaplan_meier(replies);
    CHECK(100.0 * curve.over_by(60) == Approx(84.9).margin(1.0));
    CHECK(100.0 * curve.over_by(300) == Approx(97.8).margin(1.0));
    CHECK(100.0 * curve.over_by(3600) == Approx(99.9).margin(1.0));
}

}  // namespace

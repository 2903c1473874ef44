// SPDX-License-Identifier: Apache-2.0
#include "app/staff_forecast.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

namespace wardwire::app {

namespace {

using Means = std::vector<analysis::Interval>;

class Search {
 public:
    Search(const Bound& bound, std::size_t periods, const Trial& trial)
        : bound_(bound), periods_(periods), trial_(trial) {}

    bool is_kept_in(const Means& means, std::size_t period) const {
        return bound_.is_kept(means[period]);
    }
    std::size_t kept(const Means& means) const {
        std::size_t count = 0;
        for (std::size_t p = 0; p < periods_; ++p) count += is_kept_in(means, p);
        return count;
    }

    /// Tries this many people all along; how many periods keep to the limit.
    std::optional<std::size_t> try_all_along(std::uint32_t people) {
        const auto means = trial_(StaffByPeriod(periods_, people));
        if (!means) return std::nullopt;
        found.tried[people] = *means;
        return kept(*means);
    }

    void settle_needed() {
        found.needed.assign(periods_, std::nullopt);
        for (std::size_t p = 0; p < periods_; ++p)
            for (auto one = found.tried.rbegin();
                 one != found.tried.rend() && is_kept_in(one->second, p); ++one)
                found.needed[p] = one->first;
    }

    /// Whether the plan came to its end; not when interrupted.
    bool confirm(std::uint32_t most) {
        for (const auto& people : found.needed)
            if (people) found.plan.push_back(*people);
        if (found.plan.size() < periods_) {
            found.plan.clear();
            return true;
        }
        while (true) {
            auto means = trial_(found.plan);
            if (!means) return false;
            found.confirmed = std::move(*means);
            found.is_kept = kept(found.confirmed) == periods_;
            bool can_add = false;
            for (std::size_t p = 0; !found.is_kept && p < periods_; ++p)
                if (!is_kept_in(found.confirmed, p) && found.plan[p] < most) {
                    ++found.plan[p];
                    can_add = true;
                }
            if (found.is_kept || !can_add) return true;
        }
    }

    StaffForecast found;

 private:
    Bound bound_;
    std::size_t periods_;
    const Trial& trial_;
};

std::string date_of(const models::Period& period, std::int64_t first_day) {
    const std::int64_t day = first_day + (period.from - sim::start_of_time) / sim::days{1};
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text.data();
}

}  // namespace

bool Bound::is_kept(const analysis::Interval& mean) const {
    if (!mean.half_width) return false;
    return better == analysis::Better::larger ? mean.mean - *mean.half_width >= limit
                                              : mean.mean + *mean.half_width <= limit;
}

std::optional<StaffForecast> forecast_staff(const Bound& bound, std::size_t periods,
                                            std::uint32_t start, std::uint32_t most,
                                            const Trial& trial) {
    Search search(bound, periods, trial);
    const auto first = search.try_all_along(start);
    auto kept = first;
    for (std::uint32_t people = start; kept && *kept < periods && people < most;)
        kept = search.try_all_along(++people);
    if (!kept) return std::nullopt;
    kept = first;
    for (std::uint32_t people = start; kept && *kept > 0 && people > 1;)
        kept = search.try_all_along(--people);
    if (!kept) return std::nullopt;
    search.settle_needed();
    if (!search.confirm(most)) return std::nullopt;
    return std::move(search.found);
}

std::string words_for(const StaffByPeriod& staffing) {
    std::string words = std::to_string(staffing.front());
    if (std::ranges::all_of(staffing, [&](auto people) { return people == staffing.front(); }))
        return words;
    for (std::size_t p = 1; p < staffing.size(); ++p) words += ", " + std::to_string(staffing[p]);
    return words;
}

std::vector<models::Override> staffing_overrides(const std::string& pointer,
                                                 const StaffByPeriod& staffing,
                                                 const std::vector<models::Period>& periods,
                                                 std::int64_t first_day) {
    std::string steps;
    for (std::size_t p = 1; p < staffing.size(); ++p)
        if (staffing[p] != staffing[p - 1])
            steps += std::string(steps.empty() ? "" : ", ") + "{\"from\": \"" +
                     date_of(periods[p], first_day) +
                     "\", \"count\": " + std::to_string(staffing[p]) + "}";
    const std::string role = pointer.substr(0, pointer.rfind('/'));
    return {{pointer, std::to_string(staffing.front())}, {role + "/plan", "[" + steps + "]"}};
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include "app/parameter_draws.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/statistics/quantile.hpp"
#include "app/json_text.hpp"
#include "models/reading/json_text.hpp"
#include "sim/digest.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::app {

namespace {

using models::Finding;
using models::reading::find_step;
using models::reading::Json;

/// A number and the unit behind it.
struct NumberWithUnit {
    double number;
    std::string unit;
    bool is_whole;  ///< written as a whole number, without a unit
};

std::optional<NumberWithUnit> measured(const Json& written) {
    if (written.is_number())
        return NumberWithUnit{written.get<double>(), "", written.is_number_integer()};
    if (!written.is_string()) return std::nullopt;
    const auto& text = written.get_ref<const std::string&>();
    NumberWithUnit result{0.0, "", false};
    const auto [rest, problem] =
        std::from_chars(text.data(), text.data() + text.size(), result.number);
    if (problem != std::errc{}) return std::nullopt;
    result.unit.assign(rest, text.data() + text.size());
    result.unit.erase(0, result.unit.find_first_not_of(' '));
    const bool is_compound = result.unit.find_first_of("0123456789") != std::string::npos;
    return is_compound ? std::nullopt : std::optional(result);
}

/// An interval that a scenario says, and the law that it is of.
struct Uncertain {
    std::string pointer;
    NumberWithUnit low;
    NumberWithUnit high;
    double level;

    std::string value_at(double u) const {
        const double z = analysis::normal_quantile(0.5 + 0.5 * level);
        const double one = low.unit == "%" ? 100.0 : 1.0;
        const bool is_share = low.number > 0.0 && high.number < one;
        const bool is_positive = low.number > 0.0;
        const auto stretched = [&](double x) {
            return is_share ? std::log(x / (one - x)) : is_positive ? std::log(x) : x;
        };
        const double from = stretched(low.number);
        const double to = stretched(high.number);
        const double at = 0.5 * (from + to) + 0.5 * (to - from) / z * analysis::normal_quantile(u);
        const double drawn = is_share      ? one / (1.0 + std::exp(-at))
                             : is_positive ? std::exp(at)
                                           : at;
        if (low.is_whole && high.is_whole) return json_number(std::round(drawn));
        return low.unit.empty() ? json_number(drawn)
                                : json_text(json_number(drawn) + " " + low.unit);
    }
};

class IntervalReader {
 public:
    explicit IntervalReader(std::vector<Finding>& findings, const std::string& file)
        : findings_(findings), file_(file) {}

    /// All intervals below a place of the document, in its order.
    void read(const Json& place, const std::string& pointer) {
        if (place.is_object() && place.contains("value")) {
            if (const Json* ends = find_step(place, "interval")) add(place, *ends, pointer);
            return;
        }
        for (const auto& [key, value] : place.items())
            if (value.is_structured()) read(value, pointer + models::pointer_step(key));
    }

    std::vector<Uncertain> take() { return std::move(found_); }

 private:
    void add(const Json& place, const Json& ends, const std::string& pointer) {
        const auto low = measured(ends[0]);
        const auto high = measured(ends[1]);
        if (!low || !high || low->unit != high->unit) {
            findings_.push_back({file_, pointer + "/interval",
                                 "must have ends of one unit, such as [\"30 min\", \"45 min\"]"});
            return;
        }
        double level = 0.95;
        if (const Json* written = find_step(place, "level")) {
            const NumberWithUnit share =
                measured(*written).value_or(NumberWithUnit{level, "", false});
            level = share.unit == "%" ? share.number / 100.0 : share.number;
        }
        found_.push_back({pointer, *low, *high, level});
    }

    std::vector<Finding>& findings_;
    const std::string& file_;
    std::vector<Uncertain> found_;
};

/// The draws of a parameter; of no replication of the model.
sim::Channel channel_of(const Uncertain& parameter, std::uint64_t seed, sim::Entity& entity) {
    sim::Digest name;
    for (const char letter : parameter.pointer) name.fold(static_cast<std::uint64_t>(letter));
    entity = name.value();
    constexpr std::uint32_t no_replication = 0xffff'ffff;
    return sim::Chance(seed, no_replication).channel(sim::Purpose{0});
}

}  // namespace

std::vector<models::Override> ParameterDraws::overrides(std::size_t set) const {
    std::vector<models::Override> list;
    for (std::size_t i = 0; i < pointers.size(); ++i) list.push_back({pointers[i], values[set][i]});
    return list;
}

std::vector<sim::Axis> ParameterDraws::columns(const std::vector<std::size_t>& sets) const {
    std::vector<sim::Axis> list;
    for (std::size_t i = 0; i < pointers.size(); ++i) {
        sim::Axis column{pointers[i].substr(1), pointers[i], {}, {}, ""};
        std::ranges::replace(column.name, '/', '.');
        bool is_numeric = true;
        for (std::size_t s = 0; s < values.size(); ++s) {
            const auto number = measured(Json::parse(values[s][i]));
            if (s == 0 && number) column.unit = number->unit;
            is_numeric = is_numeric && number && number->unit == column.unit;
        }
        for (const std::size_t set : sets) {
            const Json written = Json::parse(values[set][i]);
            if (is_numeric)
                column.numbers.push_back(measured(written)->number);
            else
                column.labels.push_back(written.is_string() ? written.get<std::string>()
                                                            : written.dump());
        }
        if (column.unit.empty()) column.unit = "1";
        list.push_back(std::move(column));
    }
    return list;
}

ParameterDraws draw_parameters(const models::Scenario& scenario, std::size_t count,
                               std::uint64_t seed, std::vector<Finding>& findings) {
    IntervalReader reader(findings, scenario.name);
    reader.read(Json::parse(scenario.resolved_json), "");
    const std::vector<Uncertain> parameters = reader.take();
    ParameterDraws draws;
    draws.values.resize(parameters.empty() ? 1 : count);
    for (const Uncertain& parameter : parameters) {
        draws.pointers.push_back(parameter.pointer);
        sim::Entity entity = 0;
        const sim::Channel channel = channel_of(parameter, seed, entity);
        for (std::size_t set = 0; set < draws.values.size(); ++set)
            draws.values[set].push_back(parameter.value_at(channel.uniform(entity, set)));
    }
    return draws;
}

}  // namespace wardwire::app

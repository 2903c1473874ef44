// SPDX-License-Identifier: Apache-2.0
#include "models/reading/law.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "models/reading/collections.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

/// The laws made of data or of other laws, which are not in law_entries().
constexpr std::string_view compound_names[] = {"empirical", "categorical",   "zipf",
                                               "mixture",   "zero_inflated", "truncated"};
/// Each level of a mixture inverts the one below by bisection: deeper ones would take for ever.
constexpr int deepest_law = 3;
/// 100,000 years in seconds; simulated time ends after 292,000.
constexpr double farthest_tail = 1e5 * seconds_per_year;
constexpr double largest_p = 1.0 - 0x1p-53;  // of a draw
constexpr std::size_t most_points = 1000;
constexpr std::size_t most_parts = 20;

/// "median" is 0.5 and "p75" is 0.75; nothing for other keys.
std::optional<double> quantile_key(std::string_view key) {
    if (key == "median") return 0.5;
    const bool fits = key.size() == 3 && key[0] == 'p' && is_digit(key[1]) && is_digit(key[2]);
    if (!fits || key == "p00") return std::nullopt;
    return ((key[1] - '0') * 10 + (key[2] - '0')) / 100.0;
}

/// Reads one law; its own object lives while that is read.
class LawReader {
 public:
    LawReader(const Json& law, Dimension dimension, int depth, const Place& place)
        : law_(law), dimension_(dimension), depth_(depth), place_(place) {}

    /// Nothing after a report.
    std::optional<sim::Distribution> read();

 private:
    using Made = std::optional<sim::Distribution>;

    Made read_entry(const LawEntry& entry);
    Made read_quantiles(const LawEntry& entry);
    Made read_spelling(const LawSpelling& spelling);
    Made read_empirical();
    Made read_categorical();
    Made read_zipf();
    Made read_mixture();
    Made read_zero_inflated();
    Made read_truncated();

    Made read_part(const Json& written, const Place& place) const;
    double read_value_of(std::string_view key, LawParameter::Kind kind) const;
    bool has_keys(std::vector<std::string> required, std::vector<std::string> optional = {}) const;
    bool is_clean() const { return place_.finding_count() == before_; }
    Made refuse(std::string what) const {
        place_.report(std::move(what));
        return std::nullopt;
    }

    const Json& law_;
    Dimension dimension_;
    int depth_;
    Place place_;
    std::size_t before_ = place_.finding_count();
};

std::optional<sim::Distribution> read_law(const Json& written, Dimension dimension, int depth,
                                          const Place& place) {
    if (written.is_object()) return LawReader(written, dimension, depth, place).read();
    const std::size_t before = place.finding_count();
    double value = 0.0;
    Quantity{dimension}.read(written, value, place);
    if (place.finding_count() != before) return std::nullopt;
    return sim::Constant(value);
}

LawReader::Made LawReader::read() {
    std::vector<std::string> names;
    const std::vector<LawEntry> entries = law_entries();
    for (const LawEntry& entry : entries) names.emplace_back(entry.name);
    names.insert(names.end(), std::begin(compound_names), std::end(compound_names));

    const auto written = law_.find("law");
    if (written == law_.end()) {
        const std::string example(example_of(dimension_));
        return refuse("needs the key \"law\", or to be a quantity such as " + in_quotes(example));
    }
    if (!written->is_string()) {
        report_type(place_ / "law", "the name of a law", *written);
        return std::nullopt;
    }
    if (depth_ > deepest_law) {
        return refuse("has laws within laws deeper than " + std::to_string(deepest_law));
    }
    const std::string& name = written->get_ref<const std::string&>();
    for (const LawEntry& entry : entries) {
        if (entry.name == name) return read_entry(entry);
    }
    if (name == "empirical") return read_empirical();
    if (name == "categorical") return read_categorical();
    if (name == "zipf") return read_zipf();
    if (name == "mixture") return read_mixture();
    if (name == "zero_inflated") return read_zero_inflated();
    if (name == "truncated") return read_truncated();
    (place_ / "law").report("there is no law " + in_quotes(name) + did_you_mean(name, names));
    return std::nullopt;
}

LawReader::Made LawReader::read_entry(const LawEntry& entry) {
    const std::string name(entry.name);
    if (entry.is_of_counts && dimension_ == Dimension::duration) {
        return refuse("is a law of whole numbers, and durations need one of lengths of time");
    }
    std::vector<std::string> known;
    std::string ways;
    for (const LawSpelling& spelling : entry.spellings) {
        std::string keys;
        bool all = law_.size() == spelling.keys.size() + 1;
        for (const LawParameter& key : spelling.keys) {
            known.emplace_back(key.key);
            keys += (keys.empty() ? "" : " and ") + std::string(key.key);
            all = all && law_.contains(known.back());
        }
        if (all) return read_spelling(spelling);
        ways += (ways.empty() ? "" : ", or ") + keys;
    }
    if (entry.from_quantiles != nullptr) {
        std::size_t quantiles = 0;
        for (const auto& member : law_.items()) quantiles += quantile_key(member.key()) ? 1 : 0;
        if (quantiles == 2 && law_.size() == 3) return read_quantiles(entry);
        known.emplace_back("median");
        known.emplace_back("p75");
        ways += ", or two quantiles such as median and p75";
    }
    for (const auto& member : law_.items()) {
        const bool is_known = member.key() == "law" ||
                              (entry.from_quantiles != nullptr && quantile_key(member.key())) ||
                              std::find(known.begin(), known.end(), member.key()) != known.end();
        if (is_known) continue;
        (place_ / member.key())
            .report("unknown key in the law " + name + did_you_mean(member.key(), known));
    }
    if (is_clean()) place_.report("the law " + name + " takes " + ways + ", and nothing else");
    return std::nullopt;
}

LawReader::Made LawReader::read_spelling(const LawSpelling& spelling) {
    std::vector<double> values;
    for (const LawParameter& key : spelling.keys)
        values.push_back(read_value_of(key.key, key.kind));
    if (!is_clean()) return std::nullopt;
    if (const char* problem = spelling.problem(values))
        return refuse(std::string("is no law: ") + problem);
    return spelling.make(values);
}

LawReader::Made LawReader::read_quantiles(const LawEntry& entry) {
    std::vector<sim::Empirical::Point> points;
    for (const auto& member : law_.items()) {
        if (const auto p = quantile_key(member.key())) {
            points.push_back({*p, read_value_of(member.key(), LawParameter::Kind::own)});
        }
    }
    if (!is_clean()) return std::nullopt;
    if (points[1].p < points[0].p) std::swap(points[0], points[1]);
    const auto [p1, x1] = points[0];
    const auto [p2, x2] = points[1];
    if (const char* problem = sim::quantiles_problem(p1, x1, p2, x2)) {
        return refuse(std::string("is no law: ") + problem);
    }
    return entry.from_quantiles(p1, x1, p2, x2);
}

LawReader::Made LawReader::read_empirical() {
    if (!has_keys({"quantiles"})) return std::nullopt;
    const Json& table = law_["quantiles"];
    const Place place = place_ / "quantiles";
    if (!check_list(table, 2, most_points, place)) return std::nullopt;
    std::vector<sim::Empirical::Point> points(table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (!table[i].is_array() || table[i].size() != 2) {
            report_type(place / i, "a pair such as [\"50 %\", \"2 min\"]", table[i]);
            continue;
        }
        probability.read(table[i][0], points[i].p, place / i / 0);
        Quantity{dimension_}.read(table[i][1], points[i].x, place / i / 1);
    }
    if (!is_clean()) return std::nullopt;
    if (const char* problem = sim::Empirical::problem(points)) {
        place.report(std::string("is no law: ") + problem);
        return std::nullopt;
    }
    return sim::Empirical(points);
}

LawReader::Made LawReader::read_categorical() {
    if (dimension_ == Dimension::duration) {
        return refuse("is a law of whole numbers, and durations need one of lengths of time");
    }
    if (!has_keys({"weights"})) return std::nullopt;
    const Place place = place_ / "weights";
    const Json& written = law_["weights"];
    if (!check_list(written, 1, most_points, place)) return std::nullopt;
    std::vector<double> weights(written.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        Number{0.0, 1e9}.read(written[i], weights[i], place / i);
    }
    if (!is_clean()) return std::nullopt;
    if (const char* problem = sim::Categorical::problem(weights)) {
        return refuse(std::string("is no law: ") + problem);
    }
    return sim::Categorical(weights);
}

LawReader::Made LawReader::read_zipf() {
    if (dimension_ == Dimension::duration) {
        return refuse("is a law of whole numbers, and durations need one of lengths of time");
    }
    if (!has_keys({"n", "exponent"})) return std::nullopt;
    std::uint64_t n = 1;
    double exponent = 0.0;
    Whole{1, 100'000}.read(law_["n"], n, place_ / "n");
    Number{0.0, 10.0}.read(law_["exponent"], exponent, place_ / "exponent");
    if (!is_clean()) return std::nullopt;
    if (const char* problem = sim::Zipf::problem(n, exponent)) {
        return refuse(std::string("is no law: ") + problem);
    }
    return sim::Zipf(n, exponent);
}

LawReader::Made LawReader::read_mixture() {
    if (!has_keys({"parts"})) return std::nullopt;
    const Json& parts = law_["parts"];
    const Place place = place_ / "parts";
    if (!check_list(parts, 1, most_parts, place)) return std::nullopt;
    std::vector<double> weights;
    std::vector<sim::Distribution> laws;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool is_part = parts[i].is_object() && parts[i].size() == 2 &&
                             parts[i].contains("weight") && parts[i].contains("of");
        if (!is_part) {
            report_type(place / i, "an object with the keys weight and of", parts[i]);
            continue;
        }
        Number{0.0, 1e9}.read(parts[i]["weight"], weights.emplace_back(), place / i / "weight");
        laws.push_back(read_part(parts[i]["of"], place / i / "of").value_or(sim::Constant(0.0)));
    }
    if (!is_clean()) return std::nullopt;
    if (const char* problem = sim::Mixture::problem(weights, laws)) {
        return refuse(std::string("is no law: ") + problem);
    }
    return sim::Mixture(weights, laws);
}

LawReader::Made LawReader::read_zero_inflated() {
    if (!has_keys({"zero", "of"})) return std::nullopt;
    const double zero = read_value_of("zero", LawParameter::Kind::chance);
    const Made law = read_part(law_["of"], place_ / "of");
    if (!law || !is_clean()) return std::nullopt;
    if (const char* problem = sim::ZeroInflated::problem(zero, *law)) {
        return refuse(std::string("is no law: ") + problem);
    }
    return sim::ZeroInflated(zero, *law);
}

LawReader::Made LawReader::read_truncated() {
    if (!has_keys({"of"}, {"low", "high"})) return std::nullopt;
    const Made law = read_part(law_["of"], place_ / "of");
    double low = 0.0, high = 0.0;
    if (law_.contains("low")) low = read_value_of("low", LawParameter::Kind::own);
    if (law_.contains("high")) high = read_value_of("high", LawParameter::Kind::own);
    if (!law || !is_clean()) return std::nullopt;
    // Without a limit of its own the law ends where it ends, and where its draws end.
    low = law_.contains("low") ? std::max(low, law->lower()) : law->lower();
    if (!law_.contains("high")) high = law->quantile(largest_p);
    if (const char* problem = sim::Truncated::problem(*law, low, high)) {
        return refuse(std::string("is no law: ") + problem);
    }
    return sim::Truncated(*law, low, high);
}

LawReader::Made LawReader::read_part(const Json& written, const Place& place) const {
    return read_law(written, dimension_, depth_ + 1, place);
}

double LawReader::read_value_of(std::string_view key, LawParameter::Kind kind) const {
    double value = 0.0;
    const Json& written = *law_.find(std::string(key));
    switch (kind) {
        case LawParameter::Kind::own:
            Quantity{dimension_}.read(written, value, place_ / key);
            break;
        case LawParameter::Kind::plain:
            Number{0.0, 1e9}.read(written, value, place_ / key);
            break;
        case LawParameter::Kind::chance:
            probability.read(written, value, place_ / key);
            break;
    }
    return value;
}

bool LawReader::has_keys(std::vector<std::string> required,
                         std::vector<std::string> optional) const {
    const std::string name = law_["law"].get_ref<const std::string&>();
    for (const std::string& key : required) {
        if (!law_.contains(key))
            place_.report("the law " + name + " needs the key " + in_quotes(key));
    }
    optional.insert(optional.end(), required.begin(), required.end());
    for (const auto& member : law_.items()) {
        const bool is_known = member.key() == "law" || std::find(optional.begin(), optional.end(),
                                                                 member.key()) != optional.end();
        if (is_known) continue;
        (place_ / member.key())
            .report("unknown key in the law " + name + did_you_mean(member.key(), optional));
    }
    return is_clean();
}

}  // namespace

void Law::read(const Json& written, sim::Distribution& value, const Place& place) const {
    const std::optional<sim::Distribution> law = read_law(written, dimension, 1, place);
    if (!law) return;
    if (dimension == Dimension::duration && law->lower() < 0.0) {
        return place.report("can be negative, and a duration cannot");
    }
    // The largest value that a draw can give: time must not overflow, however rarely.
    const double largest_draw = law->quantile(largest_p);
    if (largest_draw > farthest_tail) {
        const bool is_time = dimension == Dimension::duration;
        return place.report(
            std::string("can reach ") +
            (is_time
                 ? format_quantity(largest_draw / seconds_per_year, Dimension::number) + " years"
                 : format_quantity(largest_draw, Dimension::number)) +
            "; cut its tail: {\"law\": \"truncated\", \"of\": …, \"high\": …}");
    }
    value = *law;
}

Json Law::schema() const {
    return {{"$ref", dimension == Dimension::duration ? "#/definitions/duration_law"
                                                      : "#/definitions/number_law"}};
}

Json Law::write(const sim::Distribution& value) const {
    if (dimension == Dimension::number) return Number{0.0, 0.0}.write(value.mean());
    return format_quantity(value.mean(), dimension);
}

}  // namespace wardwire::models::reading

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/random/distribution.hpp"
#include "sim/time.hpp"

/// Who the patients are, and which of them write.
namespace wardwire::models {

/// A value of an attribute, such as "over 65", and what goes with it.
struct AttributeValue {
    std::string name;
    double share = 0.0;                    ///< of the patients; the shares of an attribute sum to 1
    double odds_ratio = 1.0;               ///< of taking up the portal
    double activity = 1.0;                 ///< factor on the threads that such a patient begins
    std::vector<double> use_type_factors;  ///< by use type, on its share of threads; empty: 1
};

/// Something by which patients differ: an age group, sex, morbidity, insurance, a stream.
struct Attribute {
    std::string name;
    std::vector<AttributeValue> values;
};

/// Values of different attributes, by name: {"age", "over 65"}, {"insurance", "Medicare"}.
using Combination = std::vector<std::pair<std::string, std::string>>;

/// Values that go together more often, or less, than independence would have it.
struct Association {
    Combination of;
    double factor = 1.0;  ///< before the table is fitted to the shares of the attributes
};

/// An entry of a full table, which names a value of every attribute.
struct TableEntry {
    Combination of;
    double share = 0.0;
};

/// The patients who have the same value of every attribute.
struct PatientCell {
    std::vector<std::size_t> values;  ///< by attribute: the value's index
    double share = 0.0;
    double log_odds = 0.0;  ///< sum of the logarithms of the odds ratios
    double activity = 1.0;
    std::vector<double> use_type_factors;  ///< empty: 1
};

struct Population {
    std::vector<Attribute> attributes;
    std::vector<Association> associations;
    std::vector<TableEntry> table;  ///< empty: fitted to the attributes' shares
    std::string group_by;           ///< the attribute whose values are the patient groups, or ""
    std::vector<PatientCell> cells;

    /// The index of the attribute of that name.
    std::optional<std::size_t> find(const std::string& attribute) const;
};

/// Who takes up the portal. A patient has a latent propensity, uniform on (0, 1), and takes up the
/// portal at the first review at which it is below
///
///     1 / (1 + exp(-(logit(share) + ln(odds ratios of the attributes) + ln(odds ratio of the site)
///                    + ln(odds ratio of an invitation) if invited
///                    + ln(odds ratio of responsiveness) * responsiveness of the clinician))).
///
/// Responsiveness is the share of the answers to the clinician's panel that came within the limit,
/// from one review to the next; 0 before the second review.
struct AdoptionSpec {
    double share = 1.0;  ///< of patients without any of the odds ratios
    sim::Duration review = sim::weeks{13};
    sim::Distribution site_odds_ratio = sim::Constant{1.0};  ///< from site to site
    sim::Distribution invited_share = sim::Constant{0.0};    ///< of a panel, from panel to panel
    double invitation_odds_ratio = 1.0;
    sim::Duration responsive_within = sim::days{1};
    double responsiveness_odds_ratio = 1.0;
};

struct PatientSpec;
struct PortalSpec;
struct Scenario;

/// The cells of a population, the last attribute's value changing fastest, when their shares are
/// these.
std::vector<PatientCell> cells_of(const Population& population, const std::vector<double>& shares);

/// The names of the patient groups; "all" alone where the scenario makes no groups.
std::vector<std::string> patient_groups(const Scenario& scenario);
/// "age=over 65, sex=female" for each cell; empty where there is no population.
std::vector<std::string> patient_cells(const Scenario& scenario);

/// The shares of the use types among the threads of a cell's patients.
std::vector<double> use_type_shares(const PatientCell& cell, const PortalSpec& portal);

/// The chance of a patient with these log odds to have taken up the portal.
double adoption_probability(const AdoptionSpec& adoption, double log_odds);

/// Threads of each use type that the mean patient begins, as a multiple of those of a patient of
/// intensity 1 who writes: adoption at the median site without the effect of responsiveness, times
/// activity.
std::vector<double> mean_activity(const PatientSpec& patients, const PortalSpec& portal);

}  // namespace wardwire::models

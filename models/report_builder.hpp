// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/scenario.hpp"
#include "sim/record/count_histogram.hpp"
#include "sim/record/histogram.hpp"
#include "sim/record/results.hpp"

namespace wardwire::models {

/// The dimensions that outcomes are broken down by; the order is that of the layout's axes.
enum class Dimension : std::uint32_t {
    role,
    pool,
    use_type,
    urgency,
    activity,
    cause,
    channel,
    hour,
    limit,
    quantile,
    time,
    duration_bin,
    weekday,
    receiver_role,
    count_bin,
    week,
    month,
    year,
    patient_group,
    patient_cell,
    message_share,
    unit,     ///< of the sites that have several
    site,     ///< where there are several
    setting,  ///< where there are several sites
};

/// Builds the layout and the values of a report side by side, so that they cannot drift apart.
class ReportBuilder {
 public:
    static constexpr std::array<double, 5> quantiles{0.25, 0.5, 0.75, 0.9, 0.95};

    explicit ReportBuilder(const Scenario& scenario);

    void scalar(const std::string& name, const char* unit, const std::string& definition,
                double value);
    /// `values` row-major over `axes`, slowest first.
    void metric(const std::string& name, const char* unit, const std::vector<Dimension>& axes,
                const std::string& definition, const std::vector<double>& values);
    /// One histogram for each element of `axes`; the bins become the last axis.
    void histogram(const std::string& name, std::vector<Dimension> axes,
                   const std::string& definition,
                   const std::vector<const sim::DurationHistogram*>& values);
    void histogram(const std::string& name, std::vector<Dimension> axes,
                   const std::string& definition,
                   const std::vector<const sim::CountHistogram*>& values);
    /// `values` may be empty where only the layout is wanted.
    void series(const std::string& name, const std::vector<Dimension>& axes,
                const std::string& definition, const std::vector<double>& values);

    /// The quantile of a histogram in seconds, linear within its bin; NaN when it is empty.
    static double quantile(const sim::DurationHistogram& histogram, double p);

    sim::ResultLayout layout;
    sim::Observation observation;

 private:
    template <class Histogram>
    void counts(const std::string& name, const std::vector<Dimension>& axes,
                const std::string& definition, const std::vector<const Histogram*>& values);
    sim::Measure measure(const std::string& name, const char* unit,
                         const std::vector<Dimension>& axes, const std::string& definition,
                         std::size_t offset) const;
};

}  // namespace wardwire::models

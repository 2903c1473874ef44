// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/store/journal.hpp"
#include "app/output_file.hpp"
#include "app/prepared_forecast.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// One run of a forecast. Each period is a run of its own, whose warm-up is all that came before:
/// the same path.
sim::Observation simulate_periods(const ByPeriod& by_period, const models::Scenario& scenario,
                                  std::uint32_t replication);

/// The runs of a forecast under one staffing after another, kept in a journal as they finish.
///
/// They are numbered staffing · runs + replication · sets + set, so that a forecast that is cut
/// short has tried every set about equally often. A run holds all periods.
class ForecastRuns {
 public:
    struct Manner {
        unsigned threads = 0;
        bool is_quiet = false;
        Shard shard;
    };

    ForecastRuns(const PreparedForecast& forecast, const OutputFile& output, Manner manner,
                 std::stop_token stop);

    /// Simulates every set under every luck for a staffing, as far as that is still to be done and
    /// belongs to the shard; nothing when interrupted. In order of their number.
    std::optional<std::vector<sim::Observation>> under(
        const std::string& staffing, const std::vector<models::Scenario>& scenarios);

    /// Writes the results file and what is beside it, and takes away the journal.
    void write(const std::string& command_line);

    std::size_t finished() const { return finished_.size(); }
    double wall_s() const { return wall_s_; }

 private:
    std::uint32_t number_of(std::size_t staffing, std::size_t run) const;
    std::vector<sim::Axis> coordinates() const;

    const PreparedForecast& forecast_;
    OutputFile output_;
    Manner manner_;
    std::stop_token stop_;
    std::map<std::uint32_t, sim::Observation> finished_;
    analysis::Journal journal_;
    std::vector<std::string> staffings_;
    std::string started_at_ = now_iso();
    std::uint64_t events_ = 0;
    double wall_s_ = 0.0;
};

}  // namespace wardwire::app

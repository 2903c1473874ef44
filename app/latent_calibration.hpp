// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/inference/sequential_abc.hpp"
#include "app/latent_parameters.hpp"
#include "app/latent_runs.hpp"
#include "app/log_input.hpp"

namespace wardwire::app {

/// A value that was looked for, and what the log says of it.
struct LatentEstimate {
    LatentParameter parameter;
    std::string median;
    std::string low;  ///< of the 90 % interval
    std::string high;
    double contraction = 0.0;  ///< of the variance, from prior to posterior
    /// How far the ends of the interval lie from the median, relative to it; 0 for words.
    double reach = 0.0;
};

/// What a search has found.
struct LatentCalibration {
    LatentForm form;
    std::string base;  ///< the scenario of stage 1, JSON
    std::string log_digest;
    std::vector<LatentEstimate> estimates;
    std::vector<std::string> summaries;  ///< names
    analysis::Observed observed;
    analysis::AbcResult search;
    ResampledValues resampled;  ///< as the runs of the posterior had them
    double share_left = 1.0;    ///< of the prior, after the waves
    std::size_t wave_trials = 0;
    std::size_t noise_trials = 0;  ///< at the best place after the waves
    double reduced_share = 1.0;    ///< volume of a simulated log over that of the log
    double wall_s = 0.0;
    bool has_read_times = false;

    /// Whether contractions are more than an accident of a few draws.
    bool has_draws_enough() const { return search.posterior.effective_size() >= 20.0; }
    /// Whether the log has taken away nine tenths of the variance of a value, and the 90 % interval
    /// lies within a tenth of the median: under a prior of decades the first alone leaves a third,
    /// and under a narrow one the second needs no log.
    bool is_narrow(const LatentEstimate& one) const {
        return one.contraction >= 0.9 && one.reach <= 0.1 && has_draws_enough();
    }
    bool is_identified(const LatentEstimate& one) const { return is_narrow(one) && has_read_times; }
    /// Whether a value is narrowed down only because the laws of the scenario have the form they
    /// have: without read times nothing else tells noticing from writing. So it is not identified.
    bool is_by_form_alone(const LatentEstimate& one) const {
        return is_narrow(one) && !has_read_times;
    }
    std::size_t trials() const { return wave_trials + noise_trials + search.trials; }
    /// Summaries of which the best runs miss the log by more than two deviations.
    std::vector<std::string> not_reproduced() const;
    /// Joint draws of what was looked for and of what the log shows, as JSON lines, in the form
    /// that `forecast --draws` reads.
    std::string draws(std::size_t count) const;
    /// The scenario of stage 1 with what was found: values with source and status.
    std::string scenario() const;
    std::string words() const;
    /// A calibration in JSON with all of this under "latent".
    std::string json_with(const std::string& calibration) const;
};

struct LatentWishes {
    LatentForm form;
    std::string resampled;  ///< joint draws of stage 1, JSON lines
    OutputFile output;      ///< beside which the journal lies
    std::size_t budget = 2000;
    unsigned threads = 0;
    bool is_quiet = false;
};

/// Looks for what the log does not show: simulates the scenario of stage 1 at reduced scale and
/// compares summaries. Each run of the posterior has the visible values of one resampled log, so
/// that what is not known of them widens what is found. What is wrong with the form is a finding at
/// the pointer that it is about.
/// Nothing when there are findings, or when it was interrupted; then there are none.
std::optional<LatentCalibration> calibrate_latent(const LogInput& input, const std::string& base,
                                                  const LatentWishes& wishes,
                                                  std::vector<models::Finding>& findings);

}  // namespace wardwire::app

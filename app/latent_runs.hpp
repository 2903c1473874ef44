// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/inference/attention_summaries.hpp"
#include "analysis/inference/simulator.hpp"
#include "analysis/store/journal.hpp"
#include "app/latent_parameters.hpp"
#include "app/output_file.hpp"
#include "app/progress.hpp"

namespace wardwire::app {

/// The values that a log shows as resampled logs have them, so that runs differ in them by as much
/// as is not known of them.
struct ResampledValues {
    std::vector<std::vector<models::Override>> sets;

    /// A set for each luck; of luck 0, under which runs are compared with each other, none.
    std::span<const models::Override> of(std::uint32_t luck) const;
};

/// A scenario at reduced scale in which values are looked for, and how its runs are summarised.
struct LatentWorld {
    std::string document;  ///< the scenario, JSON, with the settings of the form
    LatentForm form;
    analysis::AttentionView view;
    double clock_resolution_seconds = 1.0;
    bool has_read_times = true;
    std::string log_digest;
    ResampledValues resampled;

    /// The scenario of a trial; what is wrong is a finding.
    std::optional<models::Scenario> scenario(const analysis::PointRun& trial,
                                             std::vector<models::Finding>& findings) const;
};

/// The runs of such a world, on all cores, kept in a journal as they finish: a search that was
/// killed finds its runs again under the numbers that they had.
class LatentRuns {
 public:
    struct Manner {
        unsigned threads = 0;
        bool is_quiet = false;
        std::size_t budget = 0;  ///< runs that may come, for the progress that is shown
        std::stop_token stop;
    };

    /// Throws StoreError when the output is in the way. The world outlives this.
    LatentRuns(const LatentWorld& world, const OutputFile& output, Manner manner);

    /// The summaries of the next runs; nothing when interrupted. A trial has the same summaries
    /// whatever ran before.
    std::optional<std::vector<std::vector<double>>> run(std::span<const analysis::PointRun> trials);

    std::size_t finished() const { return finished_.size(); }
    /// Takes the journal away, once all is written.
    void remove_journal() { journal_.remove(); }

 private:
    std::vector<double> simulate(const analysis::PointRun& trial) const;

    const LatentWorld& world_;
    Manner manner_;
    sim::ResultLayout layout_;
    analysis::Journal journal_;
    std::map<std::uint32_t, std::vector<double>> finished_;
    std::uint32_t next_ = 0;
    Progress progress_;
};

}  // namespace wardwire::app

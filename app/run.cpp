// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <optional>
#include <span>
#include <stop_token>

#include "analysis/store/journal.hpp"
#include "analysis/store/message_log.hpp"
#include "analysis/store/results_file.hpp"
#include "analysis/store/run_circumstances.hpp"
#include "analysis/store/store_error.hpp"
#include "app/command_table.hpp"
#include "app/earlier_results.hpp"
#include "app/event_trace.hpp"
#include "app/exit_code.hpp"
#include "app/interrupt.hpp"
#include "app/invocation.hpp"
#include "app/levels_over_time.hpp"
#include "app/machine.hpp"
#include "app/output_file.hpp"
#include "app/precision.hpp"
#include "app/progress.hpp"
#include "app/provenance.hpp"
#include "app/replication.hpp"
#include "app/run_wishes.hpp"
#include "app/scenario_files.hpp"
#include "app/summary.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

namespace fs = std::filesystem;

namespace {

analysis::Overwrite overwrite(const RunWishes& wishes) {
    return wishes.may_replace ? analysis::Overwrite::allow : analysis::Overwrite::refuse;
}

std::string command_line(const RunWishes& wishes) {
    std::string text = "wardwire run " + wishes.scenario + " -o " + wishes.output.string();
    if (wishes.from) text += " --from " + wishes.from->string();
    for (const std::string& until : wishes.until) text += " --until '" + until + "'";
    if (wishes.shard.of > 1) text += " --shard " + text_of(wishes.shard);
    if (wishes.budget) text += " --budget " + std::to_string(*wishes.budget);
    if (wishes.recorded_share > 0.0)
        text += wishes.recorded_share < 1.0 ? " --record sample" : " --record full";
    for (const models::Override& o : wishes.overrides)
        text += o.overlay.empty() ? " -p " + o.pointer + "=" + o.text : " --with " + o.overlay;
    return text;
}

/// One study: a scenario, its replications, and where they go.
class RunStudy {
 public:
    RunStudy(RunWishes wishes, models::Scenario scenario)
        : wishes_(std::move(wishes)),
          scenario_(std::move(scenario)),
          layout_(models::outcome_layout(scenario_)),
          provenance_(provenance_of(scenario_)) {
        if (wishes_.from) {
            state_ = state_for(scenario_, *wishes_.from);
            provenance_.initial_state = analysis::digest_of(*state_);
        }
        if (!wishes_.until.empty()) {
            precision_.emplace(wishes_.until, layout_,
                               wishes_.budget.value_or(usual_budget * scenario_.replications));
        }
    }

    int run() {
        const OutputFile output{wishes_.output, wishes_.may_replace, wishes_.resumes,
                                wishes_.recorded_share == 0.0};
        prepare_output(output);
        finished_ = earlier_replications(output, provenance_, wanted());
        earlier_ = finished_.empty() ? 0 : finished_.back().replication + 1;
        prepare_trace();
        auto journal = open_journal(wishes_.output, provenance_, layout_);
        recover(journal, wishes_.is_quiet, finished_);
        expect_one_record();
        const InterruptGuard interrupt;
        stop_ = interrupt.token();
        if (!(precision_ ? simulate_until_precise(journal) : simulate(journal, wanted())))
            return report_interruption();
        write(journal);
        if (trace_) traced_events_ = trace_->finish();
        print();
        if (!wishes_.is_quiet && !state_)
            std::fputs(warm_up_warning(scenario_, layout_, finished_).c_str(), stderr);
        return precision_ && !precision_->is_reached() ? exit_condition_failed : exit_ok;
    }

 private:
    /// What is gone on with must keep messages as the rest will: all of one share of them.
    void expect_one_record() const {
        const bool has_messages = std::ranges::any_of(
            finished_, [](const sim::Observation& one) { return !one.messages.empty(); });
        if (finished_.empty() || has_messages == (wishes_.recorded_share > 0.0)) return;
        throw analysis::StoreError(
            analysis::Journal::path_for(wishes_.output),
            has_messages ? "has recorded messages: go on with the --record it was begun with"
                         : "has no recorded messages: go on without --record, or start over with "
                           "--force");
    }

    void prepare_trace() {
        if (!wishes_.trace) return;
        const auto clock =
            analysis::LocalClock::from(provenance_.start_date, provenance_.time_zone);
        trace_.emplace(*wishes_.trace, overwrite(wishes_), clock.value(),
                       EventFilter(wishes_.trace_only), scenario_);
        manner_.watch = [this](models::Site& site) { trace_->watch(site); };
    }

    std::vector<std::uint32_t> wanted() const {
        if (wishes_.only) return {*wishes_.only};
        if (precision_) return first(precision_->budget());
        return in_shard(wishes_.shard, first(scenario_.replications));
    }

    static std::vector<std::uint32_t> first(std::size_t count) {
        std::vector<std::uint32_t> all(count);
        std::iota(all.begin(), all.end(), 0U);
        return all;
    }

    std::vector<std::uint32_t> missing(std::vector<std::uint32_t> list) const {
        for (const sim::Observation& done : finished_) std::erase(list, done.replication);
        return list;
    }

    /// Whether it came to the end. What an interrupted run simulated in vain is left out, what
    /// finished results had is not.
    bool simulate_until_precise(analysis::Journal& journal) {
        while (!precision_->is_over()) {
            const std::size_t from = precision_->replications();
            const std::size_t to = precision_->next_look();
            if (!simulate(journal, first(to))) return false;
            precision_->add(std::span(finished_).subspan(from, to - from));
        }
        const std::size_t kept = std::max<std::size_t>(precision_->replications(), earlier_);
        std::erase_if(finished_, [&](const auto& one) { return one.replication >= kept; });
        return true;
    }

    /// Simulates what is missing of a list and sorts what is there; whether all of it is.
    bool simulate(analysis::Journal& journal, const std::vector<std::uint32_t>& list) {
        const std::vector<std::uint32_t> to_do = missing(list);
        Progress progress(to_do.size(), layout_,
                          wishes_.is_quiet ? Progress::Manner::quiet : Progress::Manner::shown);
        const auto started = std::chrono::steady_clock::now();
        // Replications run side by side; threads beyond their number go to the sites of each.
        const std::size_t threads = thread_count(wishes_.threads);
        const auto threads_each =
            static_cast<unsigned>(threads / std::clamp<std::size_t>(to_do.size(), 1, threads));
        const auto one_run = [&](std::size_t i) {
            Manner manner = manner_;
            manner.federation.threads = trace_ ? 1 : threads_each;  // a trace has one writer
            return simulate_replication(scenario_,
                                        {scenario_.seed, to_do[i], wishes_.recorded_share}, state_,
                                        manner, i == 0 ? &report_ : nullptr);
        };
        const auto on_done = [&](std::size_t, const sim::Observation& observation) {
            journal.append(observation);
            progress.done(observation);
        };
        auto fresh = sim::replicate(to_do.size(), {wishes_.threads, stop_}, one_run, on_done);
        wall_s_ +=
            std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        const bool is_complete = fresh.size() == to_do.size();
        for (sim::Observation& one : fresh) {
            events_ += one.events;
            finished_.push_back(std::move(one));
        }
        std::ranges::sort(finished_, {}, &sim::Observation::replication);
        return is_complete;
    }

    void write(analysis::Journal& journal) {
        const sim::RecordTables tables = models::record_tables(scenario_);
        analysis::write_results(wishes_.output, provenance_, layout_, tables, finished_,
                                earlier_ > 0 ? analysis::Overwrite::allow : overwrite(wishes_), {},
                                thread_count(wishes_.threads));
        if (wishes_.log)
            analysis::write_message_log(*wishes_.log, provenance_, tables, finished_.front(),
                                        overwrite(wishes_));
        journal.remove();
        analysis::write_circumstances(wishes_.output,
                                      {command_line(wishes_), machine(), started_at_,
                                       thread_count(wishes_.threads), wall_s_, events_});
    }

    int report_interruption() const {
        std::fprintf(stderr,
                     "Interrupted: %s replications are finished and kept.\n"
                     "Go on with: %s --resume\n",
                     (std::to_string(finished_.size()) +
                      (precision_ ? "" : " of " + std::to_string(wanted().size())))
                         .c_str(),
                     as_typed(command_line(wishes_)).c_str());
        return exit_interrupted;
    }

    void print() const {
        if (wishes_.prints_json)
            std::fputs(outcomes_json({scenario_.title, wishes_.output.string(), scenario_.seed,
                                      precision_ ? precision_->json() : ""},
                                     layout_, finished_)
                           .c_str(),
                       stdout);
        if (wishes_.prints_csv) std::fputs(outcomes_csv(layout_, finished_).c_str(), stdout);
        if (!wishes_.speaks()) return;
        std::printf("%s\n%s\n\n%s\n", scenario_.title.c_str(),
                    study_line(provenance_, finished_.size()).c_str(),
                    summary_table(layout_, finished_).c_str());
        if (precision_) std::printf("%s\n", precision_->words().c_str());
        const std::string steady = steady_state_words(layout_, finished_);
        if (!steady.empty()) std::printf("%s\n", steady.c_str());
        std::printf("%llu events in %.1f s (%.1f million a second); digest %s\n",
                    static_cast<unsigned long long>(events_), wall_s_,
                    wall_s_ > 0.0 ? static_cast<double>(events_) / wall_s_ / 1e6 : 0.0,
                    study_digest(finished_).c_str());
        if (!scenario_.site_kinds.empty()) std::printf("%s\n", sim::sentence(report_).c_str());
        std::printf("Results: %s\n", wishes_.output.c_str());
        if (trace_)
            std::printf("Trace: %s, %llu events\n", wishes_.trace->c_str(),
                        static_cast<unsigned long long>(traced_events_));
        std::printf("\nNext:\n");
        const std::string program = called_as();
        const models::RoleSpec& role = scenario_.roles.front();
        std::printf("  %s show %s --csv\n", program.c_str(), wishes_.output.c_str());
        std::printf("  %s explain %s | less\n", program.c_str(), wishes_.scenario.c_str());
        std::printf("  %s run %s -p /roles/%s/count=%u -o more.h5\n", program.c_str(),
                    wishes_.scenario.c_str(), role.name.c_str(), role.count + 1);
    }

    RunWishes wishes_;
    models::Scenario scenario_;
    sim::ResultLayout layout_;
    analysis::Provenance provenance_;
    std::optional<Precision> precision_;         ///< with --until
    std::optional<analysis::SavedState> state_;  ///< what every replication begins with
    Manner manner_;
    std::stop_token stop_;  ///< for an interruption by the user
    std::optional<EventTrace> trace_;
    std::uint64_t traced_events_ = 0;
    std::vector<sim::Observation> finished_;
    std::uint32_t earlier_ = 0;     ///< one more than the last replication of earlier results
    sim::FederationReport report_;  ///< of the first replication that was run
    std::string started_at_ = now_iso();
    std::uint64_t events_ = 0;
    double wall_s_ = 0.0;
};

}  // namespace

int run_command(const Arguments& arguments) {
    RunWishes wishes = run_wishes(arguments);
    models::ReadResult read = read_and_validate(wishes.scenario, wishes.overrides);
    if (!read.findings.empty() && !(wishes.is_quiet && read.scenario))
        std::fputs(models::format_findings(read.findings).c_str(), stderr);
    if (!read.scenario) return exit_usage;
    return RunStudy(std::move(wishes), std::move(*read.scenario)).run();
}

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <optional>
#include <random>
#include <thread>

#include "analysis/store/journal.hpp"
#include "analysis/store/message_log.hpp"
#include "analysis/store/results_file.hpp"
#include "analysis/store/run_circumstances.hpp"
#include "analysis/store/store_error.hpp"
#include "app/command_table.hpp"
#include "app/event_trace.hpp"
#include "app/exit_code.hpp"
#include "app/interrupt.hpp"
#include "app/invocation.hpp"
#include "app/machine.hpp"
#include "app/progress.hpp"
#include "app/provenance.hpp"
#include "app/record_option.hpp"
#include "app/replication.hpp"
#include "app/scenario_files.hpp"
#include "app/summary.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

namespace fs = std::filesystem;

namespace {

/// What the command line asks for.
struct Wishes {
    std::string scenario;
    fs::path output;
    std::optional<fs::path> log;
    std::optional<fs::path> from;  ///< a saved state
    std::optional<fs::path> trace;
    std::vector<std::string> trace_only;
    std::vector<models::Override> overrides;
    std::optional<std::uint32_t> only;
    double recorded_share = 0.0;
    unsigned threads = 0;
    bool may_replace = false;
    bool resumes = false;
    bool is_quiet = false;
    bool prints_json = false;
    bool prints_csv = false;

    bool speaks() const { return !is_quiet && !prints_json && !prints_csv; }
};

void add_seed(const Arguments& arguments, std::vector<models::Override>& overrides) {
    const auto seed = arguments.text("seed");
    if (!seed) return;
    if (*seed == "auto") {
        // Within 2^53, so that every reader of JSON keeps it exactly.
        std::random_device entropy;
        const std::uint64_t drawn =
            (static_cast<std::uint64_t>(entropy()) << 21 ^ entropy()) & ((1ULL << 53) - 1);
        std::fprintf(stderr, "Seed drawn: %llu\n", static_cast<unsigned long long>(drawn));
        overrides.push_back({"/seed", std::to_string(drawn)});
        return;
    }
    overrides.push_back({"/seed", std::to_string(*arguments.number("seed", 0, (1ULL << 53) - 1))});
}

Wishes wishes_of(const Arguments& arguments) {
    arguments.exclude("resume", "force", "go on with the old run, or start over?");
    arguments.exclude("only", "replications", "one replication, or many?");
    arguments.exclude("only", "resume", "a single replication leaves nothing to go on with");
    arguments.exclude("json", "csv", "standard output takes one of them");
    Wishes wishes;
    wishes.scenario = arguments.only_operand("SCENARIO");
    wishes.output = arguments.text("output").value_or(scenario_name(wishes.scenario) + ".h5");
    if (const auto log = arguments.text("log")) wishes.log = *log;
    if (wishes.log && !arguments.has("record"))
        throw UsageError(
            "--log needs --record full or --record sample: there are no rows to write");
    if (const auto from = arguments.text("from")) wishes.from = *from;
    if (const auto trace = arguments.text("trace")) wishes.trace = *trace;
    wishes.trace_only = arguments.texts("trace-only");
    if (!wishes.trace && !wishes.trace_only.empty())
        throw UsageError("--trace-only needs --trace: there is no trace to filter");
    if (wishes.trace && !arguments.has("only"))
        throw UsageError("--trace needs --only: which replication?");
    wishes.overrides = overrides_of(arguments);
    if (const auto n = arguments.number("replications", 1, 1'000'000))
        wishes.overrides.push_back({"/replications", std::to_string(*n)});
    if (arguments.text("seed") == "auto" && arguments.has("resume"))
        throw UsageError("--seed auto and --resume contradict each other: the old run has a seed");
    add_seed(arguments, wishes.overrides);
    if (const auto k = arguments.number("only", 0, 999'999))
        wishes.only = static_cast<std::uint32_t>(*k);
    wishes.recorded_share = recorded_share(arguments);
    wishes.threads = static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0));
    wishes.may_replace = arguments.has("force");
    wishes.resumes = arguments.has("resume");
    wishes.is_quiet = arguments.has("quiet");
    wishes.prints_json = arguments.has("json");
    wishes.prints_csv = arguments.has("csv");
    return wishes;
}

analysis::Overwrite overwrite(const Wishes& wishes) {
    return wishes.may_replace ? analysis::Overwrite::allow : analysis::Overwrite::refuse;
}

/// Makes the folder of the results, and fails before hours of work rather than after them.
void prepare_output(const Wishes& wishes) {
    if (wishes.output.has_parent_path()) {
        std::error_code error;
        fs::create_directories(wishes.output.parent_path(), error);
        if (error) throw analysis::StoreError(wishes.output.parent_path(), error.message());
    }
    const fs::path journal = analysis::Journal::path_for(wishes.output);
    if (!wishes.may_replace && fs::exists(wishes.output))
        throw analysis::StoreError(wishes.output,
                                   "exists; --force replaces it, -o writes elsewhere");
    if (wishes.resumes || !fs::exists(journal)) return;
    if (!wishes.may_replace)
        throw analysis::StoreError(
            journal,
            "an interrupted run left finished replications here; --resume goes on with "
            "them, --force starts over");
    fs::remove(journal);
}

std::string now_iso() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S+00:00", &utc);
    return text;
}

std::string command_line(const Wishes& wishes) {
    std::string text = "wardwire run " + wishes.scenario + " -o " + wishes.output.string();
    if (wishes.from) text += " --from " + wishes.from->string();
    for (const models::Override& o : wishes.overrides)
        text += o.overlay.empty() ? " -p " + o.pointer + "=" + o.text : " --with " + o.overlay;
    return text;
}

/// One study: a scenario, its replications, and where they go.
class Study {
 public:
    Study(Wishes wishes, models::Scenario scenario)
        : wishes_(std::move(wishes)),
          scenario_(std::move(scenario)),
          layout_(models::outcome_layout(scenario_)),
          provenance_(provenance_of(scenario_)) {
        if (wishes_.from) {
            state_ = state_for(scenario_, *wishes_.from);
            provenance_.initial_state = analysis::digest_of(*state_);
        }
    }

    int run() {
        prepare_output(wishes_);
        prepare_trace();
        auto journal = analysis::Journal::open_or_create(wishes_.output, provenance_, layout_);
        // The journal is ours alone from here on, so a partial file can only be a dead run's.
        fs::remove(wishes_.output.string() + ".partial");
        analysis::Recovery recovery = journal.recover();
        if (!recovery.observations.empty() && !wishes_.is_quiet)
            std::fprintf(stderr, "Going on with %zu finished replications.\n",
                         recovery.observations.size());
        finished_ = std::move(recovery.observations);
        simulate(journal);
        if (finished_.size() < wanted().size()) return report_interruption();
        std::sort(finished_.begin(), finished_.end(),
                  [](const auto& a, const auto& b) { return a.replication < b.replication; });
        write(journal);
        if (trace_) traced_events_ = trace_->finish();
        print();
        return exit_ok;
    }

 private:
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
        std::vector<std::uint32_t> all(scenario_.replications);
        for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
        return all;
    }

    std::vector<std::uint32_t> missing() const {
        std::vector<std::uint32_t> list = wanted();
        for (const sim::Observation& done : finished_) std::erase(list, done.replication);
        return list;
    }

    void simulate(analysis::Journal& journal) {
        const InterruptGuard interrupt;
        const std::vector<std::uint32_t> to_do = missing();
        Progress progress(to_do.size(), layout_,
                          wishes_.is_quiet ? Progress::Manner::quiet : Progress::Manner::shown);
        const auto started = std::chrono::steady_clock::now();
        // Replications run side by side; threads beyond their number go to the sites of each.
        const std::size_t threads = std::max<std::size_t>(
            1, wishes_.threads > 0 ? wishes_.threads : std::thread::hardware_concurrency());
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
        auto fresh =
            sim::replicate(to_do.size(), {wishes_.threads, interrupt.token()}, one_run, on_done);
        wall_s_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        for (sim::Observation& one : fresh) {
            events_ += one.events;
            finished_.push_back(std::move(one));
        }
    }

    void write(analysis::Journal& journal) {
        const sim::RecordTables tables = models::record_tables(scenario_);
        analysis::write_results(wishes_.output, provenance_, layout_, tables, finished_,
                                overwrite(wishes_));
        if (wishes_.log)
            analysis::write_message_log(*wishes_.log, provenance_, tables, finished_.front(),
                                        overwrite(wishes_));
        journal.remove();
        analysis::write_circumstances(
            wishes_.output,
            {command_line(wishes_), machine(), started_at_,
             wishes_.threads > 0 ? wishes_.threads : std::thread::hardware_concurrency(), wall_s_,
             events_});
    }

    int report_interruption() const {
        std::fprintf(stderr,
                     "Interrupted: %zu of %zu replications are finished and kept.\n"
                     "Go on with: %s --resume\n",
                     finished_.size(), wanted().size(), as_typed(command_line(wishes_)).c_str());
        return exit_interrupted;
    }

    void print() const {
        if (wishes_.prints_json)
            std::fputs(outcomes_json({scenario_.title, wishes_.output.string(), scenario_.seed},
                                     layout_, finished_)
                           .c_str(),
                       stdout);
        if (wishes_.prints_csv) std::fputs(outcomes_csv(layout_, finished_).c_str(), stdout);
        if (!wishes_.speaks()) return;
        std::printf("%s\n%s\n\n%s\n", scenario_.title.c_str(),
                    study_line(provenance_, finished_.size()).c_str(),
                    summary_table(layout_, finished_).c_str());
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

    Wishes wishes_;
    models::Scenario scenario_;
    sim::ResultLayout layout_;
    analysis::Provenance provenance_;
    std::optional<analysis::SavedState> state_;  ///< what every replication begins with
    Manner manner_;
    std::optional<EventTrace> trace_;
    std::uint64_t traced_events_ = 0;
    std::vector<sim::Observation> finished_;
    sim::FederationReport report_;  ///< of the first replication that was run
    std::string started_at_ = now_iso();
    std::uint64_t events_ = 0;
    double wall_s_ = 0.0;
};

}  // namespace

int run_command(const Arguments& arguments) {
    Wishes wishes = wishes_of(arguments);
    models::ReadResult read = read_and_validate(wishes.scenario, wishes.overrides);
    if (!read.findings.empty() && !(wishes.is_quiet && read.scenario))
        std::fputs(models::format_findings(read.findings).c_str(), stderr);
    if (!read.scenario) return exit_usage;
    return Study(std::move(wishes), std::move(*read.scenario)).run();
}

}  // namespace wardwire::app

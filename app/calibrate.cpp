// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "analysis/log/log_error.hpp"
#include "analysis/store/pending_file.hpp"
#include "app/calibrated_scenario.hpp"
#include "app/calibration_draws.hpp"
#include "app/calibration_report.hpp"
#include "app/command_table.hpp"
#include "app/consistent_calibration.hpp"
#include "app/exit_code.hpp"
#include "app/held_out.hpp"
#include "app/latent_calibration.hpp"
#include "app/log_input.hpp"
#include "app/scenario_files.hpp"
#include "app/study_files.hpp"
#include "models/finding.hpp"

namespace wardwire::app {

namespace {

/// "-05:00" of how far a clock is ahead of UTC.
std::string offset_text(std::int64_t microseconds) {
    constexpr std::int64_t a_minute = 60'000'000;
    const std::int64_t minutes = std::abs(microseconds) / a_minute;
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%c%02d:%02d", microseconds < 0 ? '-' : '+',
                  static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
    return text.data();
}

void write_text(const std::string& path, const std::string& text, bool may_replace) {
    analysis::PendingFile pending(
        path, may_replace ? analysis::Overwrite::allow : analysis::Overwrite::refuse);
    pending.file().write(0, text);
    pending.commit();
}

/// What --held-out says; nothing without it. Throws UsageError.
std::optional<HeldOut> held_out_of(const Arguments& arguments) {
    const auto text = arguments.text("held-out");
    if (!text) return std::nullopt;
    if (*text == "odd") return HeldOut::odd_weeks;
    if (*text == "even") return HeldOut::even_weeks;
    if (*text == "last30") return HeldOut::last_30_percent;
    throw UsageError("--held-out needs odd, even or last30, got \"" + *text + "\"");
}

int try_on_held_out(const LogInput& input, HeldOut held_out, const analysis::LeastCell& least,
                    const Arguments& arguments) {
    for (const char* option : {"weeks", "output", "draws", "latent"})
        if (arguments.has(option))
            throw UsageError(std::string("--held-out does not go with --") + option);
    const std::size_t runs = arguments.number("runs", 1, 1000).value_or(5);
    const HeldOutResult result = try_held_out(input, held_out, least, runs);
    const std::string text = arguments.has("json") ? held_out_json(result) : held_out_words(result);
    std::fputs(text.c_str(), stdout);
    return exit_ok;
}

/// What is in the way is told before hours of work. Throws StoreError.
void check_outputs(const Arguments& arguments) {
    arguments.keep_apart(
        {"output", "draws", "latent-draws", "users", "rosters", "pools", "calendar"});
    for (const char* option : {"output", "draws", "latent-draws"})
        if (const auto path = arguments.text(option))
            analysis::check_target(*path, arguments.has("force") ? analysis::Overwrite::allow
                                                                 : analysis::Overwrite::refuse);
}

/// Options that mean something only when latent values are looked for.
void check_latent_options(const Arguments& arguments) {
    if (arguments.has("runs") && !arguments.has("held-out"))
        throw UsageError("--runs needs --held-out: nothing is simulated without it");
    for (const char* option : {"budget", "latent-draws", "resume"})
        if (arguments.has(option) && !arguments.has("latent"))
            throw UsageError(std::string("--") + option +
                             " needs --latent: nothing is simulated without it");
    if (arguments.has("latent") && !arguments.has("output"))
        throw UsageError("--latent needs -o FILE: the simulations are kept beside it");
    arguments.exclude("resume", "force", "go on with the old search, or start over?");
}

/// What --latent says. What is wrong is a finding.
std::optional<LatentForm> latent_form(const Arguments& arguments,
                                      std::vector<models::Finding>& findings) {
    const auto name = arguments.text("latent");
    return name ? read_latent_form(*name, latent_text(*name), findings) : std::nullopt;
}

LatentWishes latent_wishes(const Arguments& arguments, LatentForm form, std::string resampled) {
    LatentWishes wishes{
        std::move(form),
        std::move(resampled),
        {*arguments.text("output"), arguments.has("force"), arguments.has("resume")}};
    wishes.budget = arguments.number("budget", 1, 10'000'000).value_or(wishes.budget);
    wishes.threads = static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0));
    wishes.is_quiet = arguments.has("quiet");
    return wishes;
}

/// Throws LogError when all people together are too few to be told of, or one of them wrote most.
void require_cell(const LogInput& input, const analysis::ChatCalibration& found,
                  const analysis::LeastCell& least) {
    const std::string& file = input.imported.report.files.front();
    std::size_t people = 0;
    double messages = 0.0;
    double most = 0.0;
    for (const analysis::GroupCalibration& one : found.groups) {
        people += one.group.people;
        messages += one.group.messages;
        most = std::max(most, one.group.most);
    }
    if (people < least.people)
        throw analysis::LogError(file, "has " + std::to_string(people) +
                                           " people of the staff; of fewer than " +
                                           std::to_string(least.people) +
                                           " nothing is told that could not be told of one of "
                                           "them (--least-people)");
    if (most > least.largest_share * messages)
        throw analysis::LogError(file,
                                 "one person wrote more than half of it: what could be told "
                                 "would be told of that person");
}

/// Joint draws; a log that has none throws LogError.
std::string draws_of(const LogInput& input, const analysis::ChatCalibration& found,
                     const analysis::PortalCalibration* portal, const CalibrationOrigin& origin) {
    std::string draws = calibration_draws(found, portal, origin);
    if (draws.empty())
        throw analysis::LogError(input.imported.report.files.front(),
                                 "is of one week, and --draws resamples whole weeks");
    return draws;
}

/// Writes the scenario, and says whether it can be run.
int write_scenario(const Arguments& arguments, const std::string& text) {
    const std::string path = *arguments.text("output");
    write_text(path, text, arguments.has("force"));
    const models::ReadResult read = read_and_validate(path, {});
    std::fputs(models::format_findings(read.findings).c_str(), stderr);
    if (!arguments.has("quiet")) std::fprintf(stderr, "Scenario: %s\n", path.c_str());
    return read.scenario ? exit_ok : exit_condition_failed;
}

}  // namespace

int calibrate_command(const Arguments& arguments) {
    if (arguments.operands().empty()) throw UsageError("needs a LOG");
    check_outputs(arguments);
    check_latent_options(arguments);
    analysis::LeastCell least;
    least.people = arguments.number("least-people", 2, 1'000'000).value_or(least.people);
    const analysis::Weeks weeks = weeks_of(arguments);
    const std::optional<HeldOut> held_out = held_out_of(arguments);
    std::vector<models::Finding> findings;
    const auto form = latent_form(arguments, findings);
    if (!findings.empty()) {
        std::fputs(models::format_findings(findings).c_str(), stderr);
        return exit_usage;
    }
    LogInput input = read_log_input(arguments.operands(), arguments);
    if (held_out) require_messages(input);
    if (held_out) return try_on_held_out(input, *held_out, least, arguments);
    analysis::EventLog& log = input.imported.log;
    analysis::keep_weeks(log, input.chat, weeks);
    const analysis::PortalLog from_patients = analysis::gather_portal(log);
    const auto portal = analysis::calibrate_portal(log, input.chat, from_patients, least);
    if (input.chat.conversations.empty() && !portal) {
        std::fprintf(stderr,
                     "In these weeks nobody writes to a colleague; messages from patients are too "
                     "few, or do not show who answered them.\n");
        return exit_input;
    }
    analysis::ChatCalibration found = consistent_calibration(input, least);
    require_cell(input, found, least);
    if (form) found.exchange.reset();  // forms look for one delay of all messages
    const analysis::PortalCalibration* const of_patients = portal ? &*portal : nullptr;
    const CalibrationOrigin origin{input.digest, offset_text(log.zone.offset_at(log.window.from))};
    const std::string base = calibrated_scenario(found, of_patients, origin);
    std::optional<LatentCalibration> latent;
    if (form) {
        require_chat(input);
        latent = calibrate_latent(
            input, base,
            latent_wishes(arguments, *form, calibration_draws(found, of_patients, origin)),
            findings);
        std::fputs(models::format_findings(findings).c_str(), stderr);
        if (!findings.empty()) return exit_usage;
        if (!latent) {
            std::fprintf(stderr, "Interrupted. Go on with the same command and --resume\n");
            return exit_interrupted;
        }
    }
    const auto further = analysis::further_estimates(log, input.chat, from_patients, least);
    std::string text = arguments.has("json") ? calibration_json(found, of_patients, further, input)
                                             : calibration_words(found, of_patients, further);
    if (latent) text = arguments.has("json") ? latent->json_with(text) : text + latent->words();
    if (arguments.has("json") || !arguments.has("quiet")) std::fputs(text.c_str(), stdout);
    if (const auto draws = arguments.text("draws"))
        write_text(*draws, draws_of(input, found, of_patients, origin), arguments.has("force"));
    constexpr std::size_t latent_draws = 500;
    if (const auto path = arguments.text("latent-draws"))
        write_text(*path, latent->draws(latent_draws), arguments.has("force"));
    if (!arguments.has("output")) return exit_ok;
    return write_scenario(arguments, latent ? latent->scenario() : base);
}

}  // namespace wardwire::app

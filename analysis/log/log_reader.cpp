// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/log_reader.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <string>

#include "analysis/log/csv.hpp"
#include "analysis/log/event_files.hpp"
#include "analysis/log/log_block.hpp"
#include "analysis/log/log_builder.hpp"
#include "analysis/log/log_cleaning.hpp"
#include "analysis/log/log_error.hpp"
#include "analysis/log/observation_window.hpp"

namespace wardwire::analysis {
namespace {

/// Reads a file in CSV. Blocks are parsed at the same time and added in their order.
ZoneTraces read_table(const std::string& path, const LogWishes& wishes, std::uint32_t index,
                      LogBuilder& builder, ImportReport& report) {
    CsvFile file(path);
    const LogLayout layout = layout_of(file, path, wishes.columns, report, index);
    ZoneTraces traces;
    std::deque<std::future<LogBlock>> under_way;
    const auto add_oldest = [&] {
        const LogBlock block = under_way.front().get();
        under_way.pop_front();
        builder.add(block, layout, index);
        traces.add(block.zone_traces);
    };
    for (CsvBlock block = file.next(layout.delimiter); !block.text.empty();
         block = file.next(layout.delimiter)) {
        const auto policy = wishes.threads > 1 ? std::launch::async : std::launch::deferred;
        under_way.push_back(std::async(policy, [&, source = std::move(block)]() mutable {
            return parse_block(std::move(source), layout, wishes.times, path);
        }));
        if (under_way.size() >= wishes.threads) add_oldest();
    }
    while (!under_way.empty()) add_oldest();
    if (file.is_cut_off()) report.add(Oddity::cut_off_archive, {index, 0});
    traces.check(path, wishes.times);
    return traces;
}

ZoneTraces read_file(const std::filesystem::path& path, const LogWishes& wishes,
                     std::uint32_t index, LogBuilder& builder, ImportReport& report) {
    const EventFile events{path, wishes.columns, wishes.times, builder, report, index};
    switch (form_of(path)) {
        case LogForm::xml:
            return read_xml_log(events);
        case LogForm::json:
            return read_json_log(events);
        case LogForm::table:
            break;
    }
    return read_table(path.string(), wishes, index, builder, report);
}

/// The zone of the place: as declared, or the one offset that all times have.
void settle_zone(EventLog& log, const LogWishes& wishes, const ZoneTraces& traces,
                 ImportReport& report) {
    const bool is_one = !traces.has_utc && traces.least_offset_seconds &&
                        traces.least_offset_seconds == traces.greatest_offset_seconds;
    // A simulated log keeps the offset that the place had when it began.
    const bool is_simulated = wishes.may_be_simulated && is_one && wishes.times.zone &&
                              log.rows() > 0 &&
                              wishes.times.zone->offset_at(std::ranges::min(log.sent_at)) ==
                                  Instant{*traces.least_offset_seconds} * 1'000'000;
    if (wishes.times.zone && !is_simulated) {
        log.zone = *wishes.times.zone;
        log.is_zone_known = true;
        return;
    }
    if (!is_one) {
        report.add(Oddity::unknown_zone, {}, traces.least_offset_seconds ? "several offsets" : "");
        return;
    }
    const int minutes = std::abs(*traces.least_offset_seconds) / 60;
    std::array<char, 16> text;
    std::snprintf(text.data(), text.size(), "%c%02d:%02d",
                  *traces.least_offset_seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
    log.zone = *TimeZone::find(text.data());
    log.is_zone_known = true;
}

/// What was sent in an outage of the calendar, whose hours do not count as observed.
void drop_in_outages(EventLog& log, ImportReport& report) {
    if (log.outages.empty()) return;
    std::vector<std::uint32_t> kept;
    for (std::uint32_t row = 0; row < log.rows(); ++row) {
        const Instant at = log.sent_at[row];
        if (std::ranges::none_of(log.outages,
                                 [at](const Span& one) { return at >= one.from && at < one.to; }))
            kept.push_back(row);
        else
            report.add(Oddity::in_an_outage, {}, time_text(at, log.zone));
    }
    if (kept.size() == log.rows()) return;
    select_rows(log, kept);
    report.rows_kept = log.rows();
}

/// The last row of a file that is no log is not to be taken for the log.
void refuse_rubble(const ImportReport& report) {
    std::uint64_t unreadable = 0;
    Oddity worst = Oddity::field_count;
    for (const Oddity oddity : {Oddity::field_count, Oddity::bad_quoting, Oddity::zero_byte,
                                Oddity::missing_field, Oddity::unreadable_sent_time}) {
        unreadable += report[oddity].count;
        if (report[oddity].count > report[worst].count) worst = oddity;
    }
    if (report.rows_kept > 0 && 2 * unreadable <= report.rows_read) return;
    const OddityCount& found = report[worst];
    if (found.count == 0) throw LogError(report.files.front(), "has no rows that could be used");
    throw LogError(report.files[found.places.front().file], found.places.front().line,
                   std::string(oddity_rules[static_cast<std::size_t>(worst)].what) + " (" +
                       found.examples.front() + "); so it is with " + std::to_string(unreadable) +
                       " of " + std::to_string(report.rows_read) + " rows, too many to go on");
}

}  // namespace

ImportedLog read_log(const std::vector<std::filesystem::path>& files, const LogWishes& wishes) {
    ImportedLog imported;
    ImportReport& report = imported.report;
    const std::vector<std::filesystem::path> beside = wishes.beside.given();
    for (const auto* paths : {&files, &beside}) {
        for (const std::filesystem::path& path : *paths) report.files.push_back(path.string());
    }
    ZoneTraces traces;
    LogBuilder builder(report);
    SideTables side(wishes.beside, wishes.times, builder, report);
    side.read_users();
    for (std::uint32_t index = 0; index < files.size(); ++index) {
        traces.add(read_file(files[index], wishes, index, builder, report));
    }
    side.read_rosters();
    side.read_pools();
    imported.log = cleaned(builder.finish(), wishes.most_recipients, report);
    EventLog& log = imported.log;
    refuse_rubble(report);
    settle_zone(log, wishes, traces, report);
    side.attach(log);
    side.read_calendar(log);
    drop_in_outages(log, report);
    detect_clock(log, report);
    detect_window(log, report);
    return imported;
}

}  // namespace wardwire::analysis

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "app/arguments.hpp"

/// The options of each command: help, parsing, manual page and completions follow from them.
namespace wardwire::app::options {

inline constexpr Option help{"help", 'h', "", "print this help"};
inline constexpr Option parameter{"parameter", 'p', "POINTER=VALUE",
                                  "set one value, e.g. -p /roles/nurse/count=3; may be repeated",
                                  true};
inline constexpr Option with{"with", 0, "OVERLAY",
                             "change the scenario by a file or bundled overlay; may be repeated",
                             true};
inline constexpr Option json{"json", 0, "", "print machine-readable output on standard output"};
inline constexpr Option quiet{"quiet", 'q', "", "print nothing for people but errors"};
inline constexpr Option output{"output", 'o', "FILE", "where to write"};
inline constexpr Option force{"force", 'f', "", "replace the file if it exists"};
inline constexpr Option record{"record", 0, "none|sample|full",
                               "message rows to keep: none, of 1 % or of all threads"};
inline constexpr Option threads{"threads", 0, "N",
                                "how many cores to use; the results do not depend on it"};

inline constexpr Option shard{"shard", 0, "I/N",
                              "run part I of N; `merge` puts the parts together"};
inline constexpr Option resume_or_add{"resume", 0, "",
                                      "go on after an interruption, or add to finished results"};

inline constexpr std::array run{
    Option{"output", 'o', "FILE", "the results file; without it NAME.h5 in this folder"},
    force,
    with,
    parameter,
    Option{"replications", 'n', "N", "how many; otherwise as the scenario says"},
    Option{"until", 0, "PRECISION",
           "as many as it takes, e.g. \"first_response_time 2 %\"; may be repeated", true},
    Option{"budget", 0, "N", "at most so many with --until; otherwise tenfold the scenario's"},
    Option{"seed", 's', "N|auto", "another seed; auto draws one and prints it"},
    threads,
    Option{"only", 0, "K", "run replication K alone, counted from 0"},
    Option{"from", 0, "STATE", "begin every replication with a state that `save` wrote"},
    record,
    Option{"trace", 0, "FILE", "write the events of the replication of --only as CSV"},
    Option{"trace-only", 0, "CONDITION",
           "entity=nurse 2, kind=StepEnds or time=2 days..60 h; may be repeated", true},
    Option{"log", 0, "FILE", "write the messages of the first replication too, as CSV or .csv.gz"},
    resume_or_add,
    shard,
    json,
    Option{"csv", 0, "", "print all outcomes as CSV on standard output"},
    quiet,
    help};
inline constexpr std::array compare{
    with,
    parameter,
    Option{"replications", 'n', "N", "how many; otherwise as the first scenario says"},
    Option{"seed", 's', "N", "another seed, the same for all"},
    threads,
    Option{"outcome", 0, "NAME", "compare this, e.g. \"cost[nurse]\"; may be repeated", true},
    Option{"matters", 0, "SIZE",
           "the least difference that does, \"2 %\" or \"cost[nurse] 100 USD\"", true},
    Option{"smallest", 0, "NAME", "of which system is this outcome the smallest?", true},
    Option{"largest", 0, "NAME", "of which is it the largest?", true},
    json,
    quiet,
    help};
inline constexpr std::array sweep{
    Option{"output", 'o', "FILE", "the results file; without it NAME.h5 in this folder"},
    force,
    resume_or_add,
    shard,
    threads,
    Option{"csv", 0, "", "print the outcomes of all points as CSV on standard output"},
    quiet,
    help};
inline constexpr std::array plan{with, parameter, threads, help};
inline constexpr std::array select{
    with,
    parameter,
    Option{"smallest", 0, "NAME", "the system with the smallest of this outcome is the best"},
    Option{"largest", 0, "NAME", "or that with the largest"},
    Option{"indifference", 0, "SIZE", "the least difference worth finding, e.g. \"0.1 h\""},
    Option{"procedure", 0, "NAME", "kn (without it), kn++, rinott, nsgs or ocba"},
    Option{"first-stage", 0, "N", "replications of every system to begin with; without it 20"},
    Option{"budget", 0, "N", "replications of a system at most (with ocba: on average)"},
    Option{"seed", 's', "N", "another seed, the same for all"},
    threads,
    json,
    help};
inline constexpr std::array sensitivity{
    Option{"outcome", 0, "NAME", "what the factors may have an effect on; may be repeated", true},
    json, help};
inline constexpr std::array staff{
    Option{"output", 'o', "FILE", "the results file; without it NAME.h5 in this folder"},
    force,
    resume_or_add,
    threads,
    json,
    quiet,
    help};
inline constexpr std::array forecast{
    Option{"over", 0, "DURATION", "how far ahead; without it 2 years"},
    Option{"by", 0, "month|quarter|year", "the calendar periods; without it quarter"},
    Option{"draws", 0, "FILE", "joint draws of parameters: JSON lines or CSV of pointers"},
    Option{"sets", 0, "N", "drawn from the scenario's intervals; without it 20"},
    Option{"replications", 'n', "N", "of each set; without it 4, of a single one as it says"},
    Option{"outcome", 0, "NAME", "forecast this, e.g. \"cost[nurse]\"; may be repeated", true},
    Option{"service", 0, "LEVEL", "\"answered_within[24 h] >= 90 %\": what staff does it take?"},
    Option{"staff-of", 0, "POINTER", "whose number is searched, e.g. /roles/nurse/count"},
    Option{"most", 0, "N", "people tried at most; without it four times the scenario's"},
    Option{"seed", 's', "N", "another seed"},
    with,
    parameter,
    Option{"output", 'o', "FILE", "the results; without it NAME_forecast.h5 in this folder"},
    force,
    resume_or_add,
    shard,
    threads,
    json,
    quiet,
    help};
inline constexpr std::array merge{Option{"output", 'o', "FILE", "the whole"}, force, help};
inline constexpr std::array verify{with,
                                   parameter,
                                   Option{"replications", 'n', "N", "how many; without it 8"},
                                   Option{"seed", 's', "N", "another seed"},
                                   json,
                                   help};
inline constexpr std::array save{
    output,
    force,
    with,
    parameter,
    Option{"at", 0, "DURATION", "simulated time from the start; without it the end of the warm-up"},
    Option{"seed", 's', "N", "another seed"},
    Option{"only", 0, "K", "of replication K, counted from 0; without it 0"},
    record,
    help};
inline constexpr std::array validate{with, parameter, json, quiet, help};
inline constexpr std::array explain{with, parameter, help};
inline constexpr std::array schema{help};
inline constexpr std::array list{json, help};
inline constexpr std::array init{output, force, help};
inline constexpr std::array show{
    json, Option{"csv", 0, "", "print all outcomes as CSV on standard output"}, help};
inline constexpr std::array check{
    Option{"quick", 0, "", "the short battery, under 20 s"},
    Option{"studies", 0, "", "instead: compare scenarios with the published studies"},
    Option{"replications", 'n', "N", "of each study; otherwise as it says"},
    json,
    Option{"seed", 's', "N", "another seed"},
    threads,
    help};
inline constexpr std::array tune{
    Option{"output", 'o', "FILE", "write the values found as an overlay"},
    force,
    Option{"replications", 'n', "N", "of each evaluation; otherwise as the file says"},
    Option{"budget", 0, "N", "evaluations at most; otherwise as the file says"},
    threads,
    json,
    help};

// How logs are read.
inline constexpr Option map{
    "map", 0, "OURS=THEIRS",
    "the name of a column, or a file or bundled set of such names; may be repeated", true};
inline constexpr Option columns{"columns", 0, "NAME,NAME,...",
                                "the names of the columns, when there is no header"};
inline constexpr Option delimiter{"delimiter", 0, "CHARACTER",
                                  "between fields; otherwise told from the header"};
inline constexpr Option time_zone{"time-zone", 0, "ZONE",
                                  "of the place: America/New_York, or an offset like -05:00"};
inline constexpr Option dates{"dates", 0, "us|day-first",
                              "10/31/2026 or 31/10/2026; without it such dates are refused"};
inline constexpr Option users{"users", 0, "FILE",
                              "table of person, role, unit, share, first_day, last_day"};
inline constexpr Option rosters{"rosters", 0, "FILE", "table of person, from, to: times on duty"};
inline constexpr Option pool_members{"pools", 0, "FILE", "table of pool, person, from, to"};
inline constexpr Option calendar{
    "calendar", 0, "FILE", "table of date, kind: holiday, outage (with from, to) or roll-out"};
inline constexpr Option broadcast{"broadcast", 0, "N",
                                  "more recipients make a broadcast; without it 20"};
inline constexpr Option strict{"strict", 0, "",
                               "fail with code 3 when a row or a value had to be left out"};
inline constexpr std::array log{
    map,
    columns,
    delimiter,
    time_zone,
    dates,
    users,
    rosters,
    pool_members,
    calendar,
    broadcast,
    strict,
    Option{"anonymise", 0, "FILE", "write a log without names that can leave its site"},
    Option{"key-file", 0, "FILE", "the key of the pseudonyms, which must not leave it"},
    force,
    threads,
    json,
    help};
inline constexpr Option weeks{"weeks", 0, "odd|even",
                              "only every other week, to keep the rest for a test"};
inline constexpr Option held_out{"held-out", 0, "odd|even|last30",
                                 "calibrate on the other weeks and say how it does on these"};
inline constexpr std::array calibrate{
    Option{"output", 'o', "FILE", "write the scenario"},
    Option{"draws", 0, "FILE", "write joint draws of its parameters, for `forecast --draws`"},
    force,
    map,
    columns,
    delimiter,
    time_zone,
    dates,
    users,
    rosters,
    pool_members,
    calendar,
    broadcast,
    strict,
    weeks,
    held_out,
    Option{"runs", 0, "N", "simulated logs for --held-out; without it 5"},
    Option{"least-people", 0, "N", "roles with fewer are counted as other; without it 11"},
    Option{"latent", 0, "FORM",
           "also look by simulation for what the log does not show: notice, attention, or a file"},
    Option{"budget", 0, "N", "simulations for that; without it 2000"},
    Option{"latent-draws", 0, "FILE", "write 500 joint draws of what was found by simulation"},
    Option{"resume", 0, "", "go on with a run that was interrupted"},
    threads,
    json,
    quiet,
    help};
inline constexpr std::array compare_logs{map,     columns,  delimiter, time_zone, dates,
                                         users,   calendar, broadcast, strict,    weeks,
                                         threads, json,     help};

inline constexpr std::array bench{
    Option{"only", 0, "NAME", "work whose name begins so, such as PHOLD"},
    Option{"turns", 0, "N", "how often each is run; without it 5"},
    Option{"history", 0, "FILE", "append the results to a table, CSV"},
    Option{"soak", 0, "MILLIONS", "run so many million events instead: does memory grow?"},
    json,
    help};

}  // namespace wardwire::app::options

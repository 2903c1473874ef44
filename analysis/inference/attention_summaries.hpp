// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "analysis/calibration/chat_log.hpp"
#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

/// Which summaries of a log of chat there are to be.
struct AttentionView {
    bool has_read_times = false;
    bool has_nights = false;     ///< enough is asked between 19 and 7 hours
    bool has_contrasts = false;  ///< enough is asked just after writing, and behind others
};

/// What a log has, of the people that read and answer.
AttentionView attention_view(const EventLog& log, const ChatLog& chat);

/// The names of the summaries, in their order: 16 with nights, 13 more with read times, and two of
/// contrasts for either.
std::vector<std::string> attention_summary_names(const AttentionView& view);

/// How people attend to messages, as far as a log shows it. Waits are in log10(1 + seconds), from
/// the last message of a turn to the first of its answer:
///
/// - quantiles of waits, by day (7 to 19 hours) and by night, and shares of them below some times;
/// - how many answers come within a minute of another of the same person, and how many open a
///   session, none before in five minutes: what looking at intervals makes of answers;
/// - the slope of waits on log2(1 + turns that wait for the same person): what work makes of them;
/// - the mean of waits that began within a minute of what the same person had written, who was not
///   at other work then, and of those that began while another waited for the same person, who may
///   well have been;
/// - with read times the share opened at once, quantiles of the times to the other openings and of
///   those from opening to answer, the share of openings within a minute of another of the same
///   person, and shares opened at once of those two kinds.
///
/// NaN where there is nothing to summarise.
std::vector<double> summarise_attention(const EventLog& log, const ChatLog& chat,
                                        const AttentionView& view);

/// The standard deviation of each summary, from resampling whole weeks of the log, or days where
/// there are fewer than eight weeks.
std::vector<double> attention_noise(const EventLog& log, const ChatLog& chat,
                                    const AttentionView& view);

}  // namespace wardwire::analysis

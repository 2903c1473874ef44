// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/calibration/cure_mixture.hpp"

namespace wardwire::analysis {

/// What handling a turn is made of, each as even quantiles from 0 to 1, in seconds a message.
/// Empty: it takes no time.
struct HandlingParts {
    std::vector<double> writing_s;
    std::vector<double> reading_s;  ///< of a message of the turn that is read
    std::vector<double> pause_s;    ///< between messages of a turn, besides the writing
};

/// Splits what a log shows. Opening a turn to sending the first message of the answer (`handle`) is
/// reading the turn and writing a message; the gap to the next message is writing that and perhaps
/// a pause (`gap`; null: unknown, and all of `handle` is writing). Writing takes what is the
/// shorter of both, quantile by quantile; reading and pausing are what must be added to it,
/// independent of it, so that the sums have the quantiles of the log.
///
/// `messages` has the shares of turns of 0, 1, 2, ... messages. Tables have `steps` steps, at least
/// 2; their ends are the quantiles half a step from 0 and 1.
HandlingParts split_handling(const CureMixture& handle, const CureMixture* gap,
                             std::span<const double> messages, std::size_t steps);

}  // namespace wardwire::analysis

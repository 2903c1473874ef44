// SPDX-License-Identifier: Apache-2.0
#include "sim/parallel/window_plan.hpp"

#include <algorithm>

namespace wardwire::sim {
namespace {

/// A meeting: to claim kernels, to post and to read the others' lines, measured between two cores
/// (see the explanation page of parallel windows), and a line more to read for each worker.
double meeting_ns(unsigned workers) { return 150.0 + 50.0 * workers; }

/// A gain below this is not worth a second core, and the prediction is not that exact.
constexpr double least_gain = 1.1;

}  // namespace

double predicted_speed_up(const WindowSample& sample, unsigned workers) {
    if (workers <= 1) return 1;
    const double all = sample.events_per_window * sample.ns_per_event;
    const double busiest = std::max(sample.events_of_busiest, sample.events_per_window / workers);
    return all / (busiest * sample.ns_per_event + meeting_ns(workers));
}

WindowPlan plan_windows(const WindowSample& sample, unsigned most) {
    WindowPlan best;
    for (unsigned workers = 2; workers <= most; ++workers) {
        const double speed_up = predicted_speed_up(sample, workers);
        if (speed_up > best.predicted_speed_up) best = {workers, speed_up};
    }
    if (best.predicted_speed_up < least_gain) best.workers = 1;
    return best;
}

}  // namespace wardwire::sim

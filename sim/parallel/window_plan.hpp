// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::sim {

/// What some windows on one thread were like.
struct WindowSample {
    double events_per_window = 0;
    double events_of_busiest = 0;  ///< of the kernel with most of a window's events
    double ns_per_event = 0;
};

/// How many times as fast `workers` threads should run such windows as one does: the work of a
/// window, over the share of the busiest worker and the cost of a meeting. A kernel is not divided.
double predicted_speed_up(const WindowSample& sample, unsigned workers);

struct WindowPlan {
    unsigned workers = 1;           ///< 1 where no number of threads pays
    double predicted_speed_up = 0;  ///< of the best number above one, even where it does not pay
};

/// The number of workers, at most `most`, with the best prediction.
WindowPlan plan_windows(const WindowSample& sample, unsigned most);

}  // namespace wardwire::sim

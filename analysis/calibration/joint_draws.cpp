// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/joint_draws.hpp"

#include <cmath>

namespace wardwire::analysis {

namespace {

void take_draw(Estimate& one, std::size_t n) {
    if (one.draws.empty()) return;
    const double drawn = one.draws[n % one.draws.size()];
    if (std::isfinite(drawn)) one.value = drawn;
}

}  // namespace

std::size_t joint_draws(const ChatCalibration& calibration) {
    return calibration.first_turns.mean.draws.size();
}

ChatCalibration joint_draw(const ChatCalibration& calibration, std::size_t n) {
    ChatCalibration drawn = calibration;
    for (GroupCalibration& group : drawn.groups) {
        for (Estimate* one : {&group.starts_per_hour, &group.activity_size, &group.never_share,
                              &group.answers.off_duty, &group.answers.median_s})
            take_draw(*one, n);
    }
    for (std::size_t g = 0; g < drawn.groups.size(); ++g) {
        const double median_s = calibration.groups[g].answers.median_s.value;
        AnswerTimes& answers = drawn.groups[g].answers;
        if (!(median_s > 0.0) || !(answers.median_s.value > 0.0)) continue;
        const double factor = answers.median_s.value / median_s;
        for (LognormalPart& part : answers.law.parts) part.mu += std::log(factor);
        for (double& delay_s : answers.delays_s) delay_s *= factor;
    }
    for (Estimate* one : {&drawn.again, &drawn.urgent}) take_draw(*one, n);
    for (Estimate& one : drawn.continuation) take_draw(one, n);
    double all = 0.0;
    for (Estimate& one : drawn.users) {
        take_draw(one, n);
        all += one.value;
    }
    for (Estimate& one : drawn.users) one.value /= all;
    return drawn;
}

}  // namespace wardwire::analysis

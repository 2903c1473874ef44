// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/joint_draws.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <cmath>

#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

void take_draw(Estimate& one, std::size_t n) {
    if (one.draws.empty()) return;
    const double drawn = one.draws[n % one.draws.size()];
    if (std::isfinite(drawn)) one.value = drawn;
}

/// Takes the draw, and returns what it is over the estimate; 1 where either is not above 0.
double factor_of_draw(Estimate& one, std::size_t n) {
    const double before = one.value;
    take_draw(one, n);
    return before > 0.0 && one.value > 0.0 ? one.value / before : 1.0;
}

void move_by(CureMixture& law, double factor) {
    for (LognormalPart& part : law.parts) part.mu += std::log(factor);
}

sim::Stream stream_of_shares(sim::Purpose purpose, std::size_t n) {
    constexpr std::uint64_t seed = 20260105;
    return sim::Chance(seed, 0).channel(purpose).stream(n);
}

/// A share of so many, of which it is known no better than by their number.
void draw_share(Estimate& one, sim::Stream& chance) {
    const double at = chance.uniform();
    if (!(one.value > 0.0) || !(one.value < 1.0)) return;
    const double hits = one.value * one.n;
    one.value = boost::math::ibeta_inv(hits + 0.5, one.n - hits + 0.5, at);
}

void draw_topics(std::vector<PortalTopic>& topics, sim::Stream& chance) {
    double all = 0.0;
    for (PortalTopic& topic : topics) {
        for (Estimate* one : {&topic.share, &topic.urgent, &topic.no_reply})
            draw_share(*one, chance);
        for (Estimate& one : topic.resolved) draw_share(one, chance);
        all += topic.share.value;
    }
    for (PortalTopic& topic : topics) topic.share.value /= all;
}

}  // namespace

std::size_t joint_draws(const ChatCalibration& calibration) {
    return calibration.first_turns.mean.draws.size();
}

ChatCalibration joint_draw(const ChatCalibration& calibration, std::size_t n) {
    sim::Stream chance = stream_of_shares(sim::Purpose{8}, n);
    ChatCalibration drawn = calibration;
    for (GroupCalibration& group : drawn.groups) {
        AnswerTimes& answers = group.answers;
        for (Estimate* one : {&group.starts_per_hour, &group.activity_size, &group.never_share})
            take_draw(*one, n);
        draw_share(answers.off_duty, chance);
        const double factor = factor_of_draw(answers.median_s, n);
        move_by(answers.law, factor);
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

std::size_t joint_draws(const PortalCalibration& calibration) {
    return calibration.threads_per_week.draws.size();
}

PortalCalibration joint_draw(const PortalCalibration& calibration, std::size_t n) {
    sim::Stream chance = stream_of_shares(sim::Purpose{7}, n);
    PortalCalibration drawn = calibration;
    take_draw(drawn.threads_per_week, n);
    take_draw(drawn.intensity_size, n);
    for (PortalWork& work : drawn.work) {
        move_by(work.notice, factor_of_draw(work.notice_median, n));
        draw_share(work.off_duty, chance);
        work.reading_sd_s *= factor_of_draw(work.reading_s, n);
        work.in_hand_sd_s *= factor_of_draw(work.in_hand_s, n);
    }
    draw_topics(drawn.topics, chance);
    for (Estimate& one : drawn.follow_up) draw_share(one, chance);
    return drawn;
}

}  // namespace wardwire::analysis

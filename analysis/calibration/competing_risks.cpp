// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/competing_risks.hpp"

#include <algorithm>

namespace wardwire::analysis {

double CumulativeIncidence::by(std::size_t cause, double time) const {
    const auto steps = std::ranges::upper_bound(times, time) - times.begin();
    return steps == 0 ? 0.0 : ended[cause][static_cast<std::size_t>(steps - 1)];
}

CumulativeIncidence aalen_johansen(std::vector<Ending> endings, std::size_t causes) {
    CumulativeIncidence incidence;
    incidence.ended.resize(causes);
    std::ranges::sort(endings, {}, &Ending::time);
    double at_risk = 0.0;
    for (const Ending& one : endings) at_risk += one.weight;
    double surviving = 1.0;
    std::vector<double> so_far(causes, 0.0);
    std::vector<double> now(causes);
    for (std::size_t i = 0; i < endings.size();) {
        const double time = endings[i].time;
        double leaving = 0.0;
        double over = 0.0;
        std::ranges::fill(now, 0.0);
        for (; i < endings.size() && endings[i].time == time; ++i) {
            leaving += endings[i].weight;
            if (!endings[i].cause) continue;
            now[*endings[i].cause] += endings[i].weight;
            over += endings[i].weight;
        }
        if (over > 0.0) {
            incidence.times.push_back(time);
            for (std::size_t cause = 0; cause < causes; ++cause) {
                so_far[cause] += surviving * now[cause] / at_risk;
                incidence.ended[cause].push_back(so_far[cause]);
            }
            surviving *= std::max(0.0, 1.0 - over / at_risk);
        }
        at_risk -= leaving;
    }
    return incidence;
}

}  // namespace wardwire::analysis

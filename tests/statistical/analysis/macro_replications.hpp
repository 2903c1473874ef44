// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdlib>

namespace wardwire::tests {

/// How many studies a promise is tried in: so many, or as the environment says for the long ones.
inline int macro_replications(int usual) {
    const char* said = std::getenv("WARDWIRE_MACRO_REPLICATIONS");
    return said != nullptr ? std::atoi(said) : usual;
}

/// Four standard errors of a share over so many studies.
inline double four_errors(double share, int studies) {
    return 4.0 * std::sqrt(share * (1.0 - share) / studies);
}

}  // namespace wardwire::tests

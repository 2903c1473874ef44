// SPDX-License-Identifier: Apache-2.0
#include "app/libraries.hpp"

#include <boost/version.hpp>

#include "analysis/store/library.hpp"

namespace wardwire::app {

std::string libraries() {
    return analysis::store_library() + ", Boost " + std::to_string(BOOST_VERSION / 100000) + "." +
           std::to_string(BOOST_VERSION / 100 % 1000);
}

}  // namespace wardwire::app

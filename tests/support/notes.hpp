// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "tests/support/ward.hpp"

namespace wardwire::test {

/// Nurses who write one message each, which nobody answers.
struct Notes : Ward {
    explicit Notes(std::uint32_t nurses, sim::Duration length = sim::weeks{4})
        : Ward(length), nurse(role("nurse", nurses)) {
        models::ChatSpec& chat = scenario.chat.emplace();
        chat.starts_per_second = {1.0 / 3600.0};
        chat.profile.fill(1.0);
        chat.to = {{1.0}};
        chat.users_probability = {1.0};
        chat.continuation_probability = {0.0};
        chat.writing = {always(second(1))};
        chat.reading = {always(second(1))};
    }
    models::ChatSpec& chat() { return *scenario.chat; }
    models::RoleId nurse;
};

}  // namespace wardwire::test

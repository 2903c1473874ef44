// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/arguments.hpp"

/// What studies would run, why, how long and how many bytes: `plan` in front of their command
/// lines. Nothing is written.
namespace wardwire::app {

int plan_run(const Arguments& arguments);
int plan_compare(const Arguments& arguments);
int plan_sweep(const Arguments& arguments);
int plan_select(const Arguments& arguments);
int plan_sensitivity(const Arguments& arguments);
int plan_staff(const Arguments& arguments);
int plan_forecast(const Arguments& arguments);

}  // namespace wardwire::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/arguments.hpp"

/// What each command does; one file each.
namespace wardwire::app {

int run_command(const Arguments& arguments);
int compare_command(const Arguments& arguments);
int sweep_command(const Arguments& arguments);
int plan_command(const Arguments& arguments);
int select_command(const Arguments& arguments);
int sensitivity_command(const Arguments& arguments);
int staff_command(const Arguments& arguments);
int forecast_command(const Arguments& arguments);
int merge_command(const Arguments& arguments);
int validate_command(const Arguments& arguments);
int explain_command(const Arguments& arguments);
int schema_command(const Arguments& arguments);
int list_command(const Arguments& arguments);
int init_command(const Arguments& arguments);
int save_command(const Arguments& arguments);
int show_command(const Arguments& arguments);
int verify_command(const Arguments& arguments);
int bench_command(const Arguments& arguments);
int check_command(const Arguments& arguments);
int calibrate_command(const Arguments& arguments);
int compare_logs_command(const Arguments& arguments);
int tune_command(const Arguments& arguments);
int log_command(const Arguments& arguments);

}  // namespace wardwire::app

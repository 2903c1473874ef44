// SPDX-License-Identifier: Apache-2.0
#include "app/command.hpp"

int main(int argc, char** argv) { return wardwire::app::run_program({argv + 1, argv + argc}); }

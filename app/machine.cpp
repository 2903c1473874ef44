// SPDX-License-Identifier: Apache-2.0
#include "app/machine.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <thread>

namespace wardwire::app {

namespace {

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("model name")) continue;
        const std::size_t colon = line.find(": ");
        if (colon != std::string::npos) return line.substr(colon + 2) + ", ";
    }
    return "";
}

}  // namespace

std::string machine() {
    utsname name{};
    const unsigned cores = std::thread::hardware_concurrency();
    const std::string hardware = processor() + std::to_string(cores) + " cores";
    if (uname(&name) != 0) return hardware;
    return std::string(name.sysname) + " " + name.release + ", " + name.machine + ", " + hardware;
}

unsigned thread_count(unsigned asked) {
    return asked > 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

std::size_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t pages = 0, resident = 0;
    file >> pages >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace wardwire::app

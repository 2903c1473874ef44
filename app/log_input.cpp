// SPDX-License-Identifier: Apache-2.0
#include "app/log_input.hpp"

#include <cstdio>
#include <fstream>

#include "analysis/calibration/portal_log.hpp"
#include "analysis/log/log_error.hpp"
#include "analysis/store/sha256.hpp"
#include "analysis/store/store_error.hpp"
#include "app/log_report.hpp"
#include "app/log_wishes.hpp"
#include "app/wording.hpp"

namespace wardwire::app {

namespace {

std::string digest_of(const std::vector<std::filesystem::path>& files) {
    constexpr std::size_t digits = 12;
    analysis::Sha256Hasher hasher;
    std::vector<char> block(std::size_t{1} << 20);
    for (const std::filesystem::path& path : files) {
        std::ifstream file(path, std::ios::binary);
        if (!file) throw analysis::StoreError(path, "cannot be read");
        while (file.read(block.data(), static_cast<std::streamsize>(block.size())) ||
               file.gcount() > 0)
            hasher.add({block.data(), static_cast<std::size_t>(file.gcount())});
    }
    return analysis::text_of(hasher.hash()).substr(0, digits);
}

}  // namespace

LogInput read_log_input(const std::vector<std::string>& files, const Arguments& arguments,
                        SideTablesOf side) {
    std::vector<std::filesystem::path> paths(files.begin(), files.end());
    analysis::LogWishes wishes = log_wishes_of(arguments);
    if (side == SideTablesOf::another) {
        wishes.beside = {};
        wishes.may_be_simulated = true;
    }
    LogInput input{analysis::read_log(paths, wishes), {}, {}};
    if (!arguments.has("quiet")) std::fputs(repairs_text(input.imported).c_str(), stderr);
    refuse_repairs(input.imported, arguments);
    for (const std::filesystem::path& path : wishes.beside.given()) paths.push_back(path);
    input.digest = digest_of(paths);
    input.chat = analysis::gather_chat(input.imported.log);
    return input;
}

void refuse_repairs(const analysis::ImportedLog& imported, const Arguments& arguments) {
    if (!arguments.has("strict")) return;
    const analysis::ImportReport& report = imported.report;
    const std::uint64_t changed =
        report.count(analysis::Treatment::dropped) + report.count(analysis::Treatment::repaired);
    if (changed > 0)
        throw analysis::LogError(report.files.front(),
                                 grouped(changed) +
                                     " rows or values are not as they should be, and --strict "
                                     "repairs nothing");
}

void require_chat(const LogInput& input) {
    if (input.chat.conversations.empty())
        throw analysis::LogError(input.imported.report.files.front(),
                                 "nobody writes to a colleague here: all rows are of pools or of "
                                 "patients");
}

void require_messages(const LogInput& input) {
    if (input.chat.conversations.empty() &&
        analysis::gather_portal(input.imported.log).messages.empty())
        throw analysis::LogError(input.imported.report.files.front(),
                                 "nobody writes to a colleague here, and no patient to the team");
}

analysis::Weeks weeks_of(const Arguments& arguments) {
    const std::string text = arguments.text("weeks").value_or("all");
    if (text == "all") return analysis::Weeks::all;
    if (text == "odd") return analysis::Weeks::odd;
    if (text == "even") return analysis::Weeks::even;
    throw UsageError("--weeks needs all, odd or even, got \"" + text + "\"");
}

}  // namespace wardwire::app

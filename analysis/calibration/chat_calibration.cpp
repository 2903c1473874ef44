// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/chat_calibration.hpp"

#include "analysis/calibration/chat_parts.hpp"

namespace wardwire::analysis {

ChatCalibration calibrate_chat(const EventLog& log, const ChatLog& chat, const LeastCell& least,
                               double confidence, const ChatCalibration* like) {
    const LogCalendar calendar(log);
    const PortalLog portal = gather_portal(log);
    const StaffGroups staff = group_staff(log, chat, portal, least);
    std::vector<DutyHours> hours(staff.groups.size());
    // Without the clock on the wall there are no office hours to be found.
    if (log.is_zone_known) hours = find_duty_hours(staff_acts(chat, portal), staff, calendar);
    const StaffDuty duty(log, calendar, staff, std::move(hours));
    const ChatView view{log, chat, calendar, staff, duty, confidence, like};
    ChatCalibration calibration;
    calibration.first_monday = calendar.first_monday();
    calibration.weeks = calendar.weeks();
    calibration.conversations = chat.conversations.size();
    for (const ChatTurn& turn : chat.turns) calibration.messages += turn.messages;
    calibration.merged_roles = staff.merged;
    calibration.has_read_times = !log.read_at.empty();
    calibration.is_zone_known = log.is_zone_known;
    for (const CalendarDay& one : log.calendar)
        if (one.kind == DayKind::holiday) calibration.holidays.push_back(one.day);
    for (std::size_t g = 0; g < staff.groups.size(); ++g) {
        GroupCalibration& group = calibration.groups.emplace_back();
        group.group = staff.groups[g];
        group.duty = duty.hours(g);
        group.mean_people = duty.mean_people(g);
        group.full_time_share = duty.full_time_share(g);
        if (!duty.is_rostered(g)) continue;
        group.shifts = shift_kinds(log, calendar, staff, g);
        group.rostered_share = duty.rostered_share(g);
    }
    if (chat.conversations.empty()) return calibration;
    const ChatStarts starts = count_starts(view);
    estimate_days(view, starts, calibration);
    estimate_volume(view, starts, calibration);
    estimate_shape(view, calibration);
    estimate_habits(view, calibration);
    estimate_answers(view, calibration);
    estimate_hazards(view, least, calibration);
    return calibration;
}

}  // namespace wardwire::analysis

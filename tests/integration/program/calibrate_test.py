# SPDX-License-Identifier: Apache-2.0
"""Calibration as a user meets it: a log, a scenario, and how far apart the two are.

Usage: calibrate_test.py PROGRAM SOURCE_FOLDER [unittest arguments]
"""

import csv
import io
import json
import subprocess
import unittest

from in_a_folder import PROGRAM, InAFolder

MONTH = ["-p", "/horizon/length=4 weeks", "-p", "/horizon/warm_up=0 s"]


class FromALog(InAFolder):
    month = None  # a simulated log, the same for all tests

    def setUp(self):
        super().setUp()
        if FromALog.month is None:
            self.simulate("ward_secure_chat", "log.csv")
            FromALog.month = (self.folder / "log.csv").read_text()
        (self.folder / "log.csv").write_text(FromALog.month)

    def simulate(self, scenario, log, *more):
        self.expect(0, "run", scenario, "-n", "1", "--record", "full", "--log", log, "-o",
                    log + ".h5", "-q", *MONTH, *more)

    def calibrate(self, *more):
        return json.loads(self.expect(0, "calibrate", "log.csv", "--json", *more).stdout)

    def test_a_log_becomes_a_scenario_that_is_valid_runs_and_logs_alike(self):
        found = self.calibrate("--least-people", "6", "-o", "ours.json")
        self.assertEqual(self.expect(0, "validate", "ours.json").stdout.count("error"), 0)
        self.assertIn("nurse", found["groups"])
        self.assertEqual(found["groups"]["nurse"]["people"], 20)
        scenario = json.loads((self.folder / "ours.json").read_text())
        rate = scenario["chat"]["starts"]["nurse"]
        self.assertEqual(rate["status"], "measured")
        self.assertIn(f"log {found['log']}", rate["source"])
        self.assertEqual(rate["level"], "90 %")
        low, high = (float(end.removesuffix(" /h")) for end in rate["interval"])
        told = found["estimates"]["nurse: starts on duty"]
        self.assertAlmostEqual(high / low, told["upper"] / told["lower"], delta=0.001)
        self.assertIn("90 % interval", scenario["chat"]["effects"]["person"]["nurse"]["source"])
        pace = scenario["chat"]["writing"]
        self.assertEqual(pace["nurse"]["status"], "measured")
        self.assertNotEqual(pace["nurse"]["value"], pace["physician"]["value"])
        self.simulate("ours.json", "again.csv")
        distances = json.loads(self.expect(0, "compare-logs", "log.csv", "again.csv",
                                           "--json").stdout)["distances"]
        # Another month of the same: the volume within a fifth, the rest not much farther apart
        # than two halves of a month are.
        self.assertLess(distances["conversations"]["distance"], 0.2)
        for name in ("hour of week", "turns", "answered in time"):
            self.assertLess(distances[name]["ratio"], 2, name)

    def test_what_a_log_cannot_tell_is_said(self):
        notes = " ".join(self.calibrate()["not_identified"])
        self.assertIn("Other work", notes)
        self.assertIn("Demand", notes)
        self.assertNotIn("Notice delay against handling", notes)
        lines = (self.folder / "log.csv").read_text().splitlines()
        place = lines[0].split(",").index("read_at")
        blind = [",".join(line.split(",")[:place] + line.split(",")[place + 1:]) for line in lines]
        (self.folder / "log.csv").write_text("\n".join(blind) + "\n")
        self.assertIn("Notice delay against handling",
                      " ".join(self.calibrate()["not_identified"]))

    def test_a_roster_beside_the_log_becomes_the_roster_of_the_scenario(self):
        lines = [line.split(",") for line in (self.folder / "log.csv").read_text().splitlines()]
        place = lines[0].index
        roles = {}
        for line in lines[1:]:
            roles[line[place("sender_id")]] = line[place("sender_role")]
        staff = sorted(one for one, role in roles.items() if role != "patient")
        roster = ["person,from,to"]
        for k, one in enumerate(staff):
            for day in range(5, 33):  # day and night in turn, and every fourth day off
                if (day + k) % 4 == 0:
                    continue
                begin, end = ("07:00", "19:00") if k % 2 else ("19:00", "07:00")
                stamps = []
                for time, date in ((begin, day), (end, day + (begin > end))):
                    month, date = (1, date) if date <= 31 else (2, date - 31)
                    stamps.append(f"2026-{month:02}-{date:02}T{time}:00+00:00")
                roster.append(",".join([one] + stamps))
        (self.folder / "roster.csv").write_text("\n".join(roster) + "\n")
        (self.folder / "days.csv").write_text("date,kind\n2026-01-19,holiday\n")
        found = self.calibrate("--least-people", "6", "--rosters", "roster.csv", "--calendar",
                               "days.csv", "-o", "ours.json")
        self.assertIn("roster", found["estimates"]["nurse: starts on duty"]["method"])
        scenario = json.loads((self.folder / "ours.json").read_text())
        self.assertEqual(scenario["calendar"]["holidays"], ["2026-01-19"])
        nurse = scenario["roles"]["nurse"]["roster"]
        self.assertAlmostEqual(float(nurse["full_time_share"]["value"][:-2]), 75, delta=2)
        shifts = {(hours["from"], hours["to"]) for week in nurse["rotation"]["value"]
                  for hours in week}
        self.assertEqual(shifts, {("07:00", "19:00"), ("19:00", "07:00")})
        self.expect(0, "run", "ours.json", "-n", "1", "-q", "-p", "/horizon/length=1 week")

    def test_however_a_roster_is_kept_as_many_conversations_begin(self):
        rows = list(csv.DictReader(io.StringIO(FromALog.month)))
        logged = len({row["conversation_id"] for row in rows})
        staff = sorted({row["sender_id"] for row in rows if row["sender_role"] != "patient"})
        days = [f"2026-01-{day:02}" for day in range(5, 32)] + ["2026-02-01"]
        rosters = {"of half the people": (staff[::2], [("00:00", "23:45")]),
                   "in two pieces": (staff, [("00:00", "11:30"), ("12:00", "23:45")]),
                   "of log-ins": (staff, [(f"{h:02}:05", f"{h:02}:50") for h in range(24)])}
        for kind, (people, hours) in rosters.items():
            (self.folder / "roster.csv").write_text("person,from,to\n" + "".join(
                f"{one},{day}T{begin}:00+00:00,{day}T{end}:00+00:00\n"
                for one in people for day in days for begin, end in hours))
            self.expect(0, "calibrate", "log.csv", "--rosters", "roster.csv", "--least-people", "6",
                        "-q", "-f", "-o", "ours.json")
            outcomes = self.expect(0, "run", "ours.json", "-n", "4", "-f", "--csv").stdout
            begun = [float(row["mean"]) for row in csv.DictReader(io.StringIO(outcomes))
                     if row["outcome"] == "conversations_started"]
            self.assertAlmostEqual(begun[0] / logged, 1, delta=0.15, msg=kind)

    def test_how_waits_end_is_told_and_not_used(self):
        self.expect(0, "run", "nurse_triage", "-n", "1", "--record", "full", "-q", "--log", "t.csv",
                    "-p", "/roles/nurse/count=3")
        words = self.expect(0, "calibrate", "t.csv", "--least-people", "3").stdout
        self.assertIn("Told, not used in the scenario:\nmessages at triage: answered by 1 h", words)
        found = json.loads(self.expect(0, "calibrate", "t.csv", "--least-people", "3",
                                       "--json").stdout)["estimates"]
        ends = [found[f"messages at triage: {end} by 7 days"]
                for end in ("answered", "closed unanswered", "handed on")]
        # The nurses see to all within a week, and hand on what they do not resolve.
        self.assertAlmostEqual(sum(end["value"] for end in ends), 1, delta=0.01)
        self.assertTrue(all(end["used"] is False for end in ends))
        self.assertNotIn("used", found["triage: taken in 1 h"])

    def test_who_began_does_not_matter_in_a_ward_where_all_partners_are_alike(self):
        weight = self.calibrate()["estimates"]["begins with who has begun with them lately"]
        self.assertLess(weight["lower"], 0)
        self.assertGreater(weight["upper"], 0)

    def test_how_people_differ_and_exchange_messages_comes_back(self):
        gamma = {"law": "gamma", "mean": 1, "sd": 1}
        world = {"wardwire_scenario": 1, "horizon": {"length": "12 weeks"},
                 "roles": {"nurse": {"count": 80, "attention": {"chat": {
                     "noticed_at_once": "0 %",
                     "notice_delay": {"law": "uniform", "low": "1 min", "high": "39 min"}}}}},
                 "chat": {"starts": {"nurse": "0.3 /h"}, "to": {"nurse": {"nurse": "100 %"}},
                          "users": ["100 %"], "continuation": ["50 %"],
                          "writing": "1 s", "reading": "1 s",
                          "effects": {"people": "dealt", "person": gamma, "popularity": gamma,
                                      "alike": "80 %", "answers": {"law": "gamma", "mean": 1,
                                                                   "sd": 0.8}},
                          "exchange": {"within": "10 min", "notice_delay": "1 min"}}}
        (self.folder / "world.json").write_text(json.dumps(world))
        self.expect(0, "run", "world.json", "-n", "1", "--record", "full", "-q", "--log", "w.csv")
        found = json.loads(self.expect(0, "calibrate", "w.csv", "--json", "-o", "w.json").stdout)
        found = found["estimates"]
        exchange = found["wait of who has just written"]
        self.assertAlmostEqual(exchange["value"], 60, delta=10)
        alike = found["who writes more is chosen more"]
        self.assertLess(alike["lower"], 0.8)
        self.assertGreater(alike["upper"], 0.8)
        self.assertGreater(found["nurse: size of willingness"]["value"], 1)
        self.assertLess(found["nurse: size of willingness"]["upper"], 100)
        chat = json.loads((self.folder / "w.json").read_text())["chat"]
        self.assertEqual(chat["exchange"]["within"], "600 s")
        self.assertIn("answers", chat["effects"])
        self.expect(0, "run", "w.json", "-n", "1", "-q", "-p", "/horizon/length=1 week")

    def test_circles_of_people_come_back_and_are_not_taken_for_memory(self):
        for affinity, circle, again in (({"circle": 8}, 8, 0), ({"again": "40 %"}, None, 0.4)):
            world = {"wardwire_scenario": 1, "horizon": {"length": "6 weeks"},
                     "roles": {"nurse": {"count": 60}},
                     "chat": {"starts": {"nurse": "0.2 /h"}, "users": ["100 %"],
                              "to": {"nurse": {"nurse": "100 %"}}, "continuation": ["50 %"],
                              "affinity": affinity}}
            (self.folder / "world.json").write_text(json.dumps(world))
            self.expect(0, "run", "world.json", "-n", "1", "--record", "full", "-q",
                        "--force", "--log", "w.csv")
            estimates = json.loads(self.expect(0, "calibrate", "w.csv", "--json", "-o",
                                               "w.json", "--force").stdout)["estimates"]
            self.assertAlmostEqual(estimates["turns to a latest partner"]["value"], again,
                                   delta=0.03)
            found = json.loads((self.folder / "w.json").read_text())["chat"]["affinity"]
            self.assertEqual("circle" in found, circle is not None)
            if circle:
                self.assertLess(abs(found["circle"]["value"] / circle - 1), 0.15)

    def test_small_roles_are_not_told_apart(self):
        found = self.calibrate()
        self.assertEqual(list(found["groups"]), ["nurse", "other"])
        self.assertIn("pharmacist", found["merged_roles"])
        self.assertNotIn("pharmacist", json.dumps(found["estimates"]))

    def test_the_same_log_gives_the_same_numbers_on_any_number_of_cores(self):
        self.assertEqual(self.calibrate("--threads", "1"), self.calibrate("--threads", "3"))

    def test_half_of_the_weeks_are_kept_for_a_test(self):
        odd = self.calibrate("--weeks", "odd")
        even = self.calibrate("--weeks", "even")
        whole = self.calibrate()
        self.assertEqual(odd["conversations"] + even["conversations"], whole["conversations"])
        words = self.expect(0, "compare-logs", "log.csv", "log.csv", "--weeks", "even").stdout
        self.assertIn("Median ratio 0.00", words)

    def test_a_log_of_ours_is_known_beside_one_with_other_names(self):
        (self.folder / "theirs.csv").write_text(FromALog.month.replace("sender_id", "From", 1))
        words = self.expect(0, "compare-logs", "theirs.csv", "log.csv", "--map",
                            "sender_id=From").stdout
        self.assertIn("Median ratio 0.00", words)

    def test_a_calibration_is_tried_on_weeks_that_it_has_not_seen(self):
        found = json.loads(self.expect(0, "calibrate", "log.csv", "--least-people", "6",
                                       "--held-out", "even", "--runs", "2", "--json").stdout)
        hours = found["distances"]["hour of week"]
        # A month has two weeks to learn from: the calibration is near, a constant rate is not.
        self.assertLess(hours["ratio"], 2)
        self.assertLessEqual(hours["ratio_lower"], hours["ratio_upper"])
        self.assertLess(hours["distance"], hours["baselines"]["one rate"])
        answers = found["distances"]["answer times"]
        self.assertLess(answers["distance"], answers["baselines"]["exponential"])
        gaps = found["distances"]["gaps between messages"]["baselines"]
        self.assertLess(gaps["rates by hour and replies"], gaps["rates by hour"])
        for name in ("users", "role pairs", "answered in time"):
            self.assertLess(found["distances"][name]["baselines"]["weeks drawn again"], 0.2, name)
        self.assertEqual(set(found["in_time"]), {"answered"})
        words = self.expect(0, "calibrate", "log.csv", "--held-out", "last30", "--runs", "1").stdout
        self.assertIn("The weeks held out have", words)
        self.assertIn("too short to tell whether it is stationary", words)
        self.assertIn("rates by hour", words)
        self.expect(2, "calibrate", "log.csv", "--held-out", "some")
        self.expect(2, "calibrate", "log.csv", "--held-out", "odd", "-o", "ours.json")

    def test_joint_draws_go_into_a_forecast(self):
        self.calibrate("-o", "ours.json", "--draws", "draws.jsonl")
        draws = (self.folder / "draws.jsonl").read_text().splitlines()
        self.assertEqual(len(draws), 200)
        first, second = json.loads(draws[0]), json.loads(draws[1])
        self.assertEqual(first.keys(), second.keys())
        self.assertIn("/chat/starts/nurse", first)
        self.assertNotEqual(first["/chat/starts/nurse"], second["/chat/starts/nurse"])
        # Four weeks do not tell how their level may wander.
        self.assertNotIn("/chat/growth/changes", first)
        (self.folder / "few.jsonl").write_text("\n".join(draws[:2]) + "\n")
        told = self.expect(0, "forecast", "ours.json", "--draws", "few.jsonl", "--over", "3 months",
                           "--outcome", "conversations_started", "-n", "1", "-f").stdout
        self.assertIn("parameters", told)

    def test_rows_that_are_left_out_are_told_and_strict_refuses_them(self):
        rows = FromALog.month.count("\n")
        with open(self.folder / "log.csv", "a", encoding="utf-8") as log:
            log.write(FromALog.month.splitlines()[-1].replace("2026-", "yesterday ") + "\n")
        left_out = (f"{rows - 1:,} of {rows:,} rows are used", "no readable sent_at",
                    f"line {rows + 1} (yesterday ")
        for command in (["calibrate", "log.csv"], ["calibrate", "log.csv", "--held-out", "odd"],
                        ["compare-logs", "log.csv", "log.csv"]):
            told = self.expect(0, *command).stderr
            self.assertEqual([one for one in left_out if one not in told], [])
            refused = self.expect(3, *command, "--strict").stderr
            self.assertIn("1 rows or values are not as they should be", refused)
        quiet = self.expect(0, "calibrate", "log.csv", "--json", "-q")
        self.assertEqual(quiet.stderr, "")
        found = json.loads(quiet.stdout)["import"]
        self.assertEqual((found["rows_read"], found["rows_kept"]), (rows, rows - 1))
        self.assertEqual(found["oddities"][0]["places"][0]["line"], rows + 1)

    def test_what_cannot_be_calibrated_is_refused_with_a_reason(self):
        self.expect(2, "calibrate")
        self.expect(2, "calibrate", "log.csv", "--time-zone", "Mars/Olympus")
        self.expect(2, "calibrate", "log.csv", "--weeks", "some")
        self.expect(2, "compare-logs", "log.csv")
        (self.folder / "empty.csv").write_text("")
        self.assertIn("empty.csv", self.expect(3, "calibrate", "empty.csv").stderr)
        self.calibrate("-o", "ours.json")
        self.expect(4, "calibrate", "log.csv", "-o", "ours.json")
        self.expect(0, "calibrate", "log.csv", "-o", "ours.json", "--force")
        for words in (["-o", "x", "--draws", "x"], ["-o", "log.csv", "-f"], ["--runs", "3"]):
            self.expect(2, "calibrate", "log.csv", *words)
        self.expect(4, "calibrate", "log.csv", "-o", "/dev/null", "-f")
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([PROGRAM, "calibrate", "log.csv", "--json"],
                                  cwd=self.folder, stdout=full, stderr=subprocess.PIPE, text=True,
                                  check=False)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn("standard output cannot be written", done.stderr)
        lines = (self.folder / "log.csv").read_text().splitlines(keepends=True)
        one = lines[1].split(",")
        two = [line for line in lines[1:] if {one[2], one[4]} == set(line.split(",")[2:5:2])]
        (self.folder / "two.csv").write_text("".join(lines[:1] + two))
        self.assertIn("has 2 people of the staff",
                      self.expect(3, "calibrate", "two.csv", "-o", "two.json").stderr)
        self.assertFalse((self.folder / "two.json").exists())
        week = [line for line in lines[1:] if line.split(",")[6] < "2026-01-12"]
        (self.folder / "week.csv").write_text("".join(lines[:1] + week))
        self.assertIn("is of one week",
                      self.expect(3, "calibrate", "week.csv", "--draws", "d.jsonl").stderr)
        self.assertFalse((self.folder / "d.jsonl").exists())


if __name__ == "__main__":
    unittest.main()

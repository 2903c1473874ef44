# SPDX-License-Identifier: Apache-2.0
"""Calibration from messages of patients: pools, hand-offs, growth, and forecasts of them.

Usage: calibrate_patients_test.py PROGRAM SOURCE_FOLDER [unittest arguments]
"""

import json
import unittest

from in_a_folder import InAFolder


class FromPatients(InAFolder):
    def test_a_pool_comes_back_from_its_log(self):
        def waits(log):
            found = json.loads(self.expect(0, "calibrate", log, "--least-people", "3", "--json",
                                           "-o", log + ".json").stdout)["estimates"]
            return {name: one["value"] for name, one in found.items()}, found

        run = ["-n", "1", "--record", "full", "-q"]
        self.expect(0, "run", "nurse_triage", *run, "--log", "given.csv", "-p",
                    "/roles/nurse/count=3")
        given, found = waits("given.csv")
        # What the scenario of that log says of medication, and of the primary's deadline.
        share = found["medication: resolved by nurse"]
        self.assertLess(share["lower"] - 0.03, 0.30)
        self.assertGreater(share["upper"] + 0.03, 0.30)
        self.assertIn("physician: deadline of 9 business hours", found)
        ours = json.loads((self.folder / "given.csv.json").read_text())
        self.assertEqual(ours["pools"]["triage"]["members"]["value"], ["nurse"])
        self.assertEqual(ours["roles"]["nurse"]["forwards_to"], "primary")
        self.assertEqual(ours["patients"]["primary"], "physician")
        self.assertEqual(ours["portal"]["routing"], [{"to": "pool:triage"}])
        self.expect(0, "run", "given.csv.json", *run, "--log", "again.csv")
        again, _ = waits("again.csv")
        # Visits and calls are not in the log: what waits for them is taken somewhat sooner.
        for name, most in (("triage: taken in 1 h", 0.12), ("triage: taken in 1 day", 0.06),
                           ("physician: taken in 1 day", 0.08),
                           ("medication: resolved by nurse", 0.06),
                           ("goes on after answer 1", 0.06)):
            self.assertAlmostEqual(given[name], again[name], delta=most, msg=name)
        for name in ("nurse: has in hand, to resolve", "nurse: has in hand, to hand on"):
            self.assertAlmostEqual(again[name] / given[name], 1, delta=0.1, msg=name)

    def test_how_members_share_a_pool_is_found_again(self):
        for claim, given, written in (("random", "at random", "random"),
                                      ("round_robin", "in turn", "round_robin"),
                                      ("least_loaded", "by load", "least_loaded"),
                                      ("sticky", "by who answered the conversation", "sticky"),
                                      ("pull", "by who is free first", "random")):
            with self.subTest(claim=claim):
                self.expect(0, "run", "nurse_triage", "-n", "1", "-q", "--record", "full",
                            "--log", claim + ".csv", "-o", claim + ".h5",
                            "-p", "/roles/nurse/count=3", "-p", f"/pools/triage/claim={claim}")
                pool = json.loads(self.expect(0, "calibrate", claim + ".csv", "--least-people",
                                              "3", "--json", "-o", claim + ".json").stdout)
                self.assertEqual(pool["patients"]["pools"]["triage"]["given"], given)
                ours = json.loads((self.folder / (claim + ".json")).read_text())
                self.assertEqual(ours["pools"]["triage"]["claim"]["value"], written)

    def test_logs_of_patients_messages_are_compared_and_tried_on_other_weeks(self):
        for seed in ("1", "2"):
            self.expect(0, "run", "nurse_triage", "-n", "1", "--record", "full", "-q", "--log",
                        f"seed_{seed}.csv", "-o", f"{seed}.h5", "--seed", seed, "-p",
                        "/roles/nurse/count=3")
        of_patients = {"messages of patients", "hours of patients", "taken in time",
                       "waiting in pools", "resolved in time", "escalated"}
        found = json.loads(self.expect(0, "compare-logs", "seed_1.csv", "seed_2.csv",
                                       "--json").stdout)
        told = {name for name, one in found["distances"].items() if one["ratio"] is not None}
        self.assertEqual(told, of_patients)
        # The same ward under another seed is as near as the halves of its log are.
        self.assertLess(found["median_ratio"], 1.25)
        self.assertLess(found["largest_ratio"], 2.5)
        self.assertEqual(set(found["in_time"]), {"taken from a pool", "resolved for a patient"})
        within = found["in_time"]["resolved for a patient"]["1 day"]
        self.assertLess(within["lower"], within["share"])
        self.assertLess(abs(within["share"] - within["other"]), 0.05)
        tried = json.loads(self.expect(0, "calibrate", "seed_1.csv", "--least-people", "3",
                                       "--held-out", "even", "--json").stdout)
        self.assertLess(abs(tried["simulated_messages"] / tried["messages"] - 1), 0.15)
        self.assertLess(tried["distances"]["hours of patients"]["ratio"], 2)
        self.assertIn("weeks drawn again", tried["distances"]["taken in time"]["baselines"])
        self.assertEqual(set(tried["drift_p_values"]), {"messages of patients", "resolved in time"})

    def test_threads_that_grow_and_a_pool_that_nobody_takes_from_make_a_valid_scenario(self):
        (self.folder / "growing.json").write_text(json.dumps({
            "wardwire_scenario": 1, "extends": "nurse_triage", "horizon": {"length": "26 weeks"},
            "patients": {"growth": {"trend": {"per_year": "300 %"}}}}))
        self.expect(0, "run", "growing.json", "-n", "1", "-q", "--record", "full", "--log",
                    "growing.csv", "-o", "growing.h5", "-p", "/roles/nurse/count=3")
        lines = (self.folder / "growing.csv").read_text().splitlines()
        place = lines[0].split(",").index
        taken = ("read_at", "responded_at", "responder_id", "claimed_by", "claimed_at",
                 "recipient_id", "recipient_role")
        through_fax = [lines[0]]
        for line in lines[1:]:
            row = line.split(",")
            if row[place("pool_id")] == "triage" and row[place("hop")] == "0":
                fax = list(row)
                for name in taken:
                    fax[place(name)] = ""
                fax[place("pool_id")] = "fax"
                fax[place("closed_at")] = row[place("delivered_at")]
                row[place("escalation_level")] = "1"
                through_fax.append(",".join(fax))
            through_fax.append(",".join(row))
        (self.folder / "fax.csv").write_text("\n".join(through_fax) + "\n")
        found = json.loads(self.expect(0, "calibrate", "fax.csv", "--least-people", "3", "--json",
                                       "-o", "ours.json").stdout)["estimates"]
        growth = found["growth of threads from week to week"]
        self.assertLess(growth["lower"], 4 ** (1 / 52))  # four times as many in a year
        self.assertGreater(growth["upper"], 4 ** (1 / 52))
        ours = json.loads((self.folder / "ours.json").read_text())
        factors = [change["factor"] for change in ours["patients"]["growth"]["changes"]]
        self.assertAlmostEqual(sum(factors) / len(factors), 1, delta=0.02)
        self.assertGreater(factors[-1] / factors[0], 1.5)
        self.assertEqual(list(ours["pools"]), ["triage"])
        self.assertEqual(ours["portal"]["routing"][-1]["to"], "pool:triage")
        self.assertEqual(self.expect(0, "validate", "ours.json").stdout.count("error"), 0)

    def test_a_forecast_of_patients_messages_knows_what_their_log_leaves_open(self):
        self.expect(0, "run", "nurse_triage", "-n", "1", "--record", "full", "-q", "--log", "t.csv",
                    "-o", "t.h5")
        self.expect(0, "calibrate", "t.csv", "--least-people", "2", "-q", "-o", "ours.json",
                    "--draws", "draws.jsonl")
        draws = [json.loads(line) for line in
                 (self.folder / "draws.jsonl").read_text().splitlines()]
        self.assertEqual(len(draws), 200)
        changes = [one["/patients/growth/changes"] for one in draws]
        weeks = len(changes[0]) - 156
        self.assertEqual(changes[0][:weeks], changes[1][:weeks])
        self.assertEqual(changes[0][2 * weeks - 1]["factor"], changes[0][-1]["factor"])
        levels = sorted(one[-1]["factor"] for one in changes)
        self.assertTrue(0.2 < levels[10] < 0.95 and 1.05 < levels[-10] < 5, levels)
        shares = [float(value.removesuffix(" %")) for key, value in draws[0].items()
                  if key.endswith("/share")]
        self.assertAlmostEqual(sum(shares), 100, delta=0.001)
        for key in ("/patients/threads", "/patients/intensity", "/patients/growth/changes",
                    "/portal/use_types/medication/resolved_by/other"):
            self.assertGreater(len({json.dumps(one[key]) for one in draws}), 15, key)
        (self.folder / "some.jsonl").write_text("\n".join(map(json.dumps, draws[:16])) + "\n")
        forecast = ["forecast", "ours.json", "--over", "9 months", "-n", "1", "-f", "--json",
                    "--outcome", "messages_from_patients"]
        width = {}
        for name, more in (("drawn", ["--draws", "some.jsonl"]), ("intervals", ["--sets", "16"])):
            told = json.loads(self.expect(0, *forecast, *more).stdout)
            last = told["outcomes"][0]["periods"][-1]
            width[name] = last["prediction"][1] / last["prediction"][0]
        # The level may wander after the log, which intervals of the log's own values do not tell.
        self.assertGreater(width["drawn"], width["intervals"])


if __name__ == "__main__":
    unittest.main()

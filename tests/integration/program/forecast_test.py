# SPDX-License-Identifier: Apache-2.0
"""Forecasts as a user meets them: against arithmetic, with real files and real kills.

Usage: forecast_test.py PROGRAM SOURCE_FOLDER [unittest arguments]
"""

import datetime
import json
import math
import statistics
import unittest

from in_a_folder import InAFolder, digest

WEEKLY = 1.01
START = datetime.date(2026, 1, 5)
# Enough staff that nobody waits: the arithmetic is that of arrivals alone.
GROWING = {
    "wardwire_scenario": 1,
    "title": "A portal that grows by one in a hundred every week",
    "calendar": {"start": START.isoformat()},
    "horizon": {"warm_up": "1 day", "length": "1 week"},
    "roles": {"nurse": {"count": 30}},
    "pools": {"inbox": {"members": "nurse"}},
    "patients": {"count": 400, "threads": "40 /year",
                 "growth": {"trend": {"per_year": f"{100 * (WEEKLY ** (365.25 / 7) - 1):.6f} %"}}},
    "portal": {"use_types": {"message": {"share": "100 %", "handling": "1 min"}},
               "routing": [{"to": "pool:inbox"}]},
}


def expected_messages(first, last, per_year=400 * 40, weekly=WEEKLY):
    """Messages from one date to another: the rate of each day, by the calendar."""
    days = range((first - START).days, (last - START).days)
    return sum(per_year / 365.25 * weekly ** (day / 7) for day in days)


class Forecasting(InAFolder):
    def write(self, **changes):
        (self.folder / "g.json").write_text(json.dumps({**GROWING, **changes}))

    def forecast(self, code, *arguments):
        return self.expect(code, "forecast", "g.json", *arguments)

    def told(self, *arguments):
        return json.loads(self.forecast(0, "--json", "-f", *arguments).stdout)

    def test_parts_merge_into_the_whole_and_replications_are_added(self):
        self.write()
        short = ["--over", "2 months", "--by", "month"]
        whole = self.told(*short, "-n", "6", "-o", "whole.h5")
        for part in (1, 2, 3):
            told = self.forecast(0, *short, "-n", "6", "--shard", f"{part}/3", "-o", f"{part}.h5")
            self.assertIn(f"Part {part}/3, 2 of 6 runs", told.stdout)
        self.expect(0, "merge", "3.h5", "1.h5", "2.h5", "-o", "merged.h5")
        self.assertEqual(digest(self.folder / "merged.h5"), digest(self.folder / "whole.h5"))
        # The forecast of what is merged: nothing is left to run.
        self.assertEqual(json.loads(self.forecast(0, *short, "-n", "6", "-o", "merged.h5",
                                                  "--resume", "--json").stdout), whole)
        self.forecast(0, *short, "-n", "2", "-o", "grown.h5")
        self.forecast(0, *short, "-n", "6", "-o", "grown.h5", "--resume")
        self.assertEqual(digest(self.folder / "grown.h5"), digest(self.folder / "whole.h5"))
        self.assertIn("of another scenario",
                      self.forecast(4, "--over", "3 months", "--by", "month", "-n", "6", "-o",
                                    "grown.h5", "--resume").stderr)
        self.assertIn("contradict",
                      self.forecast(2, *short, "--shard", "1/2", "--service", "x >= 1",
                                    "--staff-of", "/roles/nurse/count").stderr)

    def test_volume_that_grows_by_one_in_a_hundred_a_week_is_that_of_arithmetic(self):
        self.write()
        told = self.told("--over", "1 year", "-n", "12", "--outcome", "messages_from_patients")
        quarters = told["outcomes"][0]["periods"]
        self.assertEqual([q["period"] for q in quarters],
                         ["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"])
        for quarter, month in zip(quarters, (4, 7, 10, 13)):
            first = datetime.date(2026 + month // 13, (month - 1) % 12 + 1, 1)
            last = datetime.date(2026 + (month + 3) // 13, (month + 2) % 12 + 1, 1)
            expected = expected_messages(first, last)
            # The mean of 12 Poisson counts; 4 standard errors, false alarm 1 in 4,000 for all four.
            # A trend of 0.9 % a week would be 8 of them away in the last quarter.
            error = math.sqrt(expected / 12)
            self.assertLess(abs(quarter["mean"] - expected), 4 * error, quarter)
            self.assertEqual(quarter["variance_of_parameters"], 0)

    def test_the_variance_of_a_known_parameter_is_found(self):
        # Twelve rates, equally likely to be 30 or 50 a year for each patient: a variance that
        # arithmetic knows, beside that of Poisson counts.
        self.write(patients={"count": 400, "threads": "40 /year"})
        rates = [30, 50] * 6
        (self.folder / "draws.csv").write_text(
            "/patients/threads\n" + "".join(f"{rate} /year\n" for rate in rates))
        told = self.told("--over", "1 month", "--by", "month", "-n", "6", "--draws", "draws.csv",
                         "--outcome", "messages_from_patients")
        month = told["outcomes"][0]["periods"][0]
        per_rate = 400 * 28 / 365.25  # in a February
        expected = statistics.variance(rate * per_rate for rate in rates)
        self.assertLess(abs(month["variance_of_parameters"] / expected - 1), 0.2)
        # 66 mean squares of Poisson counts around 40 · per_rate: 4 standard errors of their mean.
        self.assertLess(abs(month["variance_of_luck"] / (40 * per_rate) - 1), 4 * math.sqrt(2 / 60))
        low, high = month["prediction"]
        self.assertLess(low, 30 * per_rate)
        self.assertGreater(high, 50 * per_rate)

    def test_an_interval_of_the_scenario_is_drawn_from_and_none_means_luck_alone(self):
        self.write(patients={"count": 400, "threads": {
            "value": "40 /year", "interval": ["30 /year", "52 /year"], "status": "assumed"}})
        once = ["--over", "1 month", "--by", "month", "-n", "2"]
        words = self.forecast(0, *once, "--sets", "8").stdout
        for part in ("8 sets of 1 parameter", "messages_from_patients", "2026-02", "parameters:"):
            self.assertIn(part, words)
        import h5py
        with h5py.File(self.folder / "g_forecast.h5") as file:
            rates = file["design/patients.threads"]
            self.assertEqual(len(set(rates[:])), 8)
            self.assertEqual(list(rates[:8]), list(rates[8:]))
            self.assertEqual(list(file["design/replication"]), 8 * [0] + 8 * [1])
            self.assertEqual(file["metrics/messages_from_patients"].shape, (16, 1))
            self.assertEqual([name.decode() for name in file["period"][:]], ["2026-02"])
        self.write()
        self.assertIn("no parameter is uncertain", self.forecast(0, *once, "-f").stdout)
        threads = json.dumps({"value": "40 /year", "interval": ["30 /year", "52 /year"],
                              "status": "assumed"})
        self.assertIn("3 sets of 1 parameter",
                      self.forecast(0, *once, "-f", "--sets", "3", "-p",
                                    f"/patients/threads={threads}").stdout)

    def test_the_staff_for_a_service_grows_with_the_messages(self):
        # Twenty minutes each for one queue that grows fourfold: arithmetic asks for more staff.
        self.write(roles={"nurse": {"count": 2}},
                   patients={"count": 400, "threads": "40 /year", "growth": {
                       "changes": [{"from": "2026-03-01", "factor": 4}]}},
                   portal={**GROWING["portal"], "use_types": {"message": {"share": "100 %",
                       "handling": {"law": "exponential", "mean": "20 min"}}}})
        arguments = ["--over", "2 months", "--by", "month", "-n", "6", "--service",
                     "pool_wait[inbox] <= 10 min", "--staff-of", "/roles/nurse/count"]
        staff = self.told(*arguments)["staff"]
        # 1.83 messages an hour are a load of 0.61, and later of 2.43. By Erlang's formula two wait
        # 2.04 min and one 31; then four wait 3.8 min, and three 24.
        self.assertEqual([month["needed"] for month in staff["periods"]], [2, 4])
        self.assertEqual([month["plan"] for month in staff["periods"]], [2, 4])
        self.assertTrue(staff["is_kept"])
        self.assertIn("> 3", self.forecast(1, *arguments, "--most", "3", "-f").stdout)

    def test_a_forecast_killed_again_and_again_ends_with_the_same_bytes(self):
        self.write()
        self.expect_kills_to_lose_nothing(4, "forecast", "g.json", "--over", "1 year", "-n", "12")

    def test_what_is_wrong_is_told_before_anything_runs(self):
        self.write()
        (self.folder / "d.csv").write_text("/patients/threads\n40 /year\n-1 /year\n")
        (self.folder / "e.csv").write_text("/patients/thraeds\n40 /year\n")
        service = ["--service", "pool_wait[inbox] <= 10 min"]
        for arguments, words in (
                (["--by", "week"], "month, quarter or year"),
                (["--over", "1 day"], "one period to 100 years"),
                (["--over", "long"], "--over cannot be read"),
                (["--draws", "none.csv"], "cannot be read"),
                (["--draws", "d.csv"], "draw 2 of d.csv"),
                (["--draws", "e.csv"], 'did you mean "threads"?'),
                (["--draws", "d.csv", "--sets", "3"], "contradict"),
                (["--outcome", "pool_wiat"], 'did you mean "pool_wait"?'),
                (["-p", "/horizon/length=1 week"], "--over says how long"),
                (service, "need each other"),
                ([*service, "--staff-of", "/roles/nurs/count"], "/roles/nurse/count"),
                (["--most", "3"], "--most needs --service"),
                (["--service", "pool_wait 3", "--staff-of", "/roles/nurse/count"], "is no bound"),
                (["--service", "pool_wait[inbox] <= 3 USD", "--staff-of", "/roles/nurse/count"],
                 'behind the sign in "min"')):
            self.assertIn(words, self.forecast(2, *arguments).stderr, arguments)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["d.csv", "e.csv", "g.json"])


if __name__ == "__main__":
    unittest.main(verbosity=2)

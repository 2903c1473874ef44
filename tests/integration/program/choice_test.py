# SPDX-License-Identifier: Apache-2.0
"""Choosing systems and finding the factors that matter, as a user meets it.

Usage: choice_test.py PROGRAM SOURCE_FOLDER [unittest arguments]
"""

import json
import unittest

from in_a_folder import SHORT, InAFolder

COST = ["--smallest", "cost[nurse]"]


class Choosing(InAFolder):
    def select(self, code, *arguments):
        return self.expect(code, "select", "nurse_triage", "+/roles/nurse/count=3",
                           "+/roles/nurse/count=4", *arguments, *SHORT)

    def test_every_procedure_finds_the_cheapest_staffing(self):
        for procedure in ("kn", "kn++", "rinott", "nsgs"):
            report = json.loads(self.select(0, *COST, "--indifference", "500 USD", "--procedure",
                                            procedure, "--first-stage", "5", "--json").stdout)
            self.assertEqual(report["best"], "nurse_triage", procedure)
            self.assertTrue(report["decided"])
        out = self.select(0, *COST, "--procedure", "ocba", "--budget", "8", "--first-stage",
                          "5").stdout
        self.assertIn("with a probability of at least 1", out)

    def test_a_difference_too_small_for_the_budget_is_not_decided(self):
        done = self.expect(1, "select", "nurse_triage", "+/roles/nurse/reading=12 s", "--smallest",
                           "first_response_time", "--indifference", "0.001 h", "--first-stage",
                           "3", "--budget", "6", *SHORT)
        self.assertIn("Not decided: the budget of 6 replications", done.stdout)

    def test_of_systems_that_never_differ_the_first_is_chosen_at_once(self):
        report = json.loads(self.expect(0, "select", "nurse_triage", "+/roles/nurse/count=2", *COST,
                                        "--indifference", "1 USD", "--first-stage", "3", "--json",
                                        *SHORT).stdout)
        self.assertEqual(report["best"], "nurse_triage")
        self.assertEqual([one["replications"] for one in report["systems"]], [3, 3])

    def test_what_makes_no_choice_is_told(self):
        for words, why in ((["--indifference", "1 h"], "which outcome decides"),
                           (COST, "--indifference says"),
                           ([*COST, "--indifference", "2 %"], "not a share"),
                           ([*COST, "--indifference", "2 h"], 'not in "h"'),
                           ([*COST, "--procedure", "ocba"], "takes a --budget"),
                           ([*COST, "--indifference", "2 USD", "--procedure", "best"], "kn++"),
                           (["--smallest", "response_latency", "--indifference", "1 min"],
                            "is undefined in a replication")):
            self.assertIn(why, self.select(2, *words).stderr, words)


class Sensitivity(InAFolder):
    def sweep(self, kind, points, replications=2, **changes):
        (self.folder / "x.json").write_text(json.dumps({
            "wardwire_experiment": 1, "title": "x", "scenario": "nurse_triage",
            "set": {"/horizon/length": "2 days", "/horizon/warm_up": "1 day"},
            "factors": {
                "wage": {"pointer": "/roles/nurse/cost", "from": "30 USD/h", "to": "60 USD/h"},
                "reading": {"pointer": "/roles/nurse/reading", "from": "10 s", "to": "11 s"}},
            "design": {"kind": kind, "points": points}, "replications": replications, **changes}))
        return self.expect(changes.pop("code", 0), "sweep", "x.json", "-q", "-f")

    def sensitivity(self, code, *arguments):
        return self.expect(code, "sensitivity", "x.h5", *arguments)

    def report(self, outcome):
        told = self.sensitivity(0, "--outcome", outcome, "--json").stdout
        return json.loads(told)["outcomes"][0]

    def test_walks_and_samples_find_the_factor_that_sets_the_cost(self):
        for kind, points, size in (("morris", 6, "mean_size"), ("saltelli", 32, "total")):
            self.sweep(kind, points)
            report = self.report("cost[nurse]")
            first, second = report["factors"]
            self.assertEqual((first["factor"], second["factor"]), ("wage", "reading"), kind)
            self.assertEqual((first["rank"], second["rank"]), (1, 2))
            self.assertGreater(first[size], 10 * second[size])
            self.assertTrue(first["lower"] <= first[size] <= first["upper"])
            self.assertTrue(0 < report["noise_share"] < 1)

    def test_factors_that_do_nothing_are_not_ranked(self):
        self.sweep("morris", 4, factors={
            name: {"pointer": f"/roles/{name}/cost", "from": "30 USD/h", "to": "60 USD/h"}
            for name in ("nurse", "physician")})
        report = self.report("first_response_time")
        self.assertEqual([one["rank"] for one in report["factors"]], [1, 1])
        self.assertEqual([one["mean_size"] for one in report["factors"]], [0, 0])

    def test_results_of_other_kinds_are_refused(self):
        self.sweep("sobol", 4)
        self.assertIn("no sweep over a morris", self.sensitivity(3, "--outcome", "x").stderr)
        self.sweep("morris", 2)
        self.assertIn("--outcome says", self.sensitivity(2).stderr)
        self.assertIn("did you mean", self.sensitivity(2, "--outcome", "cots").stderr)
        self.expect(0, "sweep", "x.json", "-q", "-o", "half.h5", "--shard", "1/2")
        self.assertIn("6 of 12 runs", self.expect(3, "sensitivity", "half.h5").stderr)
        self.expect(0, "run", "nurse_triage", "-n", "1", "-q", "-o", "r.h5", *SHORT)
        self.expect(3, "sensitivity", "r.h5", "--outcome", "cost[nurse]")


if __name__ == "__main__":
    unittest.main(verbosity=2)

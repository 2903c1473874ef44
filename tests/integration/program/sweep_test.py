# SPDX-License-Identifier: Apache-2.0
"""Sweeps over designs as a user meets them: real files, real kills.

Usage: sweep_test.py PROGRAM SOURCE_FOLDER [unittest arguments]
"""

import csv
import io
import json
import signal
import subprocess
import time
import unittest

from in_a_folder import PROGRAM, InAFolder, digest

STAFFING = {
    "wardwire_experiment": 1,
    "title": "Nurses and their paperwork",
    "scenario": "nurse_triage",
    "set": {"/horizon/length": "2 days", "/horizon/warm_up": "1 day"},
    "factors": {
        "nurses": {"pointer": "/roles/nurse/count", "levels": [2, 3, 4]},
        "physicians": {"pointer": "/roles/physician/count", "levels": [7, 8]},
    },
    "design": {"kind": "full factorial"},
    "constraints": ["nurses + physicians <= 11"],
    "replications": 4,
    "outcomes": ["first_response_time", "cost[nurse]"],
}
GAP = {"pointer": "/roles/nurse/tasks/paperwork/gap/mean", "from": "30 min", "to": "120 min",
       "scale": "log"}


class Designs(InAFolder):
    def write(self, **changes):
        (self.folder / "x.json").write_text(json.dumps({**STAFFING, **changes}))

    def sweep(self, code, *arguments):
        return self.expect(code, "sweep", "x.json", *arguments)

    def test_a_factorial_runs_every_allowed_point_with_the_same_luck(self):
        self.write()
        rows = list(csv.DictReader(io.StringIO(self.sweep(0, "--csv").stdout)))
        self.assertEqual([(r["nurses"], r["physicians"]) for r in rows[:5]],
                         [("2", "7"), ("2", "8"), ("3", "7"), ("3", "8"), ("4", "7")])
        self.assertEqual(len(rows), 10)
        import h5py
        with h5py.File(self.folder / "x.h5") as file:
            self.assertEqual(list(file["design/point"][:6]), [0, 1, 2, 3, 4, 0])
            self.assertEqual(list(file["design/replication"]), sorted(5 * [0, 1, 2, 3]))
            self.assertEqual(list(file["design/nurses"][:5]), [2, 2, 3, 3, 4])
            digests = list(file["digest"])
        self.expect(0, "run", "nurse_triage", "-p", "/roles/nurse/count=3", "-p",
                    "/roles/physician/count=8", "-p", "/horizon/length=2 days", "-p",
                    "/horizon/warm_up=1 day", "-n", "4", "-o", "alone.h5", "-q")
        with h5py.File(self.folder / "alone.h5") as file:
            self.assertEqual(list(file["digest"]), digests[3::5])

    def test_every_kind_of_design_runs(self):
        factors = {"gap": GAP, "nurses": {"pointer": "/roles/nurse/count", "from": 2, "to": 4,
                                          "whole": True}}
        for kind, points, runs in (("latin hypercube", 6, 6), ("nearly orthogonal", 9, 9),
                                   ("sobol", 8, 8), ("morris", 2, 6), ("saltelli", 2, 8)):
            self.write(factors=factors, constraints=[], replications=1,
                       design={"kind": kind, "points": points})
            rows = list(csv.DictReader(io.StringIO(self.sweep(0, "--csv", "-f").stdout)))
            self.assertEqual(len(rows), 2 * runs, kind)
            for row in rows:
                self.assertIn(row["nurses"], ("2", "3", "4"))
                self.assertTrue(30 <= float(row["gap"].strip('"').split()[0]) <= 120, row)
        levels = {name: {"pointer": pointer, "levels": values} for name, pointer, values in (
            ("nurses", "/roles/nurse/count", [2, 3]),
            ("physicians", "/roles/physician/count", [7, 8]),
            ("gap", "/roles/nurse/tasks/paperwork/gap/mean", ["30 min", "60 min"]))}
        self.write(factors=levels, constraints=[], replications=1,
                   design={"kind": "fractional factorial", "generators": ["C=AB"]})
        self.assertIn("4 points", self.sweep(0, "-f").stdout)
        self.assertIn("resolution 3", self.sweep(0, "-f").stdout)
        self.write(design={"kind": "list", "list": [[2, 7], [4, 7]]}, replications=1)
        self.assertIn("2 points", self.sweep(0, "-f").stdout)

    def test_what_is_wrong_with_an_experiment_is_told_all_at_once(self):
        self.write(titel="x", design={"kind": "full factoral"},
                   constraints=["nurse <= 3", "nurses"],
                   factors={"nurses": {"pointer": "/roles/nurse/count", "levels": [2, 2]},
                            "gap": {**GAP, "to": "10 min"}, "point": GAP, "none": {}})
        told = self.sweep(2).stderr
        for words in ("/titel ", 'did you mean "title"?', 'did you mean "full factorial"?',
                      'there is no factor "nurse"', '"nurses" is no inequality', "occurs twice",
                      "/factors/gap ", "/factors/point ", "/factors/none "):
            self.assertIn(words, told)
        for changes, words in (
                ({"factors": {"nurses": {"pointer": "/roles/nurse/cuont", "levels": [2]}},
                  "constraints": []}, 'did you mean "count"?'),
                ({"factors": {"nurses": {"pointer": "/roles/nurse/count", "levels": [2, -1]}},
                  "constraints": []}, "/factors/nurses  at point 2 (nurses = -1)"),
                ({"constraints": ["nurses > 9"]}, "leave no point of the design"),
                ({"scenario": "nowhere.json"}, "nowhere.json"),
                ({"outcomes": ["cost[nurs]"]}, '"nurse"'),
                ({"set": {"/horizon/lenght": "1 day"}}, "/set "),
                ({"design": {"kind": "sobol"}}, "/design/points  is missing"),
                ({"factors": {"a": {"pointer": "/horizon/length", "levels": ["1 day", "2 weeks"]}},
                  "set": {}, "constraints": []}, "other dimensions")):
            self.write(**changes)
            self.assertIn(words, self.sweep(2).stderr, changes)
        (self.folder / "x.json").write_text("{")
        self.sweep(2)
        self.expect(2, "sweep", "nothing.json")
        self.assertEqual([p.name for p in self.folder.iterdir()], ["x.json"])


    def test_a_plan_says_what_would_run_and_writes_nothing(self):
        self.write()
        told = self.expect(0, "plan", "x.json").stdout
        self.assertIn("points     5, 1 left out by constraints", told)
        self.assertIn("runs       20: 4 replications of each point", told)
        self.assertRegex(told, r"time       about .* on \d+ cores")
        self.assertIn("40 replications of 8 weeks", self.expect(0, "plan", "nurse_triage").stdout)
        self.expect(2, "plan", "nothing.json")
        self.assertEqual([p.name for p in self.folder.iterdir()], ["x.json"])

    def test_every_study_tells_its_plan_by_its_own_command_line(self):
        self.write(service=["answered_within[24 h] >= 50 %"], least="cost[nurse]", replications=8)
        short = ["-p", "/horizon/length=2 days", "-p", "/horizon/warm_up=1 day"]
        systems = ["nurse_triage", "+/roles/nurse/count=3"]
        for command, words in (
                (["run", "nurse_triage", "-n", "12", "--shard", "2/5"], "3 of them in part 2/5"),
                (["run", "nurse_triage", "--until", "first_response_time 50 %"],
                 "the budget is 400"),
                (["compare", *systems, "-n", "7"], "14: of each system 7 replications of 2 days"),
                (["select", *systems, "--smallest", "cost[nurse]", "--indifference", "9 USD",
                  "--budget", "50"], "40 to 100\n"),
                (["sweep", "x.json", "--shard", "1/3"], "14 of them in part 1/3"),
                (["staff", "x.json"], "33 to 48\n"),
                (["x.json"], "confirmation: 8 fresh ones"),
                (["forecast", "nurse_triage", "--over", "2 months", "--by", "month"],
                 "2, from 2026-03 to 2026-04; a run goes over all of them")):
            command += short if command[0] in ("run", "compare", "select") else []
            told = self.expect(0, "plan", *command).stdout
            self.assertIn(words, told, command)
            self.assertRegex(told, r"time       about .* on \d+ cores")
        # What a plan says is what is run.
        self.sweep(0, "--shard", "1/3", "-q")
        self.assertIn("none: it reads the 14 of x.h5",
                      self.expect(0, "plan", "sensitivity", "x.h5").stdout)
        self.assertEqual({p.name for p in self.folder.iterdir()},
                         {"x.json", "x.h5", "x.run.json"})
        self.expect(2, "plan", "compare", "nurse_triage")
        self.expect(2, "plan", "run", "nurse_triage", "-n", "4", "--until", "cost[nurse] 1 %")


class LongSweeps(InAFolder):
    def setUp(self):
        super().setUp()
        (self.folder / "x.json").write_text(json.dumps({**STAFFING, "replications": 40}))

    def test_a_sweep_of_200_runs_killed_100_times_ends_with_the_same_bytes(self):
        self.expect_kills_to_lose_nothing(100, "sweep", "x.json")

    def test_parts_of_a_sweep_merge_into_the_bytes_of_the_whole(self):
        self.expect(0, "sweep", "x.json", "-o", "whole.h5", "-q")
        for i in (1, 2, 3):
            self.expect(0, "sweep", "x.json", "-o", f"{i}.h5", "-q", "--shard", f"{i}/3")
        self.expect(0, "merge", "3.h5", "1.h5", "2.h5", "-o", "merged.h5")
        self.assertEqual(digest(self.folder / "merged.h5"), digest(self.folder / "whole.h5"))
        self.expect(4, "merge", "1.h5", "2.h5", "-o", "merged.h5")
        self.assertIn("occurs twice", self.expect(4, "merge", "1.h5", "1.h5", "-o", "t.h5").stderr)

    def test_parts_of_a_run_merge_too_and_strangers_do_not(self):
        short = ["-p", "/horizon/length=1 day", "-p", "/horizon/warm_up=1 day", "-n", "7", "-q"]
        self.expect(0, "run", "nurse_triage", "-o", "whole.h5", *short)
        for i in (1, 2):
            self.expect(0, "run", "nurse_triage", "-o", f"{i}.h5", "--shard", f"{i}/2", *short)
        self.expect(0, "merge", "1.h5", "2.h5", "-o", "merged.h5")
        self.assertEqual(digest(self.folder / "merged.h5"), digest(self.folder / "whole.h5"))
        self.expect(0, "run", "nurse_triage", "-o", "s.h5", "-s", "1", *short)
        self.assertIn("different", self.expect(3, "merge", "1.h5", "s.h5", "-o", "n.h5").stderr)
        for shard in ("0/2", "3/2", "1", "1/0", "x/2", "1/2x"):
            self.expect(2, "run", "nurse_triage", "--shard", shard)

    def test_an_interrupted_sweep_says_how_to_go_on(self):
        (self.folder / "x.json").write_text(json.dumps(
            {**STAFFING, "replications": 200, "set": {"/horizon/length": "4 weeks"}}))
        running = subprocess.Popen([PROGRAM, "sweep", "x.json", "-q"], cwd=self.folder,
                                   stderr=subprocess.PIPE, text=True)
        while not (self.folder / "x.h5.journal").exists():
            time.sleep(0.01)
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        told = running.communicate()[1]
        self.assertEqual(running.returncode, 130)
        self.assertIn("sweep x.json -o x.h5 --resume", told)
        self.assertIn("--resume", self.expect(4, "sweep", "x.json").stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
"""Adding replications to results that are there, as a user meets it.

Usage: extend_test.py PROGRAM SOURCE_FOLDER [unittest arguments]
"""

import json
import signal
import subprocess
import time
import unittest

from in_a_folder import PROGRAM, SHORT, InAFolder, digest


class Extending(InAFolder):
    def run_to(self, code, file, *arguments):
        return self.expect(code, "run", "nurse_triage", "-o", file, "-q", *arguments, *SHORT)

    def assert_same(self, one, other):
        self.assertEqual(digest(self.folder / one), digest(self.folder / other))

    def journal_has(self, size):
        journal = self.folder / "cut.h5.journal"
        return journal.exists() and journal.stat().st_size > size

    def kill_when(self, command, is_time):
        running = subprocess.Popen(command, cwd=self.folder)
        while not is_time():
            self.assertIsNone(running.poll())
            time.sleep(0.002)
        running.send_signal(signal.SIGKILL)
        running.wait()

    def test_more_replications_are_added_with_the_same_streams(self):
        self.run_to(0, "whole.h5", "-n", "9")
        self.run_to(0, "grown.h5", "-n", "4")
        self.assertIn("--resume adds", self.run_to(4, "grown.h5", "-n", "9").stderr)
        self.run_to(0, "grown.h5", "-n", "9", "--resume")
        self.assert_same("grown.h5", "whole.h5")
        self.run_to(0, "grown.h5", "-n", "9", "--resume")  # nothing is left to do
        self.assert_same("grown.h5", "whole.h5")

    def test_a_precision_is_made_finer(self):
        self.run_to(0, "whole.h5", "--until", "first_response_time 12 %")
        self.run_to(0, "grown.h5", "--until", "first_response_time 30 %")
        self.run_to(0, "grown.h5", "--until", "first_response_time 12 %", "--resume")
        self.assert_same("grown.h5", "whole.h5")
        # What is known better than asked for is not thrown away.
        self.run_to(0, "grown.h5", "--until", "first_response_time 30 %", "--resume")
        self.assert_same("grown.h5", "whole.h5")

    def test_a_sweep_is_given_more_replications(self):
        experiment = {"wardwire_experiment": 1, "title": "x", "scenario": "nurse_triage",
                      "set": {"/horizon/length": "1 day", "/horizon/warm_up": "12 h"},
                      "factors": {"nurses": {"pointer": "/roles/nurse/count", "levels": [2, 3]}},
                      "design": {"kind": "full factorial"}}
        def sweep(code, replications, *arguments, **changes):
            (self.folder / "x.json").write_text(
                json.dumps({**experiment, "replications": replications, **changes}))
            return self.expect(code, "sweep", "x.json", "-q", *arguments)
        sweep(0, 5, "-o", "whole.h5")
        sweep(0, 2)
        sweep(0, 5, "--resume")
        self.assert_same("x.h5", "whole.h5")
        told = sweep(4, 9, "--resume", set={"/horizon/length": "2 days"}).stderr
        self.assertIn("is of another scenario: ", told)

    def test_a_search_for_staff_is_given_more_replications(self):
        experiment = {"wardwire_experiment": 1, "title": "x", "scenario": "nurse_triage",
                      "set": {"/horizon/length": "1 day", "/horizon/warm_up": "12 h"},
                      "factors": {"nurses": {"pointer": "/roles/nurse/count", "levels": [1, 2, 3]}},
                      "design": {"kind": "full factorial"}, "least": "cost[nurse]",
                      "service": ["first_response_time_business <= 4 h"]}
        def search(replications, *arguments):
            (self.folder / "x.json").write_text(
                json.dumps({**experiment, "replications": replications}))
            return self.expect(0, "staff", "x.json", "--json", *arguments).stdout
        fresh = search(24, "-o", "whole.h5")
        search(6)
        self.assertEqual(search(24, "--resume"), fresh)
        self.assert_same("x.h5", "whole.h5")

    def test_messages_are_kept_of_all_replications_or_of_none(self):
        rows = ["--record", "full"]
        running = [PROGRAM, "run", "nurse_triage", "-n", "60", "-o", "cut.h5", "-q",
                   "--threads", "1", *rows, *SHORT]
        self.run_to(0, "whole.h5", "-n", "60", *rows)
        self.kill_when(running, lambda: self.journal_has(20_000))
        self.assertIn("--record", self.run_to(4, "cut.h5", "-n", "60", "--resume").stderr)
        self.run_to(0, "cut.h5", "-n", "60", "--resume", *rows)
        self.assert_same("cut.h5", "whole.h5")

    def test_an_extension_that_is_killed_leaves_what_was_there_and_goes_on(self):
        self.run_to(0, "whole.h5", "-n", "80")
        self.run_to(0, "cut.h5", "-n", "3")
        before = digest(self.folder / "cut.h5")
        arguments = [PROGRAM, "run", "nurse_triage", "-n", "80", "-o", "cut.h5", "-q",
                     "--threads", "1", "--resume", *SHORT]
        self.kill_when(arguments, lambda: self.journal_has(20_000))
        self.assertEqual(digest(self.folder / "cut.h5"), before)
        told = self.expect(0, *[word for word in arguments[1:] if word != "-q"])
        self.assertIn("Going on with", told.stderr)
        self.assert_same("cut.h5", "whole.h5")
        self.assertFalse((self.folder / "cut.h5.journal").exists())

    def test_results_of_another_study_are_not_added_to(self):
        self.run_to(0, "r.h5", "-n", "4")
        before = digest(self.folder / "r.h5")
        for words, why in ((["-n", "9", "-p", "/roles/nurse/count=3"],
                            "another scenario: /roles/nurse/count 2 → 3"),
                           (["-n", "9", "-s", "1"], "/seed"),
                           (["-n", "3"], "not asked for now"),
                           (["-n", "9", "--record", "full"], "exists")):
            self.assertIn(why, self.run_to(4, "r.h5", "--resume", *words).stderr)
        self.run_to(0, "rows.h5", "-n", "2", "--record", "full")
        self.assertIn("recorded messages",
                      self.run_to(4, "rows.h5", "-n", "3", "--resume").stderr)
        self.assertEqual(digest(self.folder / "r.h5"), before)
        self.assertEqual([p.name for p in self.folder.glob("*.journal")], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)

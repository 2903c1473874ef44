# SPDX-License-Identifier: Apache-2.0
"""Finding a staffing as a user meets it: real files, real kills.

Usage: staffing_test.py PROGRAM SOURCE_FOLDER [unittest arguments]
"""

import json
import unittest

from in_a_folder import InAFolder

QUESTION = {
    "wardwire_experiment": 1,
    "title": "Nurses for the in-basket",
    "scenario": "nurse_triage",
    "set": {"/horizon/length": "1 week", "/horizon/warm_up": "1 day"},
    "factors": {
        "nurses": {"pointer": "/roles/nurse/count", "levels": [1, 2, 3]},
        "shift": {"pointer": "/roles/nurse/roster/rotation", "levels": {
            "short": [[{"days": "mon-fri", "from": "09:00", "to": "12:00"}]],
            "full": [[{"days": "mon-fri", "from": "08:00", "to": "16:00"}]]}},
        "readers": {"pointer": "/pools/triage/members", "levels": {
            "nurses": ["nurse"], "both": ["nurse", "physician"]}},
    },
    "design": {"kind": "full factorial"},
    "replications": 10,
    "service": ["utilisation[nurse] <= 80 %", "answered_within[72 h] >= 50 %"],
    "least": "cost[nurse]",
}


class Staffing(InAFolder):
    def write(self, **changes):
        question = {**QUESTION, **changes}
        (self.folder / "q.json").write_text(
            json.dumps({key: value for key, value in question.items() if value is not None}))

    def staff(self, code, *arguments):
        return self.expect(code, "staff", "q.json", *arguments)

    def test_the_chosen_staffing_keeps_its_bounds_in_runs_of_its_own(self):
        self.write()
        report = json.loads(self.staff(0, "--json").stdout)
        chosen = report["staffings"][report["chosen"]]
        self.assertEqual(len(report["staffings"]), 12)
        self.assertTrue(chosen["frontier"])
        confirmation = report["confirmations"][-1]
        self.assertTrue(confirmation["confirmed"])
        self.assertLessEqual(confirmation["service"][0]["limit"], 0.8)
        self.assertGreaterEqual(confirmation["service"][1]["limit"], 0.5)
        self.assertTrue(any(one["standing"] == "fails" for one in report["staffings"]))
        # The frontier rises in cost and, being a frontier, in some respect of the service.
        frontier = [one for one in report["staffings"] if one["frontier"]]
        self.assertLessEqual(2, len(frontier))
        # Another seed, more replications: the bounds hold there too.
        factors = chosen["factors"]
        rotation = QUESTION["factors"]["shift"]["levels"][factors["shift"]]
        members = QUESTION["factors"]["readers"]["levels"][factors["readers"]]
        alone = json.loads(self.expect(
            0, "run", "nurse_triage", "-p", f"/roles/nurse/count={factors['nurses']}", "-p",
            f"/roles/nurse/roster/rotation={json.dumps(rotation)}", "-p",
            f"/pools/triage/members={json.dumps(members)}", "-p", "/horizon/length=1 week", "-p",
            "/horizon/warm_up=1 day", "-n", "30", "-s", "7", "--json", "-o", "alone.h5").stdout)
        self.assertTrue(alone)
        means = self.expect(0, "show", "alone.h5", "--csv").stdout
        busy = next(row for row in means.splitlines()
                    if row.startswith("utilisation") and "nurse" in row)
        self.assertLess(float(busy.rsplit(",", 3)[1]), 0.82, busy)

    def test_the_frontier_and_the_choice_are_told_in_words(self):
        self.write()
        told = self.staff(0).stdout
        for words in ("12 staffings, at most 10 replications of 1 week",
                      "utilisation[nurse] <= 80 %", "shift = ", ", chosen\n",
                      "is confirmed by 10 fresh replications", "with 97.5 % confidence",
                      "Results: q.h5"):
            self.assertIn(words, told)
        import h5py
        with h5py.File(self.folder / "q.h5") as file:
            self.assertEqual({name.decode() for name in file["design/shift"][:]},
                             {"short", "full"})

    def test_bounds_that_nothing_keeps_end_with_code_1(self):
        self.write(service=["utilisation[nurse] <= 1 %"])
        self.assertIn("No staffing of these", self.staff(1).stdout)

    def test_what_is_wrong_with_a_question_is_told_with_its_place(self):
        for changes, words in (
                ({"service": None}, "/service  is missing"),
                ({"least": None}, "/least  is missing"),
                ({"least": "cots[nurse]"}, 'did you mean "cost"?'),
                ({"service": ["answered_within[24 h]"]}, "/service/0  "),
                ({"service": ["utilisation[nurse] <= 80 %", "anwsered_within[24 h] >= 1 %"]},
                 'did you mean "answered_within"?'),
                ({"service": ["first_response_time <= 3 USD"]}, 'in "h"'),
                ({"service": ["first_response_time <="]}, 'in "h"'),
                ({"service": [">= 3"]}, "/service/0  "),
                ({"replications": 4}, "/replications  must be at least 5"),
                ({"factors": {"nurses": {"pointer": "/roles/nurse/count",
                                         "levels": {"a": 2, "b": 2}}}}, "levels/b  occurs twice")):
            self.write(**changes)
            self.assertIn(words, self.staff(2).stderr, changes)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["q.json"])

    def test_a_search_that_is_killed_again_and_again_ends_with_the_same_bytes(self):
        self.write()
        self.expect_kills_to_lose_nothing(5, "staff", "q.json", "--json")


if __name__ == "__main__":
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
"""What a log does not show, looked for by simulation, as a user meets it.

Usage: latent_test.py PROGRAM SOURCE_FOLDER [unittest arguments]
"""

import json
import unittest

from in_a_folder import InAFolder

FORM = {
    "wardwire_latent": 1,
    "set": {"/roles/*/attention/chat/notice_delay": {"law": "exponential", "mean": "2 min"},
            "/chat/writing": {"law": "exponential", "mean": "20 s"}},
    "parameters": [
        {"name": "notice delay", "pointer": "/roles/*/attention/chat/notice_delay/mean",
         "from": 10, "to": 3600, "unit": "s", "scale": "log"},
        {"name": "writing", "pointer": "/chat/writing/mean",
         "from": 2, "to": 200, "unit": "s", "scale": "log"},
        {"name": "urgent", "pointer": "/chat/urgent", "from": 0, "to": 50, "unit": "%"}]}


def world():
    """A ward of 24 who notice after three minutes and write for half a minute."""
    return {"wardwire_scenario": 1, "horizon": {"length": "2 weeks"},
            "roles": {"nurse": {"count": 24, "attention": {"chat": {
                "noticed_at_once": "0 %",
                "notice_delay": {"law": "exponential", "mean": "3 min"}}}}},
            "chat": {"starts": {"nurse": "0.1 /h"}, "to": {"nurse": {"nurse": "100 %"}},
                     "users": ["100 %"], "continuation": ["70 %", "50 %"],
                     "writing": {"law": "exponential", "mean": "30 s"}, "reading": "1 s"}}


class Latent(InAFolder):
    def setUp(self):
        super().setUp()
        (self.folder / "world.json").write_text(json.dumps(world()))
        self.write_form(FORM)
        self.expect(0, "run", "world.json", "-n", "1", "--record", "full", "--log", "log.csv", "-q")

    def write_form(self, form):
        (self.folder / "form.json").write_text(json.dumps(form))

    def look(self, budget, *more, code=0):
        return self.expect(code, "calibrate", "log.csv", "-o", "ours.json", "--latent", "form.json",
                           "--budget", budget, *more)

    def test_what_the_log_tells_is_found_and_what_it_does_not_is_said(self):
        done = self.look("240", "--json", "--latent-draws", "draws.jsonl")
        found = json.loads(done.stdout)["latent"]
        delay, writing = (found["parameters"][name] for name in ("notice delay", "writing"))
        self.assertTrue(delay["identified"] and writing["identified"])
        self.assertFalse(delay["by_form_alone"])
        self.assertAlmostEqual(float(delay["median"].split()[0]), 180, delta=30)
        self.assertAlmostEqual(float(writing["median"].split()[0]), 30, delta=5)
        self.assertFalse(found["parameters"]["urgent"]["identified"])
        self.assertLess(max(delay["reach"], writing["reach"]), 0.1)
        self.assertEqual(found["simulations"], 240)
        scenario = json.loads((self.folder / "ours.json").read_text())
        law = scenario["roles"]["nurse"]["attention"]["chat"]["notice_delay"]
        self.assertEqual((law["status"], law["value"]["mean"]), ("tuned", delay["median"]))
        self.assertIn("90 % interval", law["source"])
        urgent = scenario["chat"]["urgent"]
        self.assertEqual(urgent["status"], "assumed")
        self.assertIn("not identified", urgent["source"])
        lines = (self.folder / "draws.jsonl").read_text().splitlines()
        self.assertEqual(len(lines), 500)
        first = json.loads(lines[0])
        self.assertIn("/chat/continuation", first)  # what the log shows is drawn with it
        drawn = {str(json.loads(line)["/chat/continuation"]) for line in lines}
        self.assertEqual(len(drawn), 3)  # two weeks can be drawn in three ways
        self.assertNotIn("/roles/nurse/attention/chat/notice_delay", first)  # looked for
        for pointer, value in first.items():
            self.expect(0, "validate", "ours.json", "-p", f"{pointer}={json.dumps(value)}")

    def test_without_read_times_a_value_is_told_to_rest_on_the_form_alone(self):
        rows = (self.folder / "log.csv").read_text().splitlines()
        place = rows[0].split(",").index("read_at")
        self.assertNotIn('"', "".join(rows))
        (self.folder / "log.csv").write_text(
            "\n".join(",".join(row.split(",")[:place] + row.split(",")[place + 1:])
                      for row in rows) + "\n")
        self.write_form(FORM | {"parameters": FORM["parameters"][:1]})
        told = self.look("160").stdout
        self.assertRegex(told, r"notice delay .* not identified: by form alone")
        scenario = json.loads((self.folder / "ours.json").read_text())
        law = scenario["roles"]["nurse"]["attention"]["chat"]["notice_delay"]
        self.assertEqual(law["status"], "assumed")
        self.assertRegex(law["source"], "not identified .* by the forms of the laws alone")

    def test_neither_threads_nor_kills_change_what_is_found(self):
        study = ["calibrate", "log.csv", "--latent", "form.json", "--budget", "150"]
        self.expect_kills_to_lose_nothing(3, *study)
        self.expect(0, *study, "--threads", "3", "-q", "-o", "threads.json")
        self.assertEqual((self.folder / "threads.json").read_bytes(),
                         (self.folder / "whole.h5").read_bytes())
        self.assertFalse((self.folder / "cut.h5.journal").exists())

    def test_bad_input_is_told_at_its_place(self):
        self.expect(2, "calibrate", "log.csv", "--latent", "attention")
        self.expect(2, "calibrate", "log.csv", "--latent-draws", "draws.jsonl")
        self.assertIn("did you mean", self.expect(2, "calibrate", "log.csv", "-o", "ours.json",
                                                  "--latent", "atention").stderr)
        for change, where in (({"pointer": "/pools/*/batch"}, "/parameters/0/pointer"),
                              ({"to": 1e12}, "/parameters/0"), ({"unit": "kg"}, "/parameters/0"),
                              ({"to": 1}, "/parameters/0")):
            form = json.loads(json.dumps(FORM))
            form["parameters"][0].update(change)
            self.write_form(form)
            self.assertIn(where, self.look("240", code=2).stderr)
        self.write_form(FORM | {"set": {"/chat/writting": "2 s"}})
        self.assertIn("/set/chat/writting", self.look("240", code=2).stderr)
        self.write_form(FORM)
        self.assertIn("need a --budget of at least 120",
                      self.look("20", code=2).stderr)


if __name__ == "__main__":
    unittest.main()

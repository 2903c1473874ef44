#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the build writes by itself: the scenarios inside the program and the commit it came from."""
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

APP = pathlib.Path(__file__).resolve().parents[2] / "app"
AWKWARD = '{"a;[b]": "\\n \\" ${x} @y@ é", "path": "C:\\\\temp\\\\"}\n\n;;[[]]\n'


class BuildSteps(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.output = self.folder / "output.cpp"

    def script(self, name, **definitions):
        subprocess.run(["cmake", *(f"-D{key}={value}" for key, value in definitions.items()),
                        f"-DOUTPUT={self.output}", "-P", APP / name], check=True)
        return self.output.read_text()

    def git(self, *arguments):
        subprocess.run(["git", "-C", self.folder, "-c", "user.name=a", "-c", "user.email=a@b",
                        *arguments], check=True, capture_output=True)

    def commit(self):
        return re.search('return "(.*)"', self.script("stamp_commit.cmake", SOURCE=self.folder))[1]

    def test_texts_arrive_byte_for_byte_in_order_of_name(self):
        for name, text in {"b.json": AWKWARD, "b.md": "# B; [b]\n", "a.json": "{}",
                           "README.md": "none"}.items():
            (self.folder / name).write_text(text)
        written = self.script("embed_scenarios.cmake", SCENARIOS=self.folder)
        self.assertEqual(re.findall(r'BundledScenario\{"(\w+)"', written), ["a", "b"])
        self.assertEqual(re.findall(r'R"wardwire\((.*?)\)wardwire"', written, re.S),
                         ["{}", "", AWKWARD, "# B; [b]\n"])

    def test_a_folder_without_scenarios_gives_an_empty_list(self):
        self.assertIn("std::array<BundledScenario, 0> all{\n    };",
                      self.script("embed_scenarios.cmake", SCENARIOS=self.folder))

    def test_outside_a_checkout_the_commit_is_unknown(self):
        self.assertEqual(self.commit(), "unknown")

    @unittest.skipUnless(shutil.which("git"), "git is not installed")
    def test_a_checkout_gives_its_commit_and_says_when_it_was_modified(self):
        self.git("init", "-q")
        (self.folder / "a").write_text("1")
        self.git("add", "a")
        self.git("commit", "-q", "-m", "a")
        clean = self.commit()
        self.assertRegex(clean, "^[0-9a-f]{12}$")
        (self.folder / "a").write_text("2")
        self.assertEqual(self.commit(), clean + "-modified")

    def test_an_unchanged_commit_does_not_touch_the_file(self):
        self.commit()
        before = self.output.stat().st_mtime_ns
        self.commit()
        self.assertEqual(self.output.stat().st_mtime_ns, before)


if __name__ == "__main__":
    unittest.main()

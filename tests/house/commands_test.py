#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The two commands keep their word: `run`, `test` and `.ci/run` in a small project of their own,
with real packages, a real build and a real CTest."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

HOUSE = pathlib.Path(__file__).resolve().parents[2]
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(small LANGUAGES CXX)
add_subdirectory(app)
enable_testing()
add_test(NAME good COMMAND app/wardwire 0)
add_test(NAME bad COMMAND app/wardwire 7)
"""
# Prints its arguments and a word, and exits with the number of the first argument.
PROGRAM = """
#include <cstdio>
#include <cstdlib>
int main(int count, char** argument) {
    for (int i = 1; i < count; ++i) std::printf("<%s>", argument[i]);
    std::fprintf(stderr, "a word\\n");
    return count > 1 ? std::atoi(argument[1]) : 0;
}
"""


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = pathlib.Path(cls.folder.name) / "a folder"
        (cls.root / "app").mkdir(parents=True)
        shutil.copytree(HOUSE / ".ci", cls.root / ".ci")
        for name in ("run", "test", "CMakePresets.json"):
            shutil.copy(HOUSE / name, cls.root / name)
        (cls.root / "CMakeLists.txt").write_text(PROJECT)
        (cls.root / "app/CMakeLists.txt").write_text("add_executable(wardwire main.cpp)\n")
        (cls.root / "app/main.cpp").write_text(PROGRAM)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def call(self, *command, **options):
        return subprocess.run(command, text=True, capture_output=True, stdin=subprocess.DEVNULL,
                              **{"cwd": self.root, **options})

    def test_1_run_builds_and_speaks_on_standard_error_only(self):
        done = self.call("./run", "0")
        self.assertEqual((done.returncode, done.stdout), (0, "<0>"))
        self.assertIn("Building build/release: step 2 of 2", done.stderr)

    def test_2_run_is_silent_once_built_and_passes_arguments_and_exit_code(self):
        done = self.call("./run", "3", "two words", "*", "")
        self.assertEqual((done.returncode, done.stdout), (3, "<3><two words><*><>"))
        self.assertEqual(done.stderr, "a word\n")

    def test_3_run_without_arguments_runs_the_first_scenario_into_the_results_folder(self):
        done = self.call("../run", cwd=self.root / "app")
        self.assertEqual(done.stdout,
                         "<run><nurse_triage><-o><results/nurse_triage.h5><--force>")
        self.assertTrue((self.root / "results").is_dir())

    def test_4_relative_paths_count_from_where_the_command_was_given(self):
        (self.root / "app/pwd.cpp").write_text(
            "#include <filesystem>\n#include <iostream>\n"
            "int main() { std::cout << std::filesystem::current_path().string(); }\n")
        cmake = self.root / "app/CMakeLists.txt"
        cmake.write_text("add_executable(wardwire pwd.cpp)\n")
        done = self.call("../run", "list", cwd=self.root / "app")
        self.assertEqual(done.stdout, str((self.root / "app").resolve()))
        cmake.write_text("add_executable(wardwire main.cpp)\n")

    def test_5_a_build_that_fails_shows_the_compiler_and_exits_4(self):
        (self.root / "app/main.cpp").write_text(PROGRAM.replace("return", "retrun"))
        done = self.call("./run")
        self.assertEqual((done.returncode, done.stdout), (4, ""))
        self.assertIn("retrun", done.stderr)
        self.assertIn("The build failed", done.stderr)
        (self.root / "app/main.cpp").write_text(PROGRAM)

    def test_6_the_last_line_of_ci_says_how_many_tests_passed(self):
        done = self.call(".ci/run")
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(done.stdout.splitlines()[-1], "^50% tests passed, 1 tests failed out of 2")
        done = self.call("./test", "-R", "good")
        self.assertEqual(done.returncode, 0)

    def test_7_without_root_and_sudo_the_missing_packages_are_named(self):
        tools = pathlib.Path(self.folder.name) / "tools"
        tools.mkdir()
        for tool in ("bash", "dpkg-query", "apt-get", "grep"):
            (tools / tool).symlink_to(shutil.which(tool))
        os.chmod(self.folder.name, 0o755)
        nobody = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        done = self.call(*nobody, "env", f"PATH={tools}", "bash", "-c",
                         "source .ci/setup.sh; install_packages bash no-such-package")
        self.assertEqual(done.returncode, 4)
        self.assertIn("apt-get install no-such-package\n", done.stderr)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""What tests that meet the program have in common. Takes PROGRAM and SOURCE_FOLDER from the command
line of the script that is run."""

import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
SOURCE = pathlib.Path(sys.argv.pop(1))
SHORT = ["-p", "/horizon/length=1 week", "-p", "/horizon/warm_up=1 day"]
A_DAY = ["-p", "/horizon/length=1 day", "-p", "/horizon/warm_up=12 h"]


def wardwire(*arguments, folder=None, **options):
    """Runs the program to its end; words and numbers come back as text."""
    return subprocess.run([PROGRAM, *map(str, arguments)], cwd=folder, capture_output=True,
                          text=True, errors="replace", timeout=200, check=False, **options)


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


class InAFolder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wardwire-"))
        self.addCleanup(shutil.rmtree, self.folder, True)

    def expect(self, code, *arguments, **options):
        done = wardwire(*arguments, folder=options.pop("folder", self.folder), **options)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return done

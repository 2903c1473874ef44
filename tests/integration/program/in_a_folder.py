# SPDX-License-Identifier: Apache-2.0
"""What tests that meet the program have in common. Takes PROGRAM and SOURCE_FOLDER from the command
line of the script that is run."""

import hashlib
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
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

    def expect_kills_to_lose_nothing(self, kills, *study):
        """A study that is killed so often and resumed ends with the words and bytes of one that is
        left alone. The instants are shares of its own length, however fast the machine."""
        study = [*study, "-q", "--threads", "1"]
        began = time.monotonic()
        whole = self.expect(0, *study, "-o", "whole.h5").stdout
        length_s = time.monotonic() - began
        cut = self.folder / "cut.h5"
        chance = random.Random(5)
        seen = 0
        while seen < kills:
            cut.unlink(missing_ok=True)  # it had ended: once more from the start
            resumed = ["--resume"] if seen else []
            running = subprocess.Popen([PROGRAM, *study, "-o", cut, *resumed], cwd=self.folder,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.0, 2.0 * length_s / (kills + 1)))
            running.send_signal(signal.SIGKILL)
            seen += running.wait() == -signal.SIGKILL
        cut.unlink(missing_ok=True)
        self.assertEqual(self.expect(0, *study, "-o", "cut.h5", "--resume").stdout, whole)
        self.assertEqual(digest(cut), digest(self.folder / "whole.h5"))

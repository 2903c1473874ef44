#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Engine and ward compile without exceptions; the preset `core` builds them so. Here the compiler
only reads them, which takes a third of the time: core_test.py --compiler COMMAND."""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

HOUSE = pathlib.Path(__file__).resolve().parents[2]
FLAGS = ["-std=c++20", "-fno-exceptions", "-fsyntax-only", f"-I{HOUSE}"]


def core_sources():
    inside = [path for room in ("sim", "models") for path in (HOUSE / room).rglob("*.cpp")]
    return sorted(path for path in inside if "sim/parallel" not in path.as_posix())


def complaints(compiler, path):
    """What the compiler says about a file that it refuses; nothing when it takes it."""
    done = subprocess.run([compiler, *FLAGS, str(path)], text=True, capture_output=True)
    return done.stderr if done.returncode else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", required=True)
    compiler = parser.parse_args().compiler
    with tempfile.NamedTemporaryFile("w", suffix=".cpp") as thrower:
        thrower.write("void fail() { throw 1; }\n")
        thrower.flush()
        if "exception" not in complaints(compiler, thrower.name):
            sys.exit("a throw was not noticed")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        refused = "".join(pool.map(lambda path: complaints(compiler, path), core_sources()))
    sys.exit(refused)


if __name__ == "__main__":
    main()

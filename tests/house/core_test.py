#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Engine and ward compile without exceptions: core_test.py --compiler COMMAND.

The preset `core` builds all of it so. Here the compiler reads the files that reach a third party,
whose headers might throw; the rest cannot, because the rule `words` bans the words."""
import argparse
import pathlib
import subprocess
import sys

from tree import Tree

HOUSE = pathlib.Path(__file__).resolve().parents[2]
FLAGS = ["-std=c++20", "-fno-exceptions", "-fsyntax-only", f"-I{HOUSE}"]


def reaches_third_party(tree, path):
    """Whether a file includes, itself or through others, a header that is neither ours nor std."""
    seen, waiting = set(), [path]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        for _, quote, name in tree.includes(path):
            if quote == "<" and "/" in name:
                return True
            if quote == '"' and name in tree.paths and name not in seen:
                waiting.append(name)
    return False


def core_sources():
    tree = Tree(HOUSE, HOUSE)
    core = [path for path in tree.ending(".cpp") if path.startswith(("sim/", "models/"))
            and not path.startswith("sim/parallel/") and reaches_third_party(tree, path)]
    return [HOUSE / path for path in core]


def complaints(compiler, text):
    """What the compiler says about a source that it refuses; nothing when it takes it."""
    done = subprocess.run([compiler, *FLAGS, "-x", "c++", "-"], input=text, text=True,
                          capture_output=True)
    return done.stderr if done.returncode else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", required=True)
    compiler = parser.parse_args().compiler
    if "exception" not in complaints(compiler, "void fail() { throw 1; }\n"):
        sys.exit("a throw was not noticed")
    sources = core_sources()
    if not sources:
        sys.exit("no file was found to look at")
    # One source of them all: apart they would parse the same headers once each.
    sys.exit(complaints(compiler, "".join(f'#include "{path}"\n' for path in sources)) or None)


if __name__ == "__main__":
    main()

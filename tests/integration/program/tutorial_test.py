# SPDX-License-Identifier: Apache-2.0
"""Runs tutorials: each `sh` block of a page in one fresh folder, its output compared with the
`text` block that follows. A line of three dots stands for any number of lines. A block of code
whose first line is a comment with the name of a file lies in the folder from the beginning.

Usage: tutorial_test.py PROGRAM PAGE...
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

STEP = re.compile(r"^```sh\n((?:(?!^```).)*)^```\n\n```text\n(.*?)^```", re.S | re.M)
FILE = re.compile(r"^```(?:cpp|cmake)\n(?://|#) ([\w.]+)\n(.*?)^```", re.S | re.M)


def difference(expected, printed):
    """What is the first thing that was not printed as expected; empty when all was."""
    at = 0
    may_skip = False
    for line in expected:
        if line.strip() == "...":
            may_skip = True
            continue
        places = range(at, len(printed)) if may_skip else range(at, min(at + 1, len(printed)))
        found = next((i for i in places if printed[i].rstrip() == line.rstrip()), None)
        if found is None:
            there = printed[at] if at < len(printed) else "nothing more"
            return f"expected {line!r}\n   found {there!r}"
        at, may_skip = found + 1, False
    return "" if may_skip or at == len(printed) else f"printed more: {printed[at]!r}"


def complaints(program, page):
    """Runs a page's steps, in order; yields what differs."""
    text = page.read_text(encoding="utf-8")
    steps = STEP.findall(text)
    if not steps:
        yield f"{page}: has no step to run"
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "wardwire").symlink_to(program)
        # h5py is a package of the system's Python, which need not be the first on the path.
        (pathlib.Path(folder) / "python3").symlink_to("/usr/bin/python3")
        for name, content in FILE.findall(text):
            (pathlib.Path(folder) / name).write_text(content, encoding="utf-8")
        environment = dict(os.environ, PATH=folder + os.pathsep + os.environ["PATH"])
        for commands, expected in steps:
            run = subprocess.run(["bash", "-c", commands], cwd=folder, env=environment, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            problem = difference(expected.splitlines(), run.stdout.splitlines())
            if problem:
                yield f"{page}: after\n{commands}{problem}"


def main():
    program, *pages = (pathlib.Path(name).resolve() for name in sys.argv[1:])
    found = [problem for page in pages for problem in complaints(program, page)]
    sys.exit("\n".join(found) or None)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Runs the Python of a page, block after block, and compares what each prints with the text block
that follows it: run_page.py PAGE.md"""
import contextlib
import io
import re
import sys


def main(page):
    with open(page, encoding="utf-8") as file:
        blocks = re.findall(r"^```(python|text)\n(.*?)^```$", file.read(), re.M | re.S)
    names = {}
    printed = io.StringIO()
    compared = 0
    for kind, text in blocks:
        if kind == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(text, page, "exec"), names)
        elif printed.getvalue() != text:
            sys.exit(f"The page says\n{text}the code prints\n{printed.getvalue()}")
        else:
            compared += 1
    if compared == 0:
        sys.exit("The page shows no output")


main(sys.argv[1])

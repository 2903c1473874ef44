#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules of the house, checked: house.py RULE [--root FOLDER] [--build FOLDER].

Prints each finding as "file:line: what is wrong" and exits 1 when there is one.
"""
import argparse
import pathlib
import sys

import code_rules
import page_rules
from tree import Tree

RULES = {rule.__name__: rule for rule in (
    code_rules.layers, code_rules.lengths, code_rules.names, code_rules.types, code_rules.dead,
    code_rules.targets, code_rules.layout, page_rules.words, page_rules.links, page_rules.stories,
    page_rules.reasons)}


def main():
    here = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rule", choices=RULES)
    parser.add_argument("--root", default=here, help="the checkout to look at")
    parser.add_argument("--build", default=here / "build" / "dev",
                        help="where its compile_commands.json lies")
    chosen = parser.parse_args()
    findings = list(RULES[chosen.rule](Tree(chosen.root, chosen.build)))
    for finding in findings:
        print(f"{finding.path}:{finding.line}: {finding.message}")
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()

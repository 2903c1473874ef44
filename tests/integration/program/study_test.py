# SPDX-License-Identifier: Apache-2.0
"""A published study, shortened: every miss must be one that its note explains.

Usage: study_test.py PROGRAM STUDY_FILE
"""

import json
import pathlib
import subprocess
import sys

REPLICATIONS = 3


def main():
    program, study = sys.argv[1], pathlib.Path(sys.argv[2])
    done = subprocess.run([program, "check", "--studies", study.stem, "--json", "--replications",
                           str(REPLICATIONS)], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"the study ended with {done.returncode}")
    result = json.loads(done.stdout)["studies"][0]
    unexplained = []
    for target in result["targets"]:
        counts = target["use"] != "input"
        print(f"{target['figure']:16} {target['simulated']!s:>22} in {target['accepted']}"
              f"{'' if target['within'] else '  missed'}")
        if counts and not target["within"] and not target["note"]:
            unexplained.append(target["figure"])
    if result["passed"] != (done.returncode == 0):
        sys.exit("the verdict and the exit code disagree")
    if unexplained:
        sys.exit("missed, and no note says why: " + ", ".join(unexplained))


main()

# SPDX-License-Identifier: Apache-2.0
"""Logs of worlds that a calibration can describe: is it as near to weeks it has not seen as these
are to each other?

Usage: stationary_test.py PROGRAM WEEKS

A bundled ward is calibrated; the scenario that comes out is simulated and logged. That log is
stationary and of the form that is estimated, so that a calibration on its odd weeks, tried on the
even ones, ought to be as near as the noise lets it: a median ratio of at most 1.25, and by their
intervals no distance surely above twice its floor. Of three such logs the one in the middle counts,
and what is too far in two of them: floors have their luck too, and of messages of patients there
are five distances only.
"""

import collections
import json
import statistics
import subprocess
import sys
import tempfile

WORLDS = {
    "ward_secure_chat": {"options": ["--least-people", "6"], "changes": []},
    "nurse_triage": {"options": ["--least-people", "3"], "changes": ["-p", "/roles/nurse/count=3"]},
}
SEEDS = (1, 2, 3)


def main(program, weeks):
    def run(*words):
        done = subprocess.run([program, *words], cwd=folder, capture_output=True, text=True,
                              timeout=600, check=False)
        if done.returncode != 0:
            sys.exit(done.stderr)
        return done.stdout

    def simulate(scenario, log, seed, *changes):
        run("run", scenario, "-n", "1", "-s", str(seed), "-q", "-f", "--record", "full", "--log",
            log, "-o", "runs.h5", "-p", "/horizon/warm_up=0 s", "-p",
            f"/horizon/length={weeks} weeks", *changes)

    failures = []
    for name, world in WORLDS.items():
        medians = []
        above = collections.Counter()
        for seed in SEEDS:
            with tempfile.TemporaryDirectory() as folder:
                simulate(name, "ward.csv", seed, *world["changes"])
                run("calibrate", "ward.csv", *world["options"], "-q", "-o", "ours.json")
                simulate("ours.json", "ours.csv", seed)
                found = json.loads(run("calibrate", "ours.csv", *world["options"], "--held-out",
                                       "even", "--json"))
            medians.append(found["median_ratio"])
            above.update(metric for metric, one in found["distances"].items()
                         if (one["ratio_lower"] or 0) > 2)
        print(f"{name}, {weeks} weeks: median ratios {', '.join(f'{one:.2f}' for one in medians)}; "
              f"surely above 2: {', '.join(above) or 'none'}")
        if statistics.median(medians) > 1.25:
            failures.append(f"{name}: median ratios {medians}")
        failures += [f"{name}: too far in {metric}" for metric, logs in above.items() if logs > 1]
    sys.exit("\n".join(failures) or 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

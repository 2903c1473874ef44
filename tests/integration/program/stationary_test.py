# SPDX-License-Identifier: Apache-2.0
"""Logs of worlds that a calibration can describe: is it as near to weeks it has not seen as these
are to each other?

Usage: stationary_test.py PROGRAM WEEKS

A bundled ward is calibrated; the scenario that comes out is simulated and logged. That log is
stationary and of the form that is estimated, so that a calibration on its odd weeks, tried on the
even ones, or the other way round, ought to be as near as the noise lets it: a median ratio of at
most 1.25, and by their intervals no distance surely above twice its floor. Of five such logs the
median of the ten counts, and what is too far in most of them: floors have their luck too, and of
messages of patients there are five distances only.
"""

import collections
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

WORLDS = {
    "ward_secure_chat": {"options": ["--least-people", "6"], "changes": []},
    "nurse_triage": {"options": ["--least-people", "3"], "changes": ["-p", "/roles/nurse/count=3"]},
}
SEEDS = range(1, 6)


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

    def held_out(world, name, seed):
        simulate(name, "ward.csv", seed, *world["changes"])
        run("calibrate", "ward.csv", *world["options"], "-q", "-f", "-o", "ours.json")
        simulate("ours.json", "ours.csv", seed)
        for half in ("even", "odd"):
            yield json.loads(run("calibrate", "ours.csv", *world["options"], "--held-out", half,
                                 "--json"))

    failures = []
    with tempfile.TemporaryDirectory() as folder:
        for name, world in WORLDS.items():
            medians = []
            above = collections.Counter()
            for seed in SEEDS:
                for found in held_out(world, name, seed):
                    medians.append(found["median_ratio"])
                    above.update(metric for metric, one in found["distances"].items()
                                 if (one["ratio_lower"] or 0) > 2)
            too_far = [f"{metric} ({times})" for metric, times in above.items()]
            print(f"{name}, {weeks} weeks: median ratios "
                  f"{', '.join(f'{one:.2f}' for one in medians)}; in all "
                  f"{statistics.median(medians):.2f}; surely above 2 of {len(medians)} times: "
                  f"{', '.join(too_far) or 'none'}")
            if statistics.median(medians) > 1.25:
                failures.append(f"{name}: median ratios {medians}")
            failures += [f"{name}: too far in {metric}" for metric, times in above.items()
                         if times > len(SEEDS)]
    sys.exit("\n".join(failures) or 0)


if __name__ == "__main__":
    main(str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2]))

# SPDX-License-Identifier: Apache-2.0
"""Logs of worlds that a calibration can describe: is it as near to weeks it has not seen as these
are to each other?

Usage: stationary_test.py PROGRAM WEEKS

A bundled ward is calibrated; the scenario that comes out is simulated and logged. That log is
stationary and of the form that is estimated, so that a calibration on its odd weeks, tried on the
even ones, ought to be as near as the noise lets it: a median ratio of at most 1.25, and by their
intervals no distance surely above twice its floor.
"""

import json
import subprocess
import sys
import tempfile

WORLDS = {
    "ward_secure_chat": {"options": ["--least-people", "6"], "changes": []},
    "nurse_triage": {"options": ["--least-people", "3"], "changes": ["-p", "/roles/nurse/count=3"]},
}


def main(program, weeks):
    def run(*words):
        done = subprocess.run([program, *words], cwd=folder, capture_output=True, text=True,
                              timeout=600, check=False)
        if done.returncode != 0:
            sys.exit(done.stderr)
        return done.stdout

    def simulate(scenario, log, *changes):
        run("run", scenario, "-n", "1", "-q", "-f", "--record", "full", "--log", log, "-o",
            "runs.h5", "-p", "/horizon/warm_up=0 s", "-p", f"/horizon/length={weeks} weeks",
            *changes)

    failures = []
    for name, world in WORLDS.items():
        with tempfile.TemporaryDirectory() as folder:
            simulate(name, "ward.csv", *world["changes"])
            run("calibrate", "ward.csv", *world["options"], "-q", "-o", "ours.json")
            simulate("ours.json", "ours.csv")
            found = json.loads(run("calibrate", "ours.csv", *world["options"], "--held-out",
                                   "even", "--json"))
        above = {metric: one["ratio"] for metric, one in found["distances"].items()
                 if (one["ratio_lower"] or 0) > 2}
        print(f"{name}, {weeks} weeks: median ratio {found['median_ratio']:.2f}; surely above 2: "
              + (", ".join(f"{metric} {ratio:.1f}" for metric, ratio in above.items()) or "none"))
        if found["median_ratio"] > 1.25:
            failures.append(f"{name}: a median ratio of {found['median_ratio']:.2f}")
        failures += [f"{name}: too far in {metric}" for metric in above]
    sys.exit("\n".join(failures) or 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

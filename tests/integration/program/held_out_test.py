# SPDX-License-Identifier: Apache-2.0
"""Real logs: learnt from the odd weeks, how near is a calibration to the even ones? And learnt from
the first 70 % of the time, is it nearer to the rest than simple models are?

Usage: held_out_test.py PROGRAM

The folder of the logs is named by WARDWIRE_REAL_LOGS; without it nothing is tested, and a word says
so. The limits are those that the page on what a log can tell states, with a tenth to spare: a
change that makes a calibration worse shows here.
"""

import json
import os
import pathlib
import subprocess
import sys

LOGS = {
    "manufacturing_email/communication.csv.gz": {
        "options": ["--map", "sender_id=Sender", "--map", "recipient_id=Recipient", "--map",
                    "sent_at=EventDate", "--time-zone", "UTC"],
        "median_ratio": 2.0, "largest_ratio": 6, "drifts": {"users"},
        "beaten": ["gaps between messages", "gaps in decades"]},
    "collegemsg/CollegeMsg.txt.gz": {
        "options": ["--columns", "sender_id,recipient_id,sent_at", "--time-zone",
                    "America/Los_Angeles"],
        "median_ratio": 1.1, "largest_ratio": 2.1,
        "drifts": {"messages", "answer times", "messages of a person"},
        "beaten": ["absolute event distribution", "gaps between messages", "gaps in decades"]},
}
# Of the last 30 %, of both logs.
LAST_WEEKS_BEATEN = ["gaps between messages", "gaps in decades"]


def tried(program, log, options, weeks):
    done = subprocess.run([program, "calibrate", log, *options, "--held-out", weeks, "--json"],
                          capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def lost(found, metrics):
    """Those metrics in which a simple model is as near."""
    for metric in metrics:
        one = found["distances"][metric]
        simple = [distance for model, distance in one["baselines"].items()
                  if model != "weeks drawn again"]
        if one["distance"] >= min(simple):
            yield metric


def main(program):
    folder = pathlib.Path(os.environ.get("WARDWIRE_REAL_LOGS", ""))
    failures = []
    for name, expected in LOGS.items():
        if "WARDWIRE_REAL_LOGS" not in os.environ or not (folder / name).exists():
            print(f"not tested: WARDWIRE_REAL_LOGS names no folder with {name}")
            continue
        found = tried(program, folder / name, expected["options"], "even")
        print(f"{name}: median ratio {found['median_ratio']:.2f}, "
              f"largest {found['largest_ratio']:.2f}")
        drifts = {metric for metric, p in found["drift_p_values"].items() if p <= 0.05}
        if found["median_ratio"] > expected["median_ratio"]:
            failures.append(f"{name}: a median ratio above {expected['median_ratio']}")
        if found["largest_ratio"] > expected["largest_ratio"]:
            failures.append(f"{name}: a ratio above {expected['largest_ratio']}")
        if drifts != expected["drifts"]:
            failures.append(f"{name}: drifts in {sorted(drifts)}")
        failures += [f"{name}: a simple model is as near in {metric}"
                     for metric in lost(found, expected["beaten"])]
        last = tried(program, folder / name, expected["options"], "last30")
        failures += [f"{name}, last weeks: a simple model is as near in {metric}"
                     for metric in lost(last, LAST_WEEKS_BEATEN)]
    sys.exit("\n".join(failures) or 0)


if __name__ == "__main__":
    main(sys.argv[1])

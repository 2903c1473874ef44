# SPDX-License-Identifier: Apache-2.0
"""Worlds drawn from a prior, simulated, logged, calibrated blind: do the intervals hold?

Usage: recovery_test.py PROGRAM WORLDS

Each world is a scenario with random parameters. Its log is treated as a site's would be: a clock of
a second or a minute, with read times or without, cut off at both ends. Then it is calibrated, and
each 90 % interval either holds the parameter or does not. The rank of the truth in its interval's
normal law must be uniform over worlds (chi-squared with ten cells, Bonferroni).
"""

import csv
import json
import math
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

SEED = 20260105
TENTH = statistics.NormalDist().inv_cdf(0.95)


def run(program, folder, *arguments):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True,
                          timeout=300, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}\n{done.stderr}")
    return done.stdout


def between(chance, low, high):
    """Even in the logarithm."""
    return math.exp(chance.uniform(math.log(low), math.log(high)))


def draw_world(chance):
    """A scenario, and the truth under the names that a calibration uses."""
    people = {"nurse": chance.randint(40, 80), "physician": chance.randint(25, 50)}
    starts = {role: between(chance, 0.05, 0.3) for role in people}
    size = between(chance, 1.0, 4.0)
    to = {role: chance.uniform(0.2, 0.8) for role in people}
    pairs = chance.uniform(0.6, 0.95)
    goes_on = [chance.uniform(0.4, 0.8), chance.uniform(0.4, 0.7)]
    messages = chance.uniform(1.0, 2.5)
    again = chance.uniform(0.0, 0.6)
    median_s = between(chance, 60, 900)
    percent = "{:.6f} %".format
    day = [chance.uniform(0.5, 1.5) for _ in range(24)]
    scenario = {
        "wardwire_scenario": 1,
        "horizon": {"length": "8 weeks"},
        "seed": chance.randrange(2 ** 31),
        "roles": {role: {"count": count, "attention": {"chat": {
            "noticed_at_once": "0 %",
            "notice_delay": {"law": "lognormal", "median": f"{median_s} s",
                             "p75": f"{2 * median_s} s"}}}} for role, count in people.items()},
        "chat": {
            "starts": {role: f"{rate} /h" for role, rate in starts.items()},
            "profile": {"mon-sun": day},
            "effects": {"person": {"law": "gamma", "mean": 1, "sd": 1 / math.sqrt(size)}},
            "affinity": {"again": percent(100 * again)},
            "to": {role: {"nurse": percent(100 * to[role]),
                          "physician": percent(100 - 100 * to[role])} for role in people},
            "users": [percent(100 * pairs), percent(100 - 100 * pairs)],
            "continuation": [percent(100 * chance) for chance in goes_on],
            "messages_per_turn": {"law": "geometric", "mean": messages},
            "writing": "2 s", "reading": "1 s"}}
    truth = {"goes on after turn 1": goes_on[0], "goes on after turn 2": goes_on[1],
             "turns to a latest partner": again}
    for role in people:
        truth[f"{role} to nurse"] = to[role]
        truth[f"{role}: starts on duty"] = starts[role]
        truth[f"{role}: size of activity"] = size
    truth["conversations of 2"] = pairs
    truth["messages a turn"] = messages
    return scenario, truth


def as_a_site_logs(path, chance):
    """Rounds the clock, loses columns, and cuts off a day at the beginning."""
    by_the_minute = chance.random() < 0.5
    loses_reading = chance.random() < 0.5
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    late = min(row["sent_at"] for row in rows)[:10]
    rows = [row for row in rows if row["sent_at"][:10] != late]
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            for name in ("sent_at", "delivered_at", "read_at", "responded_at", "closed_at"):
                if row[name]:
                    cut, fill = (16, ":00") if by_the_minute else (19, "")
                    row[name] = row[name][:cut] + fill + row[name][26:]
            if loses_reading:
                row["read_at"] = ""
            writer.writerow(row)


def rank_of(truth, estimate):
    """Where the truth lies in the law of the estimate, 0 to 1: normal, of the logarithm unless the
    limits reach 0."""
    lower, upper = estimate["lower"], estimate["upper"]
    if upper <= lower:
        return 0.5 if truth == lower else float(truth > lower)
    if lower > 0:
        lower, upper, truth = math.log(lower), math.log(upper), math.log(truth)
    return statistics.NormalDist((lower + upper) / 2, (upper - lower) / (2 * TENTH)).cdf(truth)


def main():
    program, worlds = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2])
    chance = random.Random(SEED)
    ranks, held = {}, {}
    for _ in range(worlds):
        with tempfile.TemporaryDirectory(prefix="wardwire-") as folder:
            scenario, truth = draw_world(chance)
            path = pathlib.Path(folder)
            (path / "world.json").write_text(json.dumps(scenario))
            run(program, folder, "run", "world.json", "-n", "1", "--record", "full", "--log",
                "log.csv", "-q")
            as_a_site_logs(path / "log.csv", chance)
            found = json.loads(run(program, folder, "calibrate", "log.csv", "--json"))["estimates"]
        for name, value in truth.items():
            one = found[name]
            held.setdefault(name, []).append(one["lower"] <= value <= one["upper"])
            ranks.setdefault(name, []).append(rank_of(value, one))
    failed = False
    for name, each in held.items():
        share = sum(each) / worlds
        cells = [0] * 10
        for rank in ranks[name]:
            cells[min(9, int(10 * rank))] += 1
        statistic = sum((cell - worlds / 10) ** 2 for cell in cells) / (worlds / 10)
        # Eleven parameters at 0.01 together: 27.9 is the 99.9 % point with nine degrees of freedom.
        # Below 85 % or above 95 %, and beyond four binomial standard errors, is a broken promise.
        error = math.sqrt(0.9 * 0.1 / worlds)
        is_wrong = abs(share - 0.9) > 0.05 + (4 * error if worlds < 100 else 0)
        is_uneven = worlds >= 100 and statistic > 27.9
        failed |= is_wrong or is_uneven
        print(f"{name:32} {100 * share:5.1f} % held  ranks {cells}"
              f"{'  missed' if is_wrong or is_uneven else ''}")
    if failed:
        sys.exit("not all intervals keep their word")


main()

# SPDX-License-Identifier: Apache-2.0
"""Worlds drawn from a prior, simulated, logged, calibrated blind: do the intervals hold?

Usage: recovery_test.py PROGRAM WORLDS

Each world is a scenario with random parameters. Its log is treated as a site's would be: a clock of
a second or a minute, columns lost, days cut off at both ends. Then it is calibrated, and each 90 %
interval either holds the parameter or does not. The rank of the truth in the law that the interval
stands for must be uniform over worlds (Talts et al. 2018; chi-squared with ten cells).

From a hundred worlds on, intervals that hold the truth in less than 85 % or more than 95 % of them
fail, and so do ranks with p < 0.01, corrected for the number of parameters (Bonferroni). With fewer
worlds both bounds are wider by four binomial standard errors, ranks are not judged, and of all
intervals together 78 % must hold. Chance alone moves a coverage by 2.1 points in 200 worlds, so
that one of fifteen sound intervals is beyond the bounds in every fourth study; in 500 worlds it
moves by 1.3, and that is one in 300.
"""

import concurrent.futures
import csv
import datetime
import json
import math
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

SEED = 20260105
START = datetime.date(2026, 1, 5)
WEEKS = 8
CELLS = 10
TENTH = statistics.NormalDist().inv_cdf(0.95)
MONDAYS_AT_TEN = "starts on Mondays at ten"  # over those of the mean hour
SHARES = ("goes on", "turns to", "conversations of", "urgent", "to nurse", "start nothing")
LOSABLE = ("delivered_at", "read_at", "responded_at", "responder_id", "closed_at", "close_reason")


def run(program, folder, *arguments, timeout=300):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True,
                          timeout=timeout, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}\n{done.stderr}")
    return done.stdout


def between(chance, low, high):
    """Even in the logarithm."""
    return math.exp(chance.uniform(math.log(low), math.log(high)))


def percent(share):
    return f"{100 * share:.6f} %"


class World:
    """A scenario, and the truth under the names that a calibration uses."""

    def __init__(self, chance):
        self.people = {"nurse": chance.randint(40, 80), "physician": chance.randint(25, 50)}
        self.starts = {role: between(chance, 0.05, 0.3) for role in self.people}
        self.to = {role: chance.uniform(0.2, 0.8) for role in self.people}
        self.never = {role: chance.uniform(0.1, 0.4) for role in self.people}
        self.size = between(chance, 1.0, 4.0)
        self.pairs = chance.uniform(0.6, 0.95)
        self.goes_on = [chance.uniform(0.4, 0.8), chance.uniform(0.4, 0.7)]
        self.messages = chance.uniform(1.0, 2.5)
        self.again = chance.uniform(0.0, 0.6)
        self.urgent = chance.uniform(0.01, 0.2)
        self.weekly = between(chance, 0.98, 1.03)
        self.median_s = between(chance, 60, 900)
        self.day = [chance.uniform(0.5, 1.5) for _ in range(24)]
        self.seed = chance.randrange(2 ** 31)
        self.first_day = chance.randint(0, 3)
        self.last_day = 7 * WEEKS - chance.randint(0, 3)
        self.popularity = between(chance, 1.0, 4.0)
        self.circle = between(chance, 4.0, 16.0) if chance.random() < 0.5 else None
        self.first_messages = chance.uniform(1.0, 2.5)

    def activity(self, never):
        mean = 1 / (1 - never)
        return {"law": "zero_inflated", "zero": percent(never),
                "of": {"law": "gamma", "mean": mean, "sd": mean / math.sqrt(self.size)}}

    def affinity(self):
        circle = {"circle": self.circle} if self.circle else {}
        return {"again": percent(self.again), **circle}

    def scenario(self):
        popularity = {"law": "gamma", "mean": 1, "sd": 1 / math.sqrt(self.popularity)}
        attention = {"noticed_at_once": "0 %",
                     "notice_delay": {"law": "lognormal", "median": f"{self.median_s} s",
                                      "p75": f"{2 * self.median_s} s"}}
        return {
            "wardwire_scenario": 1,
            "calendar": {"start": START.isoformat()},
            "horizon": {"length": f"{WEEKS} weeks"},
            "seed": self.seed,
            "roles": {role: {"count": count, "attention": {"chat": attention}}
                      for role, count in self.people.items()},
            "chat": {
                "starts": {role: f"{rate} /h" for role, rate in self.starts.items()},
                "profile": {"mon-sun": self.day},
                "growth": {"trend": {"per_year": percent(self.weekly ** (365.25 / 7) - 1)}},
                "effects": {"person": {role: self.activity(never)
                                       for role, never in self.never.items()},
                            "popularity": {role: popularity for role in self.people}},
                "affinity": self.affinity(),
                "to": {role: {"nurse": percent(share), "physician": percent(1 - share)}
                       for role, share in self.to.items()},
                "users": [percent(self.pairs), percent(1 - self.pairs)],
                "continuation": [percent(each) for each in self.goes_on],
                "messages_per_turn": {"law": "geometric", "mean": self.messages},
                "messages_of_first_turn": {"law": "geometric", "mean": self.first_messages},
                "urgent": percent(self.urgent),
                "writing": "2 s", "reading": "1 s"}}

    def truth(self):
        days = range(self.first_day, self.last_day)
        growth = statistics.fmean(self.weekly ** (day / 7) for day in days)
        truth = {"goes on after turn 1": self.goes_on[0], "goes on after turn 2": self.goes_on[1],
                 "turns to a latest partner": self.again, "conversations of 2": self.pairs,
                 "messages of a first turn": self.first_messages,
                 "messages of a later turn": self.messages, "urgent": self.urgent,
                 "growth from week to week": self.weekly,
                 MONDAYS_AT_TEN: self.day[10] / statistics.fmean(self.day)}
        for role in self.people:
            truth[f"{role} to nurse"] = self.to[role]
            truth[f"{role}: starts on duty"] = self.starts[role] * growth
            truth[f"{role}: size of activity"] = self.size
            truth[f"{role}: start nothing"] = self.never[role]
            truth[f"{role}: size of popularity"] = self.popularity
        if self.circle:
            truth["size of a person's circle"] = self.circle
        return truth

    def as_a_site_logs(self, path, chance):
        """Rounds the clock, loses columns, and cuts off days at both ends."""
        by_the_minute = chance.random() < 0.5
        lost = [name for name in LOSABLE if chance.random() < 0.5]
        first, last = (str(START + datetime.timedelta(day))
                       for day in (self.first_day, self.last_day))
        with open(path, newline="") as file:
            rows = [row for row in csv.DictReader(file) if first <= row["sent_at"][:10] < last]
        names = [name for name in rows[0] if name not in lost]
        with open(path, "w", newline="") as file:
            writer = csv.DictWriter(file, names, extrasaction="ignore")
            writer.writeheader()
            for row in rows:
                for name in ("sent_at", "delivered_at", "read_at", "responded_at", "closed_at"):
                    if row[name]:
                        cut, fill = (16, ":00") if by_the_minute else (19, "")
                        row[name] = row[name][:cut] + fill + row[name][26:]
                writer.writerow(row)


def rank_of(name, truth, estimate):
    """Where the truth lies in the law of the estimate, 0 to 1: normal, of the logarithm or, of a
    share, of the log odds, unless the limits reach 0 or 1. (On the scale of the logarithm even the
    ranks of a share's exact beta law would lean upwards.)"""
    lower, upper = estimate["lower"], estimate["upper"]
    if upper <= lower:
        return 0.5 if truth == lower else float(truth > lower)
    is_share = any(words in name for words in SHARES)
    if lower > 0 and (upper < 1 or not is_share):
        def scale(x):
            return math.log(x / (1 - x) if is_share else x)
        lower, upper, truth = scale(lower), scale(upper), scale(truth)
    return statistics.NormalDist((lower + upper) / 2, (upper - lower) / (2 * TENTH)).cdf(truth)


class Record:
    """How one parameter was found again in all worlds."""

    def __init__(self):
        self.held = self.worlds = 0
        self.cells = [0] * CELLS
        self.errors = []  # relative

    def add(self, name, truth, estimate):
        self.worlds += 1
        self.held += estimate["lower"] <= truth <= estimate["upper"]
        self.cells[min(CELLS - 1, int(CELLS * rank_of(name, truth, estimate)))] += 1
        self.errors.append(estimate["value"] / truth - 1)

    def evenness(self):
        """The p value of the ranks: chi-squared with nine degrees of freedom."""
        expected = self.worlds / CELLS
        x = sum((cell - expected) ** 2 for cell in self.cells) / expected
        return (math.erfc(math.sqrt(x / 2)) + math.sqrt(2 * x / math.pi) * math.exp(-x / 2) *
                (1 + x / 3 + x ** 2 / 15 + x ** 3 / 105))

    def keeps_its_word(self, parameters):
        share = self.held / self.worlds
        if self.worlds < 100:
            return abs(share - 0.9) <= 0.05 + 4 * math.sqrt(0.9 * 0.1 / self.worlds)
        return 0.85 <= share <= 0.95 and self.evenness() >= 0.01 / parameters


def recover(program, number):
    """The truth of a world by name, and what a calibration finds in its log."""
    chance = random.Random(f"{SEED} {number}")
    world = World(chance)
    with tempfile.TemporaryDirectory(prefix="wardwire-") as folder:
        path = pathlib.Path(folder)
        (path / "world.json").write_text(json.dumps(world.scenario()))
        run(program, folder, "run", "world.json", "-n", "1", "--record", "full", "--log", "log.csv",
            "-q")
        world.as_a_site_logs(path / "log.csv", chance)
        found = json.loads(run(program, folder, "calibrate", "log.csv", "--json"))
    return world.truth(), {**found["estimates"], MONDAYS_AT_TEN: found["profile"][10]}


def main():
    program, worlds = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2])
    records = {}
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as at_once:
        for truth, found in at_once.map(lambda number: recover(program, number), range(worlds)):
            for name, value in truth.items():
                records.setdefault(name, Record()).add(name, value, found[name])
    print(f"{worlds} worlds{'':20} held     bias     RMSE  p of ranks  ranks by tenths")
    missed = []
    for name, one in records.items():
        bias = statistics.fmean(one.errors)
        error = math.sqrt(statistics.fmean(each ** 2 for each in one.errors))
        print(f"{name:28} {100 * one.held / one.worlds:5.1f} % {100 * bias:6.1f} % "
              f"{100 * error:5.1f} %{one.evenness():13.3f}  {' '.join(map(str, one.cells))}")
        if not one.keeps_its_word(len(records)):
            missed.append(name)
    held = sum(one.held for one in records.values()) / sum(one.worlds for one in records.values())
    if held < 0.78:
        missed.append(f"all together, {100 * held:.0f} %")
    if missed:
        sys.exit(f"intervals that do not keep their word: {', '.join(missed)}")


if __name__ == "__main__":
    main()

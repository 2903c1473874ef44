# SPDX-License-Identifier: Apache-2.0
"""Worlds with known latent values, simulated and logged: are these found again in the log?

Usage: latent_recovery_test.py PROGRAM FORM WORLDS BUDGET WEEKS [FOLDER]

Each world is drawn from the prior of a bundled form, simulated for some weeks and calibrated twice,
with its read times and without. What is called identified must have a 90 % interval that holds the
truth in all but so many worlds as chance explains (binomial, once in a thousand), and lie within
10 % of the truth in root mean square; of fewer than ten worlds within 30 %, three times as much. Of
the values of the form "notice" four in five must be identified with read times. Without them none
may be; how far off those are that are narrow by form alone is told.

What was found is kept in FOLDER, where a study that was cut short goes on; without one it is gone.
"""

import csv
import json
import math
import pathlib
import random
import sys
import tempfile

import recovery_test

SEED = 20270115
FORMS = pathlib.Path(__file__).parents[3] / "scenarios" / "latent"


def run(program, folder, *arguments):
    return recovery_test.run(program, folder, *arguments, timeout=3000)


def draw_truth(chance, parameter):
    """A number, or a word; away from the ends, where intervals have one side only."""
    if "values" in parameter:
        return chance.choice(parameter["values"])
    place = chance.uniform(0.15, 0.85)
    if parameter.get("scale") == "log":
        return parameter["from"] * (parameter["to"] / parameter["from"]) ** place
    return parameter["from"] + place * (parameter["to"] - parameter["from"])


def put(scenario, pointer, value):
    keys = pointer.strip("/").split("/")
    if "*" in keys:
        place = keys.index("*")
        for name in scenario[keys[0]]:
            put(scenario, "/" + "/".join([*keys[:place], name, *keys[place + 1:]]), value)
        return
    for key in keys[:-1]:
        scenario = scenario.setdefault(key, {})
    scenario[keys[-1]] = value


def draw_world(chance, form, weeks):
    """A scenario, and the truth by name."""
    scenario = {
        "wardwire_scenario": 1, "horizon": {"length": f"{weeks} weeks"},
        "seed": chance.randrange(2 ** 31),
        "roles": {"nurse": {"count": 24}, "physician": {"count": 16}},
        "chat": {"starts": {"nurse": "0.25 /h", "physician": "0.25 /h"},
                 "to": {"nurse": {"nurse": "40 %", "physician": "60 %"},
                        "physician": {"nurse": "70 %", "physician": "30 %"}},
                 "users": ["90 %", "10 %"], "continuation": ["70 %", "60 %"],
                 "messages_per_turn": {"law": "geometric", "mean": 1.5}}}
    for pointer, value in form["set"].items():
        put(scenario, pointer, json.loads(json.dumps(value)))
    truth = {}
    for parameter in form["parameters"]:
        value = draw_truth(chance, parameter)
        truth[parameter["name"]] = value
        if "unit" in parameter:
            value = f"{value:.6g} {parameter['unit']}"
        put(scenario, parameter["pointer"], value)
    return scenario, truth


def without_reading(path, blind):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    with open(blind, "w", newline="") as file:
        writer = csv.DictWriter(file, [name for name in rows[0] if name != "read_at"],
                                extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def number(text):
    return float(text.split()[0])


def fewest_held(worlds):
    """Fewer intervals that hold the truth come about by chance once in a thousand."""
    below = 0.0
    for held in range(worlds + 1):
        below += math.comb(worlds, held) * 0.9 ** held * 0.1 ** (worlds - held)
        if below > 0.001:
            return held
    return worlds


def holds(truth, one):
    return number(one["lower"]) <= truth <= number(one["upper"])


def report(name, found, has_read_times):
    """A line about a parameter; whether it keeps the promise."""
    flag = "identified" if has_read_times else "by_form_alone"
    narrow = [(truth, one) for truth, one in found if one[flag]]
    all_held = sum(holds(truth, one) for truth, one in found)
    line = f"{name:28} {flag.replace('_', ' ')} in {len(narrow)} of {len(found)}, held {all_held}"
    if not narrow:
        print(line)
        return has_read_times or not any(one["identified"] for _, one in found)
    held = sum(holds(truth, one) for truth, one in narrow)
    error = math.sqrt(sum((number(one["median"]) / truth - 1) ** 2 for truth, one in narrow)
                      / len(narrow))
    contraction = sum(one["contraction"] for _, one in found) / len(found)
    print(f"{line}; of those error {100 * error:5.1f} %, held {held};"
          f" contraction of all {contraction:.3f}")
    if not has_read_times:
        return not any(one["identified"] for _, one in found)
    most = 0.1 if len(found) >= 10 else 0.3
    return error <= most and held >= fewest_held(len(narrow))


def search(program, scenario, log, form, budget):
    """What a search finds in the log of a world."""
    with tempfile.TemporaryDirectory(prefix="wardwire-") as folder:
        path = pathlib.Path(folder)
        (path / "world.json").write_text(json.dumps(scenario))
        run(program, folder, "run", "world.json", "-n", "1", "--record", "full", "--log", "log.csv",
            "-q")
        without_reading(path / "log.csv", path / "blind.csv")
        return json.loads(run(program, folder, "calibrate", log, "--json", "-o", "found.json",
                              "--latent", form, "--budget", budget))["latent"]


def main():
    program, name_of_form, worlds, budget, weeks, *kept = sys.argv[1:]
    program, worlds = str(pathlib.Path(program).resolve()), int(worlds)
    form = json.loads((FORMS / f"{name_of_form}.json").read_text())
    chance = random.Random(SEED)
    drawn = [draw_world(chance, form, weeks) for _ in range(worlds)]
    found = {}
    for log in ("log.csv", "blind.csv"):
        for number, (scenario, truth) in enumerate(drawn):
            keeping = pathlib.Path(*kept, f"{number}.{log}.json") if kept else None
            if keeping and keeping.exists():
                latent = json.loads(keeping.read_text())
            else:
                latent = search(program, scenario, log, name_of_form, budget)
            if keeping:
                keeping.parent.mkdir(parents=True, exist_ok=True)
                keeping.write_text(json.dumps(latent))
            for name, value in truth.items():
                found.setdefault((log, name), []).append((value, latent["parameters"][name]))
    failed = False
    for (log, name), each in sorted(found.items()):
        words = f"{name}, {'with' if log == 'log.csv' else 'no'} read_at"
        if isinstance(each[0][0], str):
            right = sum(one["median"] == truth for truth, one in each)
            print(f"{words:28} right in {right} of {worlds}")
            continue
        failed |= not report(words, each, log == "log.csv")
    if name_of_form == "notice":
        each = [one["identified"] for (log, _), some in found.items() if log == "log.csv"
                for _, one in some]
        print(f"with read_at {sum(each)} of {len(each)} values are identified")
        failed |= sum(each) < 0.8 * len(each)
    if failed:
        sys.exit("values are not found again as promised")


main()

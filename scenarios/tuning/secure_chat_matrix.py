#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who begins conversations with whom in secure_chat_health_system: prints an overlay for
`wardwire run --with`, or with --compare how far each cell of the scenario is from it.

    python3 scenarios/tuning/secure_chat_matrix.py > matrix.json
    python3 scenarios/tuning/secure_chat_matrix.py --compare

Published are the messages that each role sends (table 1), the shares that each receives and the
shares of messages from role to role (figure 2, read off the picture, so that small cells are 0).
Flows are balanced to both margins by iterative proportional fitting (Deming and Stephan 1940), the
four shares that the text prints held. Let A and B be the mean turns of who begins and of who is
written to, by the scenario's chances of an answer, and C(i, j) the conversations that i begins with
j. Then i sends A C(i, j) + B C(j, i) turns to j, which two equations for each pair give C; where
one of the two would be negative it is 0 and the other fits best.
"""
import argparse
import json
import pathlib
import sys

SCENARIO = pathlib.Path(__file__).resolve().parents[1] / "secure_chat_health_system.json"
SOURCE = ("equation of scenarios/tuning/secure_chat_matrix.py on Baratta 2023, "
          "doi:10.2196/48583, figure 2 and table 1")
ROLES = ("advanced_practitioner", "medical_assistant", "nurse", "other", "pharmacist", "physician",
         "social_worker", "therapist")
# Baratta 2023, doi:10.2196/48583. Sent: messages; received, flow: percent of the setting's.
HOSPITALS = {
    "sent": (565134, 275847, 3122769, 183478, 253854, 1380276, 313444, 276901),
    "received": (12.0, 4.2, 38.7, 2.4, 3.3, 32.6, 2.8, 4.1),
    "flow": ((1.5, 0.3, 4.9, 0.0, 0.3, 1.5, 0.3, 0.5),
             (0.3, 0.8, 2.3, 0.3, 0.3, 0.5, 0.3, 0.0),
             (6.9, 2.3, 12.8, 0.3, 0.5, 20.5, 1.0, 1.5),
             (0.0, 0.0, 0.5, 1.0, 0.0, 0.0, 0.0, 0.0),
             (0.8, 0.0, 0.8, 0.0, 0.8, 1.8, 0.0, 0.0),
             (1.3, 0.3, 12.8, 0.0, 1.0, 4.9, 0.5, 0.5),
             (0.8, 0.5, 1.8, 0.5, 0.5, 1.3, 0.8, 0.5),
             (0.3, 0.0, 1.3, 0.3, 0.0, 0.8, 0.0, 1.0)),
    "held": {("nurse", "physician"): 0.202, ("physician", "nurse"): 0.130},
    # What the simulation still differed by, in conversations of a cell.
    "corrected": {},
}
CLINICS = {
    "sent": (347008, 859730, 761501, 185252, 33886, 1007358, 19052, 39181),
    "received": (8.5, 24.8, 36.4, 6.1, 2.3, 17.7, 1.8, 2.5),
    "flow": ((1.0, 2.5, 4.3, 0.3, 0.5, 1.8, 0.5, 0.3),
             (3.0, 10.8, 4.8, 2.5, 0.3, 4.0, 0.3, 0.0),
             (1.3, 3.5, 8.1, 0.5, 0.0, 3.3, 0.0, 0.0),
             (0.3, 2.5, 0.8, 1.5, 0.0, 0.3, 0.0, 0.8),
             (0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0),
             (2.3, 3.3, 15.6, 1.0, 1.8, 6.8, 0.5, 0.8),
             (0.5, 0.5, 0.5, 0.0, 0.0, 0.5, 0.5, 0.3),
             (0.0, 0.3, 0.0, 0.3, 0.0, 0.3, 0.0, 0.5)),
    "held": {("physician", "nurse"): 0.158, ("medical_assistant", "medical_assistant"): 0.110},
    "corrected": {("physician", "nurse"): 0.88, ("medical_assistant", "medical_assistant"): 0.93},
}
BELOW_PRINT = 0.12  # assumed for a flow too small to be seen in the figure, and added to all


def shares(numbers):
    return [number / sum(numbers) for number in numbers]


def balanced(setting):
    """Shares of messages from role to role, with the published margins."""
    held = {(ROLES.index(a), ROLES.index(b)): share for (a, b), share in setting["held"].items()}
    flow = [[0.0 if (i, j) in held else setting["flow"][i][j] + BELOW_PRINT
             for j in range(len(ROLES))] for i in range(len(ROLES))]
    sent, received = shares(setting["sent"]), shares(setting["received"])
    for (i, j), share in held.items():
        sent[i] -= share
        received[j] -= share
    for _ in range(2000):
        for i, row in enumerate(flow):
            scale = sent[i] / sum(row)
            flow[i] = [cell * scale for cell in row]
        columns = [sum(row[j] for row in flow) for j in range(len(ROLES))]
        flow = [[cell * received[j] / columns[j] for j, cell in enumerate(row)] for row in flow]
    for (i, j), share in held.items():
        flow[i][j] = share
    return flow


def mean_turns(continuation, beginner, partner):
    """Mean turns of who begins and of the other, whose answers have these chances."""
    own, other, going_on = 0.0, 0.0, 1.0
    for turn in range(40):
        if turn % 2 == 0:
            own += going_on
        else:
            other += going_on
        chance = continuation[min(turn, len(continuation) - 1)]
        going_on *= chance * (beginner if turn % 2 else partner)
    return own, other


def conversations(setting, continuation, answers):
    """Relative numbers of conversations that role i begins with role j."""
    flow = balanced(setting)
    begun = [[0.0] * len(ROLES) for _ in ROLES]
    for i in range(len(ROLES)):
        for j in range(i, len(ROLES)):
            a, b = mean_turns(continuation, answers[i], answers[j])
            if i == j:
                begun[i][i] = flow[i][i] / (a + b)
                continue
            a_back, b_back = mean_turns(continuation, answers[j], answers[i])
            there, back = flow[i][j], flow[j][i]
            determinant = a * a_back - b * b_back
            first = (a_back * there - b_back * back) / determinant
            second = (a * back - b * there) / determinant
            if first < 0:
                first, second = 0.0, (b_back * there + a_back * back) / (a_back**2 + b_back**2)
            elif second < 0:
                first, second = (a * there + b * back) / (a**2 + b**2), 0.0
            begun[i][j], begun[j][i] = first, second
    for (one, other), factor in setting["corrected"].items():
        begun[ROLES.index(one)][ROLES.index(other)] *= factor
    return begun


def value(entry):
    return entry["value"] if "value" in entry else entry


def share_of(text):
    return float(text.removesuffix("%")) / 100


def in_percent(row):
    """Hundredths of a percent that sum to 100; the largest takes what rounding leaves."""
    cells = {b: round(100 * share, 2) for b, share in zip(ROLES, shares(row))}
    largest = max(cells, key=cells.get)
    cells[largest] = round(cells[largest] + 100 - sum(cells.values()), 2)
    return cells


def matrix(setting, chat, continuation):
    """Percent of the conversations of each role that it begins with each."""
    answers = [share_of(value(chat["answers"])[role]) for role in ROLES]
    begun = conversations(setting, continuation, answers)
    return {a: in_percent(row) for a, row in zip(ROLES, begun)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--compare", action="store_true",
                        help="print cells that differ from the scenario's by more than 0.1 points; "
                             "exit 1 when one differs by more than 2.5")
    wishes = parser.parse_args()
    scenario = json.loads(SCENARIO.read_text())
    chat, clinic_chat = scenario["chat"], scenario["sites"]["clinic"]["chat"]
    continuation = [share_of(text) for text in chat["continuation"]["value"]]
    found = {"hospitals": (chat, matrix(HOSPITALS, chat, continuation)),
             "clinics": (clinic_chat, matrix(CLINICS, clinic_chat, continuation))}
    if not wishes.compare:
        told = {name: {"value": {a: {b: f"{share} %" for b, share in row.items()}
                                 for a, row in cells.items()}, "source": SOURCE, "status": "tuned"}
                for name, (_, cells) in found.items()}
        json.dump({"wardwire_overlay": 1, "title": "Who writes to whom, by the equation",
                   "chat": {"to": told["hospitals"]},
                   "sites": {"clinic": {"chat": {"to": told["clinics"]}}}}, sys.stdout, indent=2)
        print()
        return
    largest = 0.0
    for name, (part, cells) in found.items():
        for a in ROLES:
            for b in ROLES:
                there = 100 * share_of(part["to"]["value"][a][b])
                largest = max(largest, abs(cells[a][b] - there))
                if abs(cells[a][b] - there) > 0.1:
                    print(f"{name}, {a} to {b}: {cells[a][b]:.2f} %, in the scenario {there:.2f} %")
    print(f"Largest difference {largest:.2f} points, of 128 cells.")
    sys.exit(largest > 2.5)


if __name__ == "__main__":
    main()

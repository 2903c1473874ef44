# SPDX-License-Identifier: Apache-2.0
"""Message logs as a user meets them.

Usage: log_test.py PROGRAM SOURCE_FOLDER [unittest arguments]
"""

import gzip
import json
import unittest

from in_a_folder import A_DAY, SOURCE, InAFolder

GOOD = ("sender_id,recipient_id,sent_at\nann,bob,2026-01-05T08:00:00-05:00\n"
        "bob,ann,2026-01-05T08:01:30-05:00\n")


class Logs(InAFolder):
    def write(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def test_the_log_of_a_run_reads_back_without_anything_odd(self):
        self.expect(0, "run", "nurse_triage", "-n", "1", "--record", "full", "--log",
                    "run.csv.gz", "-q", *A_DAY)
        text = gzip.decompress((self.folder / "run.csv.gz").read_bytes()).decode()
        self.write("run.csv", text)
        rows = text.splitlines()[1:]
        for name in ("run.csv", "run.csv.gz"):
            found = json.loads(self.expect(0, "log", name, "--strict", "--json").stdout)
            self.assertEqual(found["rows_read"], len(rows))
            self.assertEqual(found["rows_kept"], len(rows))
            self.assertEqual(found["messages"], len({row.split(",")[1] for row in rows}))
            self.assertRegex(found["time_zone"], r"[+-]\d\d:\d\d")

    def test_oddities_are_told_with_their_lines_and_strict_fails(self):
        odd = self.write("odd.csv", GOOD + "ann,ann,2026-01-05T08:02:00-05:00\n")
        told = self.expect(0, "log", odd).stdout
        self.assertIn("2 of 3 rows: 2 messages", told)
        self.assertIn("a message to its own sender: the row is left out", told)
        self.assertIn("line 4 (ann)", told)
        self.assertIn("--strict repairs nothing", self.expect(3, "log", odd, "--strict").stderr)

    def test_a_log_beyond_repair_is_refused_with_its_line(self):
        local = self.write("local.csv",
                           "sender_id,recipient_id,sent_at\nann,bob,2026-01-05 08:00\n")
        self.assertIn("local.csv:2: this time tells no zone", self.expect(3, "log", local).stderr)
        self.expect(0, "log", local, "--time-zone", "Europe/Amsterdam")
        self.expect(4, "log", "not_there.csv")

    def test_columns_may_have_the_names_of_other_systems(self):
        theirs = self.write("chat.csv", GOOD.replace("sender_id", "FROM_USER_ID")
                            .replace("recipient_id", "TO_USER_ID").replace("sent_at", "Instant"))
        self.assertIn("no column is sent_at", self.expect(
            3, "log", theirs, "--map", "epic_secure_chat").stderr)
        found = self.expect(0, "log", theirs, "--map", "epic_secure_chat", "--map",
                            "sent_at=Instant", "--json")
        self.assertEqual(json.loads(found.stdout)["rows_kept"], 2)
        self.assertIn('did you mean "sent_at"?',
                      self.expect(2, "log", theirs, "--map", "send_at=Instant").stderr)
        self.assertIn("no time zone is called Amsterdam",
                      self.expect(2, "log", theirs, "--time-zone", "Amsterdam").stderr)

    def test_dates_of_a_declared_order_are_read_and_others_refused(self):
        log = self.write("us.csv", "sender_id,recipient_id,sent_at\nann,bob,10/31/2026 23:59\n")
        self.assertIn("us.csv:2: is 10/31/2026 month, day, year or day, month, year? --dates us",
                      self.expect(3, "log", log, "--time-zone", "America/New_York").stderr)
        told = self.expect(0, "log", log, "--time-zone", "America/New_York", "--dates", "us")
        self.assertIn("sent from 2026-10-31T23:59:00-04:00", told.stdout)
        self.expect(2, "log", log, "--dates", "european")

    def test_tables_beside_a_log_are_read_and_told(self):
        log = self.write("log.csv", GOOD)
        self.write("users.csv", "person,role,share\nann,nurse,80 %\nbob,clerk,much\n")
        self.write("roster.csv", "person,from,to\nann,2026-01-05T07:00:00-05:00,"
                                 "2026-01-05T19:00:00-05:00\n")
        told = self.expect(0, "log", log, "--users", "users.csv", "--rosters", "roster.csv").stdout
        self.assertIn("beside it: 1 times on duty", told)
        self.assertIn("a row of a side table that cannot be used: the row is left out", told)
        self.assertIn("users.csv:3 (a share of much)", told)
        self.expect(3, "log", log, "--users", "users.csv", "--strict")
        self.assertIn("no column is pool",
                      self.expect(3, "log", log, "--pools", "users.csv").stderr)
        self.expect(4, "log", log, "--calendar", "not_there.csv")

    def test_every_bundled_set_of_names_can_be_used(self):
        for path in (SOURCE / "scenarios" / "columns").glob("*.json"):
            names = json.loads(path.read_text())["columns"]
            header = [names[ours][0] for ours in ("sender_id", "recipient_id", "sent_at")]
            log = self.write(path.stem + ".csv", GOOD.replace(
                "sender_id,recipient_id,sent_at", ",".join(header)))
            self.expect(0, "log", log, "--strict", "--map", path.stem)

    def test_an_anonymous_log_needs_a_key_and_reads_like_the_log(self):
        log = self.write("log.csv", GOOD)
        self.write("short.key", "1234\n")
        self.write("site.key", "0123456789abcdef\n")
        self.expect(2, "log", log, "--anonymise", "out.csv.gz")
        self.assertIn("16 random ones", self.expect(
            2, "log", log, "--anonymise", "out.csv.gz", "--key-file", "short.key").stderr)
        given = ["--anonymise", "out.csv.gz", "--key-file", "site.key"]
        self.expect(0, "log", log, *given)
        self.expect(4, "log", log, *given)
        self.expect(0, "log", log, *given, "--force")
        text = gzip.decompress((self.folder / "out.csv.gz").read_bytes()).decode()
        self.assertNotIn("ann", text)
        found = json.loads(self.expect(0, "log", "out.csv.gz", "--strict", "--json").stdout)
        self.assertEqual((found["rows_kept"], found["people"]), (2, 2))


if __name__ == "__main__":
    unittest.main()

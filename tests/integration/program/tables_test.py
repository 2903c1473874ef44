# SPDX-License-Identifier: Apache-2.0
"""A scenario tuned to published tables, as a user meets it.

Usage: tables_test.py PROGRAM SOURCE_FOLDER [unittest arguments]
"""

import json
import re
import unittest

from in_a_folder import SOURCE, InAFolder


class FromTables(InAFolder):
    def setUp(self):
        super().setUp()
        page = (SOURCE / "docs/how-to/tune-to-published-tables.md").read_text()
        self.page = page
        for name, text in zip(("table.json", "ours.json"),
                              re.findall(r"```json\n(.*?)```", page, re.S)):
            (self.folder / name).write_text(text)

    def test_a_template_is_tuned_to_a_table_as_the_page_says(self):
        told = self.expect(0, "tune", "ours.json", "-o", "found.json").stdout
        for line in re.search(r"```text\n(.*?)```", self.page, re.S)[1].splitlines():
            self.assertIn(line, told)
        self.expect(0, "run", "team_pool", "--with", "found.json", "-n", "1", "-q", "-o", "a.h5")

    def test_a_table_that_is_not_understood_is_refused_with_its_place(self):
        table = json.loads((self.folder / "table.json").read_text())
        for change, told in (
                ({"measure": "messages_of_patients"}, "/targets/0/measure"),
                ({"unit": "h"}, "/targets/0"),
                ({"tolerance": {"relativ": 0.05}}, 'did you mean "relative"'),
                ({"use": "tune"}, 'must be one of input, tuned, output, got "tune"')):
            first = table["targets"][0] | change
            (self.folder / "table.json").write_text(
                json.dumps(table | {"targets": [first] + table["targets"][1:]}))
            self.assertIn(told, self.expect(2, "tune", "ours.json").stderr)


if __name__ == "__main__":
    unittest.main()

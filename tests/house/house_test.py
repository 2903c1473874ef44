#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules of the house bite: each is run over a small tidy tree, then over the same tree with one
thing broken at a time, and must point at that line and at nothing else."""
import json
import pathlib
import sys
import tempfile
import unittest

from house import RULES
from tree import Tree

LICENCE = "// SPDX-License-Identifier: Apache-2.0\n"
HEADER = LICENCE + "#pragma once\n"


def source(room, body="int answer();\n", includes=""):
    scope = f"namespace wardwire::{room}"
    return f"{LICENCE}{includes}\n{scope} {{\n\n{body}\n}}  // {scope}\n"


def header(room, body="int answer();\n"):
    return source(room, body).replace(LICENCE, HEADER)


def room_cmake(room):
    return (f"add_library(wardwire::{room} ALIAS wardwire_{room})\n"
            f"set_target_properties(wardwire_{room} PROPERTIES EXPORT_NAME {room})\n")


TIDY = {
    ".clang-format": "BasedOnStyle: Google\nIndentWidth: 4\n",
    ".clang-tidy": "# -readability-magic-numbers: a queue is full of numbers\nChecks: >\n"
                   "    -*,\n    bugprone-*,\n    -readability-magic-numbers\n",
    "README.md": "# Tidy\n\n[docs](docs/README.md)\n",
    "docs/README.md": "# Docs\n\nSee [the page](page.md#a-heading-twice).\n",
    "docs/page.md": "# Page\n\n## A heading: Twice\n\n`[not](a link)`\n\n```\n[nor](this)\n```\n",
    "scenarios/README.md": "# Scenarios\n",
    "scenarios/one.json": "{}\n",
    "scenarios/one.md": "# One\n",
    "app/CMakeLists.txt": "add_executable(wardwire main.cpp)\n",
    "app/main.cpp": LICENCE + '#include "sim/clock.hpp"\n\nint main() { return 0; }\n',
    "sim/clock.hpp": header("sim"),
    "sim/clock.cpp": source("sim", includes='#include "sim/clock.hpp"\n\n#include <vector>\n'),
    **{f"{room}/README.md": "# Room\n" for room in ("sim", "models", "analysis", "app", "tests")},
    **{f"{room}/CMakeLists.txt": room_cmake(room) for room in ("sim", "models", "analysis")},
}
LONG = "int sum() {\n" + "    step();\n" * 70 + "    return 0;\n}\n"

# Rule, what is changed (None: removed), where the finding must be.
BROKEN = [
    ("layers", {"sim/a.cpp": source("sim", includes='#include "models/a.hpp"\n')}, "sim/a.cpp:2"),
    ("layers", {"sim/a.cpp": source("sim", includes="#include <thread>\n")}, "sim/a.cpp:2"),
    ("layers", {"sim/a.cpp": source("sim", includes='#include "sim/parallel/a.hpp"\n')},
     "sim/a.cpp:2"),
    ("layers", {"sim/parallel/a.cpp": source("sim", includes="#include <mpi.h>\n")},
     "sim/parallel/a.cpp:2"),
    ("layers", {"sim/a.cpp": source("sim", includes='#include "clock.hpp"\n')}, "sim/a.cpp:2"),
    ("layers", {"models/a.cpp": source("models", includes='#include "analysis/a.hpp"\n')},
     "models/a.cpp:2"),
    ("layers", {"models/a.cpp": source("models", includes="#include <nlohmann/json.hpp>\n")},
     "models/a.cpp:2"),
    ("layers", {"analysis/a.cpp": source("analysis", includes='#include "sim/kernel.hpp"\n')},
     "analysis/a.cpp:2"),
    ("layers", {"analysis/a.cpp": source("analysis", includes="#include <hdf5.h>\n")},
     "analysis/a.cpp:2"),
    ("layers", {"app/a.cpp": source("app", includes="#include <boost/any.hpp>\n")}, "app/a.cpp:2"),
    ("lengths", {"sim/a.cpp": source("sim", "int a();\n" * 400)}, "sim/a.cpp:401"),
    ("lengths", {"sim/a.cpp": source("sim", "int a();  // " + "a" * 90 + "\n")}, "sim/a.cpp:5"),
    ("lengths", {"sim/a.cpp": source("sim", LONG)}, "sim/a.cpp:5"),
    ("lengths", {"sim/a.cpp": source("sim", "class A {\n    " + LONG + "};\n")}, "sim/a.cpp:6"),
    ("lengths", {"tests/a.py": "a = '" + "a" * 100 + "'\n"}, "tests/a.py:1"),
    ("names", {"sim/a.cpp": "// A\n" + source("sim")}, "sim/a.cpp:1"),
    ("names", {"sim/A.cpp": source("sim")}, "sim/A.cpp:1"),
    ("names", {"sim/a.hpp": source("sim")}, "sim/a.hpp:2"),
    ("names", {"sim/a.cpp": source("models")}, "sim/a.cpp:1"),
    ("types", {"sim/a.hpp": header("sim", "struct Run {\n    int n;\n};\n"),
               "sim/b.cpp": source("sim", "class Run final : public Base<int> {\n};\n")},
     "sim/b.cpp:5"),
    ("dead", {"sim/a.hpp": header("sim")}, "sim/a.hpp:1"),
    ("dead", {"sim/clock.cpp": source("sim"), "app/main.cpp": source("app")}, "sim/clock.hpp:1"),
    ("dead", {"sim/a.cpp": source("sim")}, "sim/a.cpp:1"),
    ("targets", {"sim/CMakeLists.txt": room_cmake("sim").replace("EXPORT_NAME", "")},
     "sim/CMakeLists.txt:1"),
    ("targets", {"app/CMakeLists.txt": "add_executable(other main.cpp)\n"}, "app/CMakeLists.txt:1"),
    ("targets", {"models/README.md": None}, "models/README.md:1"),
    ("layout", {"sim/a.cpp": source("sim", "int  answer();\n")}, "sim/a.cpp:5"),
    ("words", {"docs/page.md": "# Page\n\n## A heading: Twice\n\nTO" "DO\n"}, "docs/page.md:5"),
    ("words", {"docs/page.md": "see /ho" "me/a\n"}, "docs/page.md:1"),
    ("words", {"docs/page.md": "see ../sha" "red/a\n"}, "docs/page.md:1"),
    ("words", {"docs/page.md": "As an A" "I\n"}, "docs/page.md:1"),
    ("links", {"docs/page.md": "# Page\n\n## A heading: Twice\n\n[a](b.md)\n"}, "docs/page.md:5"),
    ("links", {"docs/page.md": "# Page\n"}, "docs/README.md:3"),
    ("links", {"docs/README.md": "# Docs\n"}, "docs/page.md:1"),
    ("stories", {"scenarios/one.md": None}, "scenarios/one.json:1"),
    ("stories", {"scenarios/one.json": None}, "scenarios/one.md:1"),
    ("reasons", {".clang-tidy": "Checks: >\n    -bugprone-a\n"}, ".clang-tidy:2"),
] + [("words", {path: source(path.split("/")[0], line)}, path + ":5") for path, line in (
    ("sim/a.cpp", "std::shared_ptr<int> a;\n"), ("models/a.cpp", "int* a = new int;\n"),
    ("models/a.cpp", "delete a;\n"), ("sim/a.cpp", "throw 1;\n"), ("sim/a.cpp", "try {} \n"),
    ("analysis/a.cpp", "thread_local int a;\n"), ("models/a.cpp", "static int a = 0;\n"),
    ("sim/parallel/a.cpp", "static inline std::vector<int> a;\n"),
    ("sim/a.cpp", "std::printf(a);\n"), ("analysis/a.cpp", "std::cout << 1;\n"),
    ("app/a.cpp", "using namespace wardwire;\n"), ("tests/unit/a.cpp", "using namespace std;\n"),
    ("app/a.cpp", "a << std::endl;\n"), ("sim/a.cpp", "std::mt19937 a;\n"),
    ("models/a.cpp", "a = std::getenv(b);\n"), ("sim/a.cpp", "std::chrono::steady_clock a;\n"))]

# What looks like a breach and is none.
HARMLESS = [
    {"sim/a.cpp": source("sim", "namespace {\nstruct Run {\n};\n}\nstruct Kept::Run {\n};\n"),
     "sim/b.cpp": source("sim", "namespace {\nstruct Run {\n};\n}\ntemplate <class Run>\n"
                                "struct Of {\n    struct Run {\n    };\n};\n"),
     "models/a.cpp": source("models", "struct Run {\n};\n")},
    {"sim/a.cpp": source("sim", "A(const A&) = delete;  // throw, new\nstatic int a(int b = 0);\n"
                                "static constexpr int c = 1'000;\nstatic const int d = 2;\n"
                                "const char* e = \"throw new printf(\";\n")},
    {"tests/unit/a.cpp": source("tests", "using namespace wardwire::sim;\n"
                                         "using namespace std::chrono_literals;\n")},
    {"sim/parallel/a.cpp": source("sim", includes="#include <tbb/info.h>\n#include <mutex>\n")},
    {"models/reading/a.cpp": source("models", includes="#include <nlohmann/json.hpp>\n")},
    {"sim/a.cpp": source("sim", "struct A {\n" + "    int a() { return 1; }\n" * 80 + "};\n")},
]


class House(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve() / "tree"

    def findings(self, rule, change=()):
        files = {**TIDY, **dict(change)}
        for path, text in files.items():
            if text is not None:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_text(text)
        commands = [{"file": str(self.root / path)} for path in TIDY if path.endswith(".cpp")]
        (self.root / "compile_commands.json").write_text(json.dumps(commands))
        found = [f"{f.path}:{f.line}" for f in RULES[rule](Tree(self.root, self.root))]
        for path in files:
            (self.root / path).unlink(missing_ok=True)
        return found

    def test_a_tidy_tree_has_no_findings(self):
        for rule in RULES:
            with self.subTest(rule):
                self.assertEqual(self.findings(rule), [])

    def test_a_broken_tree_is_found_at_its_line_and_nowhere_else(self):
        for rule, change, place in BROKEN:
            with self.subTest(rule=rule, change=change):
                self.assertEqual(self.findings(rule, change), [place])

    def test_every_rule_has_been_broken(self):
        self.assertEqual({rule for rule, _, _ in BROKEN}, set(RULES))

    def test_what_only_looks_like_a_breach_is_let_through(self):
        for change in HARMLESS:
            for rule in ("layers", "lengths", "names", "types", "words"):
                with self.subTest(rule=rule, change=change):
                    self.assertEqual(self.findings(rule, change), [])


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""The rules of the house about code. Each docstring says what the rule asks for."""
import json
import pathlib
import re
import subprocess
from collections import namedtuple

from tree import Finding, ROOMS, blank, line_of

FILE_LINES, FUNCTION_LINES, COLUMNS = 400, 70, 100

# Who may include what: own folders (minus some), third parties, standard headers it must not know.
Ring = namedtuple("Ring", "own but_not third_parties unknown")

THREADS = set("atomic barrier condition_variable future latch mutex semaphore shared_mutex "
              "stop_token thread".split())
FILES = {"filesystem", "fstream", "iostream"}
POSIX = ("unistd.h", "fcntl.h", "signal.h", "stdio.h", "sys/")
HDF5 = ("hdf5.h", "hdf5_hl.h", "H5")
CHANCE = ("boost/random", "boost/math/", "boost/throw_exception.hpp")
BASICS = ("sim/record/", "sim/random/", "sim/time", "sim/contract", "sim/id", "sim/digest")
RINGS = {  # the longest prefix of a path decides
    "sim/": Ring(("sim/",), ("sim/parallel/",), (), THREADS | FILES),
    "sim/random/": Ring(("sim/",), ("sim/parallel/",), CHANCE, THREADS | FILES),
    "sim/parallel/": Ring(("sim/",), (), ("tbb/", "oneapi/tbb/"), FILES),
    "sim/parallel/mpi": Ring(("sim/",), (), ("mpi.h",), FILES),
    "models/": Ring(("sim/", "models/"), ("sim/parallel/",), (), THREADS),
    "models/reading/": Ring(("sim/", "models/"), ("sim/parallel/",), ("nlohmann/",), THREADS),
    "analysis/": Ring(("analysis/",) + BASICS, (), ("boost/math/",), set()),
    "analysis/log/": Ring(("analysis/",) + BASICS, (), ("zlib.h", "expat.h", "nlohmann/"), set()),
    "analysis/store/": Ring(("analysis/",) + BASICS, (),
                            HDF5 + POSIX + ("zlib.h", "openssl/"), set()),
    "app/": Ring(("sim/", "models/", "analysis/", "app/"), (),
                 ("boost/program_options", "boost/version.hpp", "nlohmann/") + POSIX, set()),
    "tests/": Ring(tuple(room + "/" for room in ROOMS), (),
                   ("catch2/", "nlohmann/", "tbb/", "oneapi/tbb/", "mpi.h", "boost/", "Random123/")
                   + ("zlib.h",) + HDF5 + POSIX, set()),
}

DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)


def layers(tree):
    """Every include keeps to its ring."""
    for path in tree.sources():
        ring = RINGS[max((r for r in RINGS if path.startswith(r)), key=len)]
        for line, quote, name in tree.includes(path):
            if quote == '"':
                good = name.startswith(ring.own) and not name.startswith(ring.but_not or "\0")
            elif "." in name or "/" in name:
                good = name.startswith(ring.third_parties or "\0")
            else:
                good = name not in ring.unknown
            if not good:
                yield Finding(path, line, f"{path.split('/')[0]} may not include {name} here")


def function_bodies(code):
    """First and last line of each outermost braced body that is not a scope or a type."""
    code = DIRECTIVE.sub(blank, code)
    scopes, depth, begun, since = 0, 0, 0, 0
    for match in re.finditer(r"[{};]", code):
        head, since_before, since = code[since:match.start()], since, match.end()
        if match.group() == "{":
            if depth == 0 and re.search(r"\b(namespace|class|struct|union|enum)\b[^()]*$", head):
                scopes += 1
                continue
            if depth == 0:
                begun = line_of(code, match.start())
            depth += 1
        elif match.group() == "}" and depth == 0:
            scopes -= 1
        elif match.group() == "}":
            depth -= 1
            if depth == 0:
                yield begun, line_of(code, match.start())


def lengths(tree):
    """Files, functions and lines fit a reader."""
    for path in tree.ending(".hpp", ".cpp", ".py", ".cmake", "CMakeLists.txt", ".sh"):
        lines = tree.text(path).splitlines()
        if len(lines) > FILE_LINES:
            yield Finding(path, FILE_LINES + 1, f"{len(lines)} lines, at most {FILE_LINES}")
        for number, line in enumerate(lines, 1):
            if len(line) > COLUMNS:
                yield Finding(path, number, f"{len(line)} columns, at most {COLUMNS}")
    for path in tree.sources():
        for first, last in function_bodies(tree.code(path)):
            if last - first + 1 > FUNCTION_LINES:
                yield Finding(path, first, f"a function of {last - first + 1} lines, "
                                           f"at most {FUNCTION_LINES}")


def names(tree):
    """A source has the licence line, a snake_case name, its folder's namespace, one guard."""
    for path in tree.sources():
        text, room = tree.text(path), path.split("/")[0]
        if not text.startswith("// SPDX-License-Identifier: Apache-2.0\n"):
            yield Finding(path, 1, "the licence line comes first")
        if not re.fullmatch(r"[a-z][a-z0-9_]*\.[ch]pp", path.split("/")[-1]):
            yield Finding(path, 1, "a file is named in snake_case")
        if path.endswith(".hpp") and "\n#pragma once\n" not in text:
            yield Finding(path, 2, "a header has #pragma once")
        home = re.compile(rf"^namespace wardwire::{room}\b.* \{{", re.M)
        if room != "tests" and path != "app/main.cpp" and not home.search(tree.code(path)):
            yield Finding(path, 1, f"the code of {room} lives in namespace wardwire::{room}")


SCOPE = re.compile(r"\b(?:struct|class|union|enum(?: class)?)\s+([\w:]+)\s*(?:final\s*)?"
                   r"(?::[^;{}()]*)?\{|\bnamespace\b\s*([\w:]*)\s*\{|[{}]")


def types(tree):
    """No two types of one namespace have one name: the linker would take them for one."""
    first = {}
    for path in tree.sources():
        if path.startswith("tests/"):
            continue
        scopes = []  # of open braces: the namespace, or None of anything else
        for match in SCOPE.finditer(tree.code(path)):
            if match.group() == "}":
                del scopes[-1:]
                continue
            if match.group(2) is not None:  # one without a name is the file's own
                scopes.append(match.group(2) or path)
                continue
            if match.group(1) and None not in scopes:
                name = "::".join([*scopes, match.group(1)])
                if name in first:
                    yield Finding(path, line_of(tree.code(path), match.start()),
                                  f"{first[name]} has a type of this name too")
                first.setdefault(name, path)
            scopes.append(None)


def compiled_sources(build):
    """The sources that targets compile, alone or as part of a file made by CMake of several."""
    commands = json.loads((build / "compile_commands.json").read_text())
    compiled = {pathlib.Path(entry["file"]).resolve() for entry in commands}
    for path in [path for path in compiled if path.parent.name == "Unity"]:
        compiled.update(map(pathlib.Path, re.findall(r'#include "(.*\.cpp)"', path.read_text())))
    return compiled


def dead(tree):
    """Every header is included by another concept, every source is compiled."""
    used = {(name, pathlib.Path(path).with_suffix("").as_posix())
            for path in tree.ending(".hpp", ".cpp") for _, _, name in tree.includes(path)}
    for path in tree.sources():
        stem = pathlib.Path(path).with_suffix("").as_posix()
        if path.endswith(".hpp") and not any(n == path and by != stem for n, by in used):
            yield Finding(path, 1, "no other file includes this header")
    compiled = compiled_sources(tree.build)
    for path in tree.ending(".cpp"):
        if not path.startswith("tests/integration/consumer/") and \
                (tree.root / path).resolve() not in compiled:
            yield Finding(path, 1, "no target compiles this file")


def targets(tree):
    """The promised targets exist under their names, and every part has a page saying what it is."""
    for room in ("sim", "models", "analysis"):
        path = f"{room}/CMakeLists.txt"
        for line in (f"add_library(wardwire::{room} ALIAS wardwire_{room})",
                     f"EXPORT_NAME {room})"):
            if path not in tree.paths or line not in tree.text(path):
                yield Finding(path, 1, f"has no {line}")
    if "add_executable(wardwire " not in tree.text("app/CMakeLists.txt"):
        yield Finding("app/CMakeLists.txt", 1, "has no program wardwire")
    for folder in ROOMS + ("scenarios", "docs"):
        if f"{folder}/README.md" not in tree.paths:
            yield Finding(f"{folder}/README.md", 1, "is missing")


def layout(tree):
    """clang-format 14 would change nothing."""
    files = tree.sources()
    said = subprocess.run(["clang-format", "--version"], capture_output=True, text=True).stdout
    if "version 14." not in said:
        yield Finding(".clang-format", 1, f"needs clang-format 14, found {said.strip()}")
    done = subprocess.run(["clang-format", "--dry-run", *files], cwd=tree.root, text=True,
                          capture_output=True)
    for path, line in sorted(set(re.findall(r"^(\S+?):(\d+):\d+: warning", done.stderr, re.M))):
        yield Finding(path, int(line), "clang-format would change this")
    if done.returncode:
        yield Finding(".clang-format", 1, done.stderr.strip())

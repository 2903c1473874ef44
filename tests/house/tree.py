# SPDX-License-Identifier: Apache-2.0
"""A checkout as the rules of the house see it: paths, texts, and code without its comments."""
import functools
import pathlib
import re
from collections import namedtuple

ROOMS = ("sim", "models", "analysis", "app", "tests")

Finding = namedtuple("Finding", "path line message")

COMMENT_OR_LITERAL = re.compile(
    r"//[^\n]*|/\*.*?\*/"
    r'|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![\da-fA-F])'(?:\\.|[^'\\\n])+'", re.S)


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def line_of(text, position):
    return text.count("\n", 0, position) + 1


class Tree:
    """The files of a checkout, without what a build or a run leaves behind."""

    def __init__(self, root, build):
        self.root, self.build = pathlib.Path(root).resolve(), pathlib.Path(build)
        self.paths = sorted(self._walk(self.root))

    def _walk(self, folder):
        for entry in folder.iterdir():
            if entry.is_dir():
                hidden = entry.name.startswith((".", "__")) and entry.name != ".ci"
                made = folder == self.root and re.match(r"build|results$", entry.name)
                if not hidden and not made:
                    yield from self._walk(entry)
            elif not re.search(r"\.(h5|gz|png|pyc|journal|run\.json)$", entry.name):
                yield entry.relative_to(self.root).as_posix()

    def ending(self, *suffixes, under=""):
        return [p for p in self.paths if p.endswith(suffixes) and p.startswith(under)]

    def sources(self):
        return [p for p in self.ending(".hpp", ".cpp") if p.startswith(ROOMS)]

    @functools.lru_cache(maxsize=None)
    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    @functools.lru_cache(maxsize=None)
    def code(self, path):
        """The text with comments and literals blanked, position for position."""
        return COMMENT_OR_LITERAL.sub(blank, self.text(path))

    def includes(self, path):
        for match in re.finditer(r'^\s*#\s*include\s+(["<])([^">]+)[">]', self.text(path), re.M):
            yield line_of(self.text(path), match.start(2)), match.group(1), match.group(2)

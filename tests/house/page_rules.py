# SPDX-License-Identifier: Apache-2.0
"""The rules of the house about words and pages. Each docstring says what it asks for."""
import re

from tree import Finding, line_of

CORE = re.compile(r"(sim/(?!parallel/)|models/).*\.[ch]pp$")
ROOM = re.compile(r"(sim|models|analysis|app)/.*\.[ch]pp$")
QUIET = re.compile(r"(sim|models|analysis)/.*\.[ch]pp$")
SOURCE = re.compile(r".*\.[ch]pp$")
ANY = re.compile(r"")
# The pattern, which files, whether comments and texts count, and why it is not wanted. Words are
# joined from pieces where this file would find itself.
BANNED = [
    (r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b", ANY, True, "finish it or file it"),
    (r"(?i)\bas an a" r"i\b", ANY, True, "the project speaks of itself alone"),
    (r"(?<![\w.}])/(?:wo" r"rk|ho" r"me|ro" r"ot)/", ANY, True, "an absolute path of one machine"),
    (r"\.\./sha" r"red\b", ANY, True, "not part of the project"),
    (r"\bstd::shared_ptr\b|\bmake_shared\b", CORE, False, "values in vectors, addressed by ids"),
    (r"(?<!operator )(\bnew\b|\bdelete\b(?!\s*;))", CORE, False,
     "values in vectors, addressed by ids"),
    (r"\b(throw|try|catch)\b", CORE, False, "the core builds without exceptions"),
    (r"\bthread_local\b", ROOM, False, "two simulations live in one thread"),
    (r"\bstatic\s+(?!const)[^()]*?[;={]", ROOM, False, "no mutable statics"),
    (r"\bstd::cout\b|(?<!\w)printf\(|\bputs\(", QUIET, False, "only the program prints"),
    (r"\busing namespace (?!std::\w*literals)", ROOM, False, "name what you use"),
    (r"\busing namespace (?!std::\w*literals|wardwire)", SOURCE, False, "name what you use"),
    (r"\bstd::endl\b", SOURCE, False, "a line end is '\\n'; flush where it matters"),
    (r"\bs?rand\(|\bstd::(random_device|mt19937|\w+_distribution)\b", CORE, False,
     "chance comes from addressed streams"),
    (r"\bsystem_clock\b|\bsteady_clock\b|\bgetenv\(|\bsetlocale\(", CORE, False,
     "results depend on nothing outside (promise D6)"),
]


def words(tree):
    """No word that the house has banned, where it has banned it."""
    for path in tree.paths:
        for pattern, where, literal, why in BANNED:
            if where.match(path):
                text = tree.text(path) if literal else tree.code(path)
                for match in re.finditer(pattern, text):
                    yield Finding(path, line_of(text, match.start()),
                                  f"'{' '.join(match.group().split())}': {why}")


def without_code(text):
    """Markdown with its code blanked, so that a link in an example is no link."""
    fence = re.compile(r"^( *)(```+|~~~+).*?^\1\2[ \t]*$|`[^`\n]+`", re.S | re.M)
    return fence.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def anchors(text):
    """The names by which a page's headings can be linked to, as the usual forges make them."""
    text = re.sub(r"^( *)(```+|~~~+).*?^\1\2[ \t]*$", "", text, flags=re.S | re.M)
    found = set(re.findall(r'<a (?:id|name)="([^"]+)"', text))
    times = {}
    for heading in re.findall(r"^#{1,6} +(.+?) *#*$", text, re.M):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.add(f"{slug}-{times[slug]}" if slug in times else slug)
        times[slug] = times.get(slug, 0) + 1
    return found


def links(tree):
    """Every relative link leads somewhere, every lasting page of docs is linked to."""
    linked = set()
    for path in tree.ending(".md"):
        text = without_code(tree.text(path))
        for match in re.finditer(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)", text, re.M):
            target, _, anchor = (match.group(1) or match.group(2)).partition("#")
            line = line_of(text, match.start())
            if re.match(r"[a-z]+:", target):
                continue
            goal = (tree.root / path).parent / target if target else tree.root / path
            if not goal.exists() or not goal.resolve().is_relative_to(tree.root):
                yield Finding(path, line, f"{target} leads nowhere")
                continue
            name = goal.resolve().relative_to(tree.root).as_posix()
            linked |= {(name, path), (name + "/README.md", path)}
            if anchor and name.endswith(".md") and anchor not in anchors(tree.text(name)):
                yield Finding(path, line, f"{name} has no heading #{anchor}")
    for path in tree.ending(".md", under="docs/"):
        fragment = path.startswith("docs/changelog/")
        if not fragment and not any(name == path and by != path for name, by in linked):
            yield Finding(path, 1, "no other page links here")


def stories(tree):
    """Every bundled scenario has its page of story beside it, and no story is left over."""
    for path in tree.ending(".json", ".md", under="scenarios/"):
        stem, _, suffix = path.rpartition(".")
        if path.count("/") == 1 and stem != "scenarios/README":
            partner = f"{stem}.{'md' if suffix == 'json' else 'json'}"
            if partner not in tree.paths:
                yield Finding(path, 1, f"{partner} is missing")


def reasons(tree):
    """Every check that .clang-tidy switches off has its reason on a line of its own above."""
    text = (tree.root / ".clang-tidy").read_text()
    for match in re.finditer(r"^ +-([\w.*-]+),?$", text, re.M):
        if match[1] != "*" and not re.search(rf"^# -{re.escape(match[1])}: \S+ ", text, re.M):
            yield Finding(".clang-tidy", line_of(text, match.start()), f"-{match[1]} has no reason")

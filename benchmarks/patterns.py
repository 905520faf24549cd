"""What each regular expression of guide/ costs on its worst input.

    .venv/bin/python benchmarks/patterns.py [--all] [--code] [--bytes N] [--from N] [--only TEXT]

Every pattern that the program compiles while it checks the guide is taken with the place where that
happens. Its worst inputs are built from the pattern: a long run of what each of its repetitions
takes, after what stands before it, then an end at which it fails. An input that costs more than
twice as much at twice the length is told as "not linear"; exits 1 when there is one.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

PROJECT = Path(__file__).resolve().parents[1]
BYTES = 60_000
# A pattern that is not linear is not waited for any longer.
MOST_SECONDS = 4.0
# At twice the length twice the time, give or take the clock of a busy machine.
LINEAR = 2.9
# What takes less is too little to be measured.
FEW_SECONDS = 0.004
# One letter of every kind that patterns tell apart.
LETTERS = " a1A-_.,;:!?'\"’–/()[]{}<>|*#@&%\\\n\t\u00a0é½×°"
# Where patterns of the pantry are compiled.
OF_PANTRY = ("guide/core/anchors.py:1",)
ENDS = ("", "\x00", " x", "1")
SHORT = 1000
# A repetition of at most so many is bounded.
FEW_TIMES = 450


@dataclass(frozen=True)
class Found:
    """A pattern, where the program compiles it, and how it is used: search, match or fullmatch."""

    place: str
    pattern: re.Pattern[Any]
    used: str


@dataclass(frozen=True)
class Cost:
    """What the worst input costs: seconds, how many times those of half of it, its beginning."""

    seconds: float
    growth: float
    worst: str

    @property
    def linear(self) -> bool:
        """Whether twice the input costs about twice as much."""
        if self.seconds >= MOST_SECONDS:
            return False
        return self.seconds < FEW_SECONDS * 4 or self.growth < LINEAR


Build: TypeAlias = Callable[[int], str]


class TooLong(Exception):
    """A pattern was not done in time."""


def collect() -> list[Found]:
    """Every pattern that is compiled while all modules are imported and the guide is checked."""
    compiled: dict[tuple[str | bytes, int], str] = {}
    original = re._compile  # type: ignore[attr-defined]

    def remember(pattern: Any, flags: int) -> Any:
        made = original(pattern, flags)
        place = _caller()
        if place and isinstance(made, re.Pattern):
            compiled.setdefault((made.pattern, made.flags), place)
        return made

    re._compile = remember  # type: ignore[attr-defined]
    sys.path.insert(0, str(PROJECT))
    try:
        import guide

        for module in pkgutil.walk_packages(guide.__path__, "guide."):
            importlib.import_module(module.name)
        _use()
    finally:
        re._compile = original  # type: ignore[attr-defined]
    uses = _uses()
    found = []
    for (text, flags), place in compiled.items():
        # The flags of a str pattern name Unicode, which is the default.
        pattern = re.compile(text, flags)
        found.append(Found(place, pattern, uses.get(place, "search")))
    return sorted(found, key=lambda one: one.place)


def _use() -> None:
    """Checks the guide, and works on one recipe as the verbs do that write."""
    from guide.author.commands import read_writing_words
    from guide.author.fixing import fix_text
    from guide.check.reading import read_and_check
    from guide.layout.part_kinds import fold
    from guide.read.file_reader import FileReader, ReadCache

    guide, _ = read_and_check(PROJECT)
    assert guide is not None
    fold(guide)
    words = read_writing_words(FileReader(PROJECT, ReadCache()))
    assert words is not None
    for recipe_file in guide.recipe_files[:3]:
        text = (PROJECT / recipe_file.path).read_text("utf-8")
        fix_text(recipe_file.path, text, guide.pantry.units, words)


def _caller() -> str:
    """The line of guide/ that asked for a pattern; "" for other code."""
    frame = sys._getframe(2)
    while frame:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(PROJECT / "guide"):
            return f"{file.relative_to(PROJECT).as_posix()}:{frame.f_lineno}"
        if "/re/" not in frame.f_code.co_filename and file.name != "enum.py":
            return ""
        frame = frame.f_back
    return ""


def _uses() -> dict[str, str]:
    """How the patterns are used that a module names: by the line that compiles them."""
    found = {}
    text = "\n".join(path.read_text("utf-8") for path in (PROJECT / "guide").rglob("*.py"))
    for path in sorted((PROJECT / "guide").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            name = node.targets[0].id
            # A name that begins with _ is of its module alone.
            where = path.read_text("utf-8") if name.startswith("_") else text
            ways = set(re.findall(rf"\b{name}\.(\w+)\(", where))
            lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            if ways and ways <= {"match", "fullmatch"}:
                way = "match" if "match" in ways else "fullmatch"
                place = path.relative_to(PROJECT).as_posix()
                found.update({f"{place}:{number}": way for number in lines})
    return found


def worst_inputs(pattern: re.Pattern[Any]) -> list[Build]:
    """Functions that make inputs of any length, which should cost the pattern much."""
    text = pattern.pattern
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    tree = parser.parse(text, pattern.flags & ~re.DEBUG)
    pumps = dict.fromkeys(_pumps(tree, ""))
    whole = _sample(tree)
    if whole:
        pumps[("", whole)] = None
        pumps[("", whole[:-1] or whole)] = None
        pumps[("", whole + " ")] = None
    builds = []
    for before, run in pumps:
        for end in ENDS:
            builds.append(partial(_long_run, before, run, end))
        if before:
            builds.append(partial(_long_run, "", before + run * 3, ""))
    return builds


def _long_run(before: str, run: str, end: str, length: int) -> str:
    return before + run * (length // len(run)) + end


def _pumps(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """For each repetition in a pattern what stands before it, and what it repeats."""
    for sign, value in tree:
        if sign in (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT):
            _, most, body = value
            if most >= FEW_TIMES:
                for run in _samples(body):
                    yield before, run
                    yield "", run
            yield from _pumps(body, before)
        elif sign is signs.SUBPATTERN:
            yield from _pumps(value[3], before)
        elif sign is signs.ATOMIC_GROUP:
            yield from _pumps(value, before)
        elif sign is signs.BRANCH:
            for branch in value[1]:
                yield from _pumps(branch, before)
        elif sign in (signs.ASSERT, signs.ASSERT_NOT):
            yield from _pumps(value[1], before)
        before += _sample([(sign, value)])


def _samples(tree: Any) -> Iterator[str]:
    """Texts that a repeated part matches: for one set of letters, one of each kind in it."""
    if len(tree) == 1:
        sign, value = tree[0]
        if sign in (signs.IN, signs.NOT_LITERAL, signs.ANY, signs.CATEGORY):
            for letter in LETTERS:
                if _takes(sign, value, letter):
                    yield letter
            return
        if sign is signs.SUBPATTERN:
            yield from _samples(value[3])
            return
        if sign is signs.BRANCH:
            for branch in value[1][:12]:
                yield from _samples(branch)
            return
    text = _sample(tree)
    if text:
        yield text


def _sample(tree: Any) -> str:
    """A text that a pattern matches, or nearly: what it looks at beside that is left out."""
    made = ""
    for sign, value in tree:
        if sign is signs.LITERAL:
            made += chr(value)
        elif sign in (signs.IN, signs.NOT_LITERAL, signs.ANY):
            made += next((one for one in "a1 -.,(" + LETTERS if _takes(sign, value, one)), "")
        elif sign in (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT):
            least, _, body = value
            made += _sample(body) * max(1, least)
        elif sign is signs.SUBPATTERN:
            made += _sample(value[3])
        elif sign is signs.ATOMIC_GROUP:
            made += _sample(value)
        elif sign is signs.BRANCH:
            made += _sample(value[1][0])
    return made


def _takes(sign: Any, value: Any, letter: str) -> bool:
    """Whether a part of a pattern that stands for one letter takes this one."""
    if sign is signs.ANY:
        return letter != "\n"
    if sign is signs.NOT_LITERAL:
        return letter != chr(value)
    if sign is signs.LITERAL:
        return letter == chr(value)
    if sign is signs.CATEGORY:
        kinds = {
            signs.CATEGORY_DIGIT: r"\d",
            signs.CATEGORY_NOT_DIGIT: r"\D",
            signs.CATEGORY_SPACE: r"\s",
            signs.CATEGORY_NOT_SPACE: r"\S",
            signs.CATEGORY_WORD: r"\w",
            signs.CATEGORY_NOT_WORD: r"\W",
        }
        return re.match(kinds[value], letter) is not None
    if sign is signs.RANGE:
        return value[0] <= ord(letter) <= value[1]
    items = list(value)
    turned = bool(items) and items[0][0] is signs.NEGATE
    if turned:
        items = items[1:]
    taken = any(_takes(kind, one, letter) for kind, one in items)
    return taken != turned


def measure(found: Found, length: int) -> Cost:
    """What the worst of its inputs costs."""
    tried = []
    for build in worst_inputs(found.pattern):
        short = min(_time(found, build(SHORT)) for _ in range(2))
        longer = min(_time(found, build(SHORT * 4)) for _ in range(2))
        tried.append((longer, longer / max(short, FEW_SECONDS / 20), build))
    # What costs most, and what grows fastest of what costs anything.
    chosen = sorted(tried, key=lambda one: -one[0])[:2]
    chosen += sorted(tried, key=lambda one: -one[1])[:2]
    worst = Cost(0.0, 1.0, "")
    for _, _, build in dict.fromkeys(chosen):
        half = _time(found, build(length // 2))
        whole = _time(found, build(length))
        growth = whole / max(half, FEW_SECONDS / 4)
        if whole > worst.seconds:
            worst = Cost(whole, growth, repr(build(24)))
        if not worst.linear:
            break
    return worst


def _time(found: Found, text: str) -> float:
    """The CPU seconds of one use of a pattern, MOST_SECONDS at most."""
    given: Any = text
    if isinstance(found.pattern.pattern, bytes):
        given = text.encode("utf-8", "replace")
    use = _use_of(found)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    before = time.process_time()
    try:
        use(given)
    except TooLong:
        return MOST_SECONDS
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - before


def _use_of(found: Found) -> Callable[[Any], object]:
    if found.used == "match":
        return found.pattern.match
    if found.used == "fullmatch":
        return found.pattern.fullmatch
    return lambda text: sum(1 for _ in found.pattern.finditer(text))


def _stop(_number: int, _frame: object) -> None:
    raise TooLong


def main(arguments: Sequence[str]) -> int:
    """Prints the table; gives the exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--all", action="store_true", help="also those that are linear")
    options.add_argument("--code", action="store_true", help="only those that stand in the code")
    options.add_argument("--bytes", type=int, default=BYTES)
    options.add_argument("--from", type=int, default=0, dest="first", help="the first one's number")
    options.add_argument("--only", help="only those whose text or place has this in it")
    given = options.parse_args(arguments)
    signal.signal(signal.SIGALRM, _stop)
    found = collect()
    if given.code:
        found = [one for one in found if not one.place.startswith(OF_PANTRY)]
    if given.only:
        found = [one for one in found if given.only in f"{one.place} {one.pattern.pattern}"]
    slow = 0
    worst_of_linear = 0.0
    for number, one in enumerate(found[given.first :], given.first):
        print(f"\r{number} of {len(found)}", end="", file=sys.stderr)
        cost = measure(one, given.bytes)
        slow += not cost.linear
        if cost.linear:
            worst_of_linear = max(worst_of_linear, cost.seconds)
        if given.all or not cost.linear:
            text = str(one.pattern.pattern)
            shown = text if len(text) <= 60 else text[:57] + "..."
            told = "linear" if cost.linear else "not linear"
            print(
                f"{cost.seconds * 1000:9.1f} ms  x{cost.growth:4.1f}  {told:10}  {one.place:40}"
                f"  {one.used:9}  {shown!r}  {cost.worst}",
                flush=True,
            )
    print(
        f"{len(found)} patterns, {slow} not linear; the others take"
        f" {worst_of_linear * 1000:.0f} ms at most for {given.bytes:,} letters"
    )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Where something stands in a file, what is wrong with it, and how that is told to the person who mends it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from guide.core.kinds import KINDS

EXCERPT = 96


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of one line of one file: path from the guide's root, line and column counted from 1, width in characters."""

    path: str
    line: int = 1
    column: int = 1
    width: int = 1
    source: str = ""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where, which kind, what is wrong in the reader's words, and what to type instead.

    A remark is worth a look and stops nothing; `other` is a second place that belongs to the same mistake.
    """

    place: Place
    id: str
    what: str
    fix: str
    remark: bool = False
    other: Place | None = None

    def __post_init__(self) -> None:
        # A kind that is not in the catalogue has no documentation and no test.
        if self.id not in KINDS:
            raise KeyError(f"{self.id} is not in guide/core/kinds.py")


def row(problem: Problem) -> dict:
    """A problem as plain data, for `from_row`."""
    return asdict(problem)


def from_row(row: dict) -> Problem:
    """The problem that `row` gave."""
    return Problem(
        **row
        | {"place": Place(**row["place"]), "other": Place(**row["other"]) if row["other"] else None}
    )


class Mistake(ValueError):
    """A piece of text that cannot be read: `at` and `width` say which characters of it (width 0: all of it)."""

    def __init__(self, id: str, what: str, fix: str, at: int = 0, width: int = 0):
        super().__init__(what)
        self.id, self.what, self.fix, self.at, self.width = id, what, fix, at, width

    def moved(self, by: int) -> Mistake:
        """The same mistake, seen from a longer text that has `by` characters before this one."""
        return Mistake(self.id, self.what, self.fix, self.at + by, self.width)


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words most like this one, best first; empty when none is near."""
    return difflib.get_close_matches(word.lower(), list(known), n=most, cutoff=0.6)


def listed(words: Sequence[str], last: str = "or") -> str:
    """Words as a sentence lists them: `"a", "b" or "c"`."""
    quoted = [f'"{word}"' for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A fix that offers the nearest known words, or says `otherwise`."""
    near = nearest(word, known)
    return f"did you mean {listed(near)}?" if near else otherwise


def arrange(problems: Iterable[Problem]) -> list[Problem]:
    """Problems sorted by place, each told once."""
    return sorted(
        set(problems), key=lambda p: (p.place.path, p.place.line, p.place.column, p.id, p.what)
    )


def tell(problem: Problem) -> str:
    """One problem as a person reads it: place first, the line with a caret under it, the fix, the kind."""
    place = problem.place
    kind = "remark: " if problem.remark else ""
    lines = [f"{place.path}:{place.line}:{place.column}: {kind}{_visible(problem.what)}"]
    lines += _excerpt(place)
    if problem.other:
        lines.append(f"  see also {problem.other.path}:{problem.other.line}:{problem.other.column}")
        lines += _excerpt(problem.other)
    fix = f"  fix: {_visible(problem.fix)}"
    lines.append(f"{fix:<70} [{problem.id}]")
    return "\n".join(lines)


def _excerpt(place: Place) -> list[str]:
    text = place.source.rstrip()
    lead = len(text) - len(text.lstrip())
    if not text:
        return []
    start = min(lead, place.column - 1)
    if place.column - 1 + place.width - start > EXCERPT:
        start = max(start, place.column - 1 - EXCERPT // 3)
    shown = text[start : start + EXCERPT]
    caret = place.column - 1 - start
    width = max(1, min(place.width, len(shown) - caret))
    return [f"    {_visible(shown)}", f"    {' ' * caret}{'^' * width}"]


def _visible(text: str) -> str:
    # A hostile file must not be able to colour the terminal, or to begin a line that commands the workflow.
    return "".join(c if c.isprintable() else "�" for c in text)


def as_json(problems: Iterable[Problem]) -> str:
    """The problems as a JSON list for machines: severity, id, path, line, column, width, what, fix."""
    rows = [
        {
            "severity": "remark" if p.remark else "problem",
            "id": p.id,
            "path": p.place.path,
            "line": p.place.line,
            "column": p.place.column,
            "width": p.place.width,
            "what": p.what,
            "fix": p.fix,
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_annotations(problems: Iterable[Problem]) -> str:
    """The problems as GitHub workflow commands, which show beside the line in a pull request."""
    return "\n".join(
        f"::{'warning' if p.remark else 'error'} file={_property(p.place.path)},line={p.place.line},"
        f"col={p.place.column},title={_property(p.id)}::{_data(f'{p.what}. Fix: {p.fix}')}"
        for p in problems
    )


def _data(text: str) -> str:
    return _visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 problem`, `3 problems`."""
    return f"{number} {one if number == 1 else many or one + 's'}"

"""Where something stands in a file, what is wrong with it, and how a person is told."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from guide.core.kinds import KINDS

EXCERPT = 96
# GitHub shows no more beside the lines of a pull request.
MOST_ANNOTATIONS = 10
# Who can act on a remark, by where it stands; the first that fits.
_WHO_ACTS = (
    ("For marketing", ("brand.yaml",)),
    ("For who edits the pages", ("pages/", "templates/")),
    ("For who wrote the recipe", ("recipes/",)),
    ("For who keeps the pantry", ("pantry/",)),
    ("For who keeps the program", ("",)),
)
# How a message ends that ./run fix mends, and the files that it mends.
DOES_THIS = "; ./run fix does this"
_FIXED = re.compile(r"recipes/[^/]{1,200}/[^/]{1,200}\.yaml")
_SINCE = re.compile(r"; since (\d{4}-\d\d-\d\d)$")


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of one line of one file.

    The path is from the guide's root, line and column count from 1, the width is in characters, and
    `source` is the whole line.
    """

    path: str
    line: int = 1
    column: int = 1
    width: int = 1
    source: str = ""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where, its kind, what is wrong in the reader's words, what to type instead.

    A remark is worth a look and stops nothing; `other` is a second place that belongs to the same
    mistake.
    """

    place: Place
    id: str
    what: str
    fix: str
    remark: bool = False
    other: Place | None = None

    def __post_init__(self) -> None:
        # A kind that is not on the list has no documentation and no test.
        if self.id not in KINDS:
            raise KeyError(f"{self.id} is not in guide/core/kinds.py")


# Plain data as JSON carries it: what stands in a row is known to `row` and `from_row` alone.
Row = dict[str, Any]


def row(problem: Problem) -> Row:
    """A problem as plain data, for `from_row`."""
    other = problem.other
    # dataclasses.asdict looks into each value, which takes ten times as long.
    return {
        **vars(problem),
        "place": dict(vars(problem.place)),
        "other": dict(vars(other)) if other else None,
    }


def from_row(row: Row) -> Problem:
    """The problem that `row` gave."""
    other = row["other"]
    return Problem(
        place=Place(**row["place"]),
        id=row["id"],
        what=row["what"],
        fix=row["fix"],
        remark=row["remark"],
        other=Place(**other) if other else None,
    )


class Mistake(ValueError):
    """A piece of text that cannot be read: `at` and `width` say which characters of it (width 0:
    all of it).
    """

    def __init__(self, id: str, what: str, fix: str, at: int = 0, width: int = 0):
        super().__init__(what)
        self.id = id
        self.what = what
        self.fix = fix
        self.at = at
        self.width = width

    def moved(self, by: int) -> Mistake:
        """The same mistake, seen from a longer text that has `by` characters before this one."""
        return Mistake(self.id, self.what, self.fix, self.at + by, self.width)


def with_fix(place: Place, fix: str) -> str:
    """What to type, and that ./run fix does it where it mends that file: in a recipe."""
    return f"{fix}{DOES_THIS}" if _FIXED.fullmatch(place.path) else fix


def nearest(word: str, known: Iterable[str], most: int = 3, cutoff: float = 0.6) -> list[str]:
    """The known words most like this one, best first; empty when none is near.

    `cutoff` is how alike they must be, from 0 to 1.
    """
    word = word.lower()
    # Imported here: a build of what has not changed compares no words.
    import difflib

    may_be_near = _share_letters(word, known, cutoff)
    return difflib.get_close_matches(word, may_be_near, n=most, cutoff=cutoff)


def _share_letters(word: str, known: Iterable[str], cutoff: float) -> list[str]:
    """The known words with enough letters of this one to be as like it as `cutoff`.

    difflib takes a microsecond a letter, and most of many thousand names have little in common.
    """
    size = len(word)
    least, most = size * cutoff / (2 - cutoff), size * (2 - cutoff) / cutoff
    # What rounding could take for too short or too long is kept.
    of_size = [name for name in known if least - 1 < len(name) < most + 1]
    lines = "\n".join(of_size)
    if lines.count("\n") != len(of_size) - 1:
        return of_size
    # The letters of all names that the word has not, by one call. What is no ASCII may be shared.
    letters = word.encode("ascii", "replace").replace(b"\n", b"") + b"?"
    others = lines.encode("ascii", "replace").translate(None, letters).split(b"\n")
    found: list[str] = []
    for name, length, left in zip(of_size, map(len, of_size), map(len, others), strict=True):
        if 2 * (length - left) >= cutoff * (size + length):
            found.append(name)
    return found


def listed(words: Sequence[str], last: str = "or") -> str:
    """Words as a sentence lists them: `"a", "b" or "c"`."""
    quoted = [f'"{word}"' for word in words]
    if len(quoted) == 1:
        return quoted[0]
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A fix that offers the nearest known words, or says `otherwise`."""
    near = nearest(word, known)
    return f"did you mean {listed(near)}?" if near else otherwise


def arrange(problems: Iterable[Problem]) -> list[Problem]:
    """Problems sorted by place, each once."""
    return sorted(set(problems), key=_by_place)


def _by_place(problem: Problem) -> tuple[str, int, int, str, str, str]:
    place = problem.place
    return place.path, place.line, place.column, problem.id, problem.what, problem.fix


def tell(problem: Problem) -> str:
    """One problem as a person reads it: place, line with a caret under it, fix, kind."""
    place = problem.place
    kind = "remark: " if problem.remark else ""
    lines = [f"{tell_place(place)}: {kind}{printable(problem.what)}"]
    lines += _excerpt(place)
    if problem.other:
        lines.append(f"  see also {tell_place(problem.other)}")
        lines += _excerpt(problem.other)
    fix = f"  fix: {printable(problem.fix)}"
    lines.append(f"{fix:<70} [{problem.id}]")
    return "\n".join(lines)


def tell_remark(remark: Problem) -> str:
    """A remark in one line: place, and what is worth a look."""
    return f"{tell_place(remark.place)}: remark: {printable(remark.what)}"


def tell_place(place: Place) -> str:
    """A place as a person reads it: path, line and column."""
    return f"{printable(place.path)}:{place.line}:{place.column}"


def _excerpt(place: Place) -> list[str]:
    """The line of a place, or a part of it, and a line of carets under what is meant."""
    text = place.source.rstrip()
    if not text:
        return []
    first = place.column - 1
    indentation = len(text) - len(text.lstrip())
    start = min(indentation, first)
    if first + place.width - start > EXCERPT:
        start = max(start, first - EXCERPT // 3)
    shown = text[start : start + EXCERPT]
    caret = first - start
    width = max(1, min(place.width, len(shown) - caret))
    return [f"    {printable(shown)}", f"    {' ' * caret}{'^' * width}"]


def printable(text: str) -> str:
    """The text without characters that command a terminal or begin a line of their own.

    A hostile file must not be able to colour the terminal, or to begin a line that commands a
    workflow.
    """
    return "".join(character if character.isprintable() else "�" for character in text)


def as_json(problems: Iterable[Problem]) -> str:
    """The problems as a JSON list: severity, id, path, line, column, width, what, fix."""
    rows = []
    for problem in problems:
        place = problem.place
        rows.append(
            {
                "severity": "remark" if problem.remark else "problem",
                "id": problem.id,
                "path": place.path,
                "line": place.line,
                "column": place.column,
                "width": place.width,
                "what": problem.what,
                "fix": problem.fix,
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_annotations(problems: Iterable[Problem]) -> str:
    """The problems as GitHub workflow commands, shown beside the line in a pull request."""
    lines = []
    for problem in problems:
        place = problem.place
        level = "warning" if problem.remark else "error"
        message = _escape_data(f"{problem.what}. Fix: {problem.fix}")
        file = _escape_property(place.path)
        title = _escape_property(problem.id)
        lines.append(
            f"::{level} file={file},line={place.line},col={place.column},title={title}::{message}"
        )
    return "\n".join(lines)


def arrange_for_review(problems: Iterable[Problem], changed: Collection[str] = ()) -> list[Problem]:
    """Problems as whoever reviews a change needs them: those of the files that changed first, and
    faults before remarks.
    """

    def by_need(problem: Problem) -> tuple[bool, bool]:
        return problem.place.path not in changed, problem.remark

    return sorted(problems, key=by_need)


def _escape_data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 problem`, `3 problems`."""
    if number == 1:
        return f"1 {one}"
    return f"{number} {many or one + 's'}"


def leave_out_excused(problems: Iterable[Problem]) -> list[Problem]:
    """The problems and remarks that need somebody: excused words need nobody."""
    return [problem for problem in problems if problem.id != "excused"]


def list_excused(problems: Iterable[Problem]) -> list[Problem]:
    """The remarks on excused words."""
    return [problem for problem in problems if problem.id == "excused"]


def group_remarks(remarks: Iterable[Problem]) -> list[tuple[str, list[Problem]]]:
    """Remarks by who can act on them, marketing's first; those without any are left out."""
    groups: dict[str, list[Problem]] = {who: [] for who, _ in _WHO_ACTS}
    for remark in leave_out_excused(remarks):
        for who, paths in _WHO_ACTS:
            if remark.place.path.startswith(paths):
                groups[who].append(remark)
                break
    return [(who, found) for who, found in groups.items() if found]


def sum_up_excused(problems: Iterable[Problem]) -> str:
    """One line on the excused words: how many stand, and since when; empty when there are none."""
    excused = list_excused(problems)
    if not excused:
        return ""
    days = []
    for problem in excused:
        since = _SINCE.search(problem.what)
        if since:
            days.append(since[1])
    stand = "stands" if len(excused) == 1 else "stand"
    words = counted(len(excused), "excused word")
    when = f", the oldest since {min(days)}" if days else ""
    return f"{words} {stand}{when}: ./run check --excused lists them"

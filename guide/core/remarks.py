"""Remarks in the order in which somebody can act on them: marketing first, and excuses as a sum."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guide.core.problems import Problem, counted

# Who can act on a remark, by where it stands; the first that fits.
_WHO_ACTS = (
    ("For marketing", ("brand.yaml",)),
    ("For who edits the pages", ("pages/", "templates/")),
    ("For who wrote the recipe", ("recipes/",)),
    ("For who keeps the pantry", ("pantry/",)),
    ("For who keeps the program", ("",)),
)
_SINCE = re.compile(r"; since (\d{4}-\d\d-\d\d)$")


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

"""The guide read and checked, before anything is printed; loads nothing that draws."""

from __future__ import annotations

from pathlib import Path

from guide.check.suite import check
from guide.core.cache import Cache
from guide.core.problems import Place, Problem, arrange
from guide.core.workers import Lost
from guide.read.load import Guide, NoUnits, load_guide


def read_and_check(
    root: Path, only: list[Path] | None = None, cache: Cache = Cache(None), jobs: int = 1
) -> tuple[Guide | None, list[Problem]]:
    """The guide below `root` with every problem and remark, sorted; None when its units cannot be read."""
    try:
        guide, problems = load_guide(root, only)
    except NoUnits as error:
        return None, arrange(error.problems)
    try:
        return guide, arrange([*problems, *check(guide, cache, jobs)])
    except Lost as lost:
        return guide, [
            Problem(Place(lost.name), "press", f"this was not checked: {lost.what}", lost.fix)
        ]
